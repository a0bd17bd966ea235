"""``reportgen map``: items for names that are not known, written to mapping.yaml once the user agrees."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reportgen.cli.language import help_text, language
from reportgen.cli.options import HERE, CaseArgument, LanguageOption
from reportgen.cli.plain import visible

if TYPE_CHECKING:
    from reportgen.catalog import Catalog
    from reportgen.intake import Proposal
    from reportgen.model.definition import Language

EXACT = 1.0
AcceptOption = Annotated[bool, typer.Option("--accept-exact", help=help_text("option.accept_exact"))]


def map_names(case: CaseArgument = HERE, accept_exact: AcceptOption = False, lang: LanguageOption = None) -> None:
    """Show what unknown names look like; ask one by one on a terminal, and write what was agreed to."""
    from reportgen import intake
    from reportgen.catalog import load_catalog
    from reportgen.cli import show

    opened = intake.open_case(case)
    catalog = load_catalog(opened.folder, intake.pack_folders(opened))
    reading = intake.read(opened, catalog)
    speech = language(lang)
    if reading.proposals or reading.unread:
        show.proposals(reading, catalog, speech)
    best = {(found.source, found.label): found for found in sorted(reading.proposals, key=lambda found: found.score)}
    if accept_exact:
        agreed = [found for found in best.values() if found.score >= EXACT]
    else:
        agreed = [found for found in best.values() if sys.stdin.isatty() and _asked(found, catalog, speech)]
    _write(opened.folder, sorted(agreed, key=lambda found: (found.source is not None, found.source or 0, found.label)))
    asked = accept_exact or sys.stdin.isatty()
    key, count = _outcome(len(agreed), len(best), len(reading.unread), asked=asked)
    typer.echo(catalog.words[f"cli.{key}"].in_language(speech).format(count=count), err=True)


def _outcome(agreed: int, proposed: int, unread: int, *, asked: bool) -> tuple[str, int]:
    """What came of it: the key of the line that says so, and its number."""
    if agreed:
        return "map_written", agreed
    if proposed:
        return "map_nothing" if asked else "map_unasked", proposed
    return ("map_unlike", unread) if unread else ("map_known", 0)


def _asked(found: Proposal, catalog: Catalog, speech: Language) -> bool:
    name = catalog.items[found.item].name.in_language(speech)
    words = catalog.words["cli.map_ask"].in_language(speech)
    question = words.format(label=visible(found.label.strip()), name=name, item=found.item, score=f"{found.score:.2f}")
    return typer.confirm(question, default=False, err=True)


def _write(folder: Path, agreed: Sequence[Proposal]) -> None:
    """Names of lines under ``names``, heads of columns under the ``columns`` of their source."""
    from reportgen import intake
    from reportgen.writing import replace

    if not agreed:
        return
    columns: dict[int, dict[str, str]] = {}
    for found in agreed:
        if found.source is not None:
            columns.setdefault(found.source, {})[found.label] = found.item
    path = folder / "mapping.yaml"
    text = path.read_text(encoding="utf-8-sig") if path.exists() else ""
    text = intake.with_columns(text, columns) if columns else text
    names = {found.label: found.item for found in agreed if found.source is None}
    replace(path, intake.with_names(text, names).encode())
