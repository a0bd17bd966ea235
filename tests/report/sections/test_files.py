"""Files: every source with its digest, whose it is and how far it reaches; editions of definitions; those inside the PDF."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from analysis.cases import write
from pages import page_of
from report.sections.annual import EACH, YEARS, rows, sheet, tables
from reportgen import intake, pipeline
from reportgen.analysis.material import Material
from reportgen.model.casefile import Provenance
from reportgen.model.definition import Text
from reportgen.report.desk.context import HospitalContext
from reportgen.report.desk.documents import furniture
from reportgen.report.desk.documents.furniture import editions
from reportgen.report.section import Report
from reportgen.report.sections.definitions import DIGITS, EMBEDDED, files

FILE, SOURCE, EXTRACTED, PERIODS, DIGEST = range(5)
SAMPLE = Path(__file__).resolve().parents[3] / "samples" / "renhe"


def sources(material: Material) -> list[tuple[str, ...]]:
    return list(rows(tables(files(HospitalContext.of(material, "zh")))[2]))


def declared(material: Material, **said: Any) -> Material:
    one = Provenance(**{"source": Text(zh="信息科", en="IT department"), **said})
    file = material.case.file.model_copy(update={"provenance": (one,)})
    return replace(material, case=replace(material.case, file=file))


@pytest.mark.slow
@EACH
def test_digests_are_those_of_the_files(reports: Callable[..., Report], materials: Callable[..., Material], name: str):
    material = materials(name, YEARS[name])
    inside, _, found = tables(sheet(reports(name, "zh", YEARS[name], "annual"), "files"))
    assert [row[0] for row in rows(inside)] == list(EMBEDDED)
    shown = {row[FILE]: row[-1] for row in rows(found)}
    assert len(shown) == len(material.files) > 0
    for file, digest in shown.items():
        assert hashlib.sha256((material.case.folder / file).read_bytes()).hexdigest().startswith(digest)


@pytest.mark.parametrize(
    ("names", "told"),
    [
        (("manifest.json",), ["manifest.json"]),
        ((*EMBEDDED, "data__a.xlsx"), [*EMBEDDED, "1 source file"]),
        ((*EMBEDDED, "data__a.xlsx", "case.yaml"), [*EMBEDDED, "2 source files"]),
    ],
)
def test_what_travels_inside_is_told_as_it_is(
    materials: Callable[..., Material], names: tuple[str, ...], told: list[str]
):
    found = files(HospitalContext.of(replace(materials("renhe", "2025"), enclosed=names), "en"))

    assert [row[0] for row in rows(tables(found)[0], "en")] == told
    assert f"; {len(names)} data file" in found.headline.en


@pytest.mark.serves("000-21")
def test_each_file_names_its_source_its_day_and_its_periods(materials: Callable[..., Material]):
    material = materials("renhe", "2025")
    (name,) = [file.name for file in material.files if "2025年度" in file.name or "2025年年度" in file.name][:1] or [
        material.files[0].name
    ]
    found = {row[FILE]: row for row in sources(declared(material, file=name, extracted="2026-01-15"))}

    assert found[name][SOURCE:PERIODS] == ("信息科", "2026-01-15")
    assert len(found[name][DIGEST]) == DIGITS
    others = [row for file, row in found.items() if file != name]
    assert {(row[SOURCE], row[EXTRACTED]) for row in others} == {("—①", "—②")}
    assert any("2025" in row[PERIODS] for row in found.values())


def test_under_the_marks_stands_what_nobody_said_of_a_file(materials: Callable[..., Material]):
    material = materials("renhe", "2025")
    context = HospitalContext.of(declared(material, file=material.files[0].name), "en")
    (first, *others), table = [*rows(tables(files(context))[2], "en")], tables(files(context))[2]
    source, day = (context.say.words[f"files.absent.{what}"].en for what in ("source", "extracted"))

    assert first[SOURCE:PERIODS] == ("IT department", "—①")
    assert {row[SOURCE:PERIODS] for row in others} == {("—②", "—①")}
    assert [note.en for note in table.notes[:2]] == [f"① {day}", f"② {source}"]


@pytest.mark.serves("000-28")
def test_the_mapping_by_which_names_were_read_is_named(tmp_path: Path):
    write(tmp_path, {"total_income@2025": 1e6})
    page = page_of(pipeline.evaluate(pipeline.check(tmp_path), period="2025"), "files", kind="annual")
    assert "mapping.yaml" not in page.text

    (tmp_path / "data" / "erp.csv").write_text(
        "单位名称,期间,项目,数值\n甲医院,2025,ERP-营业款,70000\n", encoding="utf-8"
    )
    (tmp_path / "mapping.yaml").write_text(
        intake.with_names("", {"ERP-营业款": "business_income", "ERP-房租": "rental_income"}), encoding="utf-8"
    )
    page = page_of(pipeline.evaluate(pipeline.check(tmp_path), period="2025"), "files", kind="annual")
    assert "the case's own mapping.yaml: 2 names and 0 sources" in page.text
    assert "“ERP-营业款” is Operating (service) income; “ERP-房租” is Rental income" in page.text


@pytest.mark.serves("000-21")
def test_a_source_that_is_missing_or_behind_the_period_is_marked(materials: Callable[..., Material]):
    material = materials("renhe", "2025")

    assert sources(declared(material, file="data/没有的*.xlsx"))[-1] == (
        "data/没有的*.xlsx",
        "信息科",
        "—②",
        "缺",
        "—④",
    )
    late = [row for row in sources(declared(material, file="data/2023/*")) if row[SOURCE] == "信息科"]
    assert late
    assert all("过期" in row[PERIODS] or row[PERIODS] == "缺" for row in late)
    early = [
        row for row in sources(declared(material, file="data/*", extracted="2025-12-30")) if row[SOURCE] == "信息科"
    ]
    assert all("过期" in row[PERIODS] or row[PERIODS] == "缺" for row in early)
    sound = sources(declared(material, file="data/*", extracted="2026-01-05"))
    assert not any("过期" in row[PERIODS] for row in sound)


def test_files_of_registers_and_of_experts_have_the_periods_of_what_was_taken_from_them(
    materials: Callable[..., Material],
):
    material = materials("renhe", "2025")
    found = {row[0]: row[1] for row in sources(material)}
    registers = {
        record.place(next(iter(record.cells))).file: record.period
        for register in material.registers.by_id.values()
        for record in register.of(material.entity)
        if record.period and record.cells
    }

    assert len(registers) > 5
    assert {file: found[file] for file in registers if "—" in found[file]} == {}
    assert found["experts/2025年专家评议.xlsx"] == "2025-01"
    assert found["experts/2026年专家评议.xlsx"] == "—①"


def test_columns_that_nobody_filled_are_left_out(materials: Callable[..., Material]):
    material = materials("renhe", "2025")
    assert {len(row) for row in sources(material)} == {DIGEST - EXTRACTED + 1}
    assert {len(row) for row in sources(declared(material, file="data/*"))} == {DIGEST + 1}


def edition(folder: Path) -> dict[str, str]:
    return editions(pipeline.evaluate(pipeline.check(folder), period="2025"))


@pytest.mark.slow
@pytest.mark.serves("001-13")
def test_a_change_of_scheme_indicator_standard_or_template_changes_its_digest_and_no_other(tmp_path: Path):
    plain, own = tmp_path / "plain", tmp_path / "own"
    shutil.copytree(SAMPLE, plain, ignore=shutil.ignore_patterns("2023", "2024"))
    shutil.copytree(plain, own)
    before = edition(plain)
    assert edition(own) == before

    (own / "styles").mkdir()
    (own / "styles" / "tables.css").write_text("table { color: #17212B }", encoding="utf-8")
    changed = edition(own)
    assert {name for name in before if before[name] != changed[name]} == {"looks"}


@pytest.mark.serves("001-13")
def test_the_digest_of_the_scheme_and_of_its_indicators_follow_their_definitions(materials: Callable[..., Material]):
    material = materials("renhe", "2025")
    before = editions(material)
    scheme = material.scheme.model_copy(update={"version": "2"})
    name = material.evaluation.indicators[0].id
    indicator = material.catalog.indicators[name].model_copy(update={"version": "99"})
    catalog = replace(material.catalog, indicators={**material.catalog.indicators, name: indicator})

    assert {key for key, digest in editions(replace(material, scheme=scheme)).items() if digest != before[key]} == {
        "scheme"
    }
    assert {key for key, digest in editions(replace(material, catalog=catalog)).items() if digest != before[key]} == {
        "indicators"
    }


def test_the_table_shows_the_digests(materials: Callable[..., Material]):
    material = materials("renhe", "2025")
    table = tables(files(HospitalContext.of(material, "zh")))[1]

    assert [row[-1] for row in rows(table)] == [digest[:DIGITS] for digest in editions(material).values()]


def test_another_template_or_style_of_the_program_is_another_edition_and_no_other_file_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def digest() -> str:
        furniture._built_in.cache_clear()
        return furniture._built_in()

    for kind, name in (("templates", "page.html"), ("styles", "page.css")):
        (tmp_path / kind).mkdir()
        (tmp_path / kind / name).write_text("1")
    monkeypatch.setattr(furniture, "folder", lambda kind: tmp_path / kind)
    first = digest()

    (tmp_path / "styles" / "notes.txt").write_text("1")
    assert digest() == first
    (tmp_path / "styles" / "page.css").write_text("2")
    assert digest() != first
    furniture._built_in.cache_clear()
