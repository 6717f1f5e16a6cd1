import os
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.utils.crypto import get_random_string


class Command(BaseCommand):
    """Make an administrator when there is none; the first line printed is the user name, for `make demo`.

    Reads the variables that Django's own `createsuperuser --noinput` reads, but can run again and needs
    no password: it then invents one and prints it, this once.
    """

    help = "Make an administrator, unless there is one."

    def handle(self, *args: Any, **options: Any) -> None:
        users = get_user_model().objects
        if administrator := users.filter(is_superuser=True, is_active=True).order_by("pk").first():
            self.stdout.write(f"user name: {administrator.get_username()}")
            return

        name = os.environ.get("DJANGO_SUPERUSER_USERNAME") or "admin"
        if users.filter(username=name).exists():
            raise CommandError(
                f'The user "{name}" exists but is no active administrator: '
                "choose another name in DJANGO_SUPERUSER_USERNAME."
            )
        given = os.environ.get("DJANGO_SUPERUSER_PASSWORD")
        password = given or get_random_string(16)
        users.create_superuser(name, os.environ.get("DJANGO_SUPERUSER_EMAIL", ""), password)

        self.stdout.write(f"user name: {name}")
        self.stdout.write(
            "password: as in DJANGO_SUPERUSER_PASSWORD" if given else f"password: {password} (shown once)"
        )
