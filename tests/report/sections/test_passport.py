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
