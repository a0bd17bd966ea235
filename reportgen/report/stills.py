"""Pages and charts as pictures, for slides: PNG that say in their own words what they show.

A leaflet as a page of HTML that needs nothing else, or as a PDF by the same rules as reports.

All findings as one page of HTML: in both languages, without scripts, readable offline and by screen readers.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from reportgen import __version__, checks
from reportgen.checks.quality import sentence
from reportgen.model.definition import Text
from reportgen.model.finding import Finding, Severity
from reportgen.model.place import natural
from reportgen.report.setting import filters
from reportgen.report.tokens import folder

if TYPE_CHECKING:
    from PIL.Image import Image

    from reportgen.catalog import Catalog
    from reportgen.model.definition import LanguageMode
    from reportgen.model.leaflet import Notice
    from reportgen.model.terms import Judged
    from reportgen.report.html import HtmlDocument
    from reportgen.report.pdf import Rendered


PAGE_DPI: Final = 200
CHART_SCALE: Final = 4.0
"""Pixels for each pixel of the drawing: a chart over the whole width of a page has some 2,600."""
POINTS: Final = 72
CHARTS: Final = "charts/"


def stills(document: HtmlDocument, pdf: bytes, program: str) -> dict[str, bytes]:
    """Every page and every chart of a report by file name.

    Args:
        document: of the report.
        pdf: the same, laid out.
        program: its name and version, which every picture names.
    """
    digits = len(str(_count(pdf)))
    found = {
        f"page-{number:0{digits}}.png": _written(page, PAGE_DPI, f"{document.title} {number}", program)
        for number, page in enumerate(_pages(pdf), start=1)
    }
    for name, words in _charts(document).items():
        drawn = _drawn(document.images[name])
        resolution = round(96 * CHART_SCALE)
        found[f"chart-{PurePosixPath(name).stem}.png"] = _written(drawn, resolution, words, program)
    return found


def _count(pdf: bytes) -> int:
    import pypdfium2

    with pypdfium2.PdfDocument(pdf) as document:
        return len(document)


def _pages(pdf: bytes) -> Iterator[Image]:
    import pypdfium2

    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            yield page.render(scale=PAGE_DPI / POINTS).to_pil().convert("RGB")


def _charts(document: HtmlDocument) -> Mapping[str, str]:
    """The charts that the pages show, each with its words."""
    import tinyhtml5

    root = tinyhtml5.parse(document.html, namespace_html_elements=False)
    pictures = [(picture.get("src", ""), picture.get("alt", "")) for picture in root.iter("img")]
    return {source: words for source, words in pictures if source.startswith(CHARTS) and source in document.images}


def _drawn(svg: bytes) -> Image:
    """A drawing on white, for slides of any ground."""
    import vl_convert
    from PIL import Image

    with Image.open(io.BytesIO(vl_convert.svg_to_png(svg.decode(), scale=CHART_SCALE))) as drawing:
        ground = Image.new("RGBA", drawing.size, "white")
        ground.alpha_composite(drawing.convert("RGBA"))
        return ground.convert("RGB")


def _written(picture: Image, resolution: float, words: str, program: str) -> bytes:
    from PIL.PngImagePlugin import PngInfo

    about = PngInfo()
    about.add_text("Software", program)
    about.add_itxt("Description", words)
    stream = io.BytesIO()
    picture.save(stream, "PNG", pnginfo=about, dpi=(resolution, resolution))
    return stream.getvalue()


STYLES: Final = ("tokens", "text", "tables", "leaflet")
SCREEN: Final = "leaflet-screen"


def page(leaflet: Notice, mode: LanguageMode) -> str:
    """The leaflet as a page of HTML: no scripts, nothing fetched."""
    return _leaflet_written(leaflet, mode, (*STYLES, SCREEN), is_screen=True)


def paper(leaflet: Notice, mode: LanguageMode) -> Rendered:
    """The leaflet as PDF/A-3a and PDF/UA-1.

    Raises:
        Refused: if a font is not installed or has no glyph for a character of the leaflet.
    """
    from reportgen.report import fonts
    from reportgen.report.pdf import Metadata, write_pdf

    language = "en" if mode == "en" else "zh"
    title, subject = (text.in_language("en" if mode == "en" else "zh") for text in (leaflet.title, leaflet.subject))
    about = Metadata(
        f"{title} {subject}", leaflet.program, subject, (), "en" if language == "en" else "zh-CN", leaflet.program
    )
    return write_pdf(
        _leaflet_written(leaflet, mode, STYLES, is_screen=False),
        folders={},
        images={},
        attachments=(),
        created=datetime.combine(leaflet.day, time(9), UTC),
        families=fonts.REQUIRED,
        metadata=about,
    )


def _leaflet_written(leaflet: Notice, mode: LanguageMode, styles: tuple[str, ...], *, is_screen: bool) -> str:
    environment = ImmutableSandboxedEnvironment(
        loader=jinja2.FileSystemLoader(folder("templates")),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(filters(mode))
    style = "\n".join((folder("styles") / f"{name}.css").read_text(encoding="utf-8") for name in styles)
    return environment.get_template("leaflet.html").render(
        leaflet=leaflet,
        mode=mode,
        lang="en" if mode == "en" else "zh-CN",
        style=Markup(style),  # noqa: S704 - files of the program
        is_screen=is_screen,
    )


FINDINGS_PAGE_STYLES: Final = ("tokens", "findings")
LINE: Final = Markup('<span lang="zh">{}</span> <span lang="en">{}</span>')


@dataclass(frozen=True)
class FindingLine:
    """One finding as the page says it."""

    severity: str
    word: Text
    rule: str
    place: str
    message: Text
    fix: Text | None
    note: Text | None
    touches: tuple[Text, ...]
    follows: bool
    cause: str


@dataclass(frozen=True)
class File:
    """The findings of one file."""

    name: str
    anchor: str
    rows: tuple[FindingLine, ...]


def findings_page(findings: Sequence[Finding], catalog: Catalog, subject: Text, judged: Judged | None = None) -> str:
    """The page; `subject` says whose data was checked, `judged` how far it can be trusted."""
    words = catalog.words.under("findings")
    counted = checks.counted(findings, catalog)
    environment = ImmutableSandboxedEnvironment(
        loader=jinja2.FileSystemLoader(folder("templates")), autoescape=True, undefined=jinja2.StrictUndefined
    )
    style = "\n".join((folder("styles") / f"{name}.css").read_text(encoding="utf-8") for name in FINDINGS_PAGE_STYLES)
    return environment.get_template("findings.html").render(
        both=_both,
        words=words,
        title=words["title"],
        subject=subject,
        languages=("zh", "en"),
        style=Markup(style),  # noqa: S704 - a file of the program
        counts=[
            {"severity": str(each), "number": counted[each], "word": catalog.words[f"severity.{each}"]}
            for each in Severity
        ],
        quality=sentence(judged, catalog) if judged else None,
        files=_files(findings, catalog),
        program=f"reportgen {__version__}",
    )


def _both(text: Text) -> Markup:
    return LINE.format(text.zh, text.en)


def _files(findings: Sequence[Finding], catalog: Catalog) -> tuple[File, ...]:
    """Findings by file, the gravest first, what follows from another one below it."""
    by_file: dict[str, list[FindingLine]] = {}
    file = ""
    for finding, follows in checks.ordered(checks.in_natural_order(findings), catalog):
        file = file if follows else finding.place.file
        by_file.setdefault(file, []).append(_row(finding, catalog, follows=follows))
    whole = catalog.words["findings.case"]
    in_order = sorted(by_file.items(), key=lambda one: natural(one[0]))
    return tuple(
        File(name or f"{whole.zh} {whole.en}", f"file-{number}", tuple(rows))
        for number, (name, rows) in enumerate(in_order, start=1)
    )


def _row(finding: Finding, catalog: Catalog, *, follows: bool) -> FindingLine:
    said = catalog.messages.both(finding)
    note = finding.facts.get("note")
    return FindingLine(
        severity=str(said.severity),
        word=catalog.words[f"severity.{said.severity}"],
        rule=finding.rule,
        place=str(finding.place),
        message=said.message,
        fix=said.fix,
        note=note if isinstance(note, Text) else None,
        touches=tuple(catalog.indicators[name].name for name in checks.touched_by(finding, catalog)),
        follows=follows,
        cause=" ".join(map(str, finding.cause)) if finding.cause else "",
    )
