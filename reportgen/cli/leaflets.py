"""Leaflets on the terminal and as files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from reportgen.cli.plain import visible

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reportgen.model.definition import Language, LanguageMode
    from reportgen.model.leaflet import Cell, Leaflet


def page(leaflet: Leaflet, named: str | None) -> bytes:
    """As a page of HTML; in both languages unless one is named."""
    from reportgen.report import leaflet as report_leaflet

    return report_leaflet.page(leaflet, _mode(named)).encode()


def one_page(leaflets: Iterable[Leaflet], named: str | None) -> bytes:
    """As PDF: the first of them that fits on a page, else the last; in both languages unless one is named."""
    from reportgen.report import leaflet as report_leaflet

    found = b""
    for leaflet in leaflets:
        rendered = report_leaflet.paper(leaflet, _mode(named))
        found = rendered.pdf
        if len(rendered.pages) == 1:
            break
    return found


def _mode(named: str | None) -> LanguageMode:
    return "zh" if named == "zh" else "en" if named == "en" else "zh-en"


def printed(leaflet: Leaflet, speech: Language) -> None:
    """On stdout, table by table."""
    from reportgen.cli import show

    for name, value in leaflet.facts:
        typer.echo(f"{name.in_language(speech)}  {_said(value, speech)}")
    typer.echo(" ".join(_said(cell, speech) for cell in leaflet.verdict.cells))
    for table in leaflet.tables:
        typer.echo(f"\n{table.caption.in_language(speech)}")
        heads = [column.head.in_language(speech) for column in table.columns]
        show.table(heads, [[_said(cell, speech) for cell in row.cells] for row in table.rows])
    for note in leaflet.notes:
        typer.echo(note.in_language(speech))


def _said(cell: Cell, speech: Language) -> str:
    return visible(cell if isinstance(cell, str) else cell.in_language(speech))
