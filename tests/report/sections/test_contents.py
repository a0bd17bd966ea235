"""The contents name every listed section on its level, and the pages they print are the true ones."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from rendered import ANNUALS, Wanted, checked, rendered, view
from reportgen import pipeline
from reportgen.catalog import load_catalog
from reportgen.report.assembly import hospital
from reportgen.report.html import HtmlDocument, write
from reportgen.report.section import Report

PROJECT = Path(__file__).resolve().parents[3]


def test_the_contents_stand_on_their_levels(reports: Callable[..., Report], documents: Callable[..., HtmlDocument]):
    report = reports("renhe", "en", "2025", "annual")
    html = documents("renhe", "en", "2025", "annual").html
    nav = html[html.index('id="contents"') :]
    nav = nav[: nav.index("</nav>")]
    lines = re.findall(r'<li class="contents-(\d)"><a href="#([^"]+)">', nav)
    assert lines == [(str(section.level), section.id) for section in report.contents]
    assert {level for level, _ in lines} == {"1", "2", "3"}


@pytest.mark.parametrize("kind", ["table", "figure"])
def test_tables_and_figures_are_numbered_in_their_order_and_listed(
    documents: Callable[..., HtmlDocument], reports: Callable[..., Report], kind: str
):
    report, html = reports("renhe", "en", "2025", "annual"), documents("renhe", "en", "2025", "annual").html
    listed = [caption for caption in report.captions if caption.kind == kind]
    assert [report.numbered[caption.id] for caption in listed] == list(range(1, len(listed) + 1))
    places = [html.index(f'id="{caption.id}"') for caption in listed]
    assert places == sorted(places)
    nav = html[html.index('id="contents"') : html.index("</section>", html.index('id="contents"'))]
    assert [caption.id for caption in listed if f'href="#{caption.id}"' in nav] == [caption.id for caption in listed]


@pytest.mark.slow
def test_a_report_that_does_not_number_lists_nothing(documents: Callable[..., HtmlDocument]):
    assert "Table 1." not in documents("renhe", "en").html


@pytest.mark.parametrize("wanted", ANNUALS, ids=str)
def test_the_pages_they_print_are_the_true_ones(wanted: Wanted):
    pages, report = rendered(wanted, "en").pages, view(wanted, "en")
    at = {anchor: page.number for page in reversed(pages) for anchor in page.anchors}
    printed = "\n".join(page.text for page in pages[at["contents"] - 1 : at["reading"]])
    lines = re.findall(r"^(.+?) ?\.{3,}(\d+)$", printed, re.MULTILINE)
    sections = lines[: len(report.contents)]
    assert sections == [(section.title.en, str(at[section.id])) for section in report.contents]
    captions = {(caption.kind, report.numbered[caption.id]): caption.id for caption in report.captions}
    listed = re.findall(r"^(Table|Figure) (\d+)\..*?\.{3,}(\d+)$", printed, re.MULTILINE)
    assert len(listed) > 0.9 * len(captions)  # words of some go on to a second line
    for kind, number, page in listed:
        assert (number, page) == (number, str(at[captions[kind.lower(), int(number)]]))


@pytest.mark.parametrize("scheme", [None, "none"])
def test_the_contents_stand_once_in_a_report(scheme: str | None) -> None:
    """Without scores the first page has room for them, unless they have a page of their own."""
    material = pipeline.evaluate(checked("clinic"), period="2025", scheme=scheme)

    assert write(hospital(material, "annual", "zh")).html.count(">目录</h") == 1


def test_what_a_section_asks_for_is_announced_by_one() -> None:
    """A name that nobody announces would be missing for ever, and the page would never show it."""
    asked = {
        node.args[0].value
        for module in (PROJECT / "reportgen" / "report").rglob("*.py")
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "anchor"
        and node.args and isinstance(node.args[0], ast.Constant)
    }  # fmt: skip

    assert "contents" in asked
    assert asked <= {section.anchors for section in load_catalog().sections.values()}
