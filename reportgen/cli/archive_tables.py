"""Reports of an archive on the terminal and as data."""

from __future__ import annotations

import datetime as dt
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import typer

from reportgen.archive import Row, notes, properties
from reportgen.archive.index import document
from reportgen.catalog import load_catalog
from reportgen.catalog.messages import spoken
from reportgen.model import delimited
from reportgen.pipeline.archiving import kind_name, term
from reportgen.pipeline.leaflets import said

if TYPE_CHECKING:
    from reportgen.archive import Record, Shelf
    from reportgen.archive.objects import Holding
    from reportgen.model.definition import Language

LISTED: Final = ("number", "hospital", "period", "kind", "issued", "term", "until", "state")
DIGITS: Final = 16


def listed(rows: list[Row], form: str, output: Path | None, speech: Language, *, force: bool) -> None:
    """Reports by hospital, period and number."""
    successors = {row.record.corrects: row.record.number for row in rows if row.record.corrects}
    states = {row.record.identifier: _state(row.record, successors.get(row.record.number), speech) for row in rows}
    _delivered(rows, states, form, output, speech, force=force)
    if form == "table":
        typer.echo(said(load_catalog().words, "archive.count", {"n": len(rows)}).in_language(speech), err=True)


def _state(record: Record, successor: str | None, speech: Language) -> str:
    words = load_catalog().words
    found = [words["archive.held"].in_language(speech)] if record.held else []
    if successor:
        found.append(said(words, "archive.superseded", {"number": successor}).in_language(speech))
    return ", ".join(found)


def _delivered(  # noqa: PLR0913 - all of a list
    rows: list[Row], states: dict[str, str], form: str, output: Path | None, speech: Language, *, force: bool
) -> None:
    from reportgen.cli import show
    from reportgen.cli.answer import deliver

    if form == "json":
        content = {"schema": "reportgen/archive-list/1", "reports": [_data(row) for row in rows]}
        deliver((json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode(), output, force=force)
        return
    cells = [_cells(row.record, states[row.record.identifier], speech) for row in rows]
    heads = [load_catalog().words[f"archive.head.{key}"].in_language(speech) for key in LISTED]
    if form == "csv" or output is not None:
        deliver(_csv(heads, cells), output, force=force)
        return
    show.table(heads, cells)


def _data(row: Row) -> dict[str, Any]:
    return document(row) | {"held": row.record.held is not None}


def _csv(heads: list[str], cells: list[list[str]]) -> bytes:
    return delimited.table([heads, *cells]).encode("utf-8-sig")


def _cells(record: Record, state: str, speech: Language) -> list[str]:
    catalog, keeping = load_catalog(), record.keeping
    good = catalog.words["archive.for_good"].in_language(speech)
    kind = spoken(kind_name(record.report, catalog), speech)
    return [
        record.number, record.name.in_language(speech), record.period, kind, record.issued,
        keeping.mark, keeping.until or good, state,
    ]  # fmt: skip


def cut_off(shelf: Shelf, speech: Language) -> None:
    """On stderr, if an add was cut off."""
    count = len(notes.every(shelf))
    if count:
        typer.echo(said(load_catalog().words, "archive.pending", {"n": count}).in_language(speech), err=True)


def due(  # noqa: PLR0913 - all of a list
    rows: list[Row], day: str, form: str, output: Path | None, speech: Language, *, force: bool
) -> None:
    """Reports past their term, those on hold marked."""
    words, by_record = load_catalog().words, {row.record.identifier: row for row in rows}
    free, kept = properties.due([row.record for row in rows], dt.date.fromisoformat(day))
    states = {record.identifier: words["archive.due"].in_language(speech) for record in free}
    states |= {record.identifier: words["archive.kept"].in_language(speech) for record in kept}
    found = [by_record[name] for name in by_record if name in states]
    if found or form != "table":
        _delivered(found, states, form, output, speech, force=force)
    if not found:
        typer.echo(said(words, "archive.none_due", {"day": day}).in_language(speech), err=True)
    typer.echo(words["archive.never"].in_language(speech), err=True)


def shown(row: Row, holding: Holding, speech: Language, *, is_data: bool) -> None:
    """One report with its versions and files."""
    from reportgen.cli import show

    if is_data:
        content = {"schema": "reportgen/archive-report/1", **_data(row), "versions": _versions(holding)}
        typer.echo(json.dumps(content, ensure_ascii=False, indent=1))
        return
    words = load_catalog().words
    show.table(
        ["", ""], [[words[f"archive.field.{key}"].in_language(speech), text] for key, text in _facts(row, speech)]
    )
    head = [words[f"archive.head.{key}"].in_language(speech) for key in ("version", "when", "who", "what")]
    show.table(head, [[one["version"], one["created"], one["by"], one["message"]] for one in _versions(holding)])
    head = [words[f"archive.head.{key}"].in_language(speech) for key in ("file", "digest")]
    show.table(head, [[name, digest[:DIGITS]] for name, digest in sorted(holding.inventory.newest.files.items())])
    if row.record.keeping.paper:
        print(words["archive.paper"].in_language(speech), file=sys.stderr)  # noqa: T201 - a remark


def _facts(row: Row, speech: Language) -> list[tuple[str, str]]:
    record, words = row.record, load_catalog().words
    hold = record.held
    holding = f"{hold.placed.by}, {hold.placed.when}: {hold.placed.why}" if hold else "—"
    return [
        ("number", record.number), ("title", record.title or "—"), ("hospital", record.name.in_language(speech)),
        ("period", record.period), ("issued", record.issued),
        ("deposited", f"{record.deposited.when}, {record.deposited.by}"),
        ("term", term(record, words).in_language(speech)), ("source", record.keeping.source),
        ("file_code", record.file_code or "—"), ("hold", holding), ("folder", row.folder),
    ]  # fmt: skip


def _versions(holding: Holding) -> list[dict[str, str]]:
    return [
        {
            "version": name,
            "created": one.created,
            "by": one.user.name if one.user else "—",
            "message": one.message or "",
        }
        for name, one in holding.inventory.versions.items()
    ]
