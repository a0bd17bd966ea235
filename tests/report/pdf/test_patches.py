"""What is changed in the layout engine is known, guarded and undone."""

from __future__ import annotations

import ctypes
import gc
import importlib.metadata
import zlib
from pathlib import Path

import pydyf
import pytest
import weasyprint
from weasyprint import css
from weasyprint.layout import page as page_layout

from reportgen.errors import ExitCode, Refused
from reportgen.report.pdf import patches, required
from reportgen.report.pdf.markup import font_configuration
from reportgen.report.pdf.patches import PATCHES, Patch, altered_engine, laid_out_in_turn, settled_references
from shell import ROOT, reportgen


@pytest.mark.parametrize("patch", PATCHES, ids=lambda patch: patch.name)
def test_upstream_has_not_changed_what_we_replace(patch: Patch) -> None:
    assert patch.is_known(), f"{patch.name} changed upstream: read the new source before renewing its hash"


def test_the_engine_is_the_pinned_one() -> None:
    assert importlib.metadata.version("weasyprint") == patches.VERSION


def test_another_source_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patches, "PATCHES", (Patch(patches.inline, "justify_line", "0" * 64),))
    patches.require_known_engine.cache_clear()
    try:
        with pytest.raises(Refused) as refused, altered_engine():
            pass
    finally:
        patches.require_known_engine.cache_clear()
    (told,) = refused.value.findings
    assert (told.rule, refused.value.exit_code) == ("R17", ExitCode.ENVIRONMENT)
    assert "justify_line" in str(told.facts["found"])
    assert "--force-reinstall" in str(told.facts["command"])


def test_another_version_is_told_with_the_command_that_installs_the_right_one(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(required, "installed", lambda: "70.1")

    ran = reportgen("render", ROOT / "tests" / "cases" / "clinic", "-o", tmp_path / "a.pdf")

    assert ran.returncode == ExitCode.ENVIRONMENT
    assert "R17" in ran.stderr
    assert f"Run pip install weasyprint=={required.VERSION}" in ran.stderr
    assert not (tmp_path / "a.pdf").exists()


def test_the_engine_is_itself_again_after_a_render_and_after_a_failure() -> None:
    before = [patch.original() for patch in PATCHES]

    with altered_engine(), settled_references(), laid_out_in_turn([]):
        assert all(patch.original() is not plain for patch, plain in zip(PATCHES, before, strict=True))
    with pytest.raises(ZeroDivisionError), altered_engine(), settled_references(), laid_out_in_turn([]):
        raise ZeroDivisionError

    assert [patch.original() for patch in PATCHES] == before


def texts(document: weasyprint.Document, page: int = 0) -> list[str]:
    boxes = document.pages[page]._page_box.descendants()
    return " ".join(box.text for box in boxes if hasattr(box, "text")).split()


@pytest.mark.parametrize(("sections", "times"), [(3, 1), (12, 2)], ids=["as many digits", "one digit more"])
def test_a_page_is_laid_out_again_only_for_a_number_that_takes_more_room(
    sections: int, times: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[int] = []
    plain = page_layout.remake_page
    monkeypatch.setattr(page_layout, "remake_page", lambda index, *rest: (made.append(index), plain(index, *rest))[1])
    html = (
        "<style>@page { size: A5; @bottom-right { content: counter(page) '/' counter(pages) } } body { font: 10pt 'Noto Sans CJK SC' }"
        "a::after { content: leader('.') target-counter(attr(href url), page) } h1 { break-before: page }</style>"
        f"<p id=here><a href='#here'>here</a> <a href='#there'>there</a></p>{'<h1>between</h1>' * (sections - 2)}<h1 id=there>there</h1>"
    )

    with settled_references():
        document = weasyprint.HTML(string=html).render()

    assert {"1", str(sections)} <= {text.strip(".") for text in texts(document)}
    assert made.count(0) == times
    assert made.count(1) == 1


def test_the_number_of_all_pages_is_still_right_in_a_text() -> None:
    html = "<style>p::after { content: counter(pages) } h1 { break-before: page }</style><p>of </p><h1>two</h1><h1>three</h1>"

    with settled_references():
        document = weasyprint.HTML(string=html).render()

    assert "3" in texts(document)


def test_a_reference_follows_a_target_that_its_own_words_move() -> None:
    html = (
        "<style>@page { size: 60mm 40mm; margin: 5mm } body { font: 10px/10mm sans-serif; counter-reset: none }"
        "a { display: block; width: 6mm } a::after { content: target-counter(attr(href url), page, lower-greek) ' x x x' }"
        "p { margin: 0 }</style><a href='#there'></a><p id=there>there</p>"
    )

    with settled_references():
        document = weasyprint.HTML(string=html).render()

    at = next(number for number, page in enumerate(document.pages, 1) if "there" in texts(document, number - 1))
    assert "αβγδ"[at - 1] in texts(document)


PARTS = (
    """<style>@page { size: 90mm 60mm } html { font-family: "Noto Sans CJK SC" } .kept::marker { color: red }
  .note { float: footnote } .call::footnote-call { content: "*" counter(footnote); font-size: 8pt }</style>
  <ul><li>one<li class=kept>two</ul><ol start=3><li>three</ol>
  <p>words<span class=note>below</span> and<span class="note call">further</span></p><p>"""
    + "<b>x</b>" * 40
)


def test_parts_of_elements_look_as_the_engine_makes_them_and_are_styled_where_there_are_any(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made: list[str | None] = []
    plain = css.ComputedStyle.__init__

    def counted(self: object, parent: object, cascaded: object, part: str | None, *rest: object) -> None:
        made.append(part)
        plain(self, parent, cascaded, part, *rest)

    monkeypatch.setattr(css.ComputedStyle, "__init__", counted)
    own = weasyprint.HTML(string=PARTS).write_pdf(pdf_identifier=b"0")
    before, made[:] = made.count("marker") + made.count("footnote-call"), []
    with settled_references():
        ours = weasyprint.HTML(string=PARTS).write_pdf(pdf_identifier=b"0")

    assert ours == own
    assert before > 80  # of each element, at least one for either
    assert sum(part in patches.UNIVERSAL for part in made) <= 3 + 4  # three items, two footnotes with call and marker


def test_a_stream_is_packed_once_and_again_only_if_something_was_written_to_it(monkeypatch: pytest.MonkeyPatch) -> None:
    packed: list[bytes] = []
    pack = zlib.compress
    monkeypatch.setattr(zlib, "compress", lambda content: (packed.append(content), pack(content))[1])
    stream = pydyf.Stream([b"0 0 m"], {"Type": "/XObject"}, compress=True)
    plain = pydyf.Stream([b"0 0 m"])
    own = plain.data

    with altered_engine():
        first, again = stream.data, stream.data
        stream.line_to(1, 1)
        after = stream.data

        assert plain.data == own
    assert first == again
    assert zlib.decompress(first.partition(b"stream\n")[2].removesuffix(b"\nendstream")) == b"0 0 m"
    assert packed == [b"0 0 m", b"0 0 m\n1 1 l"]
    assert b"/Type /XObject" in after
    assert f"/Length {len(pack(packed[1]))}".encode() in after
    assert pack(packed[1]) in after


def in_use() -> int:
    """Bytes that the C library has given out and not got back (GNU C library, mallinfo2)."""
    library = ctypes.CDLL(None)
    if not hasattr(library, "mallinfo2"):
        pytest.skip("another C library")

    class Info(ctypes.Structure):
        _fields_ = [(f"n{number}", ctypes.c_size_t) for number in range(10)]

    library.mallinfo2.restype = Info
    return int(library.mallinfo2().n7)


@pytest.mark.slow
def test_texts_give_back_what_their_features_took() -> None:
    html = weasyprint.HTML(string="<p style='font-variant-numeric: tabular-nums; letter-spacing: 1px'>1 二</p>" * 300)

    def laid_out() -> None:
        with altered_engine(), settled_references():
            html.render(font_config=font_configuration())
        gc.collect()

    for _ in range(5):
        laid_out()
    before = in_use()
    for _ in range(10):
        laid_out()

    assert in_use() - before < 100_000, "lists of features that stay take 400 kB"
