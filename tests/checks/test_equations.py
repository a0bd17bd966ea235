"""Every identity of the catalogue: it holds on a ledger made for it, and one yuan more on its left side is found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pytest

from reportgen import checks
from reportgen.catalog import Catalog, load_catalog
from reportgen.checks.rules import Claim, claims_of
from reportgen.formula.context import HERE, Aspect, NameContext, moved
from reportgen.model.casefile import Case, CaseFile, EntityFile, MappingFile
from reportgen.model.dataset import Dataset, Observation, View, from_observations
from reportgen.model.definition import Text
from reportgen.model.definitions import CheckRule
from reportgen.model.expression import Binary, Call, Expression, Name
from reportgen.model.finding import Severity
from reportgen.model.period import Period
from reportgen.model.place import NOWHERE, Place
from tests.checks.conftest import dataset_of

Make = Callable[..., Any]
ONE_YUAN = 1.0
EQUATIONS = [claim for claim in claims_of(load_catalog()) if claim.is_equation and claim.id.startswith("V")]


def first_of_each_rule(claims: list[Claim]) -> list[Claim]:
    """Rules that hold for every line of a form are tried on their first line, others on all their claims."""
    seen: set[tuple[str, str]] = set()
    kept = []
    for claim in claims:
        key = (claim.id, claim.view)
        if "each" not in claim.rule.rule or key not in seen:
            kept.append(claim)
        seen.add(key)
    return kept


TRIED = first_of_each_rule(EQUATIONS)


def cell(name: str, context: NameContext, claim: Claim) -> str:
    """Where a figure of a claim stands, as ``item@period/view``."""
    period = Period.parse("2025-10" if claim.rule.scope == "month" else "2025").previous_year(context.years)
    for _ in range(context.steps):
        period = period.preceding()
    view = {Aspect.BASIS: claim.view, Aspect.MONTH: ""}.get(context.aspect, str(context.aspect))
    if context.aspect is Aspect.YEAR_TO_DATE and str(period) == "2025":
        period = Period.parse("2025-12")
    return f"{name}@{period}" + (f"/{view}" if view else "")


def holding(claim: Claim) -> tuple[dict[str, float], str]:
    """Figures for which the claim holds, and the cell of its first figure."""
    figures: dict[str, float] = {}
    for number, (name, context) in enumerate(claim.right_names, start=1):
        figures[cell(name, context, claim)] = 1000.0 * number + 0.25
    for number, (name, context) in enumerate(claim.left_names, start=1):
        figures.setdefault(cell(name, context, claim), 500.0 * number + 0.5)
    first = cell(*claim.left_names[0], claim)
    figures[first] += worth(claim.right, claim, figures) - worth(claim.left, claim, figures)
    return figures, first


def worth(side: Expression, claim: Claim, figures: dict[str, float], where: NameContext = HERE) -> float:
    """The value of a side, read from the cells that its names point to."""
    match side:
        case Binary(operator="+", left=left, right=right):
            return worth(left, claim, figures, where) + worth(right, claim, figures, where)
        case Binary(operator="-", left=left, right=right):
            return worth(left, claim, figures, where) - worth(right, claim, figures, where)
        case Call(arguments=arguments):
            return worth(arguments[0], claim, figures, moved(where, side))
        case Name(id=name):
            return figures[cell(name, where, claim)]
    raise NotImplementedError(side)


def forms(claim: Claim) -> list[str]:
    period = "2025-10" if claim.rule.scope == "month" else "2025"
    return [f"{form}@{period}" for form in claim.rule.forms]


def label(claim: Claim) -> str:
    return f"{claim.id}-{claim.view or 'period'}-{claim.left_names[0][0]}"


@pytest.mark.parametrize("claim", TRIED, ids=label)
def test_an_identity_that_holds_is_silent_and_a_gap_is_found(claim: Claim, ledger: Make, catalog: Catalog) -> None:
    alone = replace(catalog, checks={claim.id: claim.rule})
    figures, first = holding(claim)
    gap = ONE_YUAN + 2 * claim.share * abs(figures[first])

    case = Case(Path(), CaseFile(regime="other"), MappingFile()) if claim.rule.regimes == ("other",) else None

    whole = checks.all_of(ledger(figures, forms(claim)), alone, case)
    broken = checks.all_of(ledger(figures | {first: figures[first] + gap}, forms(claim)), alone, case)

    assert not whole.findings
    assert whole.equations("renhe", "2025-10" if claim.rule.scope == "month" else "2025")[0] >= 1
    found = broken.findings[0]
    assert found.rule == claim.id
    assert isinstance(found.facts["gap"], float)
    assert abs(found.facts["gap"]) == pytest.approx(gap)
    assert found.place.cell == f"C{list(figures).index(first) + 1}"
    assert len(found.places) == len(figures) - 1


def test_every_rule_from_v01_to_v84_is_tried_but_the_one_that_the_reader_sees(catalog: Catalog) -> None:
    wanted = {f"V{number:02}" for number in range(1, 85)} - {"V37"}  # one figure on two forms: a conflict of reading

    assert wanted <= set(catalog.checks)


def test_every_rule_has_words_and_the_same_weight_there(catalog: Catalog) -> None:
    for identifier, rule in catalog.checks.items():
        assert catalog.messages.by_rule[identifier].severity is rule.severity, identifier


def test_a_finding_says_both_sides_and_the_gap(checked: Make, catalog: Catalog) -> None:
    outcome = checked({"total_assets@2025": 1000.0, "liabilities_and_net_assets_total@2025": 900.5})

    (finding,) = outcome.findings
    said = catalog.messages.both(finding)
    assert said.message.zh == "2025（本期）：资产总计为 1,000.00，负债和净资产总计为 900.50，相差 99.50"
    assert (
        said.message.en
        == "2025 (this period): Total assets = 1,000.00, but Total liabilities and net assets = 900.50; difference 99.50"
    )
    assert [place.cell for place in (finding.place, *finding.places)] == ["C1", "C2"]


def test_the_gap_between_two_amounts_is_said_to_the_cent(checked: Make, catalog: Catalog) -> None:
    outcome = checked({"total_assets@2025": 1234567890.12, "liabilities_and_net_assets_total@2025": 1234567890.1})

    (finding,) = outcome.findings
    assert catalog.messages.say(finding, "en").message.endswith("; difference 0.02")
    assert catalog.messages.say(finding, "zh").message.endswith("，相差 0.02")


def test_a_blank_counts_as_zero_in_a_sum_on_a_full_form(checked: Make) -> None:
    figures = {"current_assets@2025": 100.0, "cash_and_bank@2025": 90.0}

    assert [finding.rule for finding in checked(figures, ["会政财01@2025"]).findings] == ["V04"]
    assert not checked(figures | {"inventories@2025": 10.0}, ["会政财01@2025"]).findings


def test_a_sum_that_is_out_names_its_blank_parts_and_first_the_one_that_has_a_figure_elsewhere(
    checked: Make, catalog: Catalog
) -> None:
    figures = {"current_assets@2025": 100.0, "cash_and_bank@2025": 90.0, "inventories@2024": 9.0}

    (finding,) = checked(figures, ["会政财01@2025"]).findings

    said = catalog.messages.both(finding).message
    assert "各项之和（存货、短期投资、财政应返还额度等12项未填，按0计）为 90.00" in said.zh
    assert "the sum of its parts (blank and counted as 0: Inventories, " in said.en


def test_a_sum_that_is_out_with_no_blank_part_names_none(checked: Make, catalog: Catalog) -> None:
    figures = {"total_assets@2025": 10.0, "current_assets@2025": 4.0, "non_current_assets@2025": 5.0}

    (finding,) = checked(figures | {"entrusted_assets@2025": 0.0}, ["会政财01@2025"]).findings

    assert (finding.rule, "未填" in catalog.messages.both(finding).message.zh) == ("V06", False)


def test_a_table_without_forms_fires_no_sum(checked: Make) -> None:
    assert not checked({"current_assets@2025": 100.0, "cash_and_bank@2025": 90.0}).findings


PART: Final = {"current_assets@2025": 100.0, "cash_and_bank@2025": 60.0}


def test_lines_of_a_part_of_a_form_that_make_the_sum_prove_it(checked: Make) -> None:
    outcome = checked(PART | {"inventories@2025": 40.0}, ["会政财01@2025"], filled=3)

    assert not outcome.findings
    assert outcome.equations("renhe", "2025") == (1, 0)
    assert outcome.standing_on("renhe", "2025", "会政财01") == 1
    assert outcome.standing_on("renhe", "2025", "会政财02") == 0


@pytest.mark.parametrize(
    ("inventories", "severity"), [(20.0, Severity.NOTE), (35.0, Severity.WARNING), (41.0, Severity.WARNING)]
)
def test_lines_of_a_part_of_a_form_that_do_not_make_the_sum_are_told(
    checked: Make, catalog: Catalog, inventories: float, severity: Severity
) -> None:
    outcome = checked(PART | {"inventories@2025": inventories}, ["会政财01@2025"], filled=3)

    (finding,) = outcome.findings
    assert (finding.rule, finding.severity, finding.facts["gap"]) == ("W53", severity, 40.0 - inventories)
    assert outcome.equations("renhe", "2025") == (0, 0)
    assert "等11项未列" in catalog.messages.both(finding).message.zh


NATURES: Final = {"other_expense@2025": 10.0, "personnel_expense@2025": 60.0, "depreciation_expense@2025": 30.0}


@pytest.mark.parametrize(
    ("total", "step", "rules", "proven"),
    [
        (100.0, 0.01, [], 1),
        (98.0, 1.0, [], 0),  # four figures rounded by half a yuan each: neither proven nor told
        (102.0, 1.0, [], 0),
        (97.99, 1.0, ["W53"], 0),
        (102.01, 1.0, ["W53"], 0),
        (98.0, 0.01, ["W53"], 0),
    ],
)
def test_an_expense_may_be_divided_by_nature_in_place_of_by_function(
    checked: Make, total: float, step: float, rules: list[str], proven: int
) -> None:
    outcome = checked(NATURES | {"total_expense@2025": total}, ["会政财02@2025"], step=step, filled=4)

    assert [finding.rule for finding in outcome.findings] == rules
    assert outcome.equations("renhe", "2025") == (proven, 0)


LACKING: Final = "W56"
"""What a statement alone is without; no matter of its sums."""


def statement(figures: dict[str, float]) -> Dataset:
    """Figures of a statement that follows no official rules, and not of a table of whatever somebody wanted."""
    return replace(dataset_of(figures), in_own_words=frozenset({("renhe", "2025")}))


AMERICAN: Final = {"current_assets@2025": 100.0, "cash_and_bank@2025": 60.0, "accounts_receivable_net@2025": 40.0}


@pytest.mark.parametrize(
    ("total", "rules"),
    [(100.0, []), (107.0, ["W53"]), (93.0, ["W53"]), (180.0, []), (111.11, ["W53"]), (111.12, []), (-50.0, ["W53"])],
)
def test_a_total_of_a_statement_without_forms_is_doubted_where_its_lines_nearly_make_it_or_more(
    catalog: Catalog, total: float, rules: list[str]
) -> None:
    case = Case(Path(), CaseFile(regime="other"), MappingFile())

    outcome = checks.all_of(statement(AMERICAN | {"current_assets@2025": total}), catalog, case)

    assert [finding.rule for finding in outcome.findings if finding.rule != LACKING] == rules


@pytest.mark.parametrize(("total", "rules"), [(100.0, []), (107.0, []), (93.0, ["W53"])])
def test_columns_that_somebody_wanted_need_not_be_all_lines_of_a_total_but_are_no_more_than_it(
    catalog: Catalog, total: float, rules: list[str]
) -> None:
    """A table with a row for each hospital, of which some columns were mapped, passed for a statement that is out."""
    case = Case(Path(), CaseFile(regime="other"), MappingFile())

    outcome = checks.all_of(dataset_of(AMERICAN | {"current_assets@2025": total}), catalog, case)

    assert [finding.rule for finding in outcome.findings] == rules


@pytest.mark.parametrize(("line", "rules"), [(93.0, []), (40.0, []), (0.0, []), (104.0, ["W53"]), (100.0, [])])
def test_one_line_of_a_total_is_no_list_of_its_lines(catalog: Catalog, line: float, rules: list[str]) -> None:
    case = Case(Path(), CaseFile(regime="other"), MappingFile())
    outcome = checks.all_of(dataset_of({"medical_income@2025": line, "total_income@2025": 100.0}), catalog, case)

    assert [finding.rule for finding in outcome.findings] == rules
    assert outcome.equations("renhe", "2025") == ((1, 0) if line == 100.0 else (0, 0))


def test_operating_income_is_revenue_less_expense_in_an_american_statement(catalog: Catalog) -> None:
    case = Case(Path(), CaseFile(regime="other"), MappingFile())
    figures = {"operating_surplus@2025": 11.0, "total_income@2025": 90.0, "total_expense@2025": 80.0}

    assert [finding.rule for finding in checks.all_of(dataset_of(figures), catalog, case).findings] == ["V94"]


REVENUE: Final = {"medical_income@2025": 80.0, "other_income@2025": 20.0, "total_income@2025": 100.0}
EXPENSE: Final = {"supplies_expense@2025": 30.0, "depreciation_expense@2025": 10.0}
PAY: Final = {"salaries_and_wages@2025": 50.0, "employee_benefits@2025": 10.0}
CASH: Final = {
    "cash_and_bank@2024": 40.0, "net_operating_cash_flow@2025": 9.0, "net_investing_cash_flow@2025": -6.0,
    "net_financing_cash_flow@2025": -1.0, "cf_net_increase@2025": 2.0, "cash_at_beginning@2025": 40.0,
    "cash_and_bank@2025": 42.0,
}  # fmt: skip


@pytest.mark.parametrize(
    ("figures", "rules"),
    [
        (REVENUE, []),
        (REVENUE | {"other_income@2025": 30.0}, ["W53"]),
        (REVENUE | {"other_income@2025": 12.0}, ["W53"]),
        (REVENUE | {"investment_income@2025": 7.0}, []),  # below the total: a gain beside operations
        ({"investment_income@2025": 7.0} | REVENUE | {"total_income@2025": 107.0}, []),  # above it: a line of it
        ({"investment_income@2025": 7.0} | REVENUE | {"total_income@2025": 99.0}, ["W53"]),
        ({"outpatient_income@2025": 30.0, "inpatient_income@2025": 50.0} | {
            key: value for key, value in REVENUE.items() if "medical" not in key}, []),
        (EXPENSE | PAY | {"total_expense@2025": 100.0}, []),  # pay by its two lines
        (EXPENSE | PAY | {"personnel_expense@2025": 60.0, "total_expense@2025": 100.0}, []),
        (EXPENSE | PAY | {"total_expense@2025": 95.0}, ["W53"]),
        (CASH, []),
        (CASH | {"net_investing_cash_flow@2025": -7.0}, ["V97"]),
        (CASH | {"net_investing_cash_flow@2025": -7.0, "cf_fx_effect@2025": 1.0}, []),
        (CASH | {"cf_fx_effect@2025": 1.0}, ["V98"]),
        (CASH | {"cash_and_bank@2025": 43.0}, ["V99"]),
        (CASH | {"cash_at_beginning@2025": 41.0}, ["V99", "V99"]),
    ],
)  # fmt: skip
def test_revenue_expense_and_cash_of_an_american_statement_foot(
    catalog: Catalog, figures: dict[str, float], rules: list[str]
) -> None:
    case = Case(Path(), CaseFile(regime="other"), MappingFile())

    found = checks.all_of(statement(figures), catalog, case).findings
    assert [finding.rule for finding in found if finding.rule != LACKING] == rules


@pytest.mark.parametrize(("unread", "rules"), [(10.0, []), (9.0, ["W53"])])
def test_a_line_left_unread_is_looked_for_before_a_gain_below_the_total(
    catalog: Catalog, unread: float, rules: list[str]
) -> None:
    """With the gain the total is out by less than without it, but only without it by what the user leaves unread."""
    figures = REVENUE | {"total_income@2025": 110.0, "investment_income@2025": 4.0}
    left_out = {Place("2025.xlsx", "Sheet", "C9"): (unread, 0.01)}
    case = Case(Path(), CaseFile(regime="other"), MappingFile())
    dataset = replace(statement(figures), left_out=left_out)
    outcome = checks.all_of(dataset, catalog, case)
    told, _ = checks.not_checked(outcome.findings, outcome, dataset)

    assert [finding.rule for finding in told if finding.rule != LACKING] == rules


def test_pay_made_of_two_lines_stands_where_they_stand(catalog: Catalog) -> None:
    """Tax below the total is none of its lines, pay above it is; rent between them is left unread."""
    figures = PAY | EXPENSE | {"total_expense@2025": 150.0, "income_tax_expense@2025": 45.0}
    pay = Observation("personnel_expense", "renhe", "2025", View(""), 60.0, "money", Place("2025.xlsx", "Sheet"), 0.01)
    stands = {key: Place("2025.xlsx", "Sheet", f"C{row}") for row, key in enumerate(figures, start=1)}
    seen = [
        Observation(key.partition("@")[0], "renhe", "2025", View(""), value, "money", stands[key], 0.01)
        for key, value in figures.items()
    ]
    left_out = {Place("2025.xlsx", "Sheet", "C9"): (50.0, 0.01)}
    own = frozenset({("renhe", "2025")})
    dataset = replace(from_observations([*seen, pay]), left_out=left_out, in_own_words=own)
    outcome = checks.all_of(dataset, catalog, Case(Path(), CaseFile(regime="other"), MappingFile()))

    told, _ = checks.not_checked(outcome.findings, outcome, dataset)
    assert [finding.rule for finding in told if finding.rule != LACKING] == []


@pytest.mark.parametrize(("total", "rules"), [(40.0, []), (38.0, ["W53"])])
def test_what_is_made_of_lines_on_both_sides_of_a_total_is_no_line_above_it(
    catalog: Catalog, total: float, rules: list[str]
) -> None:
    lines = {"salaries_and_wages": 50.0, "supplies_expense": 30.0, "depreciation_expense": 10.0, "total_expense": total}
    lines |= {"employee_benefits": 10.0}
    stands = {item: Place("2025.xlsx", "Sheet", f"C{row}") for row, item in enumerate(lines, start=1)}
    pay = Observation("personnel_expense", "renhe", "2025", View(""), 60.0, "money", Place("2025.xlsx", "Sheet"), 0.01)
    seen = [
        Observation(item, "renhe", "2025", View(""), value, "money", stands[item], 0.01)
        for item, value in lines.items()
    ]
    dataset = replace(from_observations([*seen, pay]), in_own_words=frozenset({("renhe", "2025")}))
    outcome = checks.all_of(dataset, catalog, Case(Path(), CaseFile(regime="other"), MappingFile()))

    assert [finding.rule for finding in outcome.findings if finding.rule != LACKING] == rules


@pytest.mark.parametrize(("cash", "rules"), [(60.0, []), (55.0, ["W53"])])
def test_lines_below_their_total_are_those_of_its_sheet(catalog: Catalog, cash: float, rules: list[str]) -> None:
    """A note on another sheet may name a line that the statement holds within another one."""
    figures = {"current_assets@2025": 100.0, "cash_and_bank@2025": cash, "accounts_receivable_net@2025": 40.0}
    note = dataset_of(figures | {"inventories@2025": 30.0}, sheets={"inventories": "Notes"})
    dataset = replace(note, in_own_words=frozenset({("renhe", "2025")}))
    outcome = checks.all_of(dataset, catalog, Case(Path(), CaseFile(regime="other"), MappingFile()))

    assert [finding.rule for finding in outcome.findings if finding.rule != LACKING] == rules


@pytest.mark.parametrize(("parent", "sign"), [("total_income", "+"), (None, "0")])
@pytest.mark.parametrize(("parking", "rules"), [(20.0, []), (25.0, ["W53"])])
def test_a_hospitals_own_item_among_the_lines_of_a_total_is_one_of_them(
    catalog: Catalog, parent: str | None, sign: str, parking: float, rules: list[str]
) -> None:
    own = catalog.items["other_income"].model_copy(update={"parent": parent, "sign": sign})
    theirs = replace(catalog, items={**catalog.items, "parking_income": own})
    figures = {"parking_income@2025": parking} | REVENUE | {"total_income@2025": 120.0, "total_expense@2025": 90.0}
    case = Case(Path(), CaseFile(regime="other"), MappingFile())

    assert [finding.rule for finding in checks.all_of(dataset_of(figures), theirs, case).findings] == rules


@pytest.mark.parametrize(
    ("parent", "sign", "rules"),
    [("total_income", "+", []), ("total_expense", "+", ["W53"]), (None, "0", ["W53"]), ("total_income", "0", ["W53"])],
)
def test_a_hospitals_own_item_on_another_sheet_is_a_line_of_the_total_that_it_says_it_adds_to(
    catalog: Catalog, parent: str | None, sign: str, rules: list[str]
) -> None:
    own = catalog.items["other_income"].model_copy(update={"parent": parent, "sign": sign})
    theirs = replace(catalog, items={**catalog.items, "parking_income": own})
    figures = REVENUE | {"total_income@2025": 105.0, "parking_income@2025": 5.0}
    apart = dataset_of(figures, sheets={"parking_income": "Notes"})
    dataset = replace(apart, in_own_words=frozenset({("renhe", "2025")}))
    outcome = checks.all_of(dataset, theirs, Case(Path(), CaseFile(regime="other"), MappingFile()))

    assert [finding.rule for finding in outcome.findings if finding.rule != LACKING] == rules


def test_without_its_total_an_equation_is_not_checked(checked: Make) -> None:
    outcome = checked({"cash_and_bank@2025": 90.0}, ["会政财01@2025"])

    assert outcome.equations("renhe", "2025") == (0, 0)


def test_without_any_part_an_equation_is_not_checked(checked: Make) -> None:
    assert checked({"current_assets@2025": 90.0}, ["会政财01@2025"]).equations("renhe", "2025") == (0, 0)


@pytest.mark.parametrize(
    ("gap", "step", "found"), [(0.01, 0.01, False), (0.03, 0.01, True), (99.0, 100.0, False), (101.0, 100.0, True)]
)
def test_the_tolerance_is_half_a_unit_of_the_last_place_for_each_figure(
    checked: Make,
    gap: float,
    step: float,
    found: bool,  # noqa: FBT001
) -> None:
    figures = {"total_assets@2025": 1000.0 + gap, "liabilities_and_net_assets_total@2025": 1000.0}

    assert bool(checked(figures, step=step).findings) is found


def test_counts_have_no_tolerance(checked: Make) -> None:
    visits = {"outpatient_visits@2025": 10.0, "emergency_visits@2025": 5.0}

    assert [f.rule for f in checked(visits | {"outpatient_emergency_visits@2025": 16.0}).findings] == ["V81"]
    assert not checked(visits | {"outpatient_emergency_visits@2025": 15.0}).findings


def test_the_first_month_rolls_from_zero(checked: Make) -> None:
    january = {"total_income@2025-01": 10.0, "total_income@2025-01/ytd": 11.0, "total_income@2024-12/ytd": 500.0}

    outcome = checked(january, ["会政财02@2025-01", "会政财02附01@2025-01"])

    assert [(f.rule, f.facts["gap"]) for f in outcome.findings] == [("V68", 1.0)]


def test_a_case_that_names_its_hospital_leaves_its_peers_alone(catalog: Catalog) -> None:
    rows = [
        Observation(item, entity, "2025", View.PERIOD, value, "money", NOWHERE)
        for entity in ("renhe", "other")
        for item, value in (("total_assets", 2.0), ("liabilities_and_net_assets_total", 1.0))
    ]
    own = CaseFile(entity=EntityFile(id="renhe", name=Text(zh="仁和", en="Renhe")))

    def found(file: CaseFile) -> list[object]:
        outcome = checks.all_of(from_observations(rows), catalog, Case(Path(), file, MappingFile()))
        return [finding.facts["entity"] for finding in outcome.findings]

    assert found(own) == ["renhe"]
    assert found(CaseFile()) == ["other", "renhe"]


def test_a_check_of_the_case_itself_has_words_too(ledger: Make, catalog: Catalog) -> None:
    rule = CheckRule(
        name=Text(zh="自定义校验", en="Check of our own"),
        rule="total_assets <= 10",
        severity=Severity.WARNING,
        source="test",
        tolerance="0",
    )
    alone = replace(catalog, checks={"ours": rule})

    (finding,) = checks.all_of(ledger({"total_assets@2025": 11.0}), alone).findings

    assert (finding.rule, finding.severity) == ("V00", Severity.WARNING)
    assert (
        catalog.messages.say(finding, "en").message
        == "2025 (this period): Check of our own does not hold: Total assets = 11.00, expected ≤ 10.00"
    )


@pytest.mark.parametrize(
    ("rule", "form", "right", "slip"),
    [
        (
            "V48",
            "会政财04",
            {"investing_cash_outflow": 7.0, "capital_expenditure_cash": 5.0, "cf_inv_investments_paid": 2.0},
            "capital_expenditure_cash",
        ),
        (
            "V49",
            "会政财04",
            {"financing_cash_inflow": 7.0, "cf_fin_loans_received": 5.0, "cf_fin_other_receipts": 2.0},
            "cf_fin_loans_received",
        ),
        (
            "V61",
            "会政预03",
            {
                "fa_total__close_carryover": 4.0,
                "fa_total__close_surplus": 0.0,
                "fa_total__open_carryover": 3.0,
                "fa_total__income": 10.0,
                "fa_total__expense": 9.0,
            },
            "fa_total__open_carryover",
        ),
        (
            "V107",
            "会政预03",
            {"fa_general__income": 9.0, "fa_general_basic__income": 4.0, "fa_general_project__income": 5.0},
            "fa_general_basic__income",
        ),
        (
            "V43",
            "会政财03",
            {"na_fund_set__total": 3.0, "na_fund_set__special": 5.0, "na_fund_set__accumulated": -2.0},
            "na_fund_set__special",
        ),
    ],
)
def test_lines_left_blank_on_a_full_form_leave_no_sum_untried(
    checked: Make, rule: str, form: str, right: dict[str, float], slip: str
) -> None:
    """Of rules that hold under two regimes, each with a form of its own, that of the row is asked for."""
    figures = {f"{item}@2025": value for item, value in right.items()}

    assert rule not in {one.rule for one in checked(figures, [f"{form}@2025"]).findings}
    assert rule in {one.rule for one in checked(figures | {f"{slip}@2025": 50.0}, [f"{form}@2025"]).findings}


def test_a_form_with_a_row_for_each_fund_is_full_without_those_that_the_hospital_has_not(
    checked: Make,
) -> None:
    figures = {"fa_total__close_carryover@2025": 4.0, "fa_total__close_surplus@2025": 0.0, "fa_total__income@2025": 1.0}

    told = [{one.rule for one in checked(figures, ["会政预03@2025"], filled=filled).findings} for filled in (5, 6, 10)]

    assert ["V61" in rules for rules in told] == [False, True, True]


def test_a_rule_of_two_regimes_stands_on_the_form_of_one_alone(checked: Make) -> None:
    figures = {"outpatient_income@2025": 5.0, "op_registration_income@2025": 5.0, "bgt_income_total@2025": 1.0}

    outcome = checked(figures, ["会政财02附01@2025"])

    assert outcome.equations("renhe", "2025", "会政财02附01") == (1, 0)
    assert outcome.standing_on("renhe", "2025", "会政财02附01") == 1


def test_rules_are_listed_in_the_order_of_their_numbers(checked: Make) -> None:
    figures = {"fa_general__income@2025": 4.0, "fa_general_basic__income@2025": 4.0}
    figures |= {"outpatient_income@2025": 5.0, "op_registration_income@2025": 5.0}

    outcome = checked(figures, ["会政财02附01@2025", "会政预03@2025"])

    assert [rule for rule, count, _ in outcome.rules("renhe", "2025", equations=True) if count] == ["V29", "V107"]
