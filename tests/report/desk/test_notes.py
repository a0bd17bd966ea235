"""Numbered reasons under a table: circles up to 50, then brackets; the same words have the same number."""

from __future__ import annotations

from reportgen.report.desk.captions import Notes
from reportgen.report.setting import ModeFilters
from reportgen.report.speech import same


def test_a_long_table_does_not_run_out_of_marks():
    notes = Notes()
    marks = [notes.mark(same(f"reason {number}")) for number in range(1, 53)]
    assert marks[0] == "①"
    assert marks[19:21] == ["⑳", "㉑"]
    assert marks[34:36] == ["㉟", "㊱"]
    assert marks[49:] == ["㊿", "[51]", "[52]"]
    assert notes.mark(same("reason 21")) == "㉑"
    assert [line.zh.split()[0] for line in notes.lines()] == marks


def test_every_mark_stands_raised_beside_its_dash():
    for mark in ("①", "㉑", "㊿", "[51]"):
        assert ModeFilters("zh").figure(f"—{mark}") == f'—<span class="sup">{mark}</span>'
