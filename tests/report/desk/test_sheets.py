"""Tables of official documents: amounts in the largest size that fits, points under each other."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ImageFont

from reportgen.analysis.material import Material
from reportgen.model import printing
from reportgen.model.definition import LanguageMode, Text
from reportgen.report import fonts
from reportgen.report.desk.context import HospitalContext
from reportgen.report.desk.documents import form_sheets
from reportgen.report.desk.tables import official_tables
from reportgen.report.desk.tables.official_tables import OfficialCell, OfficialColumn, OfficialRow, OfficialTable
from reportgen.report.speech import same
from shell import ROOT

POINT = 25.4 / 72


def sheet(width: float, *amounts: str, columns: int = 2) -> OfficialTable:
    heads = (OfficialColumn(same("项目"), "row", 40.0), *[OfficialColumn(same("金额"), "n", width)] * (columns - 1))
    rows = tuple(
        OfficialRow((official_tables.named(same("行")), *[OfficialCell(one, "n")] * (columns - 1))) for one in amounts
    )
    return OfficialTable("s", same("表"), same("院"), same("期"), same("元"), heads, rows)


INDENTS = re.compile(r"(\.courtesy |^)th\.level-(\d) \{ padding-left: ([\d.]+)em \}", re.MULTILINE)


def test_captions_are_measured_with_the_indentation_that_the_style_gives_them() -> None:
    style = (ROOT / "styles/official/tables.css").read_text(encoding="utf-8")
    said = {(bool(courtesy), int(level)): float(em) for courtesy, level, em in INDENTS.findall(style)}
    english, chinese = ([said.get((is_english, level), 0.0) for level in range(6)] for is_english in (True, False))

    assert chinese == list(form_sheets.CHINESE_INDENT)
    assert [em * form_sheets.CHARACTER for em in english] == pytest.approx(form_sheets.INDENT, abs=0.05)


def size(table: OfficialTable) -> float:
    marked = [one for one in table.density.split() if one.startswith("amounts-")]
    return float(marked[0].removeprefix("amounts-")) / 10 if marked else 10.5


@pytest.mark.parametrize(
    ("amount", "points"),
    [("1,234.56", 10.5), ("2,348,483,776.11", 10.5), ("−123,456,789,012.00", 8.5), ("123,456,789,012,345.00", 7.5)],
)
def test_amounts_are_set_in_the_largest_size_that_fits_their_column(amount: str, points: float):
    assert size(sheet(28.5, "0.00", amount)) == points


@pytest.mark.serves("000-22")
@given(st.floats(-1e12, 1e12, allow_nan=False).map(lambda value: printing.number(value, 2)))
def test_the_face_itself_says_that_the_amount_fits(amount: str):
    table = sheet(28.5, amount)
    face = ImageFont.truetype(str(serif()), 1000)
    assert face.getlength(str(amount)) / 1000 * size(table) * POINT <= 28.5 - 2


def serif() -> Path:
    """The file of the face that sets official digits."""
    return next(path for path in fonts.font_folder().rglob("LiberationSerif-Regular.*"))


def test_a_head_stays_with_the_lines_below_it_and_an_empty_row_is_none():
    head, plain = OfficialCell(same("流动资产"), "total"), official_tables.named(same("货币资金"))
    rows = (
        OfficialRow((head, official_tables.EMPTY)),
        OfficialRow((plain, official_tables.number("1.00"))),
        OfficialRow((official_tables.EMPTY, official_tables.EMPTY)),
    )
    table = OfficialTable("s", same("表"), same("院"), same("期"), same("元"), (), rows)
    assert [table.ends_sum(row) for row in range(3)] == [" head", "", ""]


def test_what_is_deducted_and_what_is_left_stay_with_what_it_is_deducted_from():
    names = ("固定资产原值", "减：固定资产累计折旧", "固定资产净值", "工程物资", "在建工程")
    rows = tuple(OfficialRow((official_tables.named(same(name)), OfficialCell("1.00", "n"))) for name in names)
    table = replace(sheet(28.5), rows=rows)
    assert [table.ends_sum(at) for at in range(len(rows))] == ["", " sum", " sum", "", ""]


def test_a_total_of_a_table_stays_with_its_rows_whatever_stands_beside_its_name():
    line = OfficialRow(
        (official_tables.named(same("V01")), OfficialCell(same("资产合计"), "w"), OfficialCell("1", "n"))
    )
    total = replace(line, emphasis="total")
    table = replace(sheet(28.5), rows=(line, line, total))
    assert [table.ends_sum(at) for at in range(3)] == ["", " last-of-sum", " sum"]


@pytest.mark.parametrize(("mode", "widened"), [("zh", False), ("en", True)])
def test_a_name_of_a_form_has_room_for_its_longest_english_word(mode: LanguageMode, widened: bool):  # noqa: FBT001
    caption = OfficialCell(Text(zh="门诊检验收入", en="Outpatient otorhinolaryngology"), "row", 5)
    room = form_sheets._longest_word(mock.Mock(mode=mode), [caption])
    assert (room > 13 + len("otorhinolaryngology") * 1.5) is widened


def test_amounts_filed_in_a_larger_unit_are_said_to_be(materials: Callable[..., Material]) -> None:
    """Printed to the hundredth they would seem to be known so closely, and lines to miss their total by mistake."""
    material = materials("renhe", "2025")
    form = material.catalog.forms["会政财02"]
    coarse = replace(material, dataset=replace(material.dataset, step=lambda _: 100.0))
    said = form_sheets.filed_coarsely(HospitalContext.of(coarse, "en"), form)

    assert form_sheets.filed_coarsely(HospitalContext.of(material, "en"), form) is None
    assert said is not None
    assert said.en.startswith("Some amounts were filed to the nearest ¥100")
    assert said.zh.startswith("有的数报送时只精确到100")
