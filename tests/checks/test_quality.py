"""How far the data can be trusted."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from typing import Any

import pytest

from reportgen import checks
from reportgen.catalog import Catalog
from reportgen.checks.complete_set import complete_set, findings
from reportgen.checks.needs import MissingKind, lacking
from reportgen.checks.quality import grade, sentence
from reportgen.checks.rules import items_of
from reportgen.intake.statements.matching import items_on
from reportgen.model.dataset import Dataset, Observation, View, from_observations
from reportgen.model.finding import Finding, Severity
from reportgen.model.place import Place
from reportgen.model.quality import Judged
from reportgen.model.schemes import Grade, Scheme
from reportgen.pipeline.choices import without_scheme

Make = Callable[..., Any]
BALANCED = {"total_assets@2025-{m}": 10.0, "liabilities_and_net_assets_total@2025-{m}": 10.0}


def months(*numbers: str) -> dict[str, float]:
    return {key.replace("{m}", number): value for number in numbers for key, value in BALANCED.items()}


@pytest.fixture
def scheme() -> Scheme:
    return Scheme.model_validate_json(
        '{"name": {"zh": "方案", "en": "Scheme"}, "source": "test", "grades": {}, "requires": ["会政财01"], "parts":'
        ' {"all": {"share": 1, "method": "level_efficacy",'
        ' "indicators": {"asset_liability_ratio": {}, "return_on_assets": {}}}}}'
    )


def judged(dataset: Any, catalog: Catalog, scheme: Scheme, period: str) -> Any:
    outcome = checks.all_of(dataset, catalog)
    return checks.quality(outcome, outcome.findings, dataset, catalog, scheme, "renhe", period)


def test_all_forms_of_the_year_so_far_make_it_complete(ledger: Make, catalog: Catalog, scheme: Scheme) -> None:
    dataset = ledger(months("01", "02"), ["会政财01@2025-01", "会政财01@2025-02"])

    found = judged(dataset, catalog, scheme, "2025-02")

    assert (found.grade, found.completeness) == (Grade.EXCELLENT, 1.0)
    assert (found.equations_checked, found.equations_failed, found.errors) == (2, 0, 0)


def test_a_month_that_is_not_there_counts_as_nothing(ledger: Make, catalog: Catalog, scheme: Scheme) -> None:
    dataset = ledger(months("01", "03"), ["会政财01@2025-01", "会政财01@2025-03"])

    found = judged(dataset, catalog, scheme, "2025-03")

    assert found.completeness == pytest.approx(2 / 3)
    assert [(source.period, source.completeness) for source in found.sources] == [
        ("2025-01", 1.0), ("2025-02", None), ("2025-03", 1.0),
    ]  # fmt: skip


def test_a_sum_that_does_not_tie_is_an_error_on_its_form(ledger: Make, catalog: Catalog, scheme: Scheme) -> None:
    dataset = ledger(months("01") | {"total_assets@2025-01": 11.0}, ["会政财01@2025-01"])

    found = judged(dataset, catalog, scheme, "2025-01")

    assert (found.grade, found.equations_failed, found.errors) == (Grade.FAIR, 1, 1)
    assert found.sources[0].issues == 1
    assert ("total_assets", ("asset_liability_ratio", "return_on_assets")) in found.touched


@pytest.mark.parametrize(
    ("places", "severity", "issues"),
    [
        (("2025-01.xlsx/Sheet",), Severity.WARNING, 1),
        (("2025-01.xlsx/Sheet",), Severity.NOTE, 0),
        (("2025-01.xlsx/Other",), Severity.WARNING, 0),
        (("2025-02.xlsx/Sheet",), Severity.ERROR, 0),
        (("2025-02.xlsx/Sheet", "2025-01.xlsx/Sheet"), Severity.ERROR, 1),
    ],
)
def test_issues_of_a_form_are_warnings_and_errors_of_its_own_sheet(
    ledger: Make, catalog: Catalog, scheme: Scheme, places: tuple[str, ...], severity: Severity, issues: int
) -> None:
    dataset = ledger(months("01"), ["会政财01@2025-01"])
    outcome = checks.all_of(dataset, catalog)
    at, *others = (Place(*place.split("/"), cell="B2") for place in places)
    told = Finding("V01", at, {"entity": "renhe", "period": "2025-01"}, severity, places=tuple(others))

    (found,) = checks.quality(outcome, [told], dataset, catalog, scheme, "renhe", "2025-01").sources

    assert found.issues == issues


def test_what_is_missing_names_the_indicators_it_touches(ledger: Make, catalog: Catalog, scheme: Scheme) -> None:
    found = judged(ledger(months("01"), ["会政财01@2025-01"]), catalog, scheme, "2025-01")

    assert ("total_liabilities", ("asset_liability_ratio",)) in found.touched
    assert ("period_surplus", ("return_on_assets",)) in found.touched


def test_without_forms_completeness_is_the_share_of_items_that_are_needed(
    ledger: Make, catalog: Catalog, scheme: Scheme
) -> None:
    found = judged(ledger({"total_assets@2025": 10.0}), catalog, scheme, "2025")

    assert found.completeness == pytest.approx(1 / 3)
    assert found.sources == ()


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        ((1.0, 0, 0, 0), Grade.EXCELLENT),
        ((0.94, 0, 0, 0), Grade.GOOD),
        ((1.0, 1, 1, 0), Grade.FAIR),
        ((0.7, 10, 10, 0), Grade.LOW),
        ((0.5, 0, 0, 0), Grade.POOR),
    ],
)
def test_the_grade_is_the_best_whose_limits_all_hold(figures: tuple[float, int, int, int], expected: Grade) -> None:
    assert grade(*figures) is expected


@pytest.mark.serves("001-32")
def test_each_form_says_which_lines_were_expected_found_and_missing(
    ledger: Make, catalog: Catalog, scheme: Scheme
) -> None:
    dataset = ledger(months("01"), ["会政财01@2025-01"], filled=8)

    (there,) = judged(dataset, catalog, scheme, "2025-01").sources

    assert (there.expected, there.found, there.completeness) == (10, 8, 0.8)
    assert "cash_and_bank" in there.missing
    assert "total_assets" not in there.missing


FORM = "会政财01"


def of_form(ledger: Make, catalog: Catalog, scheme: Scheme, left_out: Collection[str], *declared: str) -> Any:
    """The quality of a balance sheet with a figure on each of its lines but some."""
    lines = [item for item in items_of(catalog.forms[FORM], catalog.items) if item not in left_out]
    dataset = ledger({f"{item}@2025-01": 1.0 for item in lines}, [f"{FORM}@2025-01"])
    (reading,) = dataset.forms
    every = items_on(catalog.forms[FORM])
    dataset = replace(dataset, forms=(replace(reading, rows=every, filled=every),))
    outcome = checks.all_of(dataset, catalog)
    (source,) = checks.quality(outcome, (), dataset, catalog, scheme, "renhe", "2025-01", declared).sources
    return source


@pytest.mark.serves("001-32")
def test_completeness_counts_figures_and_not_labels(ledger: Make, catalog: Catalog, scheme: Scheme) -> None:
    every = list(items_of(catalog.forms[FORM], catalog.items))
    nil = [item for item in every if catalog.items[item].blank_is_zero]
    due = [item for item in every if item not in nil]

    whole = of_form(ledger, catalog, scheme, ())
    blank = of_form(ledger, catalog, scheme, nil[:2])
    short = of_form(ledger, catalog, scheme, due[:3])

    assert (whole.completeness, whole.expected) == (1.0, len(every))
    assert (blank.completeness, blank.zero, blank.missing) == (1.0, 2, ())
    assert (short.found, short.missing) == (len(every) - 3, tuple(due[:3]))
    assert short.completeness == pytest.approx(1 - 3 / len(every))


@pytest.mark.serves("001-32")
def test_lines_that_never_apply_are_not_due_and_neither_are_their_parts(
    ledger: Make, catalog: Catalog, scheme: Scheme
) -> None:
    parts = {name for name, item in catalog.items.items() if item.parent == "infrastructure_net"}
    left_out = parts | {"infrastructure_net", "cash_and_bank"}

    source = of_form(ledger, catalog, scheme, left_out, "infrastructure_net", "current_assets")

    assert set(source.declared) == left_out  # cash is a part of current assets, which here never apply
    assert source.completeness == 1.0
    assert source.expected == items_on(catalog.forms[FORM]) - len(left_out)
    assert of_form(ledger, catalog, scheme, left_out).completeness < 1


def test_data_of_which_nothing_could_be_checked_has_no_grade(ledger: Make, catalog: Catalog, scheme: Scheme) -> None:
    found = judged(ledger({"total_assets@2025": 10.0}), catalog, scheme, "2025")
    said = sentence(Judged("renhe", "2025", found), catalog)

    assert (found.equations_checked, found.grade) == (0, None)
    assert "不评级" in said.zh
    assert "not graded" in said.en


@pytest.mark.serves("001-32")
def test_a_form_that_is_not_there_lacks_all_its_lines(ledger: Make, catalog: Catalog, scheme: Scheme) -> None:
    dataset = ledger({"cash_and_bank@2025-01": 1.0}, ["会政财02@2025-01"])

    lacking = judged(dataset, catalog, scheme, "2025-01").sources[0]

    assert (lacking.form, lacking.completeness, lacking.found) == ("会政财01", None, 0)
    assert lacking.expected > 70


@pytest.mark.parametrize("total", ["total_assets", "total_income", "total_expense"])
def test_a_total_of_zero_is_told_and_keeps_the_data_from_the_first_grade(
    ledger: Make, catalog: Catalog, scheme: Scheme, total: str
) -> None:
    dataset = ledger(months("01") | {"liabilities_and_net_assets_total@2025-01": 0.0, "total_assets@2025-01": 0.0}
                     if total == "total_assets" else months("01") | {f"{total}@2025-01": 0.0}, ["会政财01@2025-01"])  # fmt: skip

    assert "W45" in [finding.rule for finding in checks.all_of(dataset, catalog).findings]
    assert judged(dataset, catalog, scheme, "2025-01").grade is Grade.GOOD


DECEMBER = {"total_income@2025-12": 8.0, "total_income@2025-12/ytd": 96.0, "total_assets@2025": 10.0}
FORMS = ["会政财01@2025", "会政财02@2025-12"]


@pytest.fixture
def of_both_forms(scheme: Scheme) -> Scheme:
    return scheme.model_copy(update={"requires": ("会政财01", "会政财02")})


@pytest.mark.serves("001-32")
def test_a_statement_of_december_with_its_year_to_date_is_that_of_the_year(
    ledger: Make, catalog: Catalog, of_both_forms: Scheme
) -> None:
    found = judged(ledger(DECEMBER, FORMS), catalog, of_both_forms, "2025")

    assert (found.completeness, [source.file for source in found.sources]) == (1.0, ["2025.xlsx", "2025-12.xlsx"])
    assert "total_income" not in found.sources[1].missing


def test_a_statement_of_december_without_a_year_to_date_is_only_that_of_its_month(
    ledger: Make, catalog: Catalog, of_both_forms: Scheme
) -> None:
    figures = {key: value for key, value in DECEMBER.items() if "ytd" not in key}

    found = judged(ledger(figures, FORMS), catalog, of_both_forms, "2025")

    assert (found.completeness, found.sources[1].completeness) == (0.5, None)


def test_what_does_not_tie_on_the_statement_of_december_counts_for_the_year(
    ledger: Make, catalog: Catalog, of_both_forms: Scheme
) -> None:
    figures = DECEMBER | {"total_expense@2025-12/ytd": 90.0}

    sound = judged(ledger(figures | {"period_surplus@2025-12/ytd": 6.0}, FORMS), catalog, of_both_forms, "2025")
    found = judged(ledger(figures | {"period_surplus@2025-12/ytd": 7.0}, FORMS), catalog, of_both_forms, "2025")

    assert (found.equations_failed - sound.equations_failed, found.errors - sound.errors) == (1, 1)
    assert found.sources[1].ties is False


def test_a_form_that_is_not_there_does_not_tie(ledger: Make, catalog: Catalog, of_both_forms: Scheme) -> None:
    figures = {"total_income@2025": 9.0, "total_expense@2025": 8.0, "period_surplus@2025": 1.0}

    absent = judged(ledger(figures, ["会政财01@2025"]), catalog, of_both_forms, "2025").sources[1]

    assert (absent.form, absent.file, absent.checked, absent.ties) == ("会政财02", None, 0, None)


def test_what_nothing_could_be_checked_of_has_no_grade(ledger: Make, catalog: Catalog, scheme: Scheme) -> None:
    found = judged(ledger({"total_assets@2025-01": 10.0}), catalog, scheme, "2025-01")

    assert (found.equations_checked, found.grade) == (0, None)
    said = sentence(Judged("renhe", "2025-01", found), catalog)
    assert "not graded, for no sum could be checked" in said.en
    assert "不评" in said.zh


OWN_WORDS = {
    "balance_sheet": {"total_assets": 10.0, "current_assets": 10.0, "non_current_assets": 0.0},
    "operations": {"total_income": 5.0, "total_expense": 4.0},
    "cash_flows": {"net_operating_cash_flow": 1.0},
}


@pytest.mark.parametrize(
    ("there", "period", "declared", "share", "named"),
    [
        (("balance_sheet", "operations", "cash_flows"), "2025", {}, 1.0, []),
        (("balance_sheet", "operations"), "2025", {}, 0.8, ["cash_flows"]),
        (("balance_sheet", "operations"), "2025-06", {}, 1.0, []),  # interim statements go without cash flows
        (("balance_sheet",), "2025", {}, 0.4, ["operations", "cash_flows"]),
        (("operations",), "2025", {"net_operating_cash_flow"}, 0.5, ["balance_sheet"]),
        (("balance_sheet",), "2025", {"total_income", "net_operating_cash_flow"}, 1.0, []),  # by design
    ],
)
def test_statements_in_words_of_their_own_are_as_complete_as_their_set_and_what_lacks_is_named(
    ledger: Make, catalog: Catalog, there: tuple[str, ...], period: str, declared: Collection[str], share: float,
    named: list[str],
) -> None:  # fmt: skip
    figures = {f"{item}@{period}": value for name in there for item, value in OWN_WORDS[name].items()}
    dataset = replace(ledger(figures), in_own_words=frozenset({("renhe", period)}))
    none = without_scheme()
    outcome = checks.all_of(dataset, catalog)

    found = checks.quality(outcome, outcome.findings, dataset, catalog, none, "renhe", period, declared)
    pieces = checks.lacking(dataset, catalog, none, "renhe", period, is_rated=True, not_applicable=declared)

    assert found.completeness == pytest.approx(share)
    assert [piece.form for piece in pieces] == named
    if not declared:
        missing = {str(one.facts["item"]) for one in outcome.findings if one.rule == "W56"}
        assert missing == {complete_set().statements[name].items[0] for name in named}


@pytest.mark.parametrize(("hospitals", "named"), [(("east",), {None}), (("east", "west"), {"east", "west"})])
def test_of_several_hospitals_each_is_named_whose_set_is_not_whole(
    catalog: Catalog, hospitals: tuple[str, ...], named: set[str | None]
) -> None:
    """Two notes in a group read alike, and neither told of which hospital it was."""
    found = [
        Observation(item, hospital, "2025", View.PERIOD, value, "money", Place("a.xlsx", "Sheet", "C1"))
        for hospital in hospitals for item, value in OWN_WORDS["balance_sheet"].items()
    ]  # fmt: skip
    rows = [(hospital, "2025") for hospital in hospitals]
    dataset = replace(from_observations(found), in_own_words=frozenset(rows))

    told = [*findings(dataset, catalog, rows)]

    assert {one.facts.get("hospital") for one in told} == named
    assert len(told) == 2 * len(hospitals)
    assert all(catalog.messages.say(one, "en").message.startswith(str(one.facts["hospital"] or 2025)) for one in told)


def test_a_table_of_ids_is_no_set_of_statements(ledger: Make, catalog: Catalog) -> None:
    dataset = ledger({"total_assets@2025": 10.0})

    assert not checks.lacking(dataset, catalog, without_scheme(), "renhe", "2025", is_rated=True)
    assert "W56" not in {one.rule for one in checks.all_of(dataset, catalog).findings}


def test_what_few_hospitals_have_is_no_gap_of_the_others(ledger: Make, catalog: Catalog, scheme: Scheme) -> None:
    """Net of nothing is nothing: a hospital without public infrastructure and housing has a whole balance sheet."""
    nets = {"infrastructure_net", "housing_net"}
    left_out = nets | {name for name, item in catalog.items.items() if item.parent in nets}
    source = of_form(ledger, catalog, scheme, left_out)

    assert (source.completeness, source.missing) == (1.0, ())
    assert catalog.items["science_education_income"].blank_is_zero, "as its expense and its surplus"


def test_lines_that_a_total_leaves_nothing_for_are_there(ledger: Make, catalog: Catalog, scheme: Scheme) -> None:
    """A health centre with a balance sheet of twelve lines was told that its statement is 19 % complete."""
    short = {
        "cash_and_bank": 20.0, "inventories": 5.0, "current_assets": 25.0, "fixed_assets_net": 30.0,
        "non_current_assets": 30.0, "total_assets": 55.0, "accounts_payable": 15.0, "current_liabilities": 15.0,
        "total_liabilities": 15.0, "accumulated_surplus": 40.0, "net_assets": 40.0, "liabilities_and_net_assets_total": 55.0,
    }  # fmt: skip
    source = _short(short, ledger, catalog, scheme)
    parts = {"fixed_assets_cost", "fixed_assets_accum_depr", "accumulated_surplus_medical"}

    assert {*source.missing} == parts  # of totals that nothing divides
    assert (source.expected, source.found) == (72, 66)

    apart = _short(short | {"current_assets": 27.0}, ledger, catalog, scheme)
    assert "prepayments" in apart.missing
    assert apart.found < source.found


def _short(figures: dict[str, float], ledger: Make, catalog: Catalog, scheme: Scheme) -> Any:
    dataset = ledger({f"{item}@2025": value for item, value in figures.items()}, [f"{FORM}@2025"])
    (reading,) = dataset.forms
    every = items_on(catalog.forms[FORM])
    dataset = replace(dataset, forms=(replace(reading, rows=every, filled=len(figures)),))
    outcome = checks.all_of(dataset, catalog)
    (source,) = checks.quality(outcome, (), dataset, catalog, scheme, "renhe", "2025").sources
    return source


def test_a_month_that_is_all_there_is_of_its_year_is_judged_by_itself(
    ledger: Make, catalog: Catalog, scheme: Scheme
) -> None:
    """A file of May was a fifth of the data, for four months before it were missing."""
    alone = judged(ledger(months("05"), ["会政财01@2025-05"]), catalog, scheme, "2025-05")
    among = judged(ledger(months("04", "05"), ["会政财01@2025-04", "会政财01@2025-05"]), catalog, scheme, "2025-05")

    assert [one.period for one in alone.sources] == ["2025-05"]
    assert [one.period for one in among.sources] == ["2025-01", "2025-02", "2025-03", "2025-04", "2025-05"]


def test_the_months_before_one_that_tells_the_year_are_not_asked_for(
    ledger: Make, catalog: Catalog, scheme: Scheme
) -> None:
    figures, forms = {"total_income@2025-05": 5.0}, ["会政财02@2025-05"]

    def asked(dataset: Dataset) -> list[MissingKind]:
        found = lacking(dataset, catalog, scheme, "renhe", "2025-05", is_rated=True)
        return [one.kind for one in found if one.kind is MissingKind.MONTHS]

    assert asked(ledger(figures, forms)) == [MissingKind.MONTHS]
    assert asked(ledger(figures | {"total_income@2025-05/ytd": 25.0}, forms)) == []
