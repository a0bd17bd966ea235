"""Which rules hold for a row, and when a gap has its explanation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from reportgen import checks
from reportgen.catalog import Catalog
from reportgen.checks.trials import Matrix, regimes
from reportgen.model.casefile import Case, CaseFile, EntityFile, MappingFile
from reportgen.model.dataset import Entity
from reportgen.model.definition import Text
from reportgen.model.finding import Severity

Make = Callable[..., Any]


def test_a_row_is_held_against_the_rules_of_its_own_regime_without_any_case(checked: Make) -> None:
    figures = {"total_assets@2017": 10.0, "current_assets@2017": 4.0, "non_current_assets@2017": 5.0}
    new = {key.replace("2017", "2025"): value for key, value in figures.items()}

    outcome = checked(figures | new | {"entrusted_assets@2025": 1.0}, ["会医01@2017", "会政财01@2025"])

    assert [(f.rule, f.facts["period"]) for f in outcome.findings] == [("V75", "2017")]


def test_lines_tell_the_regime_where_no_form_does(checked: Make) -> None:
    lines = {"medical_balance_2012@2017": 1.0, "total_assets@2017": 10.0, "current_assets@2017": 4.0}

    assert "V06" not in {trial.rule for trial in checked(lines | {"non_current_assets@2017": 6.0}).tried}


@pytest.mark.parametrize(
    ("forms", "regime"),
    [
        (["会医01", "会医02", "会政财01"], "2012"),
        (["会医01", "会政财01", "会政财02"], "2019"),
        (["会医01", "会政财01"], "2019"),
        (["会医01"], "2012"),
    ],
    ids=["two of three", "one of three", "level: the usual one", "alone"],
)
def test_most_forms_of_a_row_tell_its_regime(forms: list[str], regime: str, ledger: Make, catalog: Catalog) -> None:
    dataset = ledger({"total_assets@2017": 10.0}, [f"{form}@2017" for form in forms])

    assert [*regimes(dataset, catalog, Matrix.of(dataset), None)] == [regime]


def test_a_hospital_that_has_no_data_leaves_all_rows_to_be_checked(
    ledger: Make, catalog: Catalog, tmp_path: Path
) -> None:
    def told(hospital: str) -> list[str]:
        name = Text(zh=hospital, en=hospital)
        case = Case(tmp_path, CaseFile(entity=EntityFile(id=hospital, name=name)), MappingFile())
        return [f.rule for f in checks.all_of(ledger({"cash_and_bank@2025": -1.0}), catalog, case).findings]

    assert told("renhe") == told("nobody") == ["W01"]


OWN = ["renhe", "renhe/ward"]


@pytest.mark.parametrize(("is_total", "hospitals"), [(False, OWN), (True, ["east", *OWN, "renhe2"])])
def test_a_hospital_that_is_what_the_others_come_to_has_them_checked_too(
    ledger: Make, catalog: Catalog, *, is_total: bool, hospitals: list[str]
) -> None:
    """Its departments are checked with it either way, its peers are not."""
    name = Text(zh="仁和", en="Renhe")
    case = Case(Path(), CaseFile(entity=EntityFile(id="renhe", name=name)), MappingFile())
    figures = {f"{entity}cash_and_bank@2025": -1.0 for entity in ("", "east:", "renhe/ward:", "renhe2:")}
    entities = {"renhe": Entity("renhe", "Renhe", is_total=is_total)}

    told = checks.all_of(replace(ledger(figures), entities=entities), catalog, case).findings

    assert [one.facts["entity"] for one in told] == hospitals


def test_a_year_of_another_regime_is_no_year_before(checked: Make) -> None:
    closing, opening = {"cash_and_bank@2018": 10.0}, {"cash_and_bank@2019/open": 12.0}

    assert not checked(closing | opening, ["会医01@2018", "会政财01@2019"]).findings
    assert [f.rule for f in checked(closing | opening, ["会政财01@2018", "会政财01@2019"]).findings] == ["V64"]


def test_a_case_of_another_regime_has_the_rules_of_its_own(ledger: Make, catalog: Catalog) -> None:
    figures = {"total_assets@2025": 10.0, "current_assets@2025": 4.0, "non_current_assets@2025": 5.0}
    figures |= {"entrusted_assets@2025": 0.0, "liabilities_and_net_assets_total@2025": 10.0}

    def rules(regime: str) -> list[str]:
        case = Case(Path(), CaseFile(regime=regime), MappingFile())
        return [finding.rule for finding in checks.all_of(ledger(figures), catalog, case).findings]

    assert (rules("2019"), rules("other"), rules("1998")) == (["V06"], ["V88"], [])


def test_in_december_after_closing_nothing_is_left_of_the_surplus(checked: Make) -> None:
    def found(month: str, surplus: float) -> list[str]:
        figures = {f"current_surplus_balance@2025-{month}": surplus, f"period_surplus@2025-{month}/ytd": 5.0}
        return [f.rule for f in checked(figures, [f"会政财01@2025-{month}", f"会政财02@2025-{month}"]).findings]

    assert (found("12", 0.0), found("12", 5.0), found("12", 4.0), found("11", 0.0)) == ([], [], ["V38"], ["V38"])


def test_a_restated_opening_is_a_warning_where_the_statement_explains_it(checked: Make, catalog: Catalog) -> None:
    restated = {"cash_and_bank@2024": 10.0, "cash_and_bank@2025/open": 12.0}
    forms = ["会政财01@2024", "会政财01@2025"]

    (plain,) = checked(restated, forms).findings
    (explained,) = checked(restated | {"na_prior_adjust__total@2025": 2.0}, forms).findings

    assert catalog.messages.severity(plain) is Severity.ERROR
    assert (explained.rule, catalog.messages.severity(explained)) == ("V64", Severity.WARNING)


@pytest.mark.parametrize("key", ["V64", "V64@2025"])
def test_a_note_of_the_case_explains_a_gap(key: str, ledger: Make, catalog: Catalog) -> None:
    restated = ledger({"cash_and_bank@2024": 10.0, "cash_and_bank@2025/open": 12.0})
    file = CaseFile(explanations={key: Text(zh="追溯调整", en="Restated")})

    (found,) = checks.all_of(restated, catalog, Case(Path(), file, MappingFile())).findings

    assert (found.severity, found.facts["note"]) == (Severity.WARNING, Text(zh="追溯调整", en="Restated"))


def test_a_note_explains_no_sum(ledger: Make, catalog: Catalog) -> None:
    wrong = ledger({"total_assets@2025": 10.0, "liabilities_and_net_assets_total@2025": 12.0})
    file = CaseFile(explanations={"V01": Text(zh="无", en="None")})

    (found,) = checks.all_of(wrong, catalog, Case(Path(), file, MappingFile())).findings

    assert catalog.messages.severity(found) is Severity.ERROR


def test_every_month_of_a_year_opens_with_the_same_balance(checked: Make) -> None:
    def found(first: str, second: str, opening: float) -> list[tuple[str, object]]:
        figures = {f"cash_and_bank@{first}/open": 10.0, f"cash_and_bank@{second}/open": opening}
        outcome = checked(figures, [f"会政财01@{first}", f"会政财01@{second}"])
        return [(finding.rule, finding.facts["period"]) for finding in outcome.findings]

    assert found("2025-02", "2025-03", 10.0) == []
    assert found("2025-02", "2025-03", 12.0) == [("V85", "2025-03")]
    assert found("2024-12", "2025-01", 12.0) == []


def test_only_a_statement_of_the_year_is_asked_whether_it_is_closed(checked: Make) -> None:
    """December's form has the surplus of the year by its own rules; the year that follows from it is no annual statement."""
    surplus = {"current_surplus_balance@2025": 3.0}

    assert not checked(surplus | {"current_surplus_balance@2025-12": 3.0}, ["会政财01@2025-12"]).findings
    assert [f.rule for f in checked(surplus, ["会政财01@2025"]).findings] == ["W23"]
