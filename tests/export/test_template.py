"""An agency's own workbook is filled in by the names of its cells, and nothing else of it changes."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.chart import BarChart, Reference
from openpyxl.styles import Font
from openpyxl.workbook.defined_name import DefinedName

import rendered
from reportgen import pipeline
from reportgen.errors import Refused
from shell import Done, reportgen

CLINIC = rendered.SMALL / "clinic"
SHEET, OTHER, APART = "汇总 'a' & b", "别的", "第三"


def template(names: dict[str, str], *, chart: bool = True) -> bytes:
    """A workbook with formulas, styles, a merged cell and a drawing; names stand for cells."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = SHEET
    sheet["B1"].font = Font(bold=True)
    sheet.merge_cells("B1:D1")
    sheet["B2"].number_format = "#,##0.00"
    sheet["B2"] = 999
    sheet["B4"] = "=B2+B3"
    sheet["B9"] = "left alone"
    book.create_sheet(OTHER)["A1"] = f"=SUM('{SHEET.replace(chr(39), chr(39) * 2)}'!B2:B3)"
    book.create_sheet(APART)["A1"] = "=1+1"
    if chart:
        drawn = BarChart()
        drawn.add_data(Reference(sheet, min_col=2, min_row=2, max_row=3))
        sheet.add_chart(drawn, "F2")
    for name, cell in names.items():
        quoted = SHEET.replace("'", "''")
        book.defined_names[name] = DefinedName(name, attr_text=f"'{quoted}'!{cell}" if "!" not in cell else cell)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def filled(content: bytes, language: str = "zh") -> tuple[openpyxl.Workbook, pipeline.Filled]:
    material = rendered.material("clinic", "2025")
    found = pipeline.filled(material, content, "template.xlsx", language)  # type: ignore[arg-type]
    return openpyxl.load_workbook(io.BytesIO(found.content)), found


def test_each_named_cell_gets_the_figure_of_its_name() -> None:
    names = {
        "current_assets": "$B$2",
        "流动负债合计": "$B$3",
        "current_ratio": "$B$6",
        "current_ratio.score": "$C$6",
        "单位名称": "$B$1:$D$1",
        "period": f"{APART}!$C$40",
    }
    book, found = filled(template(names))
    material = rendered.material("clinic", "2025")
    sheet = book[SHEET]

    assert sheet["B2"].value == material.dataset.value("current_assets", material.entity, "2025")
    assert sheet["B3"].value == material.dataset.value("current_liabilities", material.entity, "2025")
    ratio = material.evaluation.indicator("current_ratio")
    assert (sheet["B6"].value, sheet["C6"].value) == (ratio.value, ratio.score)
    assert sheet["B1"].value == material.case.file.entity.name.zh
    assert book[APART]["C40"].value == "2025"
    assert not found.findings


def test_an_amount_is_given_in_the_scale_that_the_name_asks_for() -> None:
    book, _ = filled(template({"current_assets.万元": "$B$2", "current_assets.thousand": "$B$3"}))
    whole = rendered.material("clinic", "2025").dataset.value("current_assets", "clinic", "2025")

    assert book[SHEET]["B2"].value == pytest.approx(whole / 1e4, rel=1e-15)
    assert book[SHEET]["B3"].value == pytest.approx(whole / 1e3, rel=1e-15)


def test_formulas_styles_drawings_and_other_sheets_stay() -> None:
    before = template({"current_assets": "$B$2"})
    book, found = filled(before)
    old, new = zipfile.ZipFile(io.BytesIO(before)), zipfile.ZipFile(io.BytesIO(found.content))
    sheet = book[SHEET]

    assert sheet["B4"].value == "=B2+B3"
    assert sheet["B2"].number_format == "#,##0.00"
    assert sheet["B1"].font.bold
    assert sheet["B9"].value == "left alone"
    changed = {name for name in old.namelist() if old.read(name) != new.read(name)}
    assert old.namelist() == new.namelist()
    assert changed == {"xl/worksheets/sheet1.xml"}


def test_results_kept_of_formulas_that_rest_on_what_was_filled_in_go() -> None:
    content = template({"current_assets": "$B$2"})
    stale = _with_results(content)

    _, found = filled(stale)
    package = zipfile.ZipFile(io.BytesIO(found.content))

    assert b"<f>B2+B3</f></c>" in package.read("xl/worksheets/sheet1.xml").replace(b"<v/>", b"").replace(b"<v />", b"")
    assert b"777" not in package.read("xl/worksheets/sheet1.xml")
    assert b"777" not in package.read("xl/worksheets/sheet2.xml"), "it adds up cells of the first"
    assert b"777" in package.read("xl/worksheets/sheet3.xml"), "it rests on nothing that was filled in"
    assert b'fullCalcOnLoad="1"' in package.read("xl/workbook.xml")


def _with_results(content: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            for empty in (b"</f><v></v>", b"</f><v />", b"</f><v/>"):
                part = part.replace(empty, b"</f><v>777</v>")
            new.writestr(name, part.replace(b' fullCalcOnLoad="1"', b""))
    return made.getvalue()


def test_a_missing_value_empties_its_cell_and_is_told_with_its_reason() -> None:
    book, found = filled(template({"current_assets": "$B$3", "research_expense": "$B$2"}))

    assert book[SHEET]["B2"].value is None, "neither 0 nor the 999 of another time"
    assert book[SHEET]["B2"].number_format == "#,##0.00"
    assert [(one.rule, one.place.cell, one.facts["reason"]) for one in found.findings] == [
        ("G08", "B2", "@reason.missing_input")
    ]


def test_cells_of_formulas_areas_and_unknown_names_are_left_and_told() -> None:
    names = {"current_assets": "$B$2", "total_assets": "$B$4", "inventories": "$C$8:$C$9", "curent_ratio": "$C$7"}
    names |= {"cash_and_bank": "没有!$A$1"}
    book, found = filled(template(names))

    told = {one.rule: one.facts["name"] for one in found.findings}
    assert told == {"G05": "total_assets", "G06": "inventories", "G04": "curent_ratio", "G07": "cash_and_bank"}
    assert next(one for one in found.findings if one.rule == "G04").facts["nearest"] == "current_ratio"
    assert book[SHEET]["B4"].value == "=B2+B3"


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        pytest.param(b"", "I05", id="empty"),
        pytest.param(b"a,b\n", "G01", id="text"),
        pytest.param(b"PK\x03\x04 cut off", "I03", id="damaged"),
        pytest.param(template({}), "G03", id="no name of ours"),
    ],
)
def test_what_cannot_be_filled_in_is_refused(content: bytes, rule: str) -> None:
    with pytest.raises(Refused) as refused:
        filled(content)

    assert refused.value.findings[0].rule == rule


def test_a_signed_workbook_is_refused() -> None:
    made = io.BytesIO(template({"current_assets": "$B$2"}))
    with zipfile.ZipFile(made, "a") as package:
        package.writestr("_xmlsignatures/sig1.xml", "<a/>")

    with pytest.raises(Refused) as refused:
        filled(made.getvalue())

    assert [one.rule for one in refused.value.findings] == ["G02"]


def test_the_same_template_gives_the_same_bytes() -> None:
    content = template({"current_assets": "$B$2"})

    assert filled(content)[1].content == filled(content)[1].content


def run(tmp_path: Path, names: dict[str, str], *more: str, language: str = "en") -> Done:
    (tmp_path / "in.xlsx").write_bytes(template(names))
    words = ("fill", CLINIC, tmp_path / "in.xlsx", "-o", tmp_path / "out.xlsx", "-p", "2025", *more)
    return reportgen(*words, language=language)


def test_the_command_writes_the_workbook_and_lists_its_cells(tmp_path: Path) -> None:
    done = run(tmp_path, {"current_assets": "$B$2", "research_expense": "$B$3"}, "--format", "json")

    told = json.loads(done.stdout)
    assert done.returncode == 0, done.stderr
    assert [cell["reason"] for cell in told["cells"]] == [None, "missing_input"]
    assert "1 of 2 named cells filled in" in done.stderr
    assert openpyxl.load_workbook(tmp_path / "out.xlsx")[SHEET]["B2"].value == told["cells"][0]["value"]


def test_it_ends_with_1_where_a_cell_was_refused_and_writes_nothing_when_strict(tmp_path: Path) -> None:
    names = {"current_assets": "$B$2", "total_assets": "$B$4"}

    assert run(tmp_path, names).returncode == 1
    assert (tmp_path / "out.xlsx").is_file()
    (tmp_path / "out.xlsx").unlink()
    assert run(tmp_path, names, "--strict").returncode == 1
    assert not (tmp_path / "out.xlsx").exists()


def test_it_speaks_chinese_and_does_not_write_over_what_is_not_its_own(tmp_path: Path) -> None:
    (tmp_path / "out.xlsx").write_bytes(template({}))
    done = run(tmp_path, {"current_assets": "$B$2"}, language="zh")

    assert done.returncode == 2
    assert "C10" in done.stderr
    (tmp_path / "out.xlsx").unlink()
    done = run(tmp_path, {"current_assets": "$B$2", "curent_ratio": "$B$3"}, language="zh")
    assert "不认识名称“curent_ratio”" in done.stderr
    assert run(tmp_path, {"current_assets": "$B$2"}).returncode == 0, "its own it may write again"


def test_cells_can_be_told_by_a_table_where_no_names_can_be_defined(tmp_path: Path) -> None:
    quoted = SHEET.replace("'", "''")
    lines = ["单元格,名称", f"'{quoted}'!B2,current_assets", f"{APART}!C3,current_ratio", f"{APART}!A1,score"]
    (tmp_path / "cells.csv").write_text("\n".join([*lines, "C3,score"]), encoding="utf-8")
    done = run(tmp_path, {}, "--cells", str(tmp_path / "cells.csv"))
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")

    assert done.returncode == 1, "a formula, and what is no cell"
    assert "G05" in done.stderr
    assert "G09" in done.stderr
    assert book[SHEET]["B2"].value == rendered.material("clinic", "2025").dataset.value(
        "current_assets", "clinic", "2025"
    )
    assert book[APART]["C3"].value is not None
    assert book[APART]["A1"].value == "=1+1"


def test_a_table_of_cells_without_its_head_is_refused(tmp_path: Path) -> None:
    (tmp_path / "cells.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    done = run(tmp_path, {"current_assets": "$B$2"}, "--cells", str(tmp_path / "cells.csv"))

    assert (done.returncode, "G10" in done.stderr) == (3, True)
    assert not (tmp_path / "out.xlsx").exists()
