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


def test_the_title_counts_the_directions(reports: Callable[..., Report]):
    shown = sheet(reports("renhe", "zh", YEARS["renhe"], "annual"), "definitions")
    lines = [line.cells for line in tables(shown)[0].lines if not line.emphasis]
    words = [cells[3].zh for cells in lines]
    assert shown.headline.zh.startswith(f"{len(lines)}项定量指标：")
    assert all(f"{word}{words.count(word)}项" in shown.headline.zh for word in {*words})


def test_items_are_those_of_official_statements_only_where_there_are_such(reports: Callable[..., Report]):
    leads = [sheet(reports(name, "en", YEARS[name], "annual"), "definitions").lead for name in ("renhe", "us-cms")]

    assert ["official statements" in lead[0].en for lead in leads] == [True, False]
