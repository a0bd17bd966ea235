"""What case.yaml and mapping.yaml say and is not so: told with line and the nearest right word."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest

from reportgen import intake
from reportgen.catalog import Catalog
from reportgen.errors import ExitCode, Refused
from reportgen.model.finding import Finding

CASE = 'regime: "2019"\nentity: {id: a, name: {zh: 甲院, en: A}}\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    text = "entity,period,item,value\n甲院,2025,cash_and_bank,1\n"
    (tmp_path / "data" / "t.csv").write_text(text, encoding="utf-8")
    return tmp_path


def refused(folder: Path, more: str) -> list[Finding]:
    (folder / "case.yaml").write_text(CASE + more, encoding="utf-8")
    with pytest.raises(Refused) as caught:
        intake.open_case(folder)
    assert caught.value.exit_code is ExitCode.INPUT
    return list(caught.value.findings)


def told(folder: Path, catalog: Catalog, more: str = "", mapping: str = "") -> list[Finding]:
    (folder / "case.yaml").write_text(CASE + more, encoding="utf-8")
    (folder / "mapping.yaml").write_text(mapping, encoding="utf-8")
    return list(intake.read(intake.open_case(folder), catalog).findings)


@pytest.mark.parametrize("date", ["2026-99-99", "2026-02-29", "0000-01-01", "20261105", "2026-11-5", "2026-11-05 "])
def test_the_date_of_issue_is_a_day_of_the_calendar(folder: Path, date: str):
    found = refused(folder, f'report: {{issue_date: "{date}"}}\n')

    assert [(f.rule, f.place.line) for f in found] == [("D20", 3)]


@pytest.mark.parametrize(
    ("more", "rule", "nearest"),
    [
        ("unit: bananas\n", "D08", None),
        ("unit: milions\n", "D08", "millions"),
        ("currency: XYZ\n", "I62", "XYZ"),
        ("currency: CNX\n", "I62", "CN"),
    ],
)
def test_a_unit_and_a_currency_must_be_known(folder: Path, more: str, rule: str, nearest: str | None):
    found = refused(folder, more)

    assert [(f.rule, f.place.file, f.place.line) for f in found] == [(rule, "case.yaml", 3)]
    if rule == "D08":
        assert found[0].facts["nearest"] == nearest
    elif nearest == "CN":
        assert str(found[0].facts["nearest"]).startswith("CN")


MANY = """\
schem: comprehensive_80_20
scheme: comprehensiv_80_20
unit: 圆圆
fiscal_year_start: 13
approvals: [reviewr]
report: {issue_date: "2026-02-30"}
reports: {bord: {}}
not_applicable: {curent_ratio: {zh: 无, en: none}}
analysis: {warnings: public_hospitals}
peers: {panel: nowhere}
"""


def test_all_mistakes_are_told_at_once_whatever_finds_them(folder: Path):
    found = sorted((f.place.line or 0, f.rule) for f in refused(folder, MANY))

    assert found == [
        (3, "D03"), (4, "C06"), (5, "D08"), (6, "D11"), (7, "D08"), (8, "D20"), (9, "C24"), (10, "I63"), (11, "K08"),
        (12, "I39"),
    ]  # fmt: skip


def test_whoever_is_refused_for_something_else_still_has_a_role(folder: Path):
    people = "signatories: [{id: cfo, role: {zh: 财务总监, en: CFO}, name: {zh: 林, en: Lin}}]\n"

    assert [f.rule for f in refused(folder, people + "approvals: [cfo]\n")] == ["D05"]
    assert [f.rule for f in refused(folder, people + "approvals: [cio]\n")] == ["D05", "D08"]


def test_names_of_packs_that_are_not_there_are_not_doubted(folder: Path):
    found = refused(folder, "packs: [nowhere]\nunit: 圆圆\nnot_applicable: {of_the_pack: {zh: 无, en: none}}\n")

    assert [f.rule for f in found] == ["D08", "I39"]


def test_a_key_that_does_nothing_is_unknown(folder: Path):
    assert [f.rule for f in refused(folder, "timestamp: now\n")] == ["D03"]


def test_not_applicable_names_indicators(folder: Path, catalog: Catalog):
    found = told(
        folder, catalog, "not_applicable:\n  curent_ratio: {zh: 无, en: none}\n  quick_ratio: {zh: 无, en: none}\n"
    )

    assert [(f.rule, f.place.line, f.facts["nearest"]) for f in found] == [("I63", 4, "current_ratio")]


def test_the_folder_of_the_peers_is_there_and_holds_data(folder: Path, catalog: Catalog):
    (folder / "empty").mkdir()

    assert [(f.rule, f.place.line) for f in told(folder, catalog, "peers: {panel: nowhere}\n")] == [("I39", 3)]
    assert [(f.rule, f.place.line) for f in told(folder, catalog, "peers: {panel: empty}\n")] == [("I61", 3)]


def test_a_folder_of_peers_without_figures_is_refused(folder: Path, catalog: Catalog):
    (folder / "words").mkdir()
    (folder / "words" / "a.txt").write_text("nothing here\n")
    told(folder, catalog, "peers: {panel: words}\n")

    with pytest.raises(Refused) as caught:
        intake.read_peers(intake.open_case(folder), catalog)

    assert [(f.rule, f.place.line) for f in caught.value.findings] == [("I61", 3)]


@pytest.mark.parametrize(
    ("file", "rule"),
    [("/etc/passwd", "I06"), ("../../x.csv", "I06"), ("data/none*.csv", "I22"), ("data/a**", "I22")],
)
@pytest.mark.parametrize("columns", ["", ", columns: {cash: cash_and_bank}"])
def test_a_source_of_the_mapping_is_a_file_of_the_case(
    folder: Path, catalog: Catalog, file: str, rule: str, columns: str
):
    found = told(folder, catalog, mapping=f'sources:\n  - {{file: "{file}"{columns}}}\n')

    assert [(f.rule, f.place.file, f.place.line) for f in found] == [(rule, "mapping.yaml", 2)]


def test_a_unit_of_nothing_is_refused(folder: Path):
    (folder / "mapping.yaml").write_text("sources:\n  - {file: data/t.csv, unit: 0}\n", encoding="utf-8")

    assert [(f.rule, f.place.file, f.place.line) for f in refused(folder, "")] == [("D11", "mapping.yaml", 2)]


@pytest.mark.parametrize("character", ["\\u202e", "\\u2066", "\\e", "\\x9b", "\\x07"])
def test_names_hold_no_characters_that_nobody_sees(tmp_path: Path, character: str):
    text = f'regime: "2019"\nentity: {{id: a, name: {{zh: "甲{character}院", en: A}}}}\n'
    (tmp_path / "case.yaml").write_text(text, encoding="utf-8")

    with pytest.raises(Refused) as caught:
        intake.open_case(tmp_path)

    assert [(f.rule, f.place.line) for f in caught.value.findings] == [("D21", 2)]


def test_idle_cells_of_a_row_are_told_once(catalog: Catalog, tmp_path: Path, small: ModuleType):
    heads = ["累计盈余", "专用基金", "权益法调整", "净资产合计"]
    rows = [
        ["净资产变动表"],
        ["编制单位：甲院", None, "2025年度", None, "单位：元"],
        ["项目", *heads],
        ["一、上年年末余额", 10, 2, 1, 13],
        ["（二）无偿调拨净资产", 1, 5, 6, 1],
        ["五、本年年末余额", 11, 2, 1, 14],
    ]
    small.write(tmp_path / "a.xlsx", {"表": rows})

    found = [f for f in intake.read_paths([tmp_path], catalog).findings if f.rule == "I44"]

    assert [(f.place.cell, f.facts["count"], len(f.places)) for f in found] == [("C5", 2, 1)]


def test_a_person_with_two_of_the_roles_that_approve_is_told_before_anything_is_issued(folder: Path, catalog: Catalog):
    people = (
        "signatories:\n"
        "  - {id: reviewer, role: {zh: 审核, en: Reviewer}, name: 林某}\n"
        "  - {id: director, role: {zh: 院长, en: Director}, name: 林某}\n"
    )
    twice = [f for f in told(folder, catalog, people + "approvals: [reviewer, director]\n") if f.rule == "J15"]

    assert [(f.place.file, f.place.line, f.facts["who"]) for f in twice] == [("case.yaml", 5, "林某")]
    assert "J15" not in [f.rule for f in told(folder, catalog, people + "approvals: [reviewer]\n")]
