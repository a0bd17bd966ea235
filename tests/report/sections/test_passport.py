"""Every printed number names what it rests on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pages import section_of
from report.sections.reading import BOTH, content
from reportgen import pipeline
from reportgen.analysis.material import Material
from reportgen.report.desk.context import HospitalContext
from reportgen.report.desk.sources.passport_rows import parts, unrounded
from reportgen.report.section import Report


@BOTH
def test_every_indicator_of_the_passport_names_its_cells(
    reports: Callable[..., Report], materials: Callable[..., Material], name: str
):
    passport, material = content(reports(name, "zh-en"), "passport"), materials(name)
    cells = {(cell.key.split(".")[0], cell.unrounded) for cell in passport.cells}
    assert all(cell.place or cell.origin for cell in passport.cells)
    places = {(row.key, row.place) for row in passport.rows if row.place}
    told = [row for row in passport.rows if row.key in material.catalog.indicators]
    assert told
    for row in told:
        assert row.origin
        for leaf in material.derive(row.key).items():
            named = (f"item.{leaf.id}", str(leaf.place)) in places
            assert leaf.value is None or named or (leaf.id, f"{leaf.value:.12g}".replace("-", "−")) in cells


@BOTH
def test_a_cell_stands_once_in_the_passport(reports: Callable[..., Report], name: str):
    passport = content(reports(name, "zh-en"), "passport")
    rows = [row for row in (*passport.rows, *passport.cells) if row.place]
    cells = [(row.key.removeprefix("item.").split(".")[0], row.place, row.unrounded) for row in rows]

    assert len(cells) == len(set(cells))


def test_all_numbers_of_the_annual_report_stand_under_their_section(reports: Callable[..., Report]):
    report = reports("renhe", "en", "2025", "annual")
    groups = content(report, "passport").groups
    shown = {number.row.key: number.section for group in groups for number in group}
    there = {section.id for section in report.sections}
    assert shown == {key: entry.section for key, entry in report.ledger.entries.items()}
    assert set(shown.values()) <= there
    assert all(len({number.section for number in group}) == 1 for group in groups)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.00005515349700479372, "0.0000551534970048"),  # as many digits as any other, that it keeps to its column
        (0.184628551271123, "0.184628551271"),
        (1.5e20, "150000000000000000000"),
        (12345678901.25, "12345678901.25"),
    ],
)
def test_a_value_has_the_digits_that_mean_something_and_no_power_of_ten(value: float, text: str) -> None:
    assert unrounded(value) == text


@pytest.mark.parametrize("mode", ["zh", "en"])
def test_a_passport_without_other_cells_does_not_speak_of_them(
    materials: Callable[..., Material], monkeypatch: pytest.MonkeyPatch, mode: str
):
    """The note under its title says what stands below it, and no more."""
    material = materials("renhe", "2026-10")
    both = section_of(material, "passport", mode)
    monkeypatch.setattr("reportgen.report.sections.passport.parts", lambda *_: ())
    alone = section_of(material, "passport", mode)

    assert both is not None
    assert alone is not None
    later = {"zh": "后列规则所用的其他单元格", "en": "then the other cells"}[mode]
    assert later in both.text
    assert later not in alone.text
    assert {"zh": "列报告中的数字", "en": "Numbers of this report"}[mode] in alone.text


def test_what_a_total_proves_to_be_nil_is_not_said_to_stand_in_its_cell(tmp_path: Path):
    """The passport sent its reader to the cell of all current assets for a nought."""
    (tmp_path / "data").mkdir()
    case = "entity: {id: m, name: {zh: 枫谷医院, en: Maple}}\nregime: other\ncurrency: USD\nscheme: us_hospital_financial\n"
    (tmp_path / "case.yaml").write_text(case, encoding="utf-8")
    rows = ["Balance Sheets", "(in dollars)", ",2025", "Cash,40", "Total current assets,40"]
    (tmp_path / "data" / "b.csv").write_text("\n".join(rows), encoding="utf-8")
    spent = [
        "Statements of Operations",
        "(in dollars)",
        ",2025",
        "Depreciation expense,5",
        "Total operating expenses,370",
    ]
    (tmp_path / "data" / "a.csv").write_text("\n".join(spent), encoding="utf-8")
    context = HospitalContext.of(pipeline.evaluate(pipeline.check(tmp_path), period="2025"), "en")

    told = {row.key.partition(".")[0]: row for row in parts(context, "days_cash_and_investments")}

    assert told["cash_and_bank"].origin is None
    assert told["short_term_investments"].origin.en == "no such line: nil, for the others come to all of"
