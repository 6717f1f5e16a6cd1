"""What every test stands on: settings that no .env can change, no network, and the real record where it is asked for.

pytest-django reads the settings before this file is imported, so what depends on the environment is set
here once more instead of in `os.environ`.
"""

import gc
import ipaddress
import socket
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection, transaction
from django.test import Client, override_settings
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from publishing import known
from tests.search.indexing import index_everything

# The same examples on every machine; no database of failures beside the code.
hypothesis_settings.register_profile(
    "alliance",
    deadline=None,
    derandomize=True,
    database=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
hypothesis_settings.load_profile("alliance")


def pytest_collection_finish() -> None:
    """Libraries and tests stay until the end: a search for garbage need not look through them each time."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.fixture(scope="session", autouse=True)
def settings_of_tests(django_test_environment, tmp_path_factory) -> Iterator[None]:
    """Those of the site, but what a developer's .env may say, and what must be quick or leave nothing behind."""
    with override_settings(
        SECRET_KEY="for-tests-only-and-long-enough-0123456789",
        ALLOWED_HOSTS=["testserver", "alliance.example"],
        CSRF_TRUSTED_ORIGINS=[],
        SITE_URL="",
        SECURE_SSL_REDIRECT=False,
        SECURE_HSTS_SECONDS=0,
        SECURE_PROXY_SSL_HEADER=None,
        BEHIND_PROXY=False,
        SESSION_COOKIE_SECURE=False,
        CSRF_COOKIE_SECURE=False,
        IMAGE_MAX_BYTES=15 * 1024 * 1024,
        IMAGE_MAX_PIXELS=50_000_000,
        CHECK_AFTER_DAYS=180,
        QUIET_AFTER_DAYS=365,
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        STORAGES={
            "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
            "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
        },
        # WhiteNoise warns about a folder that is not there, and warnings are errors.
        STATIC_ROOT=tmp_path_factory.mktemp("staticfiles"),
    ):
        yield


@pytest.fixture(autouse=True)
def media(settings, tmp_path) -> Path:
    """Uploads go to a folder of the test's own."""
    settings.MEDIA_ROOT = tmp_path / "media"
    assert Path(default_storage.location) == settings.MEDIA_ROOT
    return settings.MEDIA_ROOT


@pytest.fixture(autouse=True)
def own_cache(settings) -> None:
    """What a test keeps in Redis is not rolled back, and other tests run beside it."""
    settings.CACHES = {"default": {**settings.CACHES["default"], "KEY_PREFIX": uuid.uuid4().hex}}


@pytest.fixture(autouse=True)
def nothing_known() -> None:
    """Tests write rows past the acts that move the version, and an emptied database begins with the first one again."""
    known.kept.clear()


@pytest.fixture(scope="session", autouse=True)
def no_network() -> Iterator[None]:
    """Anything but this machine is out of reach: a test that needs the network is wrong."""
    connect, connect_ex = socket.socket.connect, socket.socket.connect_ex

    def refuse_strangers(address) -> None:
        if isinstance(address, tuple) and not _is_loopback(address[0]):
            raise OSError(f"tests may not connect to {address}")

    def guarded_connect(self, address):
        refuse_strangers(address)
        return connect(self, address)

    def guarded_connect_ex(self, address):
        refuse_strangers(address)
        return connect_ex(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded_connect)
        patch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
        yield


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


@pytest.fixture
def kept_connection() -> Iterator[None]:
    """Asked as a server asks it, the site would close the connection in which the test has its transaction; Django's
    own client does the same.
    """
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


# Pages


@pytest.fixture
def visit(client: Client, request: pytest.FixtureRequest) -> Callable[..., BeautifulSoup]:
    """The page at an address, read; it must answer 200. Where it is one with words to look for, they can be found."""
    has_index = "record" in request.fixturenames

    def visit(address: str, **headers: str) -> BeautifulSoup:
        if "q=" in address and not has_index:
            index_everything()
        response = client.get(address, **headers)
        assert response.status_code == 200, f"{address}: {response.status_code}"
        return BeautifulSoup(response.content, "lxml")

    return visit


# The real record

RECORD_APPS = ("publishing", "initiatives", "articles", "search")


def record_models() -> list:
    """The version is no part of it: a row of its own is there in every database."""
    models = [
        model for name in RECORD_APPS for model in apps.get_app_config(name).get_models(include_auto_created=True)
    ]
    return [model for model in models if model is not apps.get_model("publishing", "PublicVersion")]


@pytest.fixture(scope="session")
def record_rows(django_db_setup, django_db_blocker) -> list[tuple[type, list]]:
    """Every row of the loaded record, by model. Loading takes seconds, so it is done once a worker."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_record", verbosity=0)
        rows = [(model, list(model._base_manager.order_by("pk"))) for model in record_models()]
        transaction.set_rollback(True)
    return rows


@pytest.fixture(scope="module")
def module_transaction(django_db_setup, django_db_blocker) -> Iterator[None]:
    """What fixtures of a module write is there for all its tests and gone after it; what a test writes is rolled back.

    The module's tests run inside one transaction, each in a savepoint of its own (the `db` fixture makes it).
    """
    known.kept.clear()
    whole_module = transaction.atomic()
    with django_db_blocker.unblock():
        whole_module.__enter__()
    yield
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        whole_module.__exit__(None, None, None)


@pytest.fixture(scope="module")
def record(record_rows, module_transaction, django_db_blocker) -> None:
    """The real record, there for all tests of a module."""
    with django_db_blocker.unblock():
        for model, rows in record_rows:
            model._base_manager.bulk_create(rows)
        if connection.vendor == "postgresql":
            # It has seen none of these rows yet, and without statistics it plans for empty tables.
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
