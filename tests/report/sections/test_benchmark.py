"""Against the best peer, the median and the own best."""

from __future__ import annotations

from collections.abc import Callable
from statistics import median

import pytest

from pages import section_of
from report.sections.annual import amount, rows
from report.sections.subjects import alone, page, tables
from reportgen.analysis.comparison.against import peer_values
from reportgen.analysis.material import Material
from reportgen.report.desk.context import HospitalContext
from reportgen.report.desk.tables.sheet import SectionContent
from reportgen.report.sections.compared import peers
from reportgen.report.sections.method.paragraphs import _peers
from reportgen.report.sections.movements import _panels_note


@pytest.fixture(scope="module")
def month(materials: Callable[..., Material]) -> Material:
    return materials("renhe", "2026-10")


@pytest.fixture(scope="module")
def sheet(month: Material) -> SectionContent:
    return page(month, "benchmark")


@pytest.mark.serves("003-196")
def test_own_value_best_peer_and_the_gap_between_them_are_printed(month: Material):
    found = section_of(month, "benchmark")
    assert found is not None
    for one in month.analysis["comparison.benchmarks"]:
        indicator = month.catalog.indicators[one.id]
        values = peer_values(month.analysis, one.id).values()
        best = min(values) if indicator.direction == "lower" or one.id == "asset_liability_ratio" else max(values)
        own = month.values.at(one.id, "renhe", "2026-10").value
        name = (indicator.short or indicator.name).en
        printed = [amount(cell) for cell in found.row(name)[2:6]]
        scale = 100 if indicator.unit == "percent" else 1
        expected = [scale * value for value in (own, median(values), best, abs(best - own))]
        assert printed == pytest.approx(expected, abs=0.0501)


@pytest.mark.serves("003-196", "003-112")
def test_each_row_is_the_best_and_the_median_of_the_peers(sheet: SectionContent, month: Material):
    found = month.analysis["comparison.benchmarks"]
    lines = list(rows(tables(sheet)[0]))
    assert len(lines) == len(found) == 10
    for row, one in zip(lines, found, strict=True):
        values = peer_values(month.analysis, one.id).values()
        assert one.median == pytest.approx(median(values))
        assert one.best in {min(values), max(values)}
        assert row[6] == f"{one.place} / {one.n}"


def test_the_headline_counts_places(sheet: SectionContent):
    places = [tuple(map(int, row[6].split(" / "))) for row in rows(tables(sheet)[0])]
    upper, first = sum(2 * place <= n for place, n in places), sum(place == 1 for place, _ in places)
    assert (
        f"Of {len(places)} comparable indicators {upper} stand in the better half and {first} lead" == sheet.headline.en
    )


def test_peers_without_figures_of_the_period_are_not_said_to_be_none(materials: Callable[..., Material]):
    """The case names peers, whose figures are of years and months."""
    material = materials("renhe", "2026-Q2")
    assert material.peers is not None
    found = alone(material, "benchmark").sections[0].content

    assert "compares with 3 peers or more" in found.lacking[0].en
    assert "case.yaml" not in found.lacking[0].en


def test_no_page_of_a_quarter_speaks_of_peers_that_have_no_figures_of_it(materials: Callable[..., Material]):
    material = materials("renhe", "2026-Q2")
    context = HospitalContext.of(material, "en")

    assert _peers(context).en == "The peers have no figures for this period."
    assert "peers" not in _panels_note(context).en
    assert peers(context).lacking[0].en == "No indicator of this period compares with the peers."


def test_the_own_best_of_a_quarter_is_of_the_same_quarters(materials: Callable[..., Material]):
    quarter, month = (HospitalContext.of(materials("renhe", period), "en") for period in ("2026-Q2", "2026-10"))
    told = [context.say(f"benchmark.span.{context.span}s").en for context in (quarter, month)]

    assert "the same quarter" in told[0]
    assert "the same month" in told[1]
