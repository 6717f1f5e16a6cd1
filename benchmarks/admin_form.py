"""How long the newsroom takes to open the form of a large initiative, beside a small one.

In a database of its own in memory (`make bench` says so), with the factories of the tests. It counts the seconds
of the processor, so that what else the machine does makes no difference.
"""

import statistics
import sys
import time

import django
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings

ROUNDS = 7
LIMIT = 1.0  # seconds, for the large form


def large_and_small() -> tuple[int, int]:
    from tests.factories import (
        CitationFactory,
        ClaimFactory,
        InitiativeFactory,
        MilestoneFactory,
        ParticipationFactory,
    )

    large, small = InitiativeFactory(published=True), InitiativeFactory(published=True)
    for initiative, participations in ((large, 200), (small, 5)):
        ParticipationFactory.create_batch(participations, initiative=initiative)
        citations = CitationFactory.create_batch(20, initiative=initiative)
        for number in range(30):
            MilestoneFactory(initiative=initiative, citations=[citations[number % 20]])
        for _claim in range(10):
            ClaimFactory(about=[initiative])
    return large.pk, small.pk


def opened(client: Client, pk: int) -> tuple[float, int]:
    """(seconds of the processor, the middle of several rounds; queries)"""
    address = f"/admin/initiatives/initiative/{pk}/change/"
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    queries = len(captured)
    seconds = []
    for _round in range(ROUNDS):
        begun = time.process_time()
        client.get(address)
        seconds.append(time.process_time() - begun)
    return statistics.median(seconds), queries


def main() -> int:
    call_command("migrate", verbosity=0)
    client = Client()
    client.force_login(get_user_model().objects.create_superuser("bench"))
    large, small = large_and_small()
    (slow, many), (quick, few) = opened(client, large), opened(client, small)
    sys.stdout.write(
        f"Form of an initiative with 200 participations: {slow:.2f} s, {many} queries; with 5: {quick:.2f} s, "
        f"{few} queries; {slow / quick:.1f} times as long.\n"
    )
    return 0 if slow < LIMIT and many == few else 1


if __name__ == "__main__":
    django.setup()
    if connection.settings_dict["NAME"] != ":memory:":
        sys.exit("This writes made-up records: run it with DATABASE_URL=sqlite://:memory:, as make bench does.")
    plain = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    with override_settings(
        STORAGES={**settings.STORAGES, **plain}, STATIC_ROOT=settings.BASE_DIR / "static", ALLOWED_HOSTS=["testserver"]
    ):
        sys.exit(main())
