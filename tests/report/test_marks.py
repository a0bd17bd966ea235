"""Small drawings: well-formed, in token colours, a gap in the data is a gap in the line."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest

from reportgen.model.schemes import Grade
from reportgen.report import marks
from reportgen.report.desk.tables.drawings import ticks
from reportgen.report.marks import outline
from reportgen.report.tokens import tokens

BANDS = marks.Bands(((0, 50, Grade.POOR), (50, 100, Grade.EXCELLENT)))
DRAWINGS = [
    *marks.fixed().values(),
    marks.bullet(74.9, 70.1, 71.9, BANDS),
    marks.bullet(0, None, None, BANDS),
    marks.sparkline((1.0, None, 2.0, 3.0), (2.5, 3.5)),
    marks.sparkline((1.0, 1.0), (), alert=True),
    marks.variance(-0.4, "unfav"),
    marks.draft(*outline("草稿")),
    marks.dumbbell(74.9, 61.0, BANDS),
    marks.dumbbell(12.0, None, BANDS),
]


@pytest.mark.parametrize("drawing", DRAWINGS)
def test_a_drawing_is_well_formed_and_uses_colours_of_the_tokens_only(drawing: bytes):
    assert ET.fromstring(drawing).tag.endswith("svg")  # noqa: S314 - our own drawing
    assert set(re.findall(r"#[0-9A-Fa-f]{6}", drawing.decode())) <= set(tokens().values())


def test_the_draft_mark_holds_no_text_that_could_be_copied():
    assert b"<text" not in marks.draft(*outline("草稿"))
    assert outline("草稿")[1] == pytest.approx(2.0)
    assert outline("草稿") != outline("草草")


def test_a_dumbbell_stands_in_proportion_between_30_and_100_and_lower_scores_at_its_edge():
    def dot(score: float) -> float:
        return float(re.findall(r'<circle cx="([0-9.]+)"', marks.dumbbell(score, None, BANDS).decode())[-1])

    assert dot(65) == pytest.approx(13.0)
    assert dot(80) - dot(65) == pytest.approx(dot(65) - dot(50), abs=0.02)
    assert b"<circle" not in marks.dumbbell(29.9, None, BANDS)
    assert marks.dumbbell(70, 60, BANDS).count(b"<circle") == 2


def test_a_range_has_both_its_edges_in_a_small_line():
    drawn = [marks.sparkline((91.0, 93.4), levels).count(b"stroke-dasharray") for levels in ((), (85.0,), (85.0, 93.0))]
    assert drawn == [0, 1, 2]


def test_a_missing_month_breaks_the_line():
    whole, broken = (marks.sparkline(values, ()).decode() for values in ((1, 2, 3, 4), (1, 2, None, 4)))
    assert broken.count("<path") == whole.count("<path") + 1


@pytest.mark.parametrize(
    ("values", "some"),
    [
        ((1.82, 4.0), {2.0: "2.0"}),
        ((-5.0, 6.0), {-2.0: "−2", 0.0: "0"}),
        ((0.31, 0.45), {0.35: "0.350"}),
        ((70, 70), {60.0: "60", 80.0: "80"}),
    ],
)
def test_ticks_are_round_numbers_over_the_range(values: tuple[float, ...], some: dict[float, str]):
    found = ticks(values)
    assert min(found) <= min(values)
    assert max(found) >= max(values)
    assert 3 <= len(found) <= 11
    for position, words in some.items():
        near = min(found, key=lambda at: abs(at - position))
        assert near == pytest.approx(position)
        assert float(found[near].replace("−", "-")) == pytest.approx(float(words.replace("−", "-")))


def test_favourable_and_adverse_are_told_apart_without_colour():
    def without_colour(token: str) -> bytes:
        return re.sub(rb"#[0-9A-Fa-f]{6}", b"#", marks.variance(0.001, token))

    assert len({without_colour("fav"), without_colour("unfav"), without_colour("bar")}) == 3
