"""Heads of narrow columns: words stay whole, columns share what room there is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from reportgen.model.definition import Text
from reportgen.report.desk import captions
from reportgen.report.section import Report

ROOM_MM = 257.0
AIR_MM = 1.5
"""Between two heads."""
STYLES = Path(__file__).parents[3] / "styles" / "sections"


@pytest.mark.parametrize("mode", ["en", "zh-en"])
@pytest.mark.parametrize("sample", ["lianhe", "us-cms"])
@pytest.mark.slow
def test_no_word_of_a_head_is_wider_than_its_column(sample: str, mode: str, group_reports: Callable[..., Report]):
    tried = 0
    for section in group_reports(sample, mode).sections:
        if section.name == "heat_table":
            for table in section.content.tables:
                assert sum(table.widths) == pytest.approx(ROOM_MM, abs=0.1)
                for head, width in zip(table.heads, table.widths[2:], strict=True):
                    assert captions.head_mm(head.words, mode, head.parts) < width - AIR_MM, head.words.en
                    tried += 1
        if section.name == "league":
            shown = section.content.abilities
            assert sum(section.content.widths) == pytest.approx(ROOM_MM, abs=0.1)
            for name, width in zip(shown, section.content.widths[-len(shown) :], strict=True):
                assert captions.head_mm(name, mode) < width, name.en
                tried += 1
    assert tried > 10


@pytest.mark.slow
def test_an_ability_of_few_characters_stands_on_one_line(group_reports: Callable[..., Report]):
    (league,) = [one.content for one in group_reports("lianhe", "zh").sections if one.name == "league"]
    for name, width in zip(league.abilities, league.widths[-len(league.abilities) :], strict=True):
        assert len(name.zh) * captions.HAN_MM < width - AIR_MM, name.zh


@pytest.mark.parametrize("style", ["league.css", "heat_table.css"])
@pytest.mark.slow
def test_no_head_of_a_group_is_hyphenated(style: str):
    assert "hyphens: auto" not in (STYLES / style).read_text(encoding="utf-8")


@pytest.mark.slow
def test_chinese_heads_ask_for_nothing():
    words = Text(zh="应收款", en="Receivables share")
    assert captions.head_mm(words, "zh") == 0
    assert captions.head_mm(words, "zh-en") == captions.head_mm(Text(zh="款", en="Receivables"), "en") > 10


@pytest.mark.slow
def test_a_low_head_takes_two_lines_at_most():
    words, whole, short = (Text(zh="效", en=said) for said in ("Operations and efficiency", "Operations-and", "Growth"))
    low = captions.head_mm(words, "en", is_low=True)
    assert captions.head_mm(words, "en") < low < 1.1 * captions.head_mm(whole, "en")
    assert captions.head_mm(short, "en", is_low=True) == captions.head_mm(short, "en")


@pytest.mark.parametrize(
    ("needed", "room", "widest", "found"),
    [
        ([10, 10, 16], 45, 14, (14, 14, 16)),  # as wide as they may be, and what is left is the names'
        ([10, 12], 30, 20, (14, 16)),  # the same to each
        ([10, 10], 20, 14, (10, 10)),  # nothing left
    ],
)
@pytest.mark.slow
def test_columns_have_what_they_need_and_share_the_rest(
    needed: list[float], room: float, widest: float, found: tuple[float, ...]
):
    assert captions.widths(needed, room, widest) == pytest.approx(found, abs=0.02)


@pytest.mark.slow
def test_columns_that_do_not_fit_stand_in_tables_of_about_the_same_length():
    assert [len(run) for run in captions.runs([10.0] * 15, 150)] == [15]
    assert [len(run) for run in captions.runs([10.0] * 16, 150)] == [8, 8]
    assert [len(run) for run in captions.runs([10.0] * 31, 150)] == [10, 11, 10]
    assert [len(run) for run in captions.runs([200.0, 200.0], 150)] == [1, 1]


def test_names_have_the_room_that_figures_leave_but_no_more_than_an_eye_can_cross():
    assert captions.names_beside([9.0, 160.0]) == 88.0
    assert captions.names_beside([9.0, 14.0, 14.0]) == captions.NAME_MOST_MM
