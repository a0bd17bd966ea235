"""A leaflet as a page of HTML that needs nothing else, or as a PDF by the same rules as reports."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Final

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from reportgen.report.folders import folder
from reportgen.report.setting import filters

if TYPE_CHECKING:
    from reportgen.model.definition import LanguageMode
    from reportgen.model.leaflet import Leaflet
    from reportgen.report.pdf import Rendered

STYLES: Final = ("tokens", "text", "tables", "leaflet")
SCREEN: Final = "leaflet-screen"


def page(leaflet: Leaflet, mode: LanguageMode) -> str:
    """The leaflet as a page of HTML: no scripts, nothing fetched."""
    return _written(leaflet, mode, (*STYLES, SCREEN), is_screen=True)


def paper(leaflet: Leaflet, mode: LanguageMode) -> Rendered:
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
        _written(leaflet, mode, STYLES, is_screen=False),
        folders={},
        images={},
        attachments=(),
        created=datetime.combine(leaflet.day, time(9), UTC),
        families=fonts.REQUIRED,
        metadata=about,
    )


def _written(leaflet: Leaflet, mode: LanguageMode, styles: tuple[str, ...], *, is_screen: bool) -> str:
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
