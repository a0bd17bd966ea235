"""``reportgen indicators|items|schemes|checks``: the catalogue, listed and shown."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, TypeVar

import typer

from reportgen.cli import compare
from reportgen.cli.language import help_text, language, say
from reportgen.cli.options import LanguageOption
from reportgen.errors import Refused
from reportgen.model.finding import Finding
from reportgen.model.place import NOWHERE

if TYPE_CHECKING:
    from reportgen.catalog import Catalog
    from reportgen.model.definition import Definition, Language
    from reportgen.model.warnings import Thresholds


class ListFormat(StrEnum):
    """How a list is shown."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


@dataclass(frozen=True)
class Shelf:
    """One part of the catalogue: its definitions, the group of each, and its columns beyond id and name."""

    of: Callable[[Catalog], Mapping[str, Definition]]
    group: str
    columns: tuple[str, ...]


SHELVES: Final[Mapping[str, Shelf]] = {
    "indicators": Shelf(lambda catalog: catalog.indicators, "ability", ("unit", "direction", "formula", "source")),
    "items": Shelf(lambda catalog: catalog.items, "statement", ("unit", "kind", "source")),
    "schemes": Shelf(lambda catalog: catalog.schemes, "", ("source",)),
    "checks": Shelf(lambda catalog: catalog.checks, "", ("severity", "rule", "source")),
}

T = TypeVar("T")

CaseOption = Annotated[Path | None, typer.Option("--case", metavar="CASE", help=help_text("option.case"))]
PackOption = Annotated[str | None, typer.Option("--pack", metavar="PACK", help=help_text("option.pack"))]
GroupOption = Annotated[str | None, typer.Option("--group", metavar="GROUP", help=help_text("option.group"))]
FormatOption = Annotated[ListFormat, typer.Option("--format", help=help_text("option.format"))]
IdArgument = Annotated[str, typer.Argument(metavar="ID", help=help_text("option.id"))]


def _app(shelf: str) -> typer.Typer:
    app = typer.Typer(no_args_is_help=True)

    @app.command("list", help=help_text("list"))
    def list_all(
        group: GroupOption = None,
        pack: PackOption = None,
        form: FormatOption = ListFormat.TABLE,
        case: CaseOption = None,
        lang: LanguageOption = None,
    ) -> None:
        catalog = catalog_of(case)
        rows = _rows(shelf, catalog, group)
        _print_list(shelf, rows if pack is None else _packed(rows, pack, catalog, language(lang)), form, language(lang))

    @app.command("show", help=help_text("show"))
    def show_one(
        identifier: IdArgument,
        form: FormatOption = ListFormat.TABLE,
        case: CaseOption = None,
        lang: LanguageOption = None,
    ) -> None:
        catalog = catalog_of(case)
        definition = _one(shelf, catalog, identifier)
        if form is ListFormat.JSON:
            typer.echo(
                json.dumps({"id": identifier} | definition.model_dump(mode="json"), ensure_ascii=False, indent=1)
            )
        elif shelf == "schemes":
            from reportgen.cli.scheme_page import print_scheme

            raise typer.Exit(print_scheme(identifier, catalog, language(lang)))
        else:
            _print_one(identifier, definition, catalog, language(lang))

    return app


def catalog_of(case: Path | None) -> Catalog:
    """The catalogue of a case, of the one in the current folder, or the program's own."""
    from reportgen.catalog import load_catalog

    if case is None and not Path("case.yaml").is_file():
        return load_catalog()
    case = case or Path()
    if not (case / "case.yaml").is_file():
        return load_catalog(case.resolve())
    from reportgen import intake

    opened = intake.open_case(case)
    return load_catalog(opened.folder, packs=intake.pack_folders(opened))


def _rows(shelf: str, catalog: Catalog, group: str | None) -> list[dict[str, Any]]:
    section = SHELVES[shelf]
    rows = []
    for identifier, definition in section.of(catalog).items():
        content = definition.model_dump(mode="json")
        if group is None or content.get(section.group) == group:
            rows.append({"id": identifier, "group": content.get(section.group, ""), **content})
    return rows


def _packed(rows: list[dict[str, Any]], pack: str, catalog: Catalog, speech: Language) -> list[dict[str, Any]]:
    """The rows of a pack in its order; its name and version go to stderr."""
    chosen = _known(catalog.packs, pack)
    typer.echo(f"{pack} {chosen.version} · {chosen.name.in_language(speech)}", err=True)
    by_id = {row["id"]: row for row in rows}
    return [by_id[name] for name in chosen.indicators if name in by_id]


def _print_list(shelf: str, rows: list[dict[str, Any]], form: ListFormat, speech: Language) -> None:
    section = SHELVES[shelf]
    columns = ("id", "name", *(("group",) if section.group else ()), *section.columns)
    if form is ListFormat.JSON:
        typer.echo(json.dumps([_plain(row, columns) for row in rows], ensure_ascii=False, indent=1))
        return
    printed = [[_said(column, row.get(column), speech) for column in columns] for row in rows]
    if form is ListFormat.CSV:
        from reportgen.model import foreign_text

        typer.echo(foreign_text.table([columns, *printed], "\n"), nl=False)
        return

    from reportgen.cli import show

    show.table([_head(column, speech) for column in columns], printed)


def _print_one(identifier: str, definition: Definition, catalog: Catalog, speech: Language) -> None:

    rows = [["id", identifier]]
    for key, value in definition.model_dump(mode="json").items():
        if key == "thresholds":
            rows += [[f"{key}.{name}", _lines(lines, speech)] for name, lines in _sets(definition).items()]
            continue
        rows += [[key, _said(key, value, speech)]] if value else []
        if key == "formula":
            from reportgen.compute.derivation import in_words

            rows.append(["", in_words(catalog.expressions[identifier], catalog).in_language(speech)])
    from reportgen.cli import show

    show.table([_head("id", speech), ""], rows)


def _sets(definition: Definition) -> Mapping[str, Thresholds]:
    from reportgen.model.definitions import Indicator

    return definition.thresholds if isinstance(definition, Indicator) else {}


def _lines(lines: Thresholds, speech: Language) -> str:
    """A named set of lines: what is good, amber and red from where to where, and who says so."""
    said = (
        f"{level} " + " / ".join("..".join("" if end is None else f"{end:g}" for end in band) for band in bands)
        for level, bands in lines.bands().items()
    )
    return f"{lines.name.in_language(speech)} · {', '.join(said)} · {lines.source}"


def _one(shelf: str, catalog: Catalog, identifier: str) -> Definition:
    known = SHELVES[shelf].of(catalog)
    if shelf == "checks" and identifier not in known and identifier.upper() in catalog.messages.by_rule:
        raise Refused([Finding("C71", NOWHERE, {"rule": identifier.upper()})])
    return _known(known, identifier)


def _known(known: Mapping[str, T], identifier: str) -> T:
    from reportgen.formula.functions import nearest

    if identifier not in known:
        raise Refused([Finding("C08", NOWHERE, {"name": identifier, "nearest": nearest(identifier, known)})])
    return known[identifier]


def _plain(row: dict[str, Any], columns: tuple[str, ...]) -> dict[str, Any]:
    return {column: row.get(column) for column in columns}


def _said(key: str, value: Any, speech: Language) -> str:
    """A cell; of a source written in both languages the one asked for."""
    if key != "source" or not isinstance(value, str):
        return _cell(value, speech)
    from reportgen.report.speech import in_both as source

    return source(value).in_language(speech)


def _cell(value: Any, speech: Language) -> str:
    if isinstance(value, dict) and set(value) == {"zh", "en"}:
        return str(value[speech])
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    return "" if value is None else str(value)


def _head(column: str, speech: Language) -> str:
    known = {"id", "name", "group", "unit", "direction", "formula", "source", "kind", "rule", "severity"}
    return say(f"head.{column}", speech) if column in known else column


apps: Final[Mapping[str, typer.Typer]] = {name: _app(name) for name in SHELVES}
apps["schemes"].command("compare", help=help_text("compare"))(compare.compare)
