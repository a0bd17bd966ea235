"""Reports of an archive on the terminal and as data.

The outcome of a test of an archive: on the terminal, as data, as a page for the files.

Names of files that leave an archive.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import typer

from reportgen import __version__
from reportgen.archive import JOURNAL, RECORD, REPORT, RESULTS, IndexRow, properties
from reportgen.archive.record import index_document as document
from reportgen.archive.shelf import every
from reportgen.catalog import load_catalog
from reportgen.catalog.messages import spoken
from reportgen.errors import ExitCode, Refused
from reportgen.export.findings import listed
from reportgen.model import foreign_text
from reportgen.model.finding import Finding
from reportgen.model.place import NOWHERE
from reportgen.pipeline.archiving import ExaminedReport, found_by, kind_name, leaflet, said, term

if TYPE_CHECKING:
    from reportgen.archive import ArchivedReport, Storage
    from reportgen.archive.objects import Holding
    from reportgen.model.definition import Language

LISTED: Final = ("number", "hospital", "period", "kind", "issued", "term", "until", "state")
DIGITS: Final = 16


def archive_tables_listed(
    rows: list[IndexRow], form: str, output: Path | None, speech: Language, *, force: bool
) -> None:
    """Reports by hospital, period and number."""
    successors = {row.record.corrects: row.record.number for row in rows if row.record.corrects}
    states = {row.record.identifier: _state(row.record, successors.get(row.record.number), speech) for row in rows}
    _delivered(rows, states, form, output, speech, force=force)
    if form == "table":
        typer.echo(said(load_catalog().words, "archive.count", {"n": len(rows)}).in_language(speech), err=True)


def _state(record: ArchivedReport, successor: str | None, speech: Language) -> str:
    words = load_catalog().words
    found = [words["archive.held"].in_language(speech)] if record.held else []
    if successor:
        found.append(said(words, "archive.superseded", {"number": successor}).in_language(speech))
    return ", ".join(found)


def _delivered(  # noqa: PLR0913 - all of a list
    rows: list[IndexRow], states: dict[str, str], form: str, output: Path | None, speech: Language, *, force: bool
) -> None:
    from reportgen.cli import show
    from reportgen.cli.options import deliver

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


def _data(row: IndexRow) -> dict[str, Any]:
    return document(row) | {"held": row.record.held is not None}


def _csv(heads: list[str], cells: list[list[str]]) -> bytes:
    return foreign_text.table([heads, *cells]).encode("utf-8-sig")


def _cells(record: ArchivedReport, state: str, speech: Language) -> list[str]:
    catalog, keeping = load_catalog(), record.keeping
    good = catalog.words["archive.for_good"].in_language(speech)
    kind = spoken(kind_name(record.report, catalog), speech)
    return [
        record.number,
        record.name.in_language(speech),
        record.period,
        kind,
        record.issued,
        keeping.mark,
        keeping.until or good,
        state,
    ]


def cut_off(shelf: Storage, speech: Language) -> None:
    """On stderr, if an add was cut off."""
    count = len(every(shelf))
    if count:
        typer.echo(said(load_catalog().words, "archive.pending", {"n": count}).in_language(speech), err=True)


def due(  # noqa: PLR0913 - all of a list
    rows: list[IndexRow], day: str, form: str, output: Path | None, speech: Language, *, force: bool
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


def shown(row: IndexRow, holding: Holding, speech: Language, *, is_data: bool) -> None:
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


def _facts(row: IndexRow, speech: Language) -> list[tuple[str, str]]:
    record, words = row.record, load_catalog().words
    hold = record.held
    holding = f"{hold.placed.by}, {hold.placed.when}: {hold.placed.why}" if hold else "—"
    return [
        ("number", record.number),
        ("title", record.title or "—"),
        ("hospital", record.name.in_language(speech)),
        ("period", record.period),
        ("issued", record.issued),
        ("deposited", f"{record.deposited.when}, {record.deposited.by}"),
        ("term", term(record, words).in_language(speech)),
        ("source", record.keeping.source),
        ("file_code", record.file_code or "—"),
        ("hold", holding),
        ("folder", row.folder),
    ]


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


SCHEMA = "reportgen/archive-test/1"


@dataclass(frozen=True)
class Asked:
    """How the outcome is wanted; `named` is the language that was asked for, None for both."""

    form: str
    output: Path | None
    speech: Language
    named: str | None
    force: bool


def told(tested: list[ExaminedReport], faults: tuple[Finding, ...], shelf: Storage, asked: Asked) -> None:
    """Write or print it.

    Raises:
        Refused: P41 if a page is asked for and not exactly one report was named.
    """
    from reportgen.cli.options import deliver

    if asked.form == "table":
        _print(tested, faults, shelf, asked.speech)
        return
    if asked.form == "json":
        text = json.dumps(_document(tested, faults), ensure_ascii=False, indent=1) + "\n"
        deliver(text.encode(), asked.output, force=asked.force)
        return
    if len(tested) != 1:
        raise Refused([Finding("P41", NOWHERE, {"count": len(tested)})], ExitCode.USAGE)
    deliver(_page(tested[0], shelf, asked), asked.output, force=asked.force)


def _page(found: ExaminedReport, shelf: Storage, asked: Asked) -> bytes:
    from reportgen.cli import show
    from reportgen.cli.language import moment

    day = dt.date.fromisoformat(moment(None)[:10])
    written = leaflet(found, shelf.location, day, f"reportgen {__version__}", load_catalog())
    return show.page(written, asked.named) if asked.form == "html" else show.one_page([written], asked.named)


def _document(tested: Iterable[ExaminedReport], faults: tuple[Finding, ...]) -> dict[str, Any]:
    reports = [
        {
            "number": one.row.record.number,
            "entity": one.row.record.entity,
            "checks": [
                {"id": check.id, "property": str(check.property), "verdict": str(check.verdict)} for check in one.checks
            ],
        }
        for one in tested
    ]
    return {"schema": SCHEMA, "reports": reports, "findings": listed(faults, load_catalog())}


def _print(tested: list[ExaminedReport], faults: tuple[Finding, ...], shelf: Storage, speech: Language) -> None:
    from reportgen.cli import show

    catalog = load_catalog()
    words = catalog.words
    for one in tested:
        counts = {
            verdict: sum(check.verdict == verdict for check in one.checks) for verdict in ("holds", "fails", "open")
        }
        summary = said(words, "property.summary", dict(counts)).in_language(speech)
        typer.echo(f"{one.row.record.number}  {summary}")
        rows = [
            [
                words[f"property.{check.property}"].in_language(speech),
                words[f"property.check.{check.id}"].in_language(speech),
                words[f"property.verdict.{check.verdict}"].in_language(speech),
                found_by(check, catalog).in_language(speech),
            ]
            for check in one.checks
            if len(tested) == 1 or check.verdict == "fails"
        ]
        if rows:
            heads = ("check", "verdict", "fact")
            show.table(["", *(words[f"property.head.{key}"].in_language(speech) for key in heads)], rows)
    if faults:
        show.findings(faults, catalog, speech)
    facts = {"n": len(tested), "files": len(shelf.names())}
    typer.echo(said(words, "archive.sound", dict(facts)).in_language(speech), err=True)


def named(number: str, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Files as the case has them: the report and its results bear the number."""
    names = {REPORT: f"{number}.pdf", RESULTS: f"{number}.json", RECORD: f"{number}.record.json", JOURNAL: JOURNAL}
    return {names.get(name, name): content for name, content in files.items()}
