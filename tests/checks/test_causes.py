"""One mistake is told once: what follows from it stands below it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from reportgen import checks
from reportgen.catalog import Catalog
from reportgen.model.finding import Finding, Severity
from reportgen.model.place import NOWHERE, Place
from tests.checks.conftest import dataset_of

Make = Callable[..., Any]
WHOLE = {
    "current_assets@2025": 100.0, "cash_and_bank@2025": 60.0, "inventories@2025": 40.0, "non_current_assets@2025": 50.0,
    "fixed_assets_net@2025": 50.0, "total_assets@2025": 150.0, "liabilities_and_net_assets_total@2025": 150.0,
}  # fmt: skip
FORMS = ["会政财01@2025"]


def causes(findings: Any) -> list[tuple[str, str | None]]:
    return [(finding.rule, finding.cause[0] if finding.cause else None) for finding in checks.folded(findings)]


def test_sums_out_by_the_same_amount_follow_from_the_one_whose_total_is_wrong(checked: Make) -> None:
    assert not checked(WHOLE, FORMS).findings
    subtotal = checked(WHOLE | {"current_assets@2025": 103.0}, FORMS).findings
    total = checked(WHOLE | {"total_assets@2025": 160.0}, FORMS).findings

    assert causes(subtotal) == [("V04", None), ("V06", "V04")]
    assert causes(total) == [("V01", None), ("V06", "V01")]


@pytest.mark.parametrize(("gap", "cause"), [(0.010, "V04"), (-0.010, "V04"), (0.011, None)])
def test_amounts_are_the_same_within_half_a_cent(gap: float, cause: str | None) -> None:
    cells = [Place("2025.xlsx", "Sheet", cell) for cell in ("C4", "C6")]
    total, above = (
        Finding(rule, cell, {"entity": "renhe", "period": "2025", "gap": out}, places=(cells[0],))
        for rule, cell, out in (("V04", cells[0], 0.005), ("V06", cells[1], gap))
    )

    assert causes([total, above]) == [("V04", None), ("V06", cause)]


def test_sums_out_by_different_amounts_are_mistakes_of_their_own(checked: Make) -> None:
    found = checked(WHOLE | {"current_assets@2025": 103.0, "total_assets@2025": 160.0}, FORMS).findings

    assert {cause for rule, cause in causes(found) if rule in {"V04", "V06"}} == {None}


def test_a_sum_follows_from_a_cell_of_its_column_that_could_not_be_read(checked: Make) -> None:
    (broken,) = checked({key: value for key, value in WHOLE.items() if "inventories" not in key}, FORMS).findings
    beside = Finding("I10", Place("2025.xlsx", "Sheet", "C30"), {"text": "#REF!"})
    elsewhere = Finding("I10", Place("2025.xlsx", "Sheet", "D30"), {"text": "#REF!"})

    assert causes([beside, broken]) == [("I10", None), ("V04", "I10")]
    assert causes([elsewhere, broken]) == [("I10", None), ("V04", None)]


def test_a_sum_with_a_part_that_could_not_be_read_is_not_checked_and_not_out(checked: Make, catalog: Catalog) -> None:
    outcome = checked({key: value for key, value in WHOLE.items() if "inventories" not in key}, FORMS)
    unread = Finding("I10", Place("2025.xlsx", "Sheet", "C3"), {"text": "#REF!"})
    far = Finding("I10", Place("2025.xlsx", "Sheet", "C90"), {"text": "#REF!"})

    nothing = dataset_of(WHOLE)
    told, after = checks.not_checked(checks.folded([unread, *outcome.findings]), outcome, nothing)
    kept, same = checks.not_checked(checks.folded([far, *outcome.findings]), outcome, nothing)

    assert causes(told) == [("I10", None), ("W46", "I10")]
    assert catalog.messages.severity(told[1]) is Severity.NOTE
    assert "2025.xlsx › Sheet!C3" in catalog.messages.say(told[1], "en").message
    before = outcome.equations("renhe", "2025")
    assert after.equations("renhe", "2025") == (before[0] - 1, before[1] - 1)
    assert ([f.rule for f in kept], same.equations("renhe", "2025")) == (["I10", "V04"], before)


@pytest.mark.parametrize(("filled", "found"), [(8, ["V04"]), (7, [])])
def test_a_line_without_a_figure_counts_as_blank_where_four_in_five_lines_of_the_form_were_read(
    filled: int, found: list[str], checked: Make
) -> None:
    some = {key: value for key, value in WHOLE.items() if "inventories" not in key}

    assert [one.rule for one in checked(some, FORMS, filled=filled).findings if one.rule == "V04"] == found


def test_a_year_to_date_follows_from_the_copy_of_last_month(checked: Make) -> None:
    lines = ("fiscal_income", "donation_income", "interest_income", "rental_income", "other_income")
    months = {f"{item}@2025-{month}": 10.0 + n for month in ("01", "02") for n, item in enumerate(lines)}
    totals = {f"{item}@2025-{month}/ytd": 10.0 + n for month in ("01", "02") for n, item in enumerate(lines)}

    found = checked(months | totals, ["会政财02@2025-01", "会政财02@2025-02", "会政财02附01@2025-02"]).findings

    assert {cause for cause in causes(found) if cause[0] == "V68"} == {("V68", "W15")}


def test_what_follows_is_not_counted_again_and_the_gravest_counts(catalog: Catalog, checked: Make) -> None:
    found = checks.folded(checked(WHOLE | {"current_assets@2025": 103.0}, FORMS).findings)
    copy = Finding("W15", Place("a.xlsx", "b"), {})
    following = Finding("V68", Place("a.xlsx", "b", "C1"), {}, cause=("W15", copy.place))

    assert checks.counted(found, catalog) == {Severity.ERROR: 1}
    assert checks.counted([copy, following], catalog) == {Severity.ERROR: 1}
    assert checks.counted([following], catalog) == {Severity.ERROR: 1}


def test_what_follows_stands_below_its_cause_and_the_gravest_come_first(catalog: Catalog) -> None:
    first, second = Finding("V04", Place("a", None, "C1"), {}), Finding("V10", Place("a", None, "C2"), {})
    following = Finding("V06", Place("a", None, "C3"), {}, cause=("V04", first.place))

    warning = Finding("W15", Place("a", None), {})
    told = [
        (finding.rule, follows) for finding, follows in checks.ordered([warning, following, first, second], catalog)
    ]
    copied = Finding("V68", Place("a", None, "C4"), {}, cause=("W15", warning.place))

    assert told == [("V04", False), ("V06", True), ("V10", False), ("W15", False)]
    assert [f.rule for f, _ in checks.ordered([Finding("W29", NOWHERE), copied, warning], catalog)] == [
        "W15", "V68", "W29",
    ]  # fmt: skip


def test_other_names_and_weights_stay_apart_and_a_cause_comes_before_what_follows(catalog: Catalog) -> None:
    def copy(month: str) -> tuple[Finding, Finding]:
        place = Place(f"{month}月.xlsx", "表")
        cause = Finding("W15", place, {"form": "资产负债表", "period": f"2025-{month:>02}"})
        cell = Place(place.file, place.sheet, "C1")
        return cause, Finding("V68", cell, {"total": "药品"}, cause=("W15", place))

    found = [each for month in ("10", "2", "1") for each in reversed(copy(month))]
    ((own, (following,)),) = checks.grouped(found, catalog)

    assert [f.place.file for f in own] == ["1月.xlsx", "2月.xlsx", "10月.xlsx"]
    assert [f.rule for f in following] == ["V68"] * 3
    apart = [Finding("I13", Place("a"), {"label": label}) for label in ("甲", "乙", "甲")]
    assert [len(own) for own, _ in checks.grouped(apart, catalog)] == [2, 1]


def test_values_out_of_bounds_month_after_month_are_one_matter_whatever_they_come_to(
    catalog: Catalog, checked: Make
) -> None:
    months = [f"2025-{month:02}" for month in (1, 2, 3)]
    figures = {
        f"{item}@{month}": value
        for number, month in enumerate(months)
        for item, value in (("discharged_patient_bed_days", 9_000.0 + number), ("discharges", 100.0))
    }
    found = [one for one in checked(figures, []).findings if one.rule == "W08"]

    assert [len(own) for own, _ in checks.grouped(found, catalog)] == [3]


def test_a_finding_names_the_indicators_that_its_figures_go_into(catalog: Catalog, checked: Make) -> None:
    (found, _) = checked(WHOLE | {"current_assets@2025": 103.0}, FORMS).findings

    touched = checks.touched_by(found, catalog)

    assert "current_ratio" in touched
    assert "average_length_of_stay" not in touched
    assert not checks.touched_by(Finding("I10", Place("a")), catalog)


def test_openings_of_a_sheet_in_another_unit_follow_from_the_doubt_about_its_unit() -> None:
    def finding(rule: str, cell: str, **facts: Any) -> Finding:
        place = Place("10.xlsx", "资产负债表", cell)
        return Finding(rule, place, {"entity": "renhe", "period": "2025-10", **facts})

    unit = finding("W04", "B45")
    slip = finding("V85", "C6", gap=-9999.0, value=1.0, parts=10_000.0)
    other = finding("V85", "C7", gap=5.0, value=105.0, parts=100.0)

    assert causes([unit, slip, other]) == [("W04", None), ("V85", "W04"), ("V85", None)]
    assert causes([slip]) == [("V85", None)]


@pytest.mark.parametrize("rule", ["V68", "V85"])
def test_what_does_not_go_on_follows_from_the_unit_of_its_workbook_and_of_no_other(rule: str) -> None:
    def finding(rule: str, file: str, sheet: str, **facts: Any) -> Finding:
        return Finding(rule, Place(file, sheet, "C6"), {"entity": "renhe", "period": "2025-06", **facts})

    unit = finding("W04", "6.xlsx", "资产负债表")
    rolling = finding(rule, "6.xlsx", "收入费用表", gap=-9999.0, value=1.0, parts=10_000.0)
    elsewhere = finding(rule, "7.xlsx", "收入费用表", gap=-9998.0, value=1.0, parts=9_999.0)

    assert causes([unit, rolling, elsewhere]) == [("W04", None), (rule, "W04"), (rule, None)]


@pytest.mark.parametrize(
    ("value", "follows"), [(10.0, True), (10.01, False), (-10.0, True), (0.0, False), (10_000_000.0, True)]
)
def test_a_sum_is_out_by_a_unit_where_one_side_is_a_thousand_times_the_other(value: float, follows: bool) -> None:  # noqa: FBT001
    def finding(rule: str, cell: str, **facts: Any) -> Finding:
        return Finding(rule, Place("10.xlsx", "资产负债表", cell), {"entity": "renhe", "period": "2025-10", **facts})

    slip = finding("V85", "C6", gap=1.0, value=value, parts=10_000.0)

    assert causes([finding("W04", "B45"), slip])[1] == ("V85", "W04" if follows else None)


@pytest.mark.parametrize(
    ("amounts", "rules"),
    [
        ({"C8": 30.0, "C9": 10.0}, []),  # together what the sum is out by
        ({"C8": 40.0, "C9": 7.0}, []),  # one of them: the other is a line of something else
        ({"C8": 30.0, "C10": 10.0, "C9": 99.0}, ["V04"]),  # with another between them: by chance
        ({"C9": 30.0, "C10": 10.0, "C8": 99.0}, []),
        ({"C8": 30.0, "D9": 10.0}, ["V04"]),  # in another column
        ({"C8": 39.0}, ["V04"]),
    ],
)
def test_a_sum_out_by_lines_that_the_user_leaves_unread_is_none(
    checked: Make, amounts: dict[str, float], rules: list[str]
) -> None:
    outcome = checked({key: value for key, value in WHOLE.items() if "inventories" not in key}, FORMS)
    left_out = {Place("2025.xlsx", "Sheet", cell): (amount, 0.01) for cell, amount in amounts.items()}

    told, after = checks.not_checked(outcome.findings, outcome, replace(dataset_of(WHOLE), left_out=left_out))

    assert [finding.rule for finding in told] == rules
    assert after.equations("renhe", "2025")[1] == len(rules)


def test_what_follows_from_what_follows_stands_below_it_and_nothing_is_lost(catalog: Catalog) -> None:
    at = [Place("a", None, f"C{number}") for number in range(1, 5)]
    first = Finding("V04", at[0])
    second, third = Finding("V06", at[1], cause=("V04", at[0])), Finding("V07", at[2], cause=("V06", at[1]))
    orphan = Finding("V08", at[3], cause=("V01", at[3]))

    told = [(one.rule, follows) for one, follows in checks.ordered([third, orphan, second, first], catalog)]

    assert told == [("V08", False), ("V04", False), ("V06", True), ("V07", True)]
    assert [one.rule for one, _ in checks.weighed([third, orphan, second, first], catalog)] == ["V08", "V04"]


def test_of_a_year_and_the_month_that_ends_it_one_cell_out_by_one_amount_is_one_mistake() -> None:
    year, month, other = (
        Finding("V04", Place("12.xlsx", "表", "C4"), {"entity": "renhe", "period": period, "gap": gap})
        for period, gap in (("2025", 3.0), ("2025-12", 3.0), ("2025-12", 5.0))
    )

    assert causes([year, month]) == [("V04", None), ("V04", "V04")]
    assert causes([year, other]) == [("V04", None), ("V04", None)]


@pytest.mark.parametrize("blank", [("inventories",), None])
@pytest.mark.parametrize(
    ("rule", "cell", "reason"),
    [("I10", "C30", True), ("I10", "D30", False), ("I13", "A30", True), ("W29", "C30", False)],
)
def test_a_sum_with_a_blank_follows_from_a_cell_of_its_column_or_a_line_of_its_sheet_that_was_not_read(
    rule: str, cell: str, *, reason: bool, blank: tuple[str, ...] | None
) -> None:
    unread = Finding(rule, Place("a.xlsx", "S", cell))
    broken = Finding("V04", Place("a.xlsx", "S", "C4"), {"gap": 3.0, "blank": blank})
    elsewhere = Finding("V05", Place("a.xlsx", "T", "C4"), {"gap": 4.0, "blank": blank})

    found = causes([unread, broken, elsewhere])

    assert found == [(rule, None), ("V04", rule if reason and blank else None), ("V05", None)]


@pytest.mark.parametrize(("row", "is_checked"), [(1, True), (2, False), (7, False), (8, True)])
def test_what_was_not_read_may_be_a_part_from_the_row_above_the_first_to_the_one_below_the_last(
    row: int, checked: Make, *, is_checked: bool
) -> None:
    figures = {"cash_and_bank@2025": 60.0, **{f"{item}@2025-12": 1.0 for item in ("total_income", "total_expense")}}
    lines = {"short_term_investments@2025": 1.0, "current_assets@2025": 103.0, "non_current_assets@2025": 2.0}
    outcome = checked({"total_assets@2024": 1.0, "total_income@2024": 1.0, **lines, **figures}, FORMS)
    (broken,) = (one for one in outcome.findings if one.rule == "V04")
    rows = [at.row for at in (broken.place, *broken.places)]
    assert (min(rows), max(rows)) == (3, 6)

    unread = Finding("I13", Place("2025.xlsx", "Sheet", f"C{row}"))
    told, _ = checks.not_checked(checks.folded([unread, broken]), outcome, dataset_of(WHOLE))

    assert [one.rule for one in told] == ["I13", "V04" if is_checked else "W46"]


@pytest.mark.parametrize(
    ("at", "is_checked"),
    [
        (Place("2025.xlsx", "Sheet", "C90"), False),  # in its column
        (Place("2025.xlsx", "Sheet", "D90"), True),
        (Place("2025.xlsx", "Other", "D90"), False),  # of another sheet, where it may be of any column
    ],
)
def test_a_blank_part_that_could_not_be_taken_leaves_its_sum_unchecked_wherever_it_may_belong(
    at: Place, checked: Make, *, is_checked: bool
) -> None:
    outcome = checked({key: value for key, value in WHOLE.items() if "inventories" not in key}, FORMS)
    dataset = replace(dataset_of(WHOLE), unread={("inventories", "renhe", "2025"): (at,)})

    told, _ = checks.not_checked(outcome.findings, outcome, dataset)

    assert [one.rule for one in told] == ["V04" if is_checked else "W46"]
    assert is_checked or told[0].facts["unread"] == at


def test_only_the_trial_of_the_sum_that_could_not_be_checked_is_taken_back(checked: Make) -> None:
    figures = WHOLE | {"liabilities_and_net_assets_total@2025": 151.0}
    outcome = checked({key: value for key, value in figures.items() if "inventories" not in key}, FORMS)
    unread = Finding("I10", Place("2025.xlsx", "Sheet", "C3"), {"text": "#REF!"})
    before = {rule: counts for rule, *counts in outcome.rules("renhe", "2025")}

    _, after = checks.not_checked(checks.folded([unread, *outcome.findings]), outcome, dataset_of(WHOLE))

    changed = {rule: counts for rule, *counts in after.rules("renhe", "2025") if counts != before[rule]}
    assert changed == {"V04": [before["V04"][0] - 1, before["V04"][1] - 1]}


@pytest.mark.parametrize(("cell", "is_part"), [("C9", True), ("D9", True), ("E9", False)])
def test_of_a_sum_over_two_columns_a_cell_of_either_may_be_the_part(cell: str, checked: Make, *, is_part: bool) -> None:
    outcome = checked({key: value for key, value in WHOLE.items() if "inventories" not in key}, FORMS)
    (broken,) = outcome.findings
    across = replace(broken, places=(*broken.places, Place("2025.xlsx", "Sheet", "D2")))
    at = Place("2025.xlsx", "Sheet", cell)
    dataset = replace(dataset_of(WHOLE), unread={("inventories", "renhe", "2025"): (at,)})

    told, _ = checks.not_checked([across], outcome, dataset)

    assert [one.rule for one in told] == ["W46" if is_part else "V04"]
