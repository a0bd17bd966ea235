"""What-if: changes that are arithmetic, and scores that follow from them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from analysis.cases import checked, sample, write
from reportgen import pipeline
from reportgen.analysis.answer import Unavailable
from reportgen.analysis.material import Analyses
from reportgen.analysis.outlook.what_if import WhatIf, shifts
from reportgen.model.case_parts import Cause, Scenario
from reportgen.model.definition import Text


def scenario(**assumptions: float) -> Scenario:
    return Scenario(
        name=Text(zh="假设", en="What if"), source="test", assumptions={Cause(k): v for k, v in assumptions.items()}
    )


def moved(**assumptions: float) -> dict[str, float]:
    found = shifts(sample().books, scenario(**assumptions))
    assert not isinstance(found, Unavailable)
    return found


def value(item: str) -> float:
    found = sample().books.to_date(item).value
    assert found is not None
    return found


def test_volume_moves_income_and_what_patients_use():
    found = moved(outpatient_volume=-0.05, inpatient_volume=-0.05)

    patients = value("outpatient_income") + value("inpatient_income")
    assert found["medical_income"] == pytest.approx(-0.05 * patients)
    assert found["total_expense"] == pytest.approx(-0.05 * (value("drug_expense") + value("consumables_expense")))
    assert found["discharges"] == pytest.approx(-0.05 * value("discharges"))
    assert found["period_surplus"] == pytest.approx(found["total_income"] - found["total_expense"])
    assert found["cash_and_bank"] == pytest.approx(found["period_surplus"])


def test_a_drug_price_without_a_markup_moves_both_sides():
    found = moved(drug_prices=-0.1)

    assert found["drug_income"] == pytest.approx(-0.1 * value("drug_income"))
    assert found["drug_expense"] == pytest.approx(-0.1 * value("drug_expense"))
    assert "medical_service_income" not in found


def test_wages_move_cost_alone():
    found = moved(wages=0.05)

    assert found["total_expense"] == pytest.approx(0.05 * value("personnel_expense"))
    assert "total_income" not in found


def test_prices_move_what_the_changed_volumes_bring():
    both, volume = moved(outpatient_volume=0.1, test_prices=-0.2), moved(outpatient_volume=0.1)

    tests = sum(value(f"{kind}_{test}_income") * (1.1 if kind == "op" else 1.0)
                for kind in ("op", "ip") for test in ("examination", "laboratory"))  # fmt: skip
    assert both["medical_income"] - volume["medical_income"] == pytest.approx(-0.2 * tests)


def test_a_cause_that_changes_nothing_changes_no_score():
    assert moved(wages=0.0) == {}


def test_the_sample_is_scored_under_each_scenario():
    found = sample()["outlook.what_if"]

    assert isinstance(found, WhatIf)
    assert {one.id for one in found.outcomes} == set(sample().material.catalog.scenarios)
    for one in found.outcomes:
        assert one.score == pytest.approx(found.score + one.score_change)
        weights = {row.id: row.effective_weight for row in sample().material.evaluation.indicators}
        change = sum((each.score_after - each.score_before) * weights[each.indicator] for each in one.indicators)
        assert one.score_change == pytest.approx(change)


def test_a_scenario_computes_as_the_same_figures_read_from_a_file():
    changes, dataset = moved(wages=0.05), checked().reading.dataset
    values = dataset.values.copy()
    for item, change in changes.items():
        view = "" if sample().books.is_balance(item) else "ytd"
        if (item, view) in values.columns:
            values.loc[("renhe", "2026-10"), (item, view)] += change
    again = replace(checked(), reading=replace(checked().reading, dataset=replace(dataset, values=values)))
    after = {row.id: row.value for row in pipeline.evaluate(again, period="2026-10").evaluation.indicators}

    outcome = next(one for one in sample()["outlook.what_if"].outcomes if one.id == "wages_rise")
    assert len(outcome.indicators) > 5
    for one in outcome.indicators:
        assert one.after == pytest.approx(after[one.indicator])


def test_a_case_may_name_its_own_scenarios(tmp_path: Path):
    more = (
        "analysis:\n  scenarios:\n    worst:\n      name: {zh: 最坏, en: Worst}\n      source: 董事会\n"
        "      assumptions: {wages: 0.1, appropriations: -0.2}\n"
    )
    figures = {
        "personnel_expense@2025": 50.0, "fiscal_basic_income@2025": 10.0, "total_income@2025": 100.0, "total_expense@2025": 90.0,
        "outpatient_income@2025": 40.0, "inpatient_income@2025": 50.0, "period_surplus@2025": 10.0,
    }  # fmt: skip
    write(tmp_path, figures, more=more)
    found: Analyses = pipeline.evaluate(pipeline.check(tmp_path), period="2025").analysis
    outcome = found["outlook.what_if"].outcomes[0]

    assert outcome.changes == pytest.approx(
        {"total_income": -2, "total_expense": 5, "period_surplus": -7, "cash_and_bank": -7}
    )
    assert (outcome.score, outcome.grade) == (None, None)


def test_a_scenario_that_lacks_a_figure_is_named(tmp_path: Path):
    write(tmp_path, {"total_income@2025": 100.0})
    found = pipeline.evaluate(pipeline.check(tmp_path), period="2025").analysis["outlook.what_if"]

    assert found.outcomes == ()
    assert found.lacks["wages_rise"].facts["item"].en == "Personnel expense"
