"""Errors of months in the quarter that is made of them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rendered import checked
from reportgen import pipeline
from reportgen.model.finding import Finding
from reportgen.model.place import Place
from reportgen.pipeline.checked import Checked

QUARTER = "2026-Q3"


def with_error(item: str, period: str, rule: str = "V16") -> Checked:
    found = checked("renhe")
    facts = {"entity": "renhe", "period": period, "items": (item,)}
    return replace(found, findings=(*found.findings, Finding(rule, Place("a.xlsx", "表", "B5"), facts)))


@pytest.mark.slow
@pytest.mark.parametrize("month", ["2026-07", "2026-09"])
def test_an_error_of_a_month_is_one_of_the_quarter_made_of_it(month: str) -> None:
    material = pipeline.evaluate(with_error("total_income", month), period=QUARTER)

    (told,) = [one for one in material.findings if one.rule == "W57"]
    assert (told.facts["period"], told.facts["months"], told.facts["rules"]) == (QUARTER, (month,), ("V16",))
    assert material.quality.errors == 1
    assert told.facts["items"] == ("total_income",)
    assert "expense_income_rate" in told.facts["indicators"]


def test_balances_of_the_months_within_a_quarter_are_no_part_of_it() -> None:
    within, at_the_end = (
        [one for one in pipeline.with_period(with_error("total_assets", month), QUARTER).findings if one.rule == "W57"]
        for month in ("2026-08", "2026-09")
    )

    assert not within
    (told,) = at_the_end
    assert "current_asset_share" in told.facts["indicators"]
    assert "bed_occupancy_rate" not in told.facts["indicators"]


@pytest.mark.parametrize("asked", ["2026-Q2", "2026-08", None])
def test_other_periods_hear_nothing_of_it(asked: str | None) -> None:
    found = pipeline.with_period(with_error("total_income", "2026-08"), asked)

    assert "W57" not in {one.rule for one in found.findings}
