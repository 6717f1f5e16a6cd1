"""The timeline of a list: bars, milestones on them and today, as far as each is known."""

import pytest
import time_machine

from publishing.dates import PartialDate
from tests.factories import InitiativeFactory, MilestoneFactory, ThemeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_the_middle_of_2020():
    """The axis then goes from the earliest year of a test to the end of 2021."""
    with time_machine.travel("2020-07-01T12:00:00Z", tick=False):
        yield


@pytest.fixture
def bar(visit):
    """The pieces of the only bar: (from, to, is faint) in years."""

    def bar(first: int) -> list[tuple[float, float, bool]]:
        (row,) = visit("/initiatives/?view=timeline").select(".strip__row")
        years = (2022 - first) / 100
        pieces = []
        for piece in row.select(".strip__fill"):
            x, width = (float(piece[name].removesuffix("%")) for name in ("x", "width"))
            edges = [round(first + edge * years, 1) for edge in (x, x + width)]
            pieces.append((*edges, "strip__fill--faint" in piece["class"]))
        return pieces

    return bar


def initiative(**values):
    return InitiativeFactory(slug="one", published=True, **values)


def date(text: str) -> PartialDate | None:
    return PartialDate.parse(text) if text else None


@pytest.mark.parametrize(
    ("start", "end", "status", "pieces"),
    [
        ("2012-01-01", "2018-12-31", "completed", [(2012, 2019, False)]),
        ("2012", "2018", "completed", [(2012, 2013, True), (2013, 2018, False), (2018, 2019, True)]),
        ("2012-01-01", "", "active", [(2012, 2020.5, False), (2020.5, 2022, True)]),
        ("2012", "", "active", [(2012, 2013, True), (2013, 2020.5, False), (2020.5, 2022, True)]),
        ("2012-01-01", "", "completed", [(2012, 2012.3, True)]),
        ("2012", "2012", "completed", [(2012, 2013, True)]),
        ("", "2012", "completed", [(2012, 2013, True)]),
        ("2021-01-01", "", "announced", [(2021, 2022, True)]),
        ("2012-01-01", "2012-01-01", "completed", [(2012, 2012, True)]),
        ("", "", "active", []),
    ],
)
def test_a_bar_is_faint_where_it_is_not_certain(bar, start, end, status, pieces):
    initiative(start=date(start), end=date(end), status=status)
    first = 2012 if start != "2021-01-01" else 2020

    drawn = bar(first)

    assert [faint for _left, _right, faint in drawn] == [faint for _left, _right, faint in pieces]
    for (left, right, _faint), (wanted_left, wanted_right, _wanted) in zip(drawn, pieces, strict=True):
        assert abs(left - wanted_left) <= 0.15
        assert abs(right - wanted_right) <= 0.15


def test_milestones_are_marks_that_lead_to_them(visit):
    one = initiative(start=PartialDate(2012))
    MilestoneFactory(initiative=one, key="past", date=PartialDate(2013, 5, 17), title_en="Signed in Sendai")
    MilestoneFactory(initiative=one, key="planned", date=PartialDate(2021), title_en="First report")

    past, planned = visit("/initiatives/?view=timeline").select(".strip__bar a")

    assert past["href"] == "/initiatives/one/#milestone-past"
    assert past.select_one("title").get_text() == "17 May 2013: Signed in Sendai"
    assert "strip__mark--planned" not in past.select_one("circle")["class"]
    assert "strip__mark--planned" in planned.select_one("circle")["class"]
    assert visit("/initiatives/one/").select_one("#milestone-past")


@pytest.mark.parametrize("prefix", ["", "/ja"])
def test_today_is_a_line_and_the_years_are_written(visit, prefix):
    initiative(start=PartialDate(2012))

    page = visit(f"{prefix}/initiatives/?view=timeline")

    assert page.select_one(".strip__bar .strip__today")["x1"] == "85.0%"
    assert [year.get_text() for year in page.select(".strip__year")] == [str(year) for year in range(2012, 2022)]


def test_what_has_no_date_at_all_is_a_row_without_an_axis(visit):
    initiative(start=None)

    page = visit("/initiatives/?view=timeline")

    assert len(page.select(".strip__row a.strip__title")) == 1
    assert not page.select(".strip svg")


def test_the_page_of_a_theme_has_the_same_timeline(visit):
    one = initiative(start=PartialDate(2012), themes=[ThemeFactory(slug="quantum")])
    MilestoneFactory(initiative=one)

    assert visit("/themes/quantum/").select(".strip__bar a circle")
