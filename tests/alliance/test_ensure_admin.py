from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_variables(monkeypatch) -> None:
    for name in ("USERNAME", "PASSWORD", "EMAIL"):
        monkeypatch.delenv(f"DJANGO_SUPERUSER_{name}", raising=False)


def ensure_admin() -> list[str]:
    output = StringIO()
    call_command("ensure_admin", stdout=output)
    return output.getvalue().splitlines()


def test_the_first_administrator_gets_a_password_that_is_shown_once(client):
    name, password = ensure_admin()

    assert name == "user name: admin"
    assert client.login(username="admin", password=password.split()[1])
    assert User.objects.get().is_superuser
    assert ensure_admin() == ["user name: admin"]
    assert User.objects.count() == 1


def test_the_variables_name_the_administrator_and_the_password_is_not_printed(client, monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_USERNAME", "chief")
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "a long password of ours")
    monkeypatch.setenv("DJANGO_SUPERUSER_EMAIL", "chief@alliance.example")

    lines = ensure_admin()

    assert lines[0] == "user name: chief"
    assert not any("a long password" in line for line in lines)
    assert client.login(username="chief", password="a long password of ours")
    assert User.objects.get().email == "chief@alliance.example"


def test_an_administrator_who_is_there_stays_as_he_is(client, monkeypatch):
    User.objects.create_superuser("chief", password="first")
    monkeypatch.setenv("DJANGO_SUPERUSER_USERNAME", "another")
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "second")

    assert ensure_admin() == ["user name: chief"]
    assert client.login(username="chief", password="first")
    assert User.objects.count() == 1


def test_a_name_that_somebody_else_has_is_refused():
    User.objects.create_user("admin")

    with pytest.raises(CommandError, match="DJANGO_SUPERUSER_USERNAME"):
        ensure_admin()

    assert not User.objects.get().is_superuser
