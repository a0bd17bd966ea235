"""An aim is steady if it was not changed once its year had begun, whenever that begins."""

from __future__ import annotations

import datetime as dt

import pytest

from reportgen.analysis.answer import Figure, RegisterRow
from reportgen.analysis.budget.applications import AimFault, programme

WORDS = {"effect": "beds", "effect_unit": "beds", "programme_owner": "A", "basis": "quote", "changed_on": "2025-06-30"}


@pytest.mark.serves("004-12")
@pytest.mark.parametrize(("begins", "faults"), [(dt.date(2025, 7, 1), ()), (dt.date(2025, 1, 1), (AimFault.CHANGED,))])
def test_a_change_before_the_fiscal_year_begins_leaves_an_aim_steady(begins: dt.date, faults: tuple[AimFault, ...]):
    row = RegisterRow("P", {"planned_money": Figure(10.0), "planned_effect": Figure(5.0)}, WORDS)

    assert programme(row, begins).faults == faults
