"""The board report on paper: the verdict on one page, sections where the contents say, everything through the gates."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import BytesIO

import pikepdf
import pytest

from reportgen.analysis.material import Material
from reportgen.report import produce
from reportgen.report.board import Report

MOST_PAGES = 14


@pytest.mark.parametrize("name", ["renhe", "us-cms"])
def test_the_verdict_fills_one_page_and_the_sections_follow_in_order(
    materials: Callable[..., Material], reports: Callable[..., Report], name: str
) -> None:
    rendered = produce(materials(name), kind="board", mode="zh-en", results=b"{}")
    pages = rendered.pages
    assert "verdict" in pages[0].anchors
    assert "summary" in pages[1].anchors
    assert len(pages) <= MOST_PAGES
    order = [anchor for page in pages for anchor in page.anchors]
    sections = [section.id for section in reports(name, "zh-en").sections]
    assert [anchor for anchor in order if anchor in sections] == sections
    assert order.index("quality") < order.index("signatures") < order.index("method")
    with pikepdf.open(BytesIO(rendered.pdf)) as file:
        told = json.loads(file.attachments["numbers.json"].get_file().read_bytes())["numbers"]
    first = {anchor: page.number for page in reversed(pages) for anchor in page.anchors}
    assert told
    assert [row["page"] for row in told] == [first[row["section"]] for row in told]
