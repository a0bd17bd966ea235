"""A leaflet as a page of HTML that needs nothing else, or as a PDF by the same rules as reports.

All findings as one page of HTML: in both languages, without scripts, readable offline and by screen readers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Final

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from reportgen import __version__, checks
from reportgen.checks.quality import sentence
from reportgen.model.definition import TAGS, Text
from reportgen.model.finding import Finding, Severity
from reportgen.model.place import natural
from reportgen.report.setting import filters
from reportgen.report.tokens import folder

if TYPE_CHECKING:
    from reportgen.catalog import Catalog
    from reportgen.model.definition import Language, LanguageMode
    from reportgen.model.leaflet import Notice
    from reportgen.model.quality import Judged
    from reportgen.report.pdf import Rendered

STYLES: Final = ("tokens", "text", "tables", "leaflet")


SCREEN: Final = "leaflet-screen"


def page(leaflet: Notice, mode: LanguageMode) -> str:
    """The leaflet as a page of HTML: no scripts, nothing fetched."""
    return _written(leaflet, mode, (*STYLES, SCREEN), is_screen=True)


def paper(leaflet: Notice, mode: LanguageMode) -> Rendered:
    """The leaflet as PDF/A-3a and PDF/UA-1.

    Raises:
        Refused: if a font is not installed or has no glyph for a character of the leaflet.
    """
    from reportgen.report import fonts
    from reportgen.report.pdf import Metadata, write_pdf

    language: Language = "en" if mode == "en" else "zh"
    title, subject = (text.in_language(language) for text in (leaflet.title, leaflet.subject))
    about = Metadata(f"{title} {subject}", leaflet.program, subject, (), TAGS[language], leaflet.program)
    return write_pdf(
        _written(leaflet, mode, STYLES, is_screen=False),
        folders={},
        images={},
        attachments=(),
        created=datetime.combine(leaflet.day, time(9), UTC),
        families=fonts.REQUIRED,
        metadata=about,
    )


FINDINGS_PAGE_STYLES: Final = ("tokens", "findings")


LINE: Final = Markup('<span lang="zh">{}</span> <span lang="en">{}</span>')


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


def _written(leaflet: Notice, mode: LanguageMode, styles: tuple[str, ...], *, is_screen: bool) -> str:
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
        lang=TAGS["en" if mode == "en" else "zh"],
        style=Markup(style),  # noqa: S704 - files of the program
        is_screen=is_screen,
    )


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
