"""The strip of many hospitals: every one a dot on 0–100, near ones beside each other, letters apart."""

from __future__ import annotations

import re
from itertools import combinations

import pytest

from reportgen.report.charts import Band, Dots, dot_strip
from reportgen.report.charts.strip import swarm
from reportgen.report.tokens import colour, ink

BANDS = (Band(0, 50, colour("poor-tint"), ""), Band(50, 100, colour("good-tint"), ""))


def strip(values: tuple[float, ...], far: tuple[tuple[float, str], ...] = ()) -> bytes:
    return dot_strip(Dots(values, far, BANDS, {0.0: "0", 100.0: "100"}, (60.0, "M 60")), "alt 1", ink()).svg


@pytest.mark.parametrize("count", [1, 16, 120, 300])
def test_there_is_a_dot_for_each_hospital(count: int):
    values = tuple(100 * number / count for number in range(count))
    marks = strip(values).decode().count(ink()["bar"])
    assert marks == count


def test_dots_that_are_near_stand_in_rows_of_their_own():
    placed = swarm([50.0, 50.1, 50.2, 90.0], 1.0)
    for (value, row), (other, beside) in combinations(placed, 2):
        assert abs(value - other) >= 1.0 or row != beside


def test_letters_and_the_middle_are_words_of_the_drawing():
    drawn = strip((10.0, 60.0, 61.0), ((10.0, "a"),)).decode()
    assert ">a</text>" in drawn
    assert ">M 60</text>" in drawn


def test_the_line_of_the_middle_goes_through_whole_behind_the_dots():
    drawn = strip((59.9, 60.0, 60.1)).decode()
    assert drawn.index(ink()["ink"]) < drawn.index(ink()["bar"])


@pytest.mark.parametrize("values", [(0.0, 100.0), (40.0, 60.0)])
def test_strips_have_one_size_wherever_their_dots_and_words_stand(values: tuple[float, ...]):
    size = re.compile(rb'<svg[^>]* width="([0-9.]+)"')
    wide = Dots(values, (), BANDS, {0.0: "0", 100.0: "100"}, (values[1], "Median 100.00"))
    found = size.search(dot_strip(wide, "alt 1", ink()).svg)
    usual = size.search(strip((50.0,)))
    assert found is not None
    assert usual is not None
    assert found[1] == usual[1]


def test_letters_lie_below_the_bands_where_no_dot_of_hundreds_can_lie_on_them():
    """In a pile of hundreds of scores the letters of the far ones stood on dots."""
    drawn = strip((*(0.0 for _ in range(60)), *(number / 3 for number in range(240))), ((0.0, "a"),)).decode()
    letter = re.search(r'translate\([0-9.]+,([0-9.]+)\)" [^>]*font-size="([0-9.]+)px"[^>]*>a</text>', drawn)
    dots = re.findall(rf'translate\([0-9.]+,([0-9.]+)\)" d="[^"]*" fill="{ink()["bar"]}"', drawn)

    assert letter is not None
    assert len(dots) == 300
    assert float(letter[1]) - float(letter[2]) > max(map(float, dots))
