"""Warnings by level, and indicators that worsen."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.cases import case, sample, write
from reportgen import pipeline
from reportgen.analysis.answer import Unavailable
from reportgen.analysis.signals.risks import held
from reportgen.catalog import load_catalog
from reportgen.model.definition import Text
from reportgen.model.values import Reason
from reportgen.model.warnings import Level, WarningLine, WarningSet

SETS = load_catalog().warnings
DEBT = "total_liabilities@{0}"


def debts(values: dict[str, float]) -> dict[str, float]:
    found = {}
    for period, ratio in values.items():
        found |= {f"total_liabilities@{period}": ratio * 100, f"total_assets@{period}": 100.0}
    return found


@pytest.mark.serves("000-17")
def test_a_value_beyond_a_line_is_warned_of_and_one_inside_is_not():
    found = sample()["signals.risks"]
    warned = {one.indicator: one for one in found.warned}

    for name, line in SETS["public_hospital"].lines.items():
        measured, figure = held(sample(), name, line)
        value = figure.value
        if value is None:
            assert name in dict(found.unknown)
            continue
        assert (measured in warned) == (line.level(value) is not None)
        if measured in warned:
            one = warned[measured]
            assert (one.value, one.level, one.line) == (value, *line.level(value))
            assert one.owner == line.owner
            assert one.measure == line.measure


@pytest.mark.serves("003-018")
@pytest.mark.parametrize(
    ("value", "level"), [(0.8499, Level.YELLOW), (0.85, Level.RED), (0.69, None), (0.70, Level.YELLOW)]
)
def test_the_lines_of_the_articles_include_their_bounds(tmp_path: Path, value: float, level: Level | None):
    found = case(tmp_path, debts({"2025": value}), "2025", more="analysis: {warnings: articles_2009}\n")[
        "signals.risks"
    ]

    assert found.set_id == "articles_2009"
    assert [one.level for one in found.warned] == ([level] if level else [])


CASH = {"cash_and_bank@2025": 50.0, "short_term_investments@2025": 0.0, "depreciation_expense@2025": 0.0}


def test_days_of_cash_count_by_expense_where_there_is_no_statement_of_cash_flows(tmp_path: Path):
    found = case(tmp_path, {**CASH, "medical_activity_expense@2025": 365.0}, "2025")["signals.risks"]

    assert "days_cash_on_hand" not in dict(found.unknown)
    one = next(one for one in found.warned if one.indicator == "days_cash_and_investments")
    assert (one.value, one.level, one.line) == (pytest.approx(50.0), Level.YELLOW, 60)


def test_days_of_cash_count_by_payments_where_they_are_known(tmp_path: Path):
    figures = {**CASH, "medical_activity_expense@2025": 365.0, "operating_cash_outflow@2025": 730.0}
    found = case(tmp_path, figures, "2025")["signals.risks"]

    one = next(one for one in found.warned if one.indicator.startswith("days_cash"))
    assert (one.indicator, one.value, one.level) == ("days_cash_on_hand", pytest.approx(25.0), Level.RED)


@pytest.mark.serves("003-014")
@pytest.mark.parametrize(("currency", "warned"), [("CNY", True), ("USD", False)])
def test_an_amount_is_held_against_a_line_of_its_own_currency_only(tmp_path: Path, currency: str, *, warned: bool):
    figures = {"medical_income@2025": 1e6, "other_income@2025": 0.0, "avg_staff@2025": 10.0}
    more = f"currency: {currency}\nanalysis: {{warnings: articles_2009}}\n"
    found = case(tmp_path, figures, "2025", more=more)["signals.risks"]

    assert ("business_income_per_staff" in {one.indicator for one in found.warned}) is warned
    reason = dict(found.unknown).get("business_income_per_staff")
    assert reason is (None if warned else Reason.NOT_COMPARABLE)


@pytest.mark.serves("003-018")
def test_another_set_may_be_chosen(tmp_path: Path):
    found = case(tmp_path, debts({"2025": 0.65}), "2025")["signals.risks"]

    assert (found.set_id, found.warned[0].level) == ("public_hospital", Level.YELLOW)


def test_how_long_a_warning_stands_is_counted_back(tmp_path: Path):
    found = case(tmp_path, debts({"2022": 0.3, "2023": 0.55, "2024": 0.62, "2025": 0.72}), "2025")["signals.risks"]

    one = found.warned[0]
    assert (one.level, one.before, one.since, one.periods) == (Level.ORANGE, Level.YELLOW, "2023", 3)
    assert not one.is_new


def test_warnings_stand_by_level():
    levels = [list(Level).index(one.level) for one in sample()["signals.risks"].warned]

    assert levels == sorted(levels, reverse=True)


@pytest.mark.serves("000-44")
@pytest.mark.parametrize("name", sorted(SETS))
def test_every_line_has_owner_and_measure_and_causes_are_possible_only(name: str):
    for indicator, line in SETS[name].lines.items():
        assert indicator in load_catalog().indicators
        assert line.owner.zh
        assert line.measure.en
        for cause in line.causes:
            assert cause.zh.startswith("可能")
            assert "may" in cause.en


def test_lines_that_do_not_rise_are_refused():
    with pytest.raises(ValueError, match="lines_not_in_order"):
        WarningLine(above={Level.BLUE: 0.5, Level.RED: 0.4}, owner=Text(zh="甲", en="A"), measure=Text(zh="乙", en="B"))
    with pytest.raises(ValueError, match="no_lines"):
        WarningLine(owner=Text(zh="甲", en="A"), measure=Text(zh="乙", en="B"))
    assert isinstance(SETS["articles_2009"], WarningSet)


def test_a_set_that_does_not_exist_is_a_finding_with_the_nearest_name(tmp_path: Path):
    write(tmp_path, debts({"2025": 0.5}), more="analysis: {warnings: public_hospitals}\n")
    checked = pipeline.check(tmp_path)

    finding = next(one for one in checked.findings if one.rule == "K08")
    assert finding.facts["nearest"] == "public_hospital"
    assert (finding.place.file, finding.place.line) == ("case.yaml", 4)
    assert isinstance(pipeline.evaluate(checked).analysis["signals.risks"], Unavailable)


@pytest.mark.serves("003-136")
def test_three_worse_periods_in_a_row_are_told_with_their_values():
    found = {one.indicator: one for one in sample()["signals.risks"].worsening}["receivable_turnover_days"]
    values = sample().material.month_values

    assert found.periods == ("2026-07", "2026-08", "2026-09", "2026-10")
    assert list(found.values) == [
        values.at("receivable_turnover_days", "renhe", period).value for period in found.periods
    ]
    assert list(found.values) == sorted(set(found.values))


def test_a_warning_tells_the_levels_of_six_periods_and_how_long_it_stands_up_to_twenty_four_before(tmp_path: Path):
    long = {str(year): 0.3 + 0.01 * (year - 1980) for year in range(1990, 2026)}
    high = {year: max(ratio, 0.6) for year, ratio in long.items()}
    (one,) = case(tmp_path, debts(high), "2025")["signals.risks"].warned

    assert [each.period for each in one.course] == ["2020", "2021", "2022", "2023", "2024", "2025"]
    assert (one.since, one.periods) == ("2001", 25)
