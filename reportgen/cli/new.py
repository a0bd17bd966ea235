"""``reportgen new``: a commented file to start from, for what a case may define itself."""

from __future__ import annotations

import json
import re
from enum import StrEnum
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from reportgen.cli.language import help_text, language, say
from reportgen.cli.options import HERE, LanguageOption, case_folder
from reportgen.cli.plain import visible
from reportgen.model.definition import LANGUAGE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.catalog import Catalog


class Scaffold(StrEnum):
    """What may be begun."""

    INDICATOR = "indicator"
    SCHEME = "scheme"
    CHECK = "check"
    SECTION = "section"
    KIND = "kind"
    LANGUAGE = "language"


SHELVES: Final = {
    Scaffold.INDICATOR: "indicators",
    Scaffold.SCHEME: "schemes",
    Scaffold.CHECK: "checks",
    Scaffold.SECTION: "blocks",
    Scaffold.KIND: "reports",
    Scaffold.LANGUAGE: "languages",
}
"""The folder of a case in which each lies."""
FORMS: Final = Path(__file__).parents[1] / "catalog" / "scaffolds"
MARK: Final = "@NAME@"
LOCALE: Final = "@LOCALE@"
IDENTIFIER: Final = "[a-z][a-z0-9_]{0,39}"
CASE: Final = "case.yaml"

WhatArgument = Annotated[Scaffold, typer.Argument(metavar="WHAT", help=help_text("option.scaffold"))]
NameArgument = Annotated[str, typer.Argument(metavar="NAME", help=help_text("option.scaffold_name"))]
CaseOption = Annotated[
    Path, typer.Option("--case", metavar="CASE", callback=case_folder, help=help_text("option.case"))
]


def new(what: WhatArgument, name: NameArgument, case: CaseOption = HERE, lang: LanguageOption = None) -> None:
    """Write a file that works as it stands, and tell what to do with it.

    Raises:
        Refused: C98 if the name is no id, C99 if there is such a definition or file; what is wrong with the case.
    """
    from reportgen.cli.writing import is_ours, write
    from reportgen.export import published

    shelf = SHELVES[what]
    file = f"{shelf}/{name}/language.yaml" if what is Scaffold.LANGUAGE else f"{shelf}/{name}.yaml"
    catalog = _insist(name, shelf, file, case)
    form = (FORMS / f"{what}.txt").read_text(encoding="utf-8")
    files = {file: form.replace(MARK, name).replace(LOCALE, name.replace("-", "_")).encode()}
    if what is Scaffold.LANGUAGE:
        files |= {f"{shelf}/{name}/{part}.yaml": text.encode() for part, text in _to_translate(catalog)}
    for path, content in published.with_schemas(files).items():
        target = case / path
        if not target.exists() or (is_ours(target) and target.read_bytes() != content):
            write(target, content)
    told = {"path": visible(str(case / file)), "case": visible(str(case)), "name": name}
    typer.echo(say(f"begun.{what}", language(lang)).format(**told), err=True)


def _to_translate(catalog: Catalog) -> Iterator[tuple[str, str]]:
    """Every text for readers, part by part of the catalogue, each on a line of its own that is to be taken up."""
    from reportgen.catalog.languages import texts

    for part, found in groupby(texts(catalog), key=itemgetter(0)):
        yield part, "".join(f"# {_quoted(key)}: {_quoted(text.en)}  # {_quoted(text.zh)}\n" for _, key, text in found)


def _quoted(words: str) -> str:
    return json.dumps(words, ensure_ascii=False)


def _insist(name: str, shelf: str, file: str, case: Path) -> Catalog:
    """See that the case can be read with a new definition of this name."""
    from reportgen import intake
    from reportgen.catalog import load_catalog
    from reportgen.errors import ExitCode, Refused
    from reportgen.model.finding import Finding
    from reportgen.model.place import NOWHERE, Place

    is_language = shelf == SHELVES[Scaffold.LANGUAGE]
    if not re.fullmatch(LANGUAGE if is_language else IDENTIFIER, name):
        told = Finding("D36", NOWHERE, {"key": name}) if is_language else Finding("C98", NOWHERE, {"name": name})
        raise Refused([told], ExitCode.USAGE)
    opened = intake.open_case(case)
    catalog = load_catalog(opened.folder, packs=intake.pack_folders(opened))
    if (case / file).exists() or name in _defined(shelf, catalog):
        raise Refused([Finding("C99", Place(file), {"name": name})], ExitCode.USAGE)
    return catalog


def _defined(shelf: str, catalog: Catalog) -> frozenset[str]:
    """The ids that are taken; indicators may be named in formulas beside items, and share their names."""
    own = frozenset(getattr(catalog, shelf))
    return own | frozenset(catalog.items) if shelf == SHELVES[Scaffold.INDICATOR] else own
