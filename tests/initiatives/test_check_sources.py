"""Whether sources still answer: what a visit changes, what it leaves to editors, and how a run goes on."""

import datetime as dt
import io
from collections.abc import Callable, Iterator
from itertools import pairwise

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.core.management import CommandError, call_command

from initiatives import checking
from initiatives.models import Source
from publishing import version, visits
from tests.factories import CitationFactory, InitiativeFactory, SourceFactory
from tests.initiatives.test_admin import Form, address_of
from tests.initiatives.test_sources import listed
from tests.web import Web, answer, redirect, served, slow

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]

DAY = dt.datetime(2026, 11, 2, 9, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def manners(settings) -> None:
    settings.CHECK_PRIVATE_ADDRESSES = True
    settings.CHECK_PAUSE = 0
    settings.CHECK_TIMEOUT = 1


@pytest.fixture
def web() -> Iterator[Web]:
    with served() as web:
        web.pages |= {"/there": answer(200), "/shy": answer(403)}
        yield web


def check(*arguments: str, on: dt.datetime = DAY) -> str:
    said = io.StringIO()
    with time_machine.travel(on, tick=False):
        call_command("check_sources", *arguments, stdout=said, verbosity=1)
    return said.getvalue()


def source(url: str, **columns) -> Source:
    return CitationFactory(
        initiative=InitiativeFactory(published=True), source=SourceFactory(url=url, **columns)
    ).source


def again(one: Source) -> Source:
    return Source.objects.get(pk=one.pk)


def in_queue(admin_client, work: str) -> str:
    page = admin_client.get(f"/admin/initiatives/source/?work={work}")
    rows = BeautifulSoup(page.content, "lxml").select("#result_list tbody")
    return " ".join(row.get_text(" ") for row in rows)


def noted(monkeypatch, find: Callable[[], object]) -> list[object]:
    """What was found each time after something was kept."""
    found: list[object] = []
    keep = checking.Notes.keep

    def keep_and_find(*arguments) -> None:
        keep(*arguments)
        found.append(find())

    monkeypatch.setattr(checking.Notes, "keep", keep_and_find)
    return found


def days(number: int) -> dt.datetime:
    return DAY + dt.timedelta(days=number)


def test_an_answer_is_kept_with_its_day(web):
    one = source(web.address("/there"))

    said = check()

    assert (again(one).last_answered_at, again(one).tried_at, again(one).outcome) == (DAY, DAY, "200")
    assert "1 of 1 visited: 1 answered" in said


def test_one_failure_says_nothing_and_three_days_of_them_do(web, visit):
    one = source(web.address("/missing"), last_answered_at=days(-30))
    page = one.get_absolute_url()

    for day in range(2):
        said = check("--older-than", "0", on=days(day))
    assert not again(one).is_silent
    assert f"{one.url}: 404 Not Found" in said
    assert visit(page).select_one(".source__silent") is None

    check("--older-than", "0", on=days(2))

    assert again(one).is_silent
    assert again(one).failing_since == DAY.date()
    assert again(one).gone_on is None
    assert visit(page).select_one(".source__silent time")["datetime"] == "2026-11-02"


def test_many_failures_on_a_day_are_one(web):
    one = source(web.address("/missing"))

    for hour in range(5):
        check("--older-than", "0", on=DAY + dt.timedelta(hours=hour))

    assert again(one).failed_days == 1


def test_an_answer_makes_up_for_every_failure(web):
    one = source(web.address("/page"))
    for day in range(3):
        check("--older-than", "0", on=days(day))
    web.pages["/page"] = answer(200)

    check("--older-than", "0", on=days(3))

    assert (again(one).failed_days, again(one).failing_since, again(one).is_silent) == (0, None, False)


def test_who_keeps_programs_away_has_neither_answered_nor_failed(web):
    one = source(web.address("/shy"), last_answered_at=days(-30))

    said = check()

    assert (again(one).last_answered_at, again(one).failed_days, again(one).outcome) == (days(-30), 0, "403")
    assert "1 kept programs away" in said


def test_a_silent_source_waits_in_the_work_queue_until_an_editor_decides(web, admin_client):
    one = source(web.address("/missing"))
    for day in range(3):
        check("--older-than", "0", on=days(day))

    assert one.title in in_queue(admin_client, "silent")
    assert "404 Not Found" in admin_client.get(address_of(one)).content.decode()

    form = Form(admin_client, address_of(one))
    form["gone_on"], form["change_note"] = "2026-11-01", "The ministry has closed the site."
    form.save()

    assert one.title not in in_queue(admin_client, "silent")
    assert one.title in in_queue(admin_client, "dead")


def test_a_source_that_came_back_waits_in_the_work_queue(web, admin_client):
    back = source(web.address("/there"), gone_on=dt.date(2026, 1, 1))
    source(web.address("/missing"), gone_on=dt.date(2026, 1, 1), title="Still gone")

    check()

    assert back.title in in_queue(admin_client, "back")
    assert "Still gone" not in in_queue(admin_client, "back")
    assert again(back).gone_on == dt.date(2026, 1, 1)


def test_another_address_begins_without_a_past(web, admin_client):
    one = source(web.address("/missing"))
    for day in range(3):
        check("--older-than", "0", on=days(day))

    form = Form(admin_client, address_of(one))
    form["url"], form["change_note"] = "https://moved.example/", "It has moved."
    form.save()

    assert (again(one).failed_days, again(one).tried_at, again(one).outcome) == (0, None, "")


def test_readers_are_shown_something_new_only_where_there_is(web):
    source(web.address("/there"))
    source(web.address("/missing"))
    source(web.address("/shy"))
    before = version.current()

    check()
    assert version.current() == before + 1  # one has been seen to answer

    check("--older-than", "0", on=DAY + dt.timedelta(hours=3))
    assert version.current() == before + 1  # on the same day

    check("--older-than", "0", on=days(1))
    assert version.current() == before + 1  # checked, not changed

    check("--older-than", "0", on=days(2))
    assert version.current() == before + 2  # the other one is silent now


def test_the_version_moves_once_a_run_and_when_it_is_over(web, monkeypatch):
    for number in range(5):
        web.pages[f"/{number}"] = answer(200)
        source(web.address(f"/{number}"))
    before = version.current()
    during = noted(monkeypatch, version.current)

    check()

    assert during == [before] * 5
    assert version.current() == before + 1


@pytest.mark.django_db(transaction=True)  # inside a transaction no list keeps what it knows
def test_a_list_that_was_asked_for_before_knows_who_answers_since(web, visit):
    source(web.address("/there"), title="Answers")
    assert listed(visit("/sources/?online=answers")) == set()

    check()

    assert listed(visit("/sources/?online=answers")) == {"Answers"}
    assert listed(visit("/sources/?online=unseen")) == set()


def test_one_that_is_gone_is_no_news_while_it_stays_away(web):
    source(web.address("/missing"), gone_on=dt.date(2026, 1, 1))
    before = version.current()

    for day in range(4):
        check("--older-than", "0", on=days(day))

    assert version.current() == before


# What sites say that makes no sense


def test_a_redirect_to_no_address_stops_nothing(web):
    web.pages["/bad"] = redirect("http://[bad")
    bad, there = source(web.address("/bad")), source(web.address("/there"))

    said = check()

    assert (again(bad).outcome, again(there).outcome) == ("forbidden", "200")
    assert "2 of 2 visited: 1 answered, 1 did not" in said


@pytest.mark.parametrize(
    "line",
    ["Disallow: //[x", "Crawl-delay: ²", f"Crawl-delay: {'9' * 5000}", "Request-rate: ²/1"],
    ids=lambda line: line[:16],
)
def test_a_robots_txt_that_cannot_be_read_keeps_programs_away(web, line):
    web.pages["/robots.txt"] = answer(200, f"User-agent: *\n{line}\n".encode())
    one = source(web.address("/there"))

    said = check()

    assert web.pages_asked == []
    assert (again(one).outcome, again(one).failed_days) == ("odd-robots", 0)
    assert f"{one.url}: robots.txt cannot be read" in said
    assert "1 kept programs away" in said


def test_a_pause_without_end_is_not_kept(web, monkeypatch):
    monkeypatch.setattr(visits, "LONGEST_PAUSE", 0.1)
    web.pages["/robots.txt"] = answer(200, f"User-agent: *\nCrawl-delay: {'9' * 400}\n".encode())
    one = source(web.address("/there"))

    check()

    assert again(one).outcome == "200"


def test_the_mark_before_a_robots_txt_does_not_hide_its_first_line(web):
    web.pages["/robots.txt"] = answer(200, "\ufeffUser-agent: *\nDisallow: /\n".encode())
    one = source(web.address("/there"))

    check()

    assert web.pages_asked == []
    assert again(one).outcome == "robots"


# Which, and how many


def test_those_that_have_waited_longest_come_first(web):
    recent = source(web.address("/there?recent"), tried_at=days(-10))
    never = source(web.address("/there?never"))
    long_ago = source(web.address("/there?long-ago"), tried_at=days(-90))
    source(web.address("/there?yesterday"), tried_at=days(-1))

    with time_machine.travel(DAY):
        assert checking.due(older_than=7, limit=None) == [never, long_ago, recent]
        assert checking.due(older_than=7, limit=2) == [never, long_ago]
        assert len(checking.due(older_than=0, limit=None)) == 4


def test_a_second_run_goes_on_where_the_first_ended(web):
    for number in range(5):
        source(web.address(f"/there?{number}"))

    check("--limit", "2")
    check("--limit", "2")
    said = check()

    assert "1 of 1 visited" in said
    assert len(set(web.pages_asked)) == len(web.pages_asked) == 5


def test_what_was_visited_before_a_stop_is_kept(web, monkeypatch):
    for number in range(5):
        web.pages[f"/{number}"] = answer(200)
        source(web.address(f"/{number}"))
    before = version.current()

    def stop_after_three() -> None:
        if Source.objects.filter(tried_at__isnull=False).count() == 3:
            raise KeyboardInterrupt

    noted(monkeypatch, stop_after_three)

    said = check()

    assert "Stopped" in said
    assert Source.objects.filter(tried_at__isnull=False).count() == 3
    assert version.current() == before + 1


def nowhere(number: int) -> str:
    return f"http://127.0.0.1:{number}/"


def test_without_a_network_nothing_is_held_against_the_sources(web):
    dead = [source(nowhere(port)) for port in (1, 2)]

    with pytest.raises(CommandError, match="is this machine connected"):
        check()

    assert [again(one).tried_at for one in dead] == [None, None]


def test_failures_count_once_anybody_has_answered(web):
    dead = source(nowhere(1))
    source(web.address("/there"))

    said = check()

    assert again(dead).outcome == "no-connection"
    assert "2 of 2 visited: 1 answered, 1 did not" in said


def test_where_only_dead_ones_are_due_one_that_answered_lately_tells_whether_there_is_a_network(web):
    dead = [source(nowhere(port)) for port in (1, 2)]
    lately = source(web.address("/there"), last_answered_at=days(-1), tried_at=days(-1))

    said = check()

    assert [again(one).outcome for one in dead] == ["no-connection"] * 2
    assert again(lately).last_answered_at == days(-1)
    assert web.pages_asked == ["/there"]
    assert "2 of 2 visited: 0 answered, 2 did not" in said


def test_nobody_else_is_asked_where_one_that_was_due_has_answered(web):
    source(web.address("/there"))
    source(web.address("/lately"), last_answered_at=days(-1), tried_at=days(-1))

    check()

    assert web.pages_asked == ["/there"]


def test_where_the_one_that_answered_lately_does_not_either_there_is_no_network(web):
    dead = source(nowhere(1))
    source(nowhere(2), last_answered_at=days(-1), tried_at=days(-1))

    with pytest.raises(CommandError, match="is this machine connected"):
        check()

    assert again(dead).tried_at is None


def test_a_host_is_visited_by_one_at_a_time_and_hosts_side_by_side(web, settings):
    settings.CHECK_AT_ONCE = 2
    for host in ("127.0.0.1", "localhost"):
        for number in range(3):
            web.pages[f"/{host}/{number}"] = slow(0.2)
            source(web.address(f"/{host}/{number}", host=host))

    check()

    assert web.most_at_once >= 2
    for host in ("127.0.0.1", "localhost"):
        asked = [(path, at) for path, at in zip(web.asked, web.asked_at, strict=True) if host in path]
        assert [path for path, _at in asked] == [f"/{host}/{number}" for number in range(3)]
        assert all(after - before >= 0.2 for (_path, before), (_next, after) in pairwise(asked))


def test_an_address_that_an_editor_changed_meanwhile_is_left_alone(web):
    one = source(web.address("/there"))
    stale = again(one)
    Source.objects.filter(pk=one.pk).update(url="https://moved.example/")

    checking.Notes().keep(stale, "404")

    assert again(one).tried_at is None


def test_it_says_who_it_is(web, settings):
    settings.SITE_URL = "https://alliance.example"
    source(web.address("/there"))

    check()

    assert web.headers["User-Agent"] == "AllianceSourceCheck/1.0 (+https://alliance.example/about/)"


def test_without_the_setting_of_tests_nothing_on_this_machine_is_visited(web, settings):
    settings.CHECK_PRIVATE_ADDRESSES = False
    one = source(web.address("/there"))

    check()

    assert web.asked == []
    assert again(one).outcome == "forbidden"
