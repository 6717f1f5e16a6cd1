import re

import pytest

from publishing.dates import PartialDate
from publishing.drawings import Axis, braid


def test_the_same_record_gets_the_same_lines():
    first, second = (braid(["red", "blue", "gold"], width=320, height=160, turns=3, lean=0.4) for _time in range(2))

    assert first == second
    assert [strand.colour for strand in first] == ["red", "blue", "gold"]


def test_another_record_gets_other_lines():
    drawings = [
        braid(["red", "blue"], width=320, height=160, turns=turns, lean=lean) for turns in (2, 3) for lean in (0.1, 0.6)
    ]

    assert len({strands[0].under for strands in drawings}) == 4


@pytest.mark.parametrize("lean", [0, 0.1, 0.5, 0.99, 1])
@pytest.mark.parametrize("turns", [0, 1, 6, 12])
@pytest.mark.parametrize("strands", [1, 2, 7])
def test_a_strand_runs_from_one_edge_to_the_other(strands, turns, lean):
    for strand in braid(["red"] * strands, width=320, height=160, turns=turns, lean=lean):
        xs = [float(x) for x in re.findall(r"(-?\d+) -?\d+(?=[CM]|$)", strand.under)]

        assert min(xs) <= 0
        assert max(xs) >= 320


def test_an_axis_holds_whole_years_and_marks_what_a_date_can_mean():
    axis = Axis.over([PartialDate(2013), PartialDate(2016, 5, 17)], 1000)

    assert (axis.first.isoformat(), axis.last.isoformat()) == ("2013-01-01", "2016-12-31")
    assert [year for year, _x in axis.years] == [2013, 2014, 2015, 2016]
    assert axis.mark(PartialDate(2013)).left == 0
    assert axis.mark(PartialDate(2013)).width > axis.mark(PartialDate(2016, 5, 17)).width
    assert Axis.over([], 1000) is None
