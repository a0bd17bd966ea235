"""Settling with subcontractors: what a table has no column for is not known, and a blank cell is none."""

from __future__ import annotations

import pytest

from reportgen.analysis.answer import Figure, RegisterRow
from reportgen.analysis.business.contracts import SUBCONTRACTS, settlement
from reportgen.catalog import load_catalog
from reportgen.model.values import Reason

BLANK = Figure.missing(Reason.MISSING_INPUT)


def row(**figures: Figure) -> RegisterRow:
    given = {"measured": Figure(1000.0), "settled": Figure(950.0), **figures}
    return RegisterRow("FB-1", given, {"completed_on": "2025-01-01"})


@pytest.mark.serves("004-11")
def test_a_blank_deduction_is_none_and_a_column_that_is_not_there_is_not_known():
    found = settlement(row(retention=Figure(50.0), other_deductions=BLANK), load_catalog().registers[SUBCONTRACTS])

    assert found.other.value == 0.0
    assert found.deducted.value is None
    assert found.on_behalf.value is None
    assert found.owed.value is None, "nobody said what was paid on behalf"
    assert found.due.value == 950.0, "what the sheet takes off leaves what it says is payable"
    assert found.marks == ()
