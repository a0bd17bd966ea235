"""Captions are numbered by the order of sections, whichever was written first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from reportgen.report.desk.captions import FIGURE, TABLE, Captions, numbers
from reportgen.report.section import Report
from reportgen.report.speech import same


def test_numbers_follow_the_sections_and_count_each_kind_by_itself():
    captions = Captions()
    captions.add(TABLE, "last", same("a"))
    captions.add(TABLE, "first", same("b"))
    captions.add(FIGURE, "first", same("c"))
    captions.add(TABLE, "first", same("d"))
    captions.add(TABLE, "left-out", same("e"))
    ordered = captions.in_order(["first", "last"])
    assert [caption.words.zh for caption in ordered] == ["b", "c", "d", "a"]
    assert numbers(ordered) == {
        "table-first-1": 1, "figure-first-1": 1, "table-first-2": 2, "table-last-1": 3,
    }  # fmt: skip


def test_drawings_that_say_the_same_are_told_apart() -> None:
    captions = Captions()
    said = [captions.alternative(source, "Score 100.00") for source in ("a.svg", "b.svg", "a.svg", "c.svg")]

    assert said == ["Score 100.00", "Score 100.00 (2)", "Score 100.00", "Score 100.00 (3)"]
    assert captions.alternative("b.svg", "Another") == "Another"


def test_tables_beside_drawings_and_findings_are_numbered_where_all_are(reports: Callable[..., Report]):
    report = reports("renhe", "zh", "2025", "annual")
    listed = Counter(caption.section for caption in report.captions if caption.kind == "table")

    assert listed["scorecard"] == 1
    assert listed["attribution"] == 3
    assert listed["robustness"] >= 3
    assert listed["method"] >= 3
    assert listed["block-assets"] == 2
    assert listed["block-maintenance"] == 1
