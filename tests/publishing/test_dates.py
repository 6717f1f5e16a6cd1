import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from hypothesis import given
from hypothesis import strategies as st

from initiatives.models import Initiative
from publishing.dates import PartialDate, PartialDateFormField, on_or_after, on_or_before
from publishing.states import State
from tests.factories import InitiativeFactory

DAY, MONTH, YEAR = PartialDate(2013, 5, 17), PartialDate(2013, 5), PartialDate(2013)

partial_dates = st.dates(dt.date(1000, 1, 1), dt.date(2999, 12, 31)).flatmap(
    lambda date: st.sampled_from(["day", "month", "year"]).map(lambda precision: PartialDate.of(date, precision))
)


# Reading


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2013", YEAR),
        ("2013-05", MONTH),
        ("2013-05-17", DAY),
        ("2013-5-17", DAY),
        ("2013/05/17", DAY),
        ("2013.5", MONTH),
        (" 2013 ", YEAR),
        ("May 2013", MONTH),
        ("may 2013", MONTH),
        ("17 May 2013", DAY),
        ("17 MAY 2013", DAY),
        ("3 Sep. 2013", PartialDate(2013, 9, 3)),
        ("2013年", YEAR),
        ("2013年5月", MONTH),
        ("2013年5月17日", DAY),
        ("２０１３年５月１７日", DAY),
        ("２０１３", YEAR),
        ("29 February 2024", PartialDate(2024, 2, 29)),
    ],
)
def test_a_date_is_read_in_both_languages(text, date):
    assert PartialDate.parse(text) == date


@pytest.mark.parametrize(
    "text",
    [
        "2013-02-30",
        "30 February 2013",
        "29 February 2023",
        "2013年2月30日",
        "2013-13",
        "2013年13月",
        "2013-05-32",
        "2013-00",
        "2013-05-00",
        "2013年0月",
        "2013年5月0日",
        "0 May 2013",
        "17 Mai 2013",
        "Maybe 2013",
        "May",
        "13",
        "0999",
        "3000",
        "99999",
        "-2013",
        "2013-",
        "2013-05-17T10:00",
        "17/05/2013",
        "2013-2017",
        "about 2013",
        "不明",
        "平成25年",
        "null",
        "2013\x00",
        "1" * 100_000,
    ],
)
def test_what_is_no_date_is_refused(text):
    with pytest.raises(ValueError, match=r"\S"):
        PartialDate.parse(text)


@given(st.text())
def test_any_text_is_a_date_or_refused(text):
    try:
        date = PartialDate.parse(text)
    except ValueError:
        return

    assert PartialDate.parse(date.iso) == date


@given(partial_dates, st.sampled_from(["en", "ja"]))
def test_what_is_printed_can_be_read_again(date, language):
    assert PartialDate.parse(date.words(language)) == date
    assert PartialDate.parse(date.iso) == date


# Printing


@pytest.mark.parametrize(
    ("date", "english", "japanese", "iso"),
    [
        (YEAR, "2013", "2013年", "2013"),
        (MONTH, "May 2013", "2013年5月", "2013-05"),
        (DAY, "17 May 2013", "2013年5月17日", "2013-05-17"),
    ],
)
def test_a_date_prints_as_far_as_it_is_known(date, english, japanese, iso):
    assert date.words("en") == english
    assert date.words("ja") == japanese
    assert date.iso == iso


def test_a_year_is_a_different_fact_from_its_first_day():
    assert PartialDate(2013) != PartialDate(2013, 1, 1)
    assert "January" not in PartialDate(2013).words("en")


# Order and span


def test_a_year_comes_before_its_months_and_a_month_before_its_days():
    dates = [
        PartialDate(2014),
        DAY,
        PartialDate(2013, 12),
        MONTH,
        YEAR,
        PartialDate(2013, 5, 2),
        PartialDate(2012, 12, 31),
    ]

    assert sorted(dates) == [
        PartialDate(2012, 12, 31),
        YEAR,
        MONTH,
        PartialDate(2013, 5, 2),
        DAY,
        PartialDate(2013, 12),
        PartialDate(2014),
    ]


@pytest.mark.parametrize(
    ("date", "first", "last"),
    [
        (DAY, dt.date(2013, 5, 17), dt.date(2013, 5, 17)),
        (MONTH, dt.date(2013, 5, 1), dt.date(2013, 5, 31)),
        (PartialDate(2024, 2), dt.date(2024, 2, 1), dt.date(2024, 2, 29)),
        (YEAR, dt.date(2013, 1, 1), dt.date(2013, 12, 31)),
    ],
)
def test_a_date_spans_every_day_it_can_mean(date, first, last):
    assert (date.first, date.last) == (first, last)


@pytest.mark.django_db
def test_the_database_orders_dates_as_python_does():
    for date in ["2014", "2013-12", "2013", "2013-05-17", "2013-05", "2012-12-31"]:
        InitiativeFactory(start=PartialDate.parse(date))

    starts = list(Initiative.objects.order_by("start").values_list("start", flat=True))

    assert starts == sorted(starts)
    assert [start.iso for start in starts] == ["2012-12-31", "2013", "2013-05", "2013-05-17", "2013-12", "2014"]


# Ranges: what may lie in the range, as far as it is known, is in

FROM = [
    ("2013-05-17", "2013-05-17", True),
    ("2013-05-17", "2013-05-16", False),
    ("2013-05-17", "2013-05", True),
    ("2013-05-17", "2013-04", False),
    ("2013-05-17", "2013", True),
    ("2013-05-17", "2012", False),
    ("2013-05-17", "2014", True),
    ("2013-05", "2013-05-01", True),
    ("2013-05", "2013-04-30", False),
    ("2013-05", "2013", True),
    ("2013", "2013-01-01", True),
    ("2013", "2013", True),
    ("2013", "2012-12-31", False),
]
TO = [
    ("2013-05-17", "2013-05-17", True),
    ("2013-05-17", "2013-05-18", False),
    ("2013-05-17", "2013-05", True),
    ("2013-05-17", "2013-06", False),
    ("2013-05-17", "2013", True),
    ("2013-05-17", "2014", False),
    ("2013-05", "2013-05-31", True),
    ("2013-05", "2013-06-01", False),
    ("2013", "2013-12-31", True),
    ("2013", "2013-12", True),
    ("2013", "2014", False),
    ("2013", "2014-01-01", False),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("bound", "start", "is_in"), FROM)
def test_from_a_date_takes_what_may_begin_then_or_later(bound, start, is_in):
    InitiativeFactory(start=PartialDate.parse(start))

    found = Initiative.objects.filter(on_or_after("start", PartialDate.parse(bound)))

    assert found.exists() is is_in


@pytest.mark.django_db
@pytest.mark.parametrize(("bound", "start", "is_in"), TO)
def test_until_a_date_takes_what_may_begin_then_or_earlier(bound, start, is_in):
    InitiativeFactory(start=PartialDate.parse(start))

    found = Initiative.objects.filter(on_or_before("start", PartialDate.parse(bound)))

    assert found.exists() is is_in


@pytest.mark.django_db
@given(st.lists(partial_dates, min_size=1, max_size=8), partial_dates)
def test_ranges_are_the_overlap_of_spans(starts, bound):
    with transaction.atomic():
        for start in starts:
            InitiativeFactory(start=start, themes=[])

        after = Initiative.objects.filter(on_or_after("start", bound)).values_list("start", flat=True)
        before = Initiative.objects.filter(on_or_before("start", bound)).values_list("start", flat=True)

        assert sorted(after) == sorted(start for start in starts if start.last >= bound.first)
        assert sorted(before) == sorted(start for start in starts if start.first <= bound.last)
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_what_has_no_date_is_in_no_range():
    InitiativeFactory(start=None)

    assert not Initiative.objects.filter(on_or_after("start", YEAR)).exists()
    assert not Initiative.objects.filter(on_or_before("start", YEAR)).exists()


# The end is not before the start, as far as either is known

IN_ORDER = [
    ("2013", "2013"),
    ("2013-05-17", "2013-05-17"),
    ("2013-05-17", "2013-05"),
    ("2013-05-17", "2013"),
    ("2013-05", "2013"),
    ("2013", "2013-01-01"),
    ("2013-05", "2013-05-01"),
    ("2013-12-31", "2014"),
    (None, "2013"),
    ("2013", None),
    (None, None),
]
OUT_OF_ORDER = [
    ("2013", "2012"),
    ("2013", "2012-12-31"),
    ("2013-05-17", "2013-05-16"),
    ("2013-05-17", "2013-04"),
    ("2013-05", "2013-04-30"),
    ("2013-05", "2012"),
]


def dates(*texts: str | None) -> list[PartialDate | None]:
    return [PartialDate.parse(text) if text else None for text in texts]


@pytest.mark.django_db
@pytest.mark.parametrize(("start", "end"), IN_ORDER)
def test_an_end_that_may_follow_the_start_is_kept(start, end):
    start, end = dates(start, end)
    initiative = InitiativeFactory.build(start=start, end=end)

    initiative.full_clean()
    initiative.save()

    initiative.refresh_from_db()
    assert (initiative.start, initiative.end) == (start, end)


@pytest.mark.django_db
@pytest.mark.parametrize(("start", "end"), OUT_OF_ORDER)
def test_an_end_before_the_start_is_refused_in_words(start, end):
    start, end = dates(start, end)

    with pytest.raises(ValidationError, match="The end is before the start"):
        InitiativeFactory.build(start=start, end=end).full_clean()


@pytest.mark.django_db
@pytest.mark.parametrize(("start", "end"), OUT_OF_ORDER)
def test_an_end_before_the_start_is_refused_by_the_database(start, end):
    start, end = dates(start, end)

    with pytest.raises(IntegrityError, match="initiative_end_not_before_start"):
        Initiative.objects.bulk_create([InitiativeFactory.build(start=start, end=end)])


@pytest.mark.django_db
@pytest.mark.parametrize(("start", "end"), OUT_OF_ORDER)
def test_an_update_cannot_move_the_end_before_the_start(start, end):
    start, end = dates(start, end)
    initiative = InitiativeFactory(start=start)

    with pytest.raises(IntegrityError, match="initiative_end_not_before_start"):
        Initiative.objects.filter(pk=initiative.pk).update(end=end)


@pytest.mark.django_db
def test_what_is_published_has_its_time_even_when_written_in_bulk():
    with pytest.raises(IntegrityError, match="initiative_published_has_time"):
        Initiative.objects.bulk_create([InitiativeFactory.build(state=State.PUBLISHED, publish_at=None)])


# The model field


@pytest.mark.django_db
@pytest.mark.parametrize("date", [YEAR, MONTH, DAY])
def test_the_database_gives_back_the_date_as_it_was_known(date):
    initiative = InitiativeFactory(start=date)

    initiative.refresh_from_db()

    assert initiative.start == date
    assert Initiative.objects.get(start=date) == initiative
    assert Initiative.objects.filter(start=date.iso).exists()
    assert not Initiative.objects.filter(~Q(start=date)).exists()


@pytest.mark.django_db
def test_a_bad_date_is_refused_by_the_model():
    initiative = InitiativeFactory.build(start="2013-02-30")

    with pytest.raises(ValidationError) as refusal:
        initiative.full_clean()

    assert "start" in refusal.value.message_dict


# The form field


@pytest.mark.parametrize(("text", "date"), [("May 2013", MONTH), ("2013年5月17日", DAY), ("", None), ("  ", None)])
def test_the_form_field_reads_a_date(text, date):
    assert PartialDateFormField(required=False).clean(text) == date


@pytest.mark.parametrize("text", ["2013-02-30", "soon", "x" * 100_000, "2013\x00"])
def test_the_form_field_refuses_and_says_why(text):
    with pytest.raises(ValidationError) as refusal:
        PartialDateFormField().clean(text)

    assert refusal.value.messages[0].strip()


def test_the_refusal_shows_what_was_typed_and_how_it_should_look():
    with pytest.raises(ValidationError) as refusal:
        PartialDateFormField().clean("2013-02-30")

    assert "2013-02-30" in refusal.value.messages[0]
    assert "17 May 2013" in refusal.value.messages[0]


def test_an_empty_date_is_refused_where_it_is_required():
    with pytest.raises(ValidationError):
        PartialDateFormField(required=True).clean("")


def test_the_form_shows_a_date_in_a_form_it_can_read():
    field = PartialDateFormField()

    for date in (YEAR, MONTH, DAY):
        assert field.clean(field.prepare_value(date)) == date


@pytest.mark.parametrize(
    ("initial", "typed", "has_changed"),
    [
        (MONTH, "May 2013", False),
        (MONTH, "2013-05", False),
        (MONTH, "2013-05-01", True),
        (MONTH, "", True),
        (None, "", False),
        (None, "2013", True),
        (MONTH, "nonsense", True),
    ],
)
def test_the_same_date_written_another_way_is_no_change(initial, typed, has_changed):
    assert PartialDateFormField(required=False).has_changed(initial, typed) is has_changed
