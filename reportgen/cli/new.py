"""What is begun: ``reportgen init`` a case, ``new`` a commented file for it; ``schema`` for editors of both."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from enum import StrEnum
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from reportgen.cli.language import help_text, language, say
from reportgen.cli.manner import visible
from reportgen.cli.options import HERE, ForceOption, LanguageOption, case_folder
from reportgen.errors import ExitCode
from reportgen.model.definition import LANGUAGE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.catalog import Catalog
    from reportgen.model.definition import Language

FORMS: Final = Path(__file__).parents[1] / "catalog" / "scaffolds"
MARK: Final = "@NAME@"
LOCALE: Final = "@LOCALE@"
IDENTIFIER: Final = "[a-z][a-z0-9_]{0,39}"
CASE: Final = "case.yaml"
NameArgument = Annotated[str, typer.Argument(metavar="NAME", help=help_text("option.scaffold_name"))]
CaseOption = Annotated[
    Path, typer.Option("--case", metavar="CASE", callback=case_folder, help=help_text("option.case"))
]
FolderArgument = Annotated[Path, typer.Argument(metavar="DIR", help=help_text("option.folder"))]
LEFT_OUT = frozenset({"expected", "issued", "journal.jsonl"})
"""What of a sample stays behind: values that tests hold it to, and what was issued of it."""
TAKEN = "C13"
SchemaArgument = Annotated[str | None, typer.Argument(metavar="NAME", help=help_text("option.schema"))]
OutOption = Annotated[Path | None, typer.Option("--out", "-o", metavar="DIR", help=help_text("option.schema_folder"))]


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

WhatArgument = Annotated[Scaffold, typer.Argument(metavar="WHAT", help=help_text("option.scaffold"))]


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


class CaseProfile(StrEnum):
    """What a new case begins with."""

    CHINESE = "cn-public-hospital"
    AMERICAN = "us-cms"
    BLANK = "blank"


ProfileOption = Annotated[CaseProfile, typer.Option("--profile", help=help_text("option.profile"))]
SAMPLES = {CaseProfile.CHINESE: "renhe", CaseProfile.AMERICAN: "us-cms"}
"""The Chinese sample is invented: only its forms go into a case. The American one is public, and kept as it is."""


def init(folder: FolderArgument, profile: ProfileOption = CaseProfile.CHINESE, lang: LanguageOption = None) -> None:
    """Make a case folder."""
    del lang  # heard by `speak_as`
    from reportgen.cli import writing
    from reportgen.export import published

    files = published.with_schemas(_files(profile))
    _insist_on_new(folder, files)
    writing.fill(folder, files, TAKEN)
    said = "created_blank" if profile is CaseProfile.BLANK else "created"
    typer.echo(help_text(said).format(path=visible(str(folder))), err=True)


def _insist_on_new(folder: Path, files: Mapping[str, bytes]) -> None:
    """A folder that has all of it is a case, and nobody's to make once more."""
    from reportgen.errors import Refused
    from reportgen.model.finding import Finding
    from reportgen.model.place import Place

    if all((folder / name).exists() for name in files):
        raise Refused([Finding(TAKEN, Place(str(folder)))], ExitCode.USAGE)


def _files(profile: CaseProfile) -> dict[str, bytes]:
    """Path in the case → content."""
    from reportgen.export import blank_case

    if profile is CaseProfile.BLANK:
        return blank_case.files()
    if profile is CaseProfile.CHINESE:
        return blank_case.sample_files(_sample(profile))
    from reportgen.catalog import load_catalog

    words = load_catalog().words["cli.first_steps"]
    own = {"README.txt": f"{words.zh}\n\n{words.en}\n".encode(), blank_case.FILE: blank_case.brand_form()}
    return _of_sample(_sample(profile)) | own


def _sample(profile: CaseProfile) -> Path:
    from reportgen.report.tokens import folder

    return folder("samples") / SAMPLES[profile]


def _of_sample(sample: Path) -> dict[str, bytes]:
    """A sample as it is, but for what is kept about it."""
    found = {path.relative_to(sample): path for path in sorted(sample.rglob("*")) if path.is_file()}
    return {name.as_posix(): path.read_bytes() for name, path in found.items() if not LEFT_OUT.intersection(name.parts)}


def schema(
    name: SchemaArgument = None, out: OutOption = None, lang: LanguageOption = None, force: ForceOption = False
) -> None:
    """Print one schema, write one or all into a folder, or list them.

    Raises:
        Refused: C65 if there is no schema of that name; as `write_all`.
    """
    from reportgen.export import published

    speech, known = language(lang), published.schemas()
    chosen = known if name is None else {name: _known(name, known)}
    if out is not None:
        _write(out, chosen, speech, force=force)
    elif name is not None:
        from reportgen.cli.options import deliver

        deliver(chosen[name].read_bytes(), None)
    else:
        _list(known, speech)


def _known(name: str, known: Mapping[str, Path]) -> Path:
    """The file of a schema."""
    from reportgen.errors import ExitCode, Refused
    from reportgen.formula.functions import nearest
    from reportgen.model.finding import Fact, Finding
    from reportgen.model.place import NOWHERE

    if name not in known:
        facts: dict[str, Fact] = {"value": name, "nearest": nearest(name, known), "choices": tuple(known)}
        raise Refused([Finding("C65", NOWHERE, {"name": "NAME", **facts})], ExitCode.USAGE)
    return known[name]


def _write(folder: Path, chosen: Mapping[str, Path], speech: Language, *, force: bool) -> None:
    """Write what is not there yet as it is; a file that differs is somebody's own unless the program wrote it."""
    from reportgen.cli.writing import write_all

    content = {path.name: path.read_bytes() for path in chosen.values()}
    new = {name: text for name, text in content.items() if not _holds(folder / name, text)}
    write_all(folder, new, force=force)
    typer.echo(say("schemas_written", speech).format(path=visible(str(folder)), count=len(content)), err=True)


def _holds(path: Path, content: bytes) -> bool:
    return path.is_file() and path.read_bytes() == content


def _list(known: Mapping[str, Path], speech: Language) -> None:
    from reportgen.cli import show

    heads = [say(f"head.{key}", speech) for key in ("name", "says")]
    show.table(heads, [[name, say(f"schema_of.{name}", speech)] for name in known])
