"""Definitions: formula, unit and source of every indicator that figures decide."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from report.sections.annual import EACH, YEARS, sheet, tables
from reportgen.analysis.material import Material
from reportgen.report.section import Report


@EACH
@pytest.mark.serves("000-38", "001-36")
def test_every_indicator_is_defined(reports: Callable[..., Report], materials: Callable[..., Material], name: str):
    material = materials(name, YEARS[name])
    table = tables(sheet(reports(name, "en", YEARS[name], "annual"), "definitions"))[0]
    lines = [line.cells for line in table.lines if not line.emphasis]
    told = [i for i in material.evaluation.indicators if material.scheme.parts[i.part].from_folder is None]
    assert {cells[0].en.rstrip("①②③④") for cells in lines} == {material.catalog.indicators[i.id].name.en for i in told}
    assert all(cells[1].en and cells[4].en for cells in lines)  # formula and source
    assert all(definition.meaning is not None for definition in (material.catalog.indicators[i.id] for i in told))
