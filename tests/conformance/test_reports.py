"""Every kind of report about every sample in every language: both standards, and what no validator sees."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pikepdf
import pytest

from conformance.verapdf import validate
from rendered import ALL, MODES, QUICK, Wanted, paper, rendered, view
from report.pdf.structure_reader import Node, open_file, structure
from reportgen.report.pdf import Rendered
from verify.tampering import meanings_of

EVERY = 9
"""Of the pages, one in so many is read glyph by glyph."""
RADICALS = re.compile("[\u2e80-\u2fdf]")


BOTH = "zh-en"
"""A report in both languages has what one in either has: marks of languages, faces, cells of two lines."""
VALIDATED = [
    *(
        pytest.param(wanted, mode, marks=[pytest.mark.slow] if mode != BOTH else [], id=f"{wanted}-{mode}")
        for wanted in QUICK
        for mode in MODES
    ),
    *(
        pytest.param(wanted, BOTH, marks=pytest.mark.slow, id=f"{wanted}-{BOTH}")
        for wanted in ALL
        if wanted not in QUICK
    ),
]
"""Each kind of report in each language about the smallest case that fills it, and each sample in both languages at once."""


@pytest.mark.parametrize(("wanted", "mode"), VALIDATED)
@pytest.mark.serves("000-22")
def test_every_report_is_pdf_a_3a_and_pdf_ua_1_in_every_language(wanted: Wanted, mode: str) -> None:
    verdicts = validate([paper(wanted, mode)])

    assert len(verdicts) == 2
    assert [verdict for verdict in verdicts if not verdict.conforms] == []


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("wanted", QUICK, ids=str)
def test_each_kind_of_report_is_laid_out_in_each_language(wanted: Wanted, mode: str) -> None:
    report = rendered(wanted, mode)
    title = view(wanted, mode).title

    assert len(report.pages) > 1
    assert {"numbers.json", "results.json", "definitions.json"} <= report.enclosed.keys()
    told = open_file(report.pdf).docinfo.get("/Title")
    assert str(told) == title.in_language("en" if mode == "en" else "zh")


@pytest.mark.slow
def test_a_board_report_with_every_analysis_conforms_and_each_of_its_numbers_has_an_origin() -> None:
    everything = Wanted("board", "renhe", "2026-10", whole=True)
    verdicts = validate([paper(everything, "zh-en")])

    assert [verdict for verdict in verdicts if not verdict.conforms] == []
    assert rendered(everything, "zh-en").findings == ()


@pytest.mark.parametrize(
    "wanted",
    [Wanted("annual", "clinic", "2025"), pytest.param(Wanted("annual", "us-cms", "2021"), marks=pytest.mark.slow)],
    ids=str,
)
def test_what_no_validator_sees_holds_in_a_report_of_many_pages(wanted: Wanted) -> None:
    report = rendered(wanted, "zh-en")
    tree = structure(report.pdf)

    heads_have_scopes(tree)
    tables_have_one_head(tree)
    figures_say_what_they_show(tree)
    contents_lead_somewhere(tree)
    all_text_is_content_or_artefact(report)
    copied_text_is_right(report)
    bookmarks_lead_to_every_part(report)


@pytest.mark.slow
@pytest.mark.parametrize(
    "wanted",
    [Wanted("board", "renhe", "2026-10"), pytest.param(Wanted("annual", "us-cms", "2021"), marks=pytest.mark.slow)],
    ids=str,
)
def test_a_table_over_pages_is_one_table(wanted: Wanted) -> None:
    something_is_broken_over_pages_and_stays_one(structure(rendered(wanted, "zh-en").pdf))


def heads_have_scopes(tree: Node) -> None:
    heads = tree.all("TH")
    assert heads
    assert {scope for head in heads for scope in scopes(head)} <= {"/Column", "/Row"}
    assert all(len(scopes(head)) == 1 for head in heads)


def scopes(head: Node) -> list[str]:
    """Beside the scope a head that is a number says which one it is."""
    said = head.entry.A.as_list() if isinstance(head.entry.A, pikepdf.Array) else [head.entry.A]
    return [str(one.Scope) for one in said if "/Scope" in one]


def tables_have_one_head(tree: Node) -> None:
    for table in tree.all("Table"):
        roles = [kid.role for kid in table.kids]
        assert roles.count("THead") <= 1
        assert roles.count("Caption") <= 1


def something_is_broken_over_pages_and_stays_one(tree: Node) -> None:
    long = [table for table in tree.all("Table") if len(set(pages_of(table))) > 1]
    assert long
    for table in long:
        assert len(table.all("THead")) <= 1  # repeated heads are artefacts


def pages_of(node: Node) -> Iterator[tuple[int, int]]:
    for one in node.walk():
        if "/Pg" in one.entry:
            yield one.entry.Pg.objgen


def figures_say_what_they_show(tree: Node) -> None:
    figures = tree.all("Figure")
    assert figures
    assert all(len(str(figure.entry.get("/Alt", ""))) > 5 for figure in figures)


def contents_lead_somewhere(tree: Node) -> None:
    entries = tree.all("TOCI")
    assert entries
    assert all(entry.all("Link") for entry in entries)


def all_text_is_content_or_artefact(report: Rendered) -> None:
    """Each glyph belongs to the structure or is an artefact, and the foot of each page is one."""
    document = open_file(report.pdf)
    total = len(document.pages)
    for number in range(1, total + 1, EVERY):
        page = document.pages[number - 1]
        artefacts = []
        for kind, text in runs(page):
            assert kind in {"content", "artefact"}
            if kind == "artefact":
                artefacts.append(text)
        foot = "".join(artefacts).replace(" ", "")
        assert number == 1 or f"{number}/{total}" in foot


def runs(page: pikepdf.Page) -> Iterator[tuple[str, str]]:
    """Runs of glyphs with what they belong to."""
    meanings = {name: dict(meanings_of(font)) for name, font in fonts_of(page)}
    marks: list[str] = []
    meaning: dict[bytes, str] = {}
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "BDC" | "BMC":
                is_artefact = str(operands[0]) == "/Artifact"
                is_content = (
                    len(operands) > 1 and isinstance(operands[1], pikepdf.Dictionary) and "/MCID" in operands[1]
                )
                marks.append("artefact" if is_artefact else "content" if is_content else "")
            case "EMC":
                marks.pop()
            case "Tf":
                meaning = meanings[str(operands[0])]
            case "TJ" | "Tj":
                pieces = operands[0] if str(operator) == "TJ" else operands
                glyphs = b"".join(bytes(piece) for piece in pieces if isinstance(piece, pikepdf.String))
                text = "".join(meaning.get(glyphs[at : at + 2], "") for at in range(0, len(glyphs), 2))
                yield next((mark for mark in reversed(marks) if mark), ""), text


def fonts_of(page: pikepdf.Page) -> Iterator[tuple[str, Any]]:
    return ((str(name), font) for name, font in page.Resources.get("/Font", {}).items())


def copied_text_is_right(report: Rendered) -> None:
    import pypdfium2

    with pypdfium2.PdfDocument(report.pdf) as document:
        text = "\n".join(page.get_textpage().get_text_range() for page in document)
    assert not RADICALS.search(text)


def bookmarks_lead_to_every_part(report: Rendered) -> None:
    with open_file(report.pdf).open_outline() as outline:
        assert len(outline.root) > 0
        assert all(item.title for item in outline.root)
