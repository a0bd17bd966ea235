"""Pages laid out again keep those that no change can have reached, and come out as if all were laid out anew."""

from __future__ import annotations

import weakref
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from weasyprint import HTML

from reportgen.report.pdf import Manner, engine, reach, write_pdf
from reportgen.report.pdf.documents import PageText, Rendered
from reportgen.report.pdf.relayout import Layouts, Usable

CREATED = datetime(2026, 11, 5, 9, tzinfo=UTC)
WORDS = "The surplus of the month and what it is made of. " * 12
ROWS = "".join(f"<tr><td>{number}</td><td>{number * 7}</td></tr>" for number in range(60))
STYLE = """
@page { size: A5; margin: 15mm; @bottom-right { content: string(name) counter(page) "/" counter(pages) } }
html { font-family: "Noto Sans CJK SC"; font-size: 9pt }
section { break-before: page; string-set: name attr(data-name) }
section.follow { break-before: auto }
section.compact p { font-size: 7pt }
.ref::after { content: target-counter(attr(data-for url), page) }
"""


def document(*sections: str, style: str = "") -> str:
    """A page with a heading, references to all sections, and the sections."""
    parts = "".join(
        f'<section class="page" data-name="n{number}"><h2 id="s{number}">Section {number}</h2>{inner}</section>'
        for number, inner in enumerate(sections)
    )
    references = "".join(f'<p class="ref" data-for="#s{number}">at </p>' for number in range(len(sections)))
    return (
        f'<!DOCTYPE html><html lang="en"><head><title>T</title><style>{STYLE}{style}</style></head>'
        f"<body><h1>T</h1>{references}{parts}</body></html>"
    )


def with_class(html: str, section: int, name: str) -> str:
    return html.replace(f'class="page" data-name="n{section}"', f'class="page {name}" data-name="n{section}"')


PARAGRAPHS = f"<p>{WORDS}</p>" * 3
FEW = "<p>Short.</p>"
LONG = f"<p>{WORDS}</p>" * 14
TABLE = f"<table>{ROWS}</table>"
SIX = document(LONG, FEW, PARAGRAPHS, TABLE, LONG, PARAGRAPHS)
REFERENCES = "".join(f'<p class="ref" data-for="#s{number}">see page </p>' for number in range(7))
REFERRING = document(LONG, FEW, REFERENCES, LONG, FEW + REFERENCES, LONG, LONG)
SAYING = document(LONG, FEW, FEW, "<p class=all>of </p>", LONG, style=".all::after { content: counter(pages) }")
RUNNING = document(
    LONG, "<p class=head>Head of the second</p>" + FEW, FEW + "<p class=head>Head of the third</p>", LONG,
    style="@page { @top-left { content: element(head) } } .head { position: running(head) } .loud .head { color: red }",
)  # fmt: skip
NAMED = RUNNING.replace("<p class=head>Head of the third", '<p class=head id="third">Head of the third')
AFTER = document(LONG, FEW, PARAGRAPHS, LONG, style=".compact ~ section p { font-size: 12pt }")
COUNTED = document(
    LONG, FEW, PARAGRAPHS, LONG,
    style="body { counter-reset: c } h2::before { content: counter(c) } .compact { counter-increment: c 3 }",
)  # fmt: skip
NEXT = document(LONG, FEW, PARAGRAPHS, LONG, style=".compact + section p, p:nth-child(2n + 1) { font-size: 12pt }")
AHEAD = document(LONG, FEW, PARAGRAPHS, LONG, style="section:has(.more) h2 { font-size: 30pt }")
BESIDE = document(
    LONG, FEW, PARAGRAPHS, LONG,
    style="section:has(p + p) h2 { font-size: 20pt } .other ~ section:has(.other) { color: red } h2 + p { margin: 0 }",
)  # fmt: skip
LISTED = document(
    LONG, FEW + "<ul><li>one<li>two</ul>", "<ol><li>one<li>two</ol>" + PARAGRAPHS, LONG,
    style="html { overflow: hidden } li::marker { color: red } p::first-letter { font-size: 2em } .page { width: 90vw }",
)  # fmt: skip
MARKED = document(LONG, FEW + "<ul><li>one<li>two</ul>", "<ol><li>one<li>two</ol>" + PARAGRAPHS, LONG)
SIDES = document(
    FEW, FEW, LONG, FEW, PARAGRAPHS, FEW,
    style="section { break-before: right } .left { break-before: left } @page :blank { @bottom-right { content: none } }",
)  # fmt: skip
HIDING = document(LONG, FEW, "<i class=gone>Nobody sees it.</i>" + FEW, LONG, style=".gone { display: none }")
GOING = document(LONG, FEW, LONG, LONG, style=".gone { display: none }")

CASES: dict[str, tuple[str, Sequence[str], int]] = {
    "closer": (SIX, [with_class(SIX, 2, "compact")], 5),
    "runs on": (SIX, [with_class(SIX, 2, "follow")], 5),
    "twice": (SIX, [with_class(SIX, 2, "follow"), with_class(with_class(SIX, 2, "follow"), 5, "compact")], 3),
    "table": (SIX, [with_class(SIX, 3, "compact")], 3),
    "a row": (SIX, [SIX.replace("<tr><td>59<", '<tr style="font-size: 30pt"><td>59<')], 3),
    "air": (SIX, [SIX.replace('data-name="n4"', 'data-name="n4" style="--air: 2mm"')], 4),
    "nothing that is printed": (HIDING, [HIDING.replace("<i class=gone", '<i class="gone more"')], 7),
    "words of its own": (SIX, [SIX.replace("<p>Short", '<p class="more">Short')], 5),
    "refers": (REFERRING, [with_class(REFERRING, 4, "compact")], 12),
    "refers to what moved": (REFERRING, [with_class(REFERRING, 1, "follow")], 8),
    "refers to what moved twice": (
        REFERRING,
        [with_class(REFERRING, 3, "follow"), with_class(with_class(REFERRING, 3, "follow"), 1, "follow")],
        8,
    ),
    "refers to what moved, and stays twice": (
        REFERRING,
        [
            first := with_class(REFERRING, 3, "follow"),
            second := with_class(first, 6, "compact"),
            with_class(second, 1, "follow"),
        ],
        8,
    ),
    "runs in the margin": (RUNNING, [with_class(RUNNING, 2, "follow")], 6),
    "runs in the margin and has a name": (NAMED, [with_class(NAMED, 2, "follow")], 3),
    "runs in the margin and changes": (RUNNING, [with_class(RUNNING, 2, "loud")], 5),
    "says how many": (SAYING, [with_class(SAYING, 2, "follow")], 5),
    "another text": (SIX, [SIX.replace("Short.", "Shorter.")], 0),
    "another head": (SIX, [SIX.replace("<title>", '<meta name="author" content="A"><title>')], 0),
    "reaches those after it": (AFTER, [with_class(AFTER, 1, "compact")], 1),
    "a blank page comes": (SIDES, [with_class(SIDES, 4, "left")], 5),
    "a blank page goes": (with_class(SIDES, 4, "left"), [SIDES], 5),
    "closer before a blank page": (SIDES, [with_class(SIDES, 3, "compact")], 5),
    "runs on where a blank page was": (SIDES, [with_class(SIDES, 3, "follow")], 4),
    "reaches the next one": (NEXT, [with_class(NEXT, 1, "compact")], 4),
    "reaches what holds it": (AHEAD, [AHEAD.replace("<p>Short", '<p class="more">Short')], 4),
    "looks ahead for something else": (BESIDE, [with_class(BESIDE, 2, "follow"), with_class(BESIDE, 2, "compact")], 4),
    "parts that are altered": (LISTED, [with_class(LISTED, 2, "follow")], 0),
    "lists": (MARKED, [with_class(MARKED, 2, "follow"), with_class(MARKED, 3, "compact")], 2),
    "counts": (COUNTED, [with_class(COUNTED, 1, "compact")], 0),
    "goes": (GOING, [with_class(GOING, 1, "gone").replace("#s1", "#s0")], 0),
}


def rendered(html: str, revisions: Sequence[str]) -> Rendered:
    """The file, with pages that are revised so."""
    following = dict(zip((html, *revisions), revisions, strict=False))

    def revision(html: str, _: Sequence[PageText]) -> str | None:
        return following.get(html)

    return write_pdf(
        html, folders={}, images={}, attachments=[], created=CREATED, families=frozenset({"Noto Sans CJK SC"}),
        manner=Manner(frozenset({"Noto Sans CJK SC"}), revision=revision),
    )  # fmt: skip


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many pages each layout took over."""
    found: list[int] = []
    plain = Layouts.render

    def render(self: Layouts, *rest: object, **options: object) -> object:
        document = plain(self, *rest, **options)
        found.append(self.kept)
        return document

    monkeypatch.setattr(Layouts, "render", render)
    return found


@pytest.mark.parametrize(("html", "revisions", "at_least"), CASES.values(), ids=CASES)
@pytest.mark.slow
def test_a_revised_document_has_the_bytes_of_one_laid_out_anew(
    html: str, revisions: Sequence[str], at_least: int, kept: list[int]
) -> None:
    revised = rendered(html, revisions)

    assert revised.pdf == rendered(revisions[-1], []).pdf
    assert len(kept) == len(revisions) + 2
    assert kept[0] == kept[-1] == 0
    assert min(kept[1:-1]) >= at_least, kept
    if not at_least:
        assert max(kept) == 0


def test_what_pages_were_made_of_is_gone_before_they_are_painted(monkeypatch: pytest.MonkeyPatch) -> None:
    """It takes as much memory as the pages themselves; a document of many pages has it looked through for that."""
    monkeypatch.setattr(engine, "MANY_PAGES", 1)
    content: list[weakref.ref[Any]] = []
    finish, paint = Layouts.finish, engine._paint
    monkeypatch.setattr(
        Layouts, "finish", lambda self, found: (content.append(weakref.ref(self.root)), finish(self, found))
    )
    there: list[Any] = []
    monkeypatch.setattr(engine, "_paint", lambda *given: (there.append(content[0]()), paint(*given))[1])

    rendered(SIX, [with_class(SIX, 2, "compact")])

    assert there == [None]


def test_pages_that_are_laid_out_anew_are_gone_without_the_collector(monkeypatch: pytest.MonkeyPatch) -> None:
    """It rests while a report is made; an error about lengths kept whole layouts, each page its notes that led to it."""
    length = "p { --air: 0.2em; padding-left: calc(1mm + var(--air)) }"
    html = document(LONG, FEW, PARAGRAPHS, LONG, style=length)
    monkeypatch.setattr(engine, "MANY_PAGES", 1000)
    pages: list[weakref.ref[Any]] = []
    plain = Layouts.render

    def render(self: Layouts, *rest: object, **options: object) -> Any:
        laid_out = plain(self, *rest, **options)
        pages.extend(weakref.ref(page._page_box) for page in laid_out.pages)
        return laid_out

    monkeypatch.setattr(Layouts, "render", render)
    there: list[int] = []
    paint = engine._paint
    monkeypatch.setattr(
        engine, "_paint", lambda *given: (there.append(sum(one() is not None for one in pages)), paint(*given))[1]
    )

    count = len(rendered(html, [html.replace('class="page"', 'class="page compact"')]).pages)

    assert there == [count]
    assert len(pages) > count


@pytest.mark.slow
def test_a_revised_text_is_not_read_again_where_the_tree_follows_it(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[bool] = []
    plain = reach.rewritten

    def rewritten(*given: Any) -> Any:
        found = plain(*given)
        told.append(found is not None)
        return found

    monkeypatch.setattr(reach, "rewritten", rewritten)
    for html in (BESIDE, SIX):  # rows without a body, which the reader supplies
        rendered(html, [with_class(html, 2, "compact")])

    assert told == [True, False]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<p>Short.", "<p>Shorter."),
        ("<p>Short.", '<p class="more">Short.'),
        ('<section class="page"', '<section class="page" data-continued=">"'),
        ("</section></body>", "</section><p>More.</p></body>"),
        ("<h1>T", "<h2>T"),
    ],
)
def test_what_is_more_than_attributes_of_a_section_is_read_again(old: str, new: str) -> None:
    root = HTML(string=BESIDE).etree_element

    assert old in BESIDE
    assert reach.rewritten(root, BESIDE, BESIDE.replace(old, new, 1)) is None


def test_attributes_are_told_as_a_reader_understands_them() -> None:
    root = HTML(string=BESIDE).etree_element
    section = root.find(".//section")
    revised = BESIDE.replace('class="page" data-name="n0"', 'class="page" data-name="a&amp;b" style="--air: 2mm"')

    assert reach.rewritten(root, BESIDE, revised) == [
        (section, {"class": "page", "data-name": "a&b", "style": "--air: 2mm"})
    ]
    section.set("class", "page ends")
    assert reach.rewritten(root, BESIDE, revised) is None, "marked since it was read"


@pytest.mark.slow
def test_a_page_that_leads_to_itself_ends_in_a_whole_layout(kept: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    """Without end otherwise; no document is known that does."""

    def found(self: Layouts, *_: object) -> Usable | None:
        return next(reversed(self.usable.values()), None)

    monkeypatch.setattr(Layouts, "_found", found)
    revision = with_class(SIX, 2, "compact")

    assert rendered(SIX, [revision]).pdf == rendered(revision, []).pdf
    assert kept == [0, 0, 0]
