"""Which rules hold for a row, and when a gap has its explanation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from reportgen import checks
from reportgen.catalog import Catalog
from reportgen.checks.trials import Matrix, foreign, out_of_reach, regimes
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


@pytest.mark.parametrize(
    ("own", "forms", "codes", "periods"),
    [
        ("2019", ["会医01@2017"], None, None),  # of a year in which these rules were in force
        ("2019", ["会医01@2018"], None, None),
        ("2019", ["会医01@2019"], ("会医01",), ("2019",)),
        ("2019", ["会医02@2021", "会医01@2020", "会医01@2021"], ("会医01", "会医02"), ("2020", "2021")),
        ("2012", ["会政财01@2017"], ("会政财01",), ("2017",)),  # of newer rules, whatever the year
        ("2019", ["会政财01@2025"], None, None),
        ("2019", ["other:会医01@2021"], None, None),
        ("other", ["会医01@2021"], None, None),
    ],
)
def test_w50_forms_of_other_rules_than_the_case_says_are_told_once_for_all_of_them(
    own: str, forms: list[str], codes: tuple[str, ...] | None, periods: tuple[str, ...] | None, ledger: Make,
    catalog: Catalog,
) -> None:  # fmt: skip
    found = [*foreign(ledger({"total_assets@2025": 1.0}, forms), catalog, own, {"renhe"})]

    assert [(one.facts["codes"], one.facts["periods"]) for one in found] == ([(codes, periods)] if codes else [])
    if codes is not None and len(codes) > 1:
        (told,) = found
        assert (told.place.file, len(told.places)) == ("2020.xlsx", len(forms) - 1)


@pytest.mark.parametrize(
    ("scheme", "forms", "told"),
    [
        ("comprehensive_80_20", ["会医01@2025"], True),
        ("comprehensive_80_20", ["会医01@2025", "会政财02@2024"], False),
        ("comprehensive_80_20", ["other:会医01@2025"], False),
        ("comprehensive_80_20", ["own_form@2025"], False),
        ("comprehensive_80_20", [], False),
        ("us_hospital_financial", ["会医01@2025"], False),  # asks for no form
        ("no_such_scheme", ["会医01@2025"], False),
    ],
)
def test_w52_a_scheme_whose_forms_are_of_rules_of_which_there_is_none_is_out_of_reach(
    scheme: str, forms: list[str], ledger: Make, catalog: Catalog, *, told: bool
) -> None:
    found = [*out_of_reach(ledger({"total_assets@2025": 1.0}, forms), catalog, scheme, {"renhe"})]

    assert [one.rule for one in found] == ["W52"] * told
    if told:
        assert (found[0].facts["regime"], found[0].facts["there"]) == ("2019", ("会医01",))


def test_a_note_on_one_period_comes_before_one_on_the_rule_and_speaks_of_no_other(
    ledger: Make, catalog: Catalog
) -> None:
    notes = {"V64": Text(zh="总", en="general"), "V64@2025": Text(zh="本年", en="of the year")}
    figures = {f"cash_and_bank@{year}": 10.0 for year in (2023, 2024)}
    figures |= {f"cash_and_bank@{year}/open": 12.0 for year in (2024, 2025)}
    forms = [f"会政财01@{year}" for year in (2023, 2024, 2025)]

    def told(explanations: dict[str, Text]) -> dict[object, tuple[Severity, object]]:
        case = Case(Path(), CaseFile(explanations=explanations), MappingFile())
        found = checks.all_of(ledger(figures | {"cash_and_bank@2025": 1.0}, forms), catalog, case).findings
        of_rule = (one for one in found if one.rule == "V64")
        return {one.facts["period"]: (catalog.messages.severity(one), one.facts.get("note")) for one in of_rule}

    assert told({}) == {"2024": (Severity.ERROR, None), "2025": (Severity.ERROR, None)}
    assert told(notes) == {"2024": (Severity.WARNING, notes["V64"]), "2025": (Severity.WARNING, notes["V64@2025"])}
    only = {key: note for key, note in notes.items() if "@" in key}
    assert told(only)["2024"] == (Severity.ERROR, None)
