"""What others say of the same hospital, totals that were typed in, and forms that disagree."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from reportgen import checks
from reportgen.catalog import Catalog
from reportgen.checks.outside import compared, issued_replaced, issued_restated
from reportgen.model.casefile import Case, CaseFile, MappingFile
from reportgen.model.dataset import FormReading, from_observations
from reportgen.model.finding import Finding
from reportgen.model.place import Place
from reportgen.model.values import Measured

Make = Callable[..., Any]
FIGURES = {"current_assets@2025": 300.0, "current_liabilities@2025": 200.0}


def case(folder: Path) -> Case:
    return Case(folder, CaseFile(), MappingFile())


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ("current_ratio,2025,1.50", []),
        ("current_ratio,2025,1.5", []),
        ("current_ratio,2025,1.51", []),  # one of its last place
        ("current_ratio,2025,1.46", ["W31"]),
        ("current_ratio,2025,150%", []),
        ("流动比率,2025,1.70", ["W31"]),
        ("current_ratio,2024,9", []),
        ("current_rato,2025,1.5", ["W40"]),
        ("current_ratio,2025,high", ["W40"]),
        ("current_ratio,last year,1.5", ["W40"]),
        ("current_ratio,2025,NaN", ["W40"]),
    ],
)
def test_w31_supplied_indicators_are_compared_with_ours(
    row: str, found: list[str], tmp_path: Path, ledger: Make, catalog: Catalog
) -> None:
    (tmp_path / "supplied.csv").write_text(f"indicator,period,value\n{row}\n", encoding="utf-8-sig")

    findings = checks.outside(ledger(FIGURES), catalog, case(tmp_path))

    assert [finding.rule for finding in findings] == found
    assert all(finding.place == Place("supplied.csv", line=2) for finding in findings)
    assert all(catalog.messages.both(finding).message.zh for finding in findings)


@pytest.mark.parametrize(("supplied", "found"), [("150.50", []), ("150.70", []), ("151.00", ["W31"])])
def test_w31_half_a_percent_of_a_large_value_is_no_difference(
    supplied: str, found: list[str], tmp_path: Path, ledger: Make, catalog: Catalog
) -> None:
    (tmp_path / "supplied.csv").write_text(f"indicator,period,value\ncurrent_ratio,2025,{supplied}\n", encoding="utf-8")
    figures = {"current_assets@2025": 300.0, "current_liabilities@2025": 2.0}

    assert [finding.rule for finding in checks.outside(ledger(figures), catalog, case(tmp_path))] == found


@pytest.mark.parametrize(
    ("supplied", "found"),
    [("1.507499", []), ("1.507501", ["W31"]), ("1.492501", []), ("1.492499", ["W31"])],
)
def test_w31_half_a_percent_is_the_most_that_two_values_may_differ(
    supplied: str, found: list[str], tmp_path: Path, ledger: Make, catalog: Catalog
) -> None:
    (tmp_path / "supplied.csv").write_text(f"indicator,period,value\ncurrent_ratio,2025,{supplied}\n", encoding="utf-8")

    assert [finding.rule for finding in checks.outside(ledger(FIGURES), catalog, case(tmp_path))] == found


def test_w31_a_row_may_name_another_hospital_and_is_of_our_own_without_one(catalog: Catalog) -> None:
    asked: list[str] = []

    def computed(_indicator: str, entity: str, _period: str) -> Measured:
        asked.append(entity)
        return Measured(1.5, None)

    rows = "indicator,period,value,entity\ncurrent_ratio,2025,1.5,\ncurrent_ratio,2025,1.5, other \n"
    assert not [*compared(rows, catalog, "renhe", computed)]
    assert asked == ["renhe", "other"]


def results(value: float | None, **other: object) -> str:
    row = {"id": "current_ratio", "value": value, "basis": "ytd"}
    document = {"schema": "reportgen/results/1", "entity": {"id": "renhe"}, "period": "2025", "indicators": [row]}
    return json.dumps(document | other)


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (results(1.5), []),
        (results(1.4), ["W30"]),
        (results(None), ["W30"]),
        (results(1.5, schema="reportgen/panel/1"), ["W39"]),
        (results(1.5, period="soon"), ["W39"]),
        (results(1.5, indicators=[{"id": "current_ratio", "value": "much"}]), ["W39"]),
        ("[1, 2", ["W39"]),
        ("[]", ["W39"]),
        ("[" * 100_000, ["W39"]),
    ],
    ids=["same", "restated", "newly there", "other schema", "no period", "no number", "no JSON", "a list", "deep"],
)
def test_w30_issued_results_are_compared_with_those_of_today(
    content: str, found: list[str], tmp_path: Path, ledger: Make, catalog: Catalog
) -> None:
    (tmp_path / "issued").mkdir()
    (tmp_path / "issued" / "RHB-1.json").write_text(content, encoding="utf-8")

    findings = checks.outside(ledger(FIGURES), catalog, case(tmp_path))

    assert [(finding.rule, finding.place.file) for finding in findings] == [
        (rule, "issued/RHB-1.json") for rule in found
    ]
    if found == ["W30"]:
        assert checks.touched_by(findings[0], catalog) == ("current_ratio",)
        assert "1.50" in catalog.messages.say(findings[0], "en").message


@pytest.mark.parametrize(
    ("named", "asked"),
    [({"id": "own"}, {"scheme": "own"}), ({"name": "Own"}, {}), ("own", {}), (None, {})],
    ids=["its id", "no id", "no object", "nothing"],
)
def test_w30_issued_results_are_computed_by_the_scheme_that_they_name(
    named: object, asked: dict[str, str], catalog: Catalog
) -> None:
    seen: list[dict[str, str]] = []

    def computed(*_: str, **scheme: str) -> Measured:
        seen.append(scheme)
        return Measured(1.5, None)

    assert not [*issued_restated("R.json", results(1.5, scheme=named), catalog, computed)]
    assert seen == [asked]


def test_w30_what_is_no_indicator_any_more_or_was_judged_is_not_computed_again(catalog: Catalog) -> None:
    names = ("no_longer_there", "public_credit_grade")
    rows = [{"id": name, "value": 1.0, "basis": "ytd"} for name in names]

    def computed(identifier: str, *_: str) -> Measured:
        raise AssertionError(identifier)

    assert not [*issued_restated("R.json", results(1.5, indicators=rows), catalog, computed)]


def test_what_an_issued_report_corrects_is_read_where_it_can_be() -> None:
    corrects = results(1.5, standing={"corrects": {"number": "RHB-1"}})

    assert [*issued_replaced([corrects, results(1.5), "[1, 2", results(1.5, standing=None)])] == ["RHB-1"]


def test_a_restatement_in_several_issued_files_is_told_once_with_all_their_places(
    tmp_path: Path, ledger: Make, catalog: Catalog
) -> None:
    (tmp_path / "issued").mkdir()
    for name in ("RHA-1", "RHB-1"):
        (tmp_path / "issued" / f"{name}.json").write_text(results(1.4), encoding="utf-8")

    (finding,) = checks.outside(ledger(FIGURES), catalog, case(tmp_path))

    assert [place.file for place in (finding.place, *finding.places)] == ["issued/RHA-1.json", "issued/RHB-1.json"]


def test_a_value_that_was_not_there_before_or_is_not_any_more_is_told_as_a_gap(catalog: Catalog) -> None:
    row = {"id": "asset_liability_ratio", "basis": "ytd"}

    def told(was: float | None, now: float | None) -> list[tuple[object, object]]:
        content = results(0, indicators=[row | {"value": was}])
        found = issued_restated("R.json", content, catalog, lambda *_: Measured(now, None))
        return [(one.facts["issued"], one.facts["value"]) for one in found]

    assert told(None, 0.75) == [(None, "75.00%")]
    assert told(0.75, None) == [("75.00%", None)]
    assert told(None, None) == []


def test_w41_of_a_group_each_restated_hospital_is_named_as_it_was_issued(catalog: Catalog) -> None:
    rows = [{"id": "current_ratio", "value": 1.5}]
    name = {"zh": "仁和", "en": "Renhe"}
    hospitals = [{"entity": {"id": "east", "name": name}, "indicators": rows}] + [
        {"entity": {"id": other}, "indicators": rows} for other in ("west", "north")
    ]
    asked: list[str] = []

    def computed(_identifier: str, entity: str, _period: str, basis: str) -> Measured:
        asked.append(basis)
        return Measured(1.5 if entity == "north" else 1.4, None)

    content = json.dumps({"schema": "reportgen/group/1", "period": "2025", "hospitals": hospitals})
    found = [*issued_restated("G.json", content, catalog, computed)]

    assert [(one.rule, one.facts["entity"]) for one in found] == [("W41", "east"), ("W41", "west")]
    assert [getattr(one.facts["hospital"], "en", one.facts["hospital"]) for one in found] == ["Renhe", "west"]
    assert asked == ["ytd"] * 3, "what names no basis was computed on that of the year to date"


def test_w30_an_indicator_is_computed_on_the_basis_on_which_it_was_issued(catalog: Catalog) -> None:
    asked: list[str] = []

    def computed(*given: str) -> Measured:
        asked.append(given[-1])
        return Measured(1.5, None)

    rows = [{"id": "current_ratio", "value": 1.5, "basis": basis} for basis in ("month", "ytd")]
    assert not [*issued_restated("R.json", results(0, indicators=rows), catalog, computed)]
    assert asked == ["month", "ytd"]


def test_other_restatements_and_files_that_cannot_be_read_stay_apart(
    tmp_path: Path, ledger: Make, catalog: Catalog
) -> None:
    (tmp_path / "issued").mkdir()
    for name, content in (("A", results(1.4)), ("B", results(1.3)), ("C", "[]"), ("D", "[]")):
        (tmp_path / "issued" / f"{name}.json").write_text(content, encoding="utf-8")

    found = checks.outside(ledger(FIGURES), catalog, case(tmp_path))

    assert [(one.rule, one.place.file) for one in found] == [
        ("W30", "issued/A.json"), ("W30", "issued/B.json"), ("W39", "issued/C.json"), ("W39", "issued/D.json"),
    ]  # fmt: skip
    corrected = checks.outside(ledger(FIGURES), catalog, case(tmp_path), correcting="A")
    assert [one.place.file for one in corrected] == ["issued/B.json", "issued/C.json", "issued/D.json"]


@pytest.mark.parametrize(
    ("row", "rule"),
    [("current_ratio", "W40"), ("current_ratio,2025", "W40"), (",2025,1.5", "W40"), ("Current ratio,2025,1.7", "W31"),
     (" current_ratio , 2025 , 1.7 ", "W31"), ("current_ratio,2025,151%", ""), ("current_ratio,2025,153%", "W31")],
)  # fmt: skip
def test_a_supplied_row_is_told_where_something_lacks_and_read_by_either_name(
    row: str, rule: str, catalog: Catalog
) -> None:
    found = [*compared(f"indicator,period,value\n{row}\n", catalog, "renhe", lambda *_: Measured(1.5, None))]

    assert [one.rule for one in found] == [rule] * bool(rule)
    if rule == "W40":
        assert found[0].facts["text"] == row.strip(",")


def test_fractions_are_told_as_pages_print_them(tmp_path: Path, ledger: Make, catalog: Catalog) -> None:
    (tmp_path / "issued").mkdir()
    row = {"id": "asset_liability_ratio", "value": 0.7808, "basis": "ytd"}
    (tmp_path / "issued" / "RHB-1.json").write_text(results(None, indicators=[row]), encoding="utf-8")
    figures = {"total_liabilities@2025": 150.0, "total_assets@2025": 200.0}

    (finding,) = checks.outside(ledger(figures), catalog, case(tmp_path))

    assert (finding.facts["issued"], finding.facts["value"]) == ("78.08%", "75.00%")


def test_two_values_that_read_alike_are_told_with_the_digits_that_part_them(
    tmp_path: Path, ledger: Make, catalog: Catalog
) -> None:
    (tmp_path / "issued").mkdir()
    (tmp_path / "issued" / "RHB-1.json").write_text(results(1.50000004), encoding="utf-8")

    (finding,) = checks.outside(ledger(FIGURES), catalog, case(tmp_path))

    assert (finding.facts["issued"], finding.facts["value"]) == ("1.50000004", "1.5")


def test_a_link_out_of_the_case_is_not_followed(tmp_path: Path, ledger: Make, catalog: Catalog) -> None:
    (tmp_path / "elsewhere.csv").write_text("indicator,period,value\ncurrent_ratio,2025,9\n", encoding="utf-8")
    (tmp_path / "case").mkdir()
    (tmp_path / "case" / "supplied.csv").symlink_to(tmp_path / "elsewhere.csv")

    assert [f.rule for f in checks.outside(ledger(FIGURES), catalog, case(tmp_path / "case"))] == ["I06"]


@pytest.mark.parametrize(("total", "found"), [(9, ["W22"]), ("=B2+1", [])])
def test_w22_a_total_that_does_not_tie_and_is_typed_in(total: object, found: list[str], tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "S"
    for cell, content in (("A1", total), ("B1", "=B2"), ("B2", 3)):
        sheet[cell] = content
    book.save(tmp_path / "a.xlsx")
    wrong = Finding("V04", Place("a.xlsx", "S", "A1"), {"gap": 1.0, "entity": "renhe", "period": "2025"})

    hints = list(checks.typed_totals([wrong], tmp_path))

    assert [hint.rule for hint in hints] == found
    assert all(hint.cause == ("V04", wrong.place) for hint in hints)


def test_w22_a_total_that_no_cell_holds_or_on_a_sheet_without_formulas_is_not_called_typed_in(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "S"
    sheet["A1"], sheet["B1"] = 9, 3
    other = book.create_sheet("T")
    other["B1"] = "=B2"
    book.save(tmp_path / "a.xlsx")
    wrong = [
        Finding("V04", Place("a.xlsx", name, "A1"), {"gap": 1.0, "entity": "renhe", "period": "2025"}) for name in "STU"
    ]

    assert list(checks.typed_totals(wrong, tmp_path)) == []


@pytest.mark.parametrize(
    "another",
    [
        Finding("V04", Place("b.csv", None, "A1"), {"gap": 1.0}),  # a text table has no formulas
        Finding("V04", Place("b.xlsx", "S"), {"gap": 1.0}),  # of no cell
        Finding("V04", Place("b.xlsx", "S", "A1"), {}),  # no sum
        Finding("V04", Place("b.xlsx", "S", "A1"), {"gap": 1.0}, cause=("W50", Place("b.xlsx"))),  # another's fault
    ],
)
def test_w22_looks_for_formulas_beside_no_other_finding(another: Finding, tmp_path: Path) -> None:
    assert list(checks.typed_totals([another], tmp_path)) == []


def test_v37_a_line_on_which_two_forms_disagree(catalog: Catalog) -> None:
    places = Place("a.xlsx", "one"), Place("a.xlsx", "two")
    forms = [
        FormReading("renhe", "2025", code, at) for code, at in zip(("会政财02", "会政财02附01"), places, strict=True)
    ]
    facts: dict[str, Any] = {"item": catalog.items["medical_income"].name, "period": "2025", "value": 2.0, "other": 1.0}
    apart = Finding("I43", Place("a.xlsx", "two", "B3"), facts | {"first": Place("a.xlsx", "one", "B4")})
    within = Finding("I43", Place("a.xlsx", "two", "B3"), facts | {"first": Place("a.xlsx", "two", "B4")})

    told = checks.between_forms([apart, within], from_observations((), forms))

    assert [finding.rule for finding in told] == ["V37", "I43"]
    assert "Medical income: 2.00 here, 1.00 at a.xlsx › one!B4" in catalog.messages.say(told[0], "en").message
