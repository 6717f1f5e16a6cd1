import pytest

from tests.small_dataset import Files


@pytest.fixture
def files(tmp_path) -> Files:
    return Files(tmp_path)
