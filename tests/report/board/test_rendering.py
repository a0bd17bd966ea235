"""The board report on paper: the verdict on one page, sections where the contents say, everything through the gates."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from io import BytesIO

import pikepdf
import pypdfium2
import pytest

from rendered import Wanted, rendered
from reportgen.analysis.material import Material
from reportgen.model.definition import Text
from reportgen.report import produce
from reportgen.report.numbers_file import stands
from reportgen.report.section import Report

MOST_PAGES = 17
"""In both languages: measures of the register and each reason of a dash take a page more than they did in short.

The brief adds two, its story and its cash.
"""


@pytest.mark.parametrize(
    ("name", "period"), [pytest.param("renhe", "2026-10", marks=pytest.mark.slow), ("us-cms", "2021")]
)
def test_the_verdict_fills_one_page_and_the_sections_follow_in_order(
    reports: Callable[..., Report], name: str, period: str
) -> None:
    whole = rendered(Wanted("board", name, period), "zh-en")
    pages = whole.pages
    assert "verdict" in pages[0].anchors
    assert "story" in pages[1].anchors
    assert len(pages) <= MOST_PAGES
    order = [anchor for page in pages for anchor in page.anchors]
    sections = [section.id for section in reports(name, "zh-en").sections]
    assert [anchor for anchor in order if anchor in sections] == sections
    for page in pages[1:3]:  # nothing of the piece before goes on to a page of the brief
        top, height = page.block
        assert min(page.reach[anchor][0] for anchor in page.anchors if anchor in sections) < top + 0.08 * height
    assert order.index("quality") < order.index("signatures") < order.index("method")
    with pikepdf.open(BytesIO(whole.pdf)) as file:
        told = json.loads(file.attachments["numbers.json"].get_file().read_bytes())["numbers"]
    first = {anchor: page.number for page in reversed(pages) for anchor in page.anchors}
    assert told
    early = [row for row in told if row["page"] < first[row["section"]]]
    assert {row["key"] for row in early} <= {"story.year_end"}  # the box on page 1 prints a sentence of the story
    assert all(stands(row["printed"], pages[row["page"] - 1].text) for row in early)
    assert {(row["printed"], row["page"]) for row in told} >= {("85", 1), ("70", 1)}  # bounds of grades, too
    assert [row for row in told if row["places"]]


SYLLABLES = "仁和市第一人民医院附属协和"


def named(material: Material, zh: str, en: str) -> Material:
    """The material as if its hospital had this name."""
    file = material.case.file
    assert file.entity is not None
    entity = file.entity.model_copy(update={"name": Text(zh=zh, en=en)})
    case = dataclasses.replace(material.case, file=file.model_copy(update={"entity": entity}))
    return dataclasses.replace(material, case=case)


@pytest.mark.slow
def test_a_long_name_keeps_the_verdict_on_one_page_and_inside_it(renhe: Material) -> None:
    zh, en = (SYLLABLES * 30)[:300], ("Renhe Municipal Hospital " * 30)[:600].strip()
    written = produce(named(renhe, zh, en), kind="board", mode="zh-en", results=b"{}")
    assert "verdict" in written.pages[0].anchors
    assert "story" in written.pages[1].anchors
    with pikepdf.open(BytesIO(written.pdf)) as file:
        assert zh in str(file.open_metadata())
    document = pypdfium2.PdfDocument(written.pdf)
    for page in document:
        width, height = page.get_size()
        words = page.get_textpage()
        for left, bottom, right, top in (words.get_rect(index) for index in range(words.count_rects())):
            assert 0 <= left <= right <= width
            assert 0 <= bottom <= top <= height
