"""The peers: who they are, and where we stand among them."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from pages import section_of
from report.sections.annual import EACH, YEARS, gap, rows, sheet, tables
from reportgen.analysis.material import Material
from reportgen.report.desk.tables.sheet import SheetFigures
from reportgen.report.section import Report
from reportgen.report.sections import compared


@pytest.mark.slow
@EACH
def test_every_peer_is_named_and_ours_is_not_among_them(
    reports: Callable[..., Report], materials: Callable[..., Material], name: str
):
    material = materials(name, YEARS[name])
    found = sheet(reports(name, "en", YEARS[name], "annual"), "peers")
    named = [cell for row in rows(tables(found)[0], "en") for cell in row if cell]
    there = {entity for entity, period in material.peers.values.index if period == YEARS[name]}
    assert len(named) == len(there)
    assert bool(tables(found)[0].notes) is any("\u4e00" <= letter <= "\u9fff" for letter in "".join(named))
    assert material.entity not in there


@pytest.mark.slow
def test_the_hospitals_of_a_country_are_counted_and_not_named(
    materials: Callable[..., Material], monkeypatch: pytest.MonkeyPatch
):
    """Three thousand names took sixteen pages of a report."""
    monkeypatch.setattr(compared, "MOST_NAMED", 20)
    found = section_of(materials("renhe", "2025"), "peers", kind="annual")

    assert found is not None
    assert "The 24 peers" in found.text
    assert "More than 20 are not named one by one" in found.text
    assert "示例市第" not in found.text


@EACH
def test_a_panel_for_each_indicator_with_its_own_words(reports: Callable[..., Report], name: str):
    found = sheet(reports(name, "en", YEARS[name], "annual"), "peers")
    panels = next(block for block in found.blocks if isinstance(block, SheetFigures)).pictures
    assert len({picture.alt for _, picture in panels}) == len(panels) > 5


@pytest.mark.slow
def test_without_peers_it_says_how_to_name_them(materials: Callable[..., Material]):
    import dataclasses

    from reportgen.report.assembly import hospital

    alone = dataclasses.replace(materials("renhe", "2025"), peers=None)
    assert "case.yaml" in gap(hospital(alone, "annual", "en"), "Peers")


def test_the_indicators_that_the_title_counts_are_named_with_their_ranks(
    reports: Callable[..., Report], materials: Callable[..., Material]
):
    found = sheet(reports("renhe", "en", "2025", "annual"), "peers")
    peers = [i.peer for i in materials("renhe", "2025").evaluation.indicators if i.peer is not None]
    better = [peer for peer in peers if peer.rank + peer.tied <= (peer.n + 1) / 2]
    even = [peer for peer in peers if peer.rank <= (peer.n + 1) / 2 < peer.rank + peer.tied]
    assert f", {len(better)} of {len(peers)} indicators" in found.headline.en
    assert re.findall(r"(\d+) of \d+", found.lead[1].en) == [str(peer.rank) for peer in better]
    assert re.findall(r"tied with (\d+)", found.lead[2].en) == [str(peer.tied) for peer in even]
    assert all(peer.tied > peer.n / 2 - peer.rank for peer in even)
