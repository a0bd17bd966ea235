"""A new case: it renders at once, and nothing invented stays in it unnoticed."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from reportgen import intake, pipeline
from reportgen.catalog import load, load_catalog
from reportgen.cli.app import app
from reportgen.model.brand import BrandFile
from reportgen.model.finding import Severity
from reportgen.report.brand.styling import own_names
from reportgen.report.overrides import looks

INVENTED = ("沈", "顾", "林某", "RHB", "renhe")


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("new") / "ours"
    done = CliRunner().invoke(app, ["init", str(folder)])
    assert done.exit_code == 0, done.output
    return folder


def findings(case: Path) -> list[dict[str, object]]:
    done = CliRunner().invoke(app, ["check", str(case), "--format", "json"])
    assert done.exit_code == 0, done.output
    found: list[dict[str, object]] = json.loads(done.stdout)["findings"]
    return found


def test_a_new_case_holds_forms_and_nothing_else_of_the_sample(case: Path):
    assert sorted(path.name for path in case.iterdir()) == [
        ".schema",
        "README.txt",
        "actions.xlsx",
        "brand.example.yaml",
        "budget",
        "business",
        "case.yaml",
        "data",
        "experts",
        "ratings.csv",
    ]
    text = (case / "case.yaml").read_text(encoding="utf-8")
    file = intake.open_case(case).file

    assert not [word for word in INVENTED if word in text]
    assert file.entity
    assert file.entity.id == "hospital"
    assert file.illustrative
    assert file.peers is None
    assert [signatory.name for signatory in file.signatories] == [None, None, None]
    steps = (case / "README.txt").read_text(encoding="utf-8")
    assert all(steps.count(word) >= 2 for word in ("data/", "budget/", "experts/", "illustrative: true"))


@pytest.mark.slow
def test_a_new_case_is_evaluated_without_errors_and_as_one_hospital(case: Path):
    assert not [found for found in findings(case) if found["severity"] == "error" or found["rule"] == "W17"]

    done = CliRunner().invoke(app, ["evaluate", str(case), "--format", "json"])
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["entity"]["id"] == "hospital"


@pytest.mark.slow
def test_sample_figures_in_a_real_case_are_told_with_their_files(case: Path):
    assert not [found for found in findings(case) if found["rule"] == "C16"]
    file = case / "case.yaml"
    before = file.read_text(encoding="utf-8")
    file.write_text(before.replace("illustrative: true", "illustrative: false"), encoding="utf-8")
    try:
        told = [found for found in findings(case) if found["rule"] == "C16"]
    finally:
        file.write_text(before, encoding="utf-8")

    assert [found["severity"] for found in told] == ["warning"]
    assert "still the sample's" in str(told[0])


@pytest.mark.serves("001-30")
@pytest.mark.slow
def test_a_filled_template_reads_back_without_mapping_or_findings(case: Path, tmp_path: Path):
    catalog = load_catalog()
    before = intake.read(intake.open_case(case), catalog)
    told = [finding for finding in before.findings if catalog.messages.severity(finding) is not Severity.NOTE]
    assert not (case / "mapping.yaml").exists()
    assert told == []

    filled = tmp_path / "filled"
    shutil.copytree(case, filled)
    (income,) = (value for value in before.values()
                 if (value.item, value.period, value.view) == ("total_income", "2025", "") and not value.derived)  # fmt: skip
    book = openpyxl.load_workbook(filled / income.place.file)
    book[income.place.sheet][income.place.cell] = 7654321.09
    book.save(filled / income.place.file)
    after = intake.read(intake.open_case(filled), catalog)
    assert after.dataset.value("total_income", "hospital", "2025") == 7654321.09
    assert {key: value for key, value in held(before).items() if key[0] != "total_income"} == {
        key: value for key, value in held(after).items() if key[0] != "total_income"
    }


def held(reading: intake.Reading) -> dict[tuple[str, str, str], float]:
    return {(value.item, value.period, str(value.view)): value.value for value in reading.values()}


@pytest.mark.serves("000-41")
def test_a_new_case_renders_as_it_stands_and_holds_figures_to_learn_on(case: Path):
    checked = pipeline.check(case)
    material = pipeline.evaluate(checked)

    assert (material.values.at("training_expense_per_staff", "hospital", "2025").value or 0) > 0
    pages = pipeline.render(material, report="board", mode="zh")
    assert pages.pdf.startswith(b"%PDF-")
    assert len(pages.pages) > 5


@pytest.mark.parametrize("profile", ["cn-public-hospital", "us-cms", "blank"])
def test_a_new_case_holds_a_form_of_the_brand_that_takes_effect_by_its_name(tmp_path: Path, profile: str):
    case = tmp_path / "ours"
    assert CliRunner().invoke(app, ["init", str(case), "--profile", profile]).exit_code == 0
    form = case / "brand.example.yaml"
    text = form.read_text(encoding="utf-8")

    found, findings = load.one(BrandFile, text, "brand.yaml")
    assert not findings
    assert found is not None
    assert set(found.colours) <= set(own_names())
    assert looks(intake.open_case(case)).brand.colours == {}

    form.rename(case / "brand.yaml")
    (case / "brand").mkdir()
    lost = {finding.place.line for finding in looks(intake.open_case(case)).brand.findings}
    assert len(lost) >= 3, "the files that it names are asked for, each at its line"


@pytest.fixture(scope="module")
def american(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("public") / "ours"
    done = CliRunner().invoke(app, ["init", str(folder), "--profile", "us-cms"])
    assert done.exit_code == 0, done.output
    return folder


@pytest.mark.slow
def test_the_source_of_the_public_sample_is_told_once_the_figures_are_others(american: Path):
    assert not [found for found in findings(american) if found["rule"] == "C73"]
    steps = (american / "README.txt").read_text(encoding="utf-8")
    assert steps.count("data_source") == 2

    case = american / "case.yaml"
    case.write_text(case.read_text(encoding="utf-8").replace('id: "520049"', 'id: "990001"'), encoding="utf-8")
    rows = "entity,period,item,value\n990001,2021,total_assets,5000\n990001,2021,total_liabilities,2000\n"
    (american / "data" / "ours.csv").write_text(rows, encoding="utf-8")
    told = [found for found in findings(american) if found["rule"] == "C73"]

    assert [(found["severity"], found["place"]["file"]) for found in told] == [("warning", "case.yaml")]

    lines = case.read_text(encoding="utf-8").splitlines(keepends=True)
    start = next(number for number, line in enumerate(lines) if line.startswith("data_source:"))
    case.write_text("".join(lines[:start] + lines[start + 3 :]), encoding="utf-8")
    assert not [found for found in findings(american) if found["rule"] == "C73"]


@pytest.mark.parametrize("profile", ["blank", "cn-public-hospital", "us-cms"])
def test_what_a_killed_init_left_the_next_one_completes(tmp_path: Path, profile: str):
    folder = tmp_path / "ours"
    words = ["init", str(folder), "--profile", profile]
    assert CliRunner().invoke(app, words).exit_code == 0
    whole = {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    for name in sorted(whole)[::2]:
        (folder / name).unlink()
    (folder / ".case.yaml.abcdefgh.reportgen").write_text("half")

    assert CliRunner().invoke(app, words).exit_code == 0

    assert {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()} == whole
    assert CliRunner().invoke(app, words).exit_code != 0, "a whole case is nobody's to make once more"


@pytest.mark.parametrize("harm", ["another file", "an altered one", "a link", "a folder"])
def test_a_folder_in_which_something_else_lies_stays_as_it_is(tmp_path: Path, harm: str):
    folder = tmp_path / "ours"
    words = ["init", str(folder), "--profile", "blank"]
    CliRunner().invoke(app, words)
    (folder / "README.txt").unlink()
    match harm:
        case "another file":
            (folder / "notes.txt").write_text("ours")
        case "an altered one":
            (folder / "case.yaml").write_text("ours")
        case "a link":
            (tmp_path / "README.txt").write_text("ours")
            (folder / "README.txt").symlink_to(tmp_path / "README.txt")
        case _:
            (folder / "archive").mkdir()
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}

    assert "C13" in str(CliRunner().invoke(app, words).exception)

    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_a_case_can_be_begun_in_the_folder_one_is_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)

    assert CliRunner().invoke(app, ["init", ".", "--profile", "blank"]).exit_code == 0
    assert (Path.cwd() / "case.yaml").is_file()


def test_blank_forms_and_registers_are_said_to_be_blank_once_a_workbook_and_of_none_is_warned(tmp_path: Path):
    """A blank register passed for a file that nobody knows, and a blank line of a form for a heading of differences."""
    folder = tmp_path / "new"
    CliRunner().invoke(app, ["init", str(folder), "--profile", "blank"])
    catalog = load_catalog()
    found = intake.read(intake.open_case(folder), catalog).findings

    told = sorted((one.place.file, one.rule, one.facts.get("count")) for one in found)
    assert [catalog.messages.severity(one) for one in found] == [Severity.NOTE] * len(found)
    assert [(file, rule) for file, rule, _ in told] == [
        ("actions.xlsx", "K22"),
        ("budget/年度预算.xlsx", "I78"),
        ("budget/预算与项目台账.xlsx", "K22"),
        ("business/业务台账.xlsx", "K22"),
        ("data/年度报表.xlsx", "I78"),
        ("data/月度报表.xlsx", "I78"),
    ]
    assert {file: count for file, _, count in told}["data/年度报表.xlsx"] == 8
