"""Which sheets an analysis rests on: whoever asks hears of them, however often it was asked before."""

from __future__ import annotations

import pytest

from rendered import material
from reportgen.analysis.answer import Trace
from reportgen.analysis.material import Analyses
from reportgen.model.place import Place

CELLS = (Place("a.xlsx", "Sheet1", "B2"), Place("a.xlsx", "Sheet1", "C9"), Place("b.csv", None, "A1"))


def test_sheets_are_told_once_and_only_while_somebody_follows():
    trace = Trace()
    trace.read(CELLS)

    with trace.follow() as read:
        trace.read(CELLS)
    trace.read([Place("later.xlsx", "Sheet1", "B2")])

    assert read.sheets == {Place("a.xlsx", "Sheet1"), Place("b.csv")}


def test_a_failed_reading_leaves_nobody_following():
    trace = Trace()
    with pytest.raises(ZeroDivisionError), trace.follow():
        raise ZeroDivisionError

    assert trace.followers == []


def test_an_analysis_asked_again_still_names_the_sheets_it_was_made_from():
    analyses = Analyses(material("renhe", "2026-10"))
    found = []
    for _ in range(2):
        with analyses.trace.follow() as read:
            assert analyses["business.receivables"]
        found.append(read)

    assert found[0].sheets == found[1].sheets
    assert found[0].analyses == found[1].analyses == {"business.receivables"}
    assert any(sheet.file.startswith("business/") for sheet in found[0].sheets)
    assert any(sheet.file.startswith("data/") for sheet in found[0].sheets)


def test_an_analysis_rests_on_what_those_it_asks_rest_on():
    analyses = Analyses(material("renhe", "2026-10"))
    with analyses.trace.follow() as outer:
        assert analyses["business.projects"]
    with analyses.trace.follow() as inner:
        assert analyses["budget.projects"]

    assert outer.analyses == {"business.projects"}
    assert inner.sheets
    assert inner.sheets <= outer.sheets
