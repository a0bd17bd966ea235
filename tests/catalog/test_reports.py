"""Kinds of reports name only what there is; what a case wants of them is told by file, line and column."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen import intake
from reportgen.catalog import Catalog, load, load_catalog, reports
from reportgen.errors import Refused
from reportgen.model.casefile import CaseFile
from reportgen.model.finding import Finding
from reportgen.model.place import Place
from reportgen.model.reports import ReportChoice, ReportKind

KIND = """\
brief:
  source: 本院规定
  name: {zh: 简报, en: Brief}
  called: {month: {zh: 简报, en: Brief}, quarter: {zh: 简报, en: Brief}, year: {zh: 简报, en: Brief}}
  title: {zh: "{report}", en: "{report}"}
  distribution: {zh: 内部, en: Internal}
  sections:
"""
CASE = """\
entity: {id: x, name: {zh: 甲, en: A}}
reports:
"""


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load_catalog()


def found_in_case(folder: Path, choice: str) -> list[Finding]:
    (folder / "case.yaml").write_text(CASE + choice, "utf-8")
    return list(intake.wrong_reports(intake.open_case(folder), load_catalog()))


def test_the_built_in_kinds_name_only_what_there_is(catalog: Catalog):
    known = reports.ReportNames.of(catalog.sections, catalog.words)
    for name, kind in catalog.reports.items():
        assert not list(reports.problems(name, kind, known, lambda *trail: Place(str(trail)))), name


def test_each_built_in_kind_has_a_file_of_its_name(catalog: Catalog):
    assert set(load.report_names()) == set(catalog.reports)


@pytest.mark.parametrize(
    ("entry", "rule", "line", "column", "nearest"),
    [
        ("{section: scorecards}", "D16", 8, 17, "scorecard"),
        ("{section: verdict, when: [scord]}", "D16", 8, 33, "scored"),
        ("{section: card, options: {off: all}}", "D03", 8, 38, "of"),
        ("{section: card, options: {of: al}}", "D08", 8, 37, "all"),
        ("{section: card, options: {of: 3}}", "D05", 8, 37, None),
        ('{section: card, title: {zh: "{nam}", en: x}}', "D24", 8, 30, None),
    ],
)
def test_an_own_kind_that_names_what_there_is_not_is_refused(
    tmp_path: Path, entry: str, rule: str, line: int, column: int, nearest: str | None
):
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "brief.yaml").write_text(f"{KIND}    - {entry}\n", "utf-8")
    with pytest.raises(Refused) as caught:
        load_catalog(tmp_path)
    (finding,) = caught.value.findings
    assert finding.rule == rule
    assert (finding.place.file, finding.place.line, finding.place.column) == ("reports/brief.yaml", line, column)
    assert finding.facts.get("nearest") == nearest


def test_a_section_stands_in_two_places_only_under_two_ids(tmp_path: Path):
    (tmp_path / "reports").mkdir()
    file = tmp_path / "reports" / "brief.yaml"
    file.write_text(f"{KIND}    - section: verdict\n    - section: verdict\n", "utf-8")
    with pytest.raises(Refused) as caught:
        load_catalog(tmp_path)
    assert [finding.rule for finding in caught.value.findings] == ["D23"]
    file.write_text(f"{KIND}    - section: verdict\n    - {{section: verdict, id: again}}\n", "utf-8")
    assert "brief" in load_catalog(tmp_path).reports


def test_an_own_kind_stands_beside_the_built_in_ones_or_in_place_of_one(tmp_path: Path):
    (tmp_path / "reports").mkdir()
    file = tmp_path / "reports" / "own.yaml"
    file.write_text(f"{KIND}    - section: verdict\n", "utf-8")
    assert set(load_catalog(tmp_path).reports) == {*load_catalog().reports, "brief"}
    file.write_text(KIND.replace("brief:", "board:\n  replaces: board") + "    - section: verdict\n", "utf-8")
    assert len(load_catalog(tmp_path).reports["board"].sections) == 1


@pytest.mark.parametrize(
    ("choice", "rule", "line", "column", "nearest"),
    [
        ("  bord: {without: [budget]}\n", "C24", 3, 3, "board"),
        ("  board: {sections: [verdict, scorcard]}\n", "D16", 3, 31, "scorecard"),
        ("  board: {without: [bugdet]}\n", "D16", 3, 21, "budget"),
        ("  board:\n    titles:\n      summry: {zh: 甲, en: A}\n", "D16", 5, 7, "summary"),
        ("  board: {titles: {card: {zh: '{x}', en: A}}}\n", "D24", 3, 20, None),
        ("  board: {options: {card: {of: each}}}\n", "D08", 3, 28, "weak"),
        ("  board: {sections: [verdict, verdict]}\n", "D23", 3, 31, None),
        ("  board: {sections: [verdict], without: [verdict]}\n", "D25", 3, 32, None),
        ("  annual: {without: [result]}\n", "D16", 3, 22, "results"),
        ("  board: {including: [robustnes]}\n", "D16", 3, 23, "robustness"),
    ],
)
def test_what_a_case_wants_and_there_is_not_is_told_with_its_place(
    tmp_path: Path, choice: str, rule: str, line: int, column: int, nearest: str | None
):
    (finding,) = found_in_case(tmp_path, choice)
    assert finding.rule == rule
    assert (finding.place.file, finding.place.line, finding.place.column) == ("case.yaml", line, column)
    if rule in {"C24", "D16"}:
        assert finding.facts["nearest"] == nearest


def kind_of(catalog: Catalog, **choice: object) -> ReportKind:
    return reports.chosen(catalog.reports["board"], ReportChoice.model_validate(choice))


def test_a_choice_gives_the_order_and_what_it_leaves_out_is_gone(catalog: Catalog):
    kind = kind_of(catalog, sections=("passport", "verdict", "budget"), without=("budget",))
    assert [entry.section for entry in kind.sections] == ["passport", "verdict"]


def test_a_title_and_an_option_are_changed_and_the_others_kept(catalog: Catalog):
    titles = {"budget": {"zh": "预算", "en": "Budget"}}
    kind = kind_of(catalog, titles=titles, options={"card": {"of": "all"}})
    by_name = {entry.name: entry for entry in kind.sections}
    assert by_name["budget"].title is not None
    assert by_name["budget"].title.en == "Budget"
    assert by_name["scorecard"].title is None
    assert reports.options_of(by_name["card"], catalog.sections["card"]).word("of") == "all"
    untouched = {entry.name: entry for entry in catalog.reports["board"].sections}["card"]
    assert reports.options_of(untouched, catalog.sections["card"]).word("of") == "weak"


def test_a_case_without_a_choice_has_the_kind_as_it_is(catalog: Catalog):
    assert CaseFile().reports == {}
    usual = [entry for entry in catalog.reports["board"].sections if not entry.on_request]
    assert list(reports.chosen(catalog.reports["board"], None).sections) == usual


def test_what_is_kept_in_readiness_stands_in_its_place_once_it_is_asked_for(catalog: Catalog):
    names = [entry.name for entry in kind_of(catalog, including=("robustness",)).sections]
    assert "robustness" not in [entry.name for entry in kind_of(catalog).sections]
    assert names == [entry.section for entry in catalog.reports["board"].sections if entry.section in names]
    assert "attribution" not in names


def with_submission(folder: Path, *sections: str) -> None:
    """A submission of the case's own in place of the built-in one."""
    (folder / "reports").mkdir()
    lines = "".join(f"    - section: {name}\n" for name in sections)
    (folder / "reports" / "agency.yaml").write_text(
        KIND.replace("brief:", "agency:\n  replaces: agency") + lines, "utf-8"
    )


def test_a_submission_that_compares_methods_is_refused(tmp_path: Path):
    with_submission(tmp_path, "verdict", "robustness")
    with pytest.raises(Refused) as caught:
        load_catalog(tmp_path)
    (finding,) = caught.value.findings
    assert (finding.rule, finding.place.file) == ("D26", "reports/agency.yaml")
    assert finding.facts == {"key": "robustness", "kind": "agency", "known": ("annual", "board")}


@pytest.mark.parametrize("choice", ["sections: [letter, robustness]", "including: [robustness]"])
def test_a_case_cannot_ask_for_a_comparison_of_methods_in_a_submission(tmp_path: Path, choice: str):
    (tmp_path / "case.yaml").write_text(f"{CASE}  agency: {{{choice}}}\n", "utf-8")
    case = intake.open_case(tmp_path)
    (finding,) = intake.wrong_reports(case, load_catalog())
    assert (finding.rule, finding.place.file, finding.place.line) == ("D26", "case.yaml", 3)


def test_no_kind_but_those_named_may_be_put_together_with_a_barred_section(catalog: Catalog):
    board = catalog.reports["board"]
    reports.require_allowed("board", board, catalog.sections)
    with pytest.raises(Refused) as caught:
        reports.require_allowed("agency", board, catalog.sections)
    barred = [entry.section for entry in board.sections if catalog.sections[entry.section].only_in]
    assert [finding.rule for finding in caught.value.findings] == ["D26"] * len(barred)
    assert [finding.facts["key"] for finding in caught.value.findings] == barred
