"""Numbers stay on the line of the words that belong to them."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from reportgen.model.definition import Text
from reportgen.report.setting import ModeFilters


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("\u6807\u51c62.00\u20134.50\uff0c\u59317.24\u5206", "\u59317.24\u5206"),
        ("\u6807\u51c62.00%\u20134.50%", "2.00%\u20134.50%"),
        ("\u51cf\u5c112,731.50\u842c\u6e2f\u5143\u3002", "2,731.50\u842c\u6e2f\u5143"),
        ("\u51cf\u5c112,731.50\u4e07\u65b0\u53f0\u5e01\u5143\u3002", "2,731.50\u4e07\u65b0\u53f0\u5e01\u5143"),
        ("\u65bd\u8fbe10.76\u4ebf\u5370\u5ea6\u5362\u6bd4", "10.76\u4ebf"),
        ("\u6d88\u801713.91\u6e2f\u5143", "13.91\u6e2f\u5143"),
    ],
)
def test_lost_points_and_ranges_are_not_broken(words: str, kept: str):
    assert f">{kept}</span>" in ModeFilters("zh").united(words)


@pytest.mark.parametrize(
    ("words", "classes"),
    [
        ("\u8017\u675013.91\u5143\uff0c\u6807", "kept counted air-before"),
        ("\u7387\u22120.37%\u9ad8\u4e8e", "kept air-before air-behind"),
        ("\u738711.69%\u9ad8\u4e8e", "kept air-before air-behind"),
        ("\u59317.24\u5206", "kept counted"),
        ("11.69%", "kept"),
    ],
)
def test_what_is_kept_has_the_air_that_its_neighbours_would_give_it(words: str, classes: str):
    assert f'<span class="{classes}">' in ModeFilters("zh").united(words)


def test_a_unit_in_letters_has_room_in_the_column_of_printed_numbers():
    """“−$258.3 thousand” reached beyond its cell: letters are wider than digits with the marks between them."""
    row = SimpleNamespace(printed="\u2212$258.3 thousand", unrounded="-258266.84")
    usual = SimpleNamespace(printed="\u2212351.14", unrounded="-3511400")

    name, printed, place, _ = ModeFilters.fitted([46, 22, 78, 26], [row, usual])

    assert (name, printed, place) == (46, 24.8, 75.2)
    assert ModeFilters.fitted([46, 22, 78, 26], [usual]) == [46, 22, 78, 26]


@pytest.mark.parametrize("mode", ["en", "zh-en"])
def test_no_line_of_an_english_sentence_breaks_a_range(mode: str):
    """Page 1 had "Rank 7 of 61 (range 7–" on one line and "10)" on the next."""
    words = Text(zh="\u7b2c7\u4f4d", en="Rank 7 of 61 (range 7\u201310).")

    assert '(range <span class="kept">7\u201310</span>).' in ModeFilters(mode).spoken(words)


def test_the_mark_of_a_sentence_in_question_stays_behind_it():
    """At the head of the next line it read as the mark of the sentence there."""
    words = "\u589e\u957f6.9%\u3002\u2020\u4e1a\u52a1\u91cf"
    assert ">\u3002\u2020</span>\u4e1a" in ModeFilters("zh").united(words)
