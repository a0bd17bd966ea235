"""The outcome of a test of an archive: on the terminal, as data, as a page for the files."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from reportgen import __version__
from reportgen.catalog import load_catalog
from reportgen.errors import ExitCode, Refused
from reportgen.export.findings import listed
from reportgen.model.finding import Finding
from reportgen.model.place import NOWHERE
from reportgen.pipeline.archiving import Examined, found_by, leaflet
from reportgen.pipeline.leaflets import said

if TYPE_CHECKING:
    from reportgen.archive import Shelf
    from reportgen.model.definition import Language

SCHEMA = "reportgen/archive-test/1"


@dataclass(frozen=True)
class Asked:
    """How the outcome is wanted; `named` is the language that was asked for, None for both."""

    form: str
    output: Path | None
    speech: Language
    named: str | None
    force: bool


def told(tested: list[Examined], faults: tuple[Finding, ...], shelf: Shelf, asked: Asked) -> None:
    """Write or print it.

    Raises:
        Refused: P41 if a page is asked for and not exactly one report was named.
    """
    from reportgen.cli.answer import deliver

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


def _page(found: Examined, shelf: Shelf, asked: Asked) -> bytes:
    from reportgen.cli import leaflets
    from reportgen.cli.moment import moment

    day = dt.date.fromisoformat(moment(None)[:10])
    written = leaflet(found, shelf.location, day, f"reportgen {__version__}", load_catalog())
    return leaflets.page(written, asked.named) if asked.form == "html" else leaflets.one_page([written], asked.named)


def _document(tested: Iterable[Examined], faults: tuple[Finding, ...]) -> dict[str, Any]:
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


def _print(tested: list[Examined], faults: tuple[Finding, ...], shelf: Shelf, speech: Language) -> None:
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
            [words[f"property.{check.property}"].in_language(speech),
             words[f"property.check.{check.id}"].in_language(speech),
             words[f"property.verdict.{check.verdict}"].in_language(speech),
             found_by(check, catalog).in_language(speech)]
            for check in one.checks
            if len(tested) == 1 or check.verdict == "fails"
        ]  # fmt: skip
        if rows:
            heads = ("check", "verdict", "fact")
            show.table(["", *(words[f"property.head.{key}"].in_language(speech) for key in heads)], rows)
    if faults:
        show.findings(faults, catalog, speech)
    facts = {"n": len(tested), "files": len(shelf.names())}
    typer.echo(said(words, "archive.sound", dict(facts)).in_language(speech), err=True)
