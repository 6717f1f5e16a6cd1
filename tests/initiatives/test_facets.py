"""Every option says how many rows the list would have with it; a page has the rows of the list, in its order.

What the lists know by bitmaps is compared with what the database answers row by row.
"""

import random

import pytest
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st

from initiatives.listings import InitiativeListing, MilestoneListing, PartnerListing
from initiatives.models import Participation
from publishing.dates import PartialDate
from publishing.listings import Listing
from tests.factories import (
    InitiativeFactory,
    MilestoneFactory,
    ParticipationFactory,
    PartnerFactory,
    ThemeFactory,
    days_from_now,
)

pytestmark = pytest.mark.django_db

LISTS: list[type[Listing]] = [InitiativeListing, MilestoneListing, PartnerListing]


@pytest.fixture
def skewed() -> None:
    """A few partners and themes that are in most initiatives and many that are in one, several of each in one."""
    dice = random.Random(7)  # noqa: S311 - the same each time is what is wanted
    themes = ThemeFactory.create_batch(5)
    countries = ["JP", "DE", "FR", "FI", ""]
    partners = [PartnerFactory(country=dice.choices(countries, (8, 4, 2, 1, 1))[0]) for _number in range(20)]
    weights = [1 / place for place in range(1, 21)]
    for number in range(40):
        state = dice.choice(["published", "published", "published", "in_review", "scheduled", "withdrawn"])
        one = InitiativeFactory(
            title_en=f"{dice.choice(['Quantum', 'Fusion'])} {number}",
            status=dice.choice(["active", "completed", "proposed"]),
            kind=dice.choice(["dialogue", "call", "network"]),
            programme=dice.choice(["", "FP7", "SICORP"]),
            start=PartialDate(dice.randint(2010, 2020)) if dice.random() < 0.8 else None,
            themes=dice.sample(themes, dice.randint(0, 3)),
            **{state: True},
        )
        for partner in {*dice.choices(partners, weights, k=dice.randint(0, 6))}:
            for role in dice.sample(Participation.Role.values, dice.choice([1, 1, 2])):
                ParticipationFactory(initiative=one, partner=partner, role=role)
        for days in dice.sample(range(-900, 300), dice.randint(0, 3)):
            MilestoneFactory(
                initiative=one,
                date=PartialDate.of(days_from_now(days).date(), dice.choice(["day", "month", "year"])),
                kind=dice.choice(["signing", "launch"]),
            )


def queries(kind: type[Listing], draw) -> QueryDict:
    """Some options of some facets, words, a bound and a sort."""
    query = QueryDict(mutable=True)
    offered = kind(QueryDict())
    for shown in draw(st.lists(st.sampled_from(offered.facets), max_size=3, unique_by=lambda shown: shown.name)):
        values = st.sampled_from([option.value for option in shown.options]) if shown.options else st.nothing()
        query.setlist(shown.name, draw(st.lists(values, max_size=1 if shown.facet.single else 2, unique=True)))
    query["q"] = draw(st.sampled_from(["", "quantum", "Fusion 1"]))
    if kind is InitiativeListing:
        query["start_from"] = draw(st.sampled_from(["", "2015", "2012-06"]))
    query["sort"] = draw(st.sampled_from(list(kind.sorts)))
    query["per_page"] = "12"
    return query


@pytest.mark.parametrize("kind", LISTS)
def test_an_option_counts_the_rows_of_the_list_that_has_it_chosen(skewed, kind):
    @settings(max_examples=15)
    @given(st.data())
    def check(data):
        query = queries(kind, data.draw)

        for shown in kind(query).facets:
            for option in shown.options:
                chosen = query.copy()
                chosen.setlist(shown.name, [option.value])
                assert option.count == kind(chosen).rows.count(), f"{query.urlencode()}: {option}"

    check()


@pytest.mark.parametrize("kind", LISTS)
def test_the_pages_are_the_rows_in_their_order(skewed, kind):
    @settings(max_examples=15)
    @given(st.data())
    def check(data):
        query = queries(kind, data.draw)

        rows = list(kind(query).rows)
        shown = []
        for number in range(max(1, -(-len(rows) // 12))):
            page = query.copy()
            page["page"] = str(number + 1)
            shown += kind(page).page

        assert kind(query).total == len(rows)
        assert shown == rows

    check()
