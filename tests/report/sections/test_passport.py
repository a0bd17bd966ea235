"""Every printed number names what it rests on."""

from __future__ import annotations

from collections.abc import Callable

from report.sections.reading import BOTH, content
from reportgen.analysis.material import Material
from reportgen.report.desk.passport_rows import leaves
from reportgen.report.section import Report


@BOTH
def test_every_indicator_of_the_passport_names_its_cells(
    reports: Callable[..., Report], materials: Callable[..., Material], name: str
):
    passport, material = content(reports(name, "zh-en"), "passport"), materials(name)
    cells = {cell.key: cell for cell in passport.cells}
    assert all(cell.place or cell.origin for cell in passport.cells)
    told = [row for row in passport.rows if row.key in material.catalog.indicators]
    assert told
    for row in told:
        assert row.origin
        for leaf in leaves(material.derive(row.key)):
            key = ".".join(part for part in (leaf.id, leaf.period, leaf.view) if part)
            assert leaf.value is None or cells[key].unrounded == f"{leaf.value:.12g}".replace("-", "−")


def test_all_numbers_of_the_annual_report_stand_under_their_section(reports: Callable[..., Report]):
    report = reports("renhe", "en", "2025", "annual")
    groups = content(report, "passport").groups
    shown = {number.row.key: number.section for group in groups for number in group}
    there = {section.id for section in report.sections}
    assert shown == {key: entry.section for key, entry in report.ledger.entries.items()}
    assert set(shown.values()) <= there
    assert all(len({number.section for number in group}) == 1 for group in groups)
