"""``reportgen map``: what becomes of names that are not known, asked or read from a file, then written."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from reportgen.cli.language import help_text, language
from reportgen.cli.manner import visible
from reportgen.cli.options import HERE, CaseArgument, ForceOption, LanguageOption
from reportgen.errors import ExitCode, Refused
from reportgen.model.finding import Finding, Severity
from reportgen.model.place import Place

if TYPE_CHECKING:
    from reportgen.catalog import Catalog
    from reportgen.intake import Doubted
    from reportgen.model.definition import Language

EXACT: Final = 1.0
LATER: Final = frozenset({"", "n", "no"})
AcceptOption = Annotated[bool, typer.Option("--accept-exact", help=help_text("option.accept_exact"))]
WriteOption = Annotated[Path | None, typer.Option("--write", metavar="FILE", help=help_text("option.map_write"))]
UNKNOWN_SHEET: Final = "I08"
ReadOption = Annotated[Path | None, typer.Option("--read", metavar="FILE", help=help_text("option.map_read"))]


def map_names(  # noqa: PLR0913 - options of the command line
    case: CaseArgument = HERE,
    accept_exact: AcceptOption = False,
    write: WriteOption = None,
    read: ReadOption = None,
    lang: LanguageOption = None,
    force: ForceOption = False,
) -> None:
    """Show what unknown names look like; ask on a terminal or read a file, and write what was agreed to."""
    from reportgen import intake
    from reportgen.catalog import load_catalog
    from reportgen.cli import show, writing
    from reportgen.pipeline import naming

    opened = intake.open_case(case)
    catalog = load_catalog(opened.folder, intake.pack_folders(opened))
    reading = intake.read(opened, catalog)
    names = intake.doubted(reading, opened, catalog)
    speech = language(lang)
    if write is not None:
        writing.write(write, intake.proposals_file(names, catalog.words["cli.map_head"]).encode(), force=force)
        _echo("map_filed", speech, catalog, count=len(names), file=visible(str(write)))
        return
    chosen: dict[Doubted, str] = {}
    asks = read is None and not accept_exact and sys.stdin.isatty()
    if read is not None:
        chosen = _decided(read, names, catalog)
    elif accept_exact:
        chosen = {one: one.proposed.item for one in names if one.proposed and one.proposed.score >= EXACT}
    for name in names if read is None else ():
        show.doubted(name, catalog, speech)
        if asks and (choice := _asked(name, catalog, speech)) is not None:
            chosen[name] = choice
    naming.take(opened.folder, chosen, catalog)
    key, count = _outcome(len(chosen), names, asked=asks or accept_exact or read is not None)
    told = (one for one in reading.findings if one.rule == UNKNOWN_SHEET and one.severity is not Severity.NOTE)
    strange = {one.place.file for one in told}
    if strange and not names:
        key, count = "map_strange", len(strange)
    _echo(key, speech, catalog, count=count, first=visible(min(strange, default="")), rule=UNKNOWN_SHEET)


def _echo(key: str, speech: Language, catalog: Catalog, **facts: object) -> None:
    typer.echo(catalog.words[f"cli.{key}"].in_language(speech).format(**facts), err=True)


def _outcome(chosen: int, names: Sequence[Doubted], *, asked: bool) -> tuple[str, int]:
    """What came of it: the key of the line that says so, and its number."""
    proposed = sum(name.proposed is not None for name in names)
    if chosen:
        return "map_written", chosen
    if asked and names:
        return "map_nothing", len(names)
    if proposed:
        return "map_unasked", proposed
    return ("map_unlike", len(names)) if names else ("map_known", 0)


def _asked(name: Doubted, catalog: Catalog, speech: Language) -> str | None:
    """What the user says of one name; asked again until it can be understood."""
    from reportgen.pipeline import naming

    words = catalog.words["cli.map_ask"].in_language(speech)
    while True:
        said = str(
            typer.prompt(words.format(count=len(name.nearest)), default="", show_default=False, err=True)
        ).strip()
        if said.lower() in LATER:
            return None
        choice = naming.choice(said, name, catalog)
        if choice is not None:
            return choice
        typer.echo(catalog.messages.say(naming.wrong(said, name, catalog, ""), speech).message, err=True)


def _decided(path: Path, names: Sequence[Doubted], catalog: Catalog) -> dict[Doubted, str]:
    """What a file says of the names that are still not known.

    Raises:
        Refused: with everything that is wrong in it.
    """
    from reportgen.catalog import load
    from reportgen.intake import Decisions
    from reportgen.pipeline import naming

    try:
        text = load.text(path.resolve(), path.resolve().parent)
    except ValueError as error:
        raise Refused([Finding(str(error), Place(str(path)), {"file": str(path)})], ExitCode.INPUT) from None
    decisions, found = load.one(Decisions, text, path.name)
    wrong, chosen = list(found), {}
    by_name = {(name.source, name.label): name for name in names}
    for one in decisions.names if decisions else ():
        name = by_name.get((one.source, one.name))
        said = "" if one.choose is None else str(one.choose).strip()
        if name is None or not said:
            continue
        choice = naming.choice(said, name, catalog)
        if choice is None:
            wrong.append(naming.wrong(said, name, catalog, path.name))
        else:
            chosen[name] = choice
    if wrong:
        raise Refused(wrong)
    return chosen
