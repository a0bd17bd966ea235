"""``reportgen schema``: the JSON Schemas of what people write and of what the program writes, for editors."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reportgen.cli.language import help_text, language, say
from reportgen.cli.options import ForceOption, LanguageOption
from reportgen.cli.plain import visible

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.model.definition import Language

NameArgument = Annotated[str | None, typer.Argument(metavar="NAME", help=help_text("option.schema"))]
OutOption = Annotated[Path | None, typer.Option("--out", "-o", metavar="DIR", help=help_text("option.schema_folder"))]


def schema(
    name: NameArgument = None, out: OutOption = None, lang: LanguageOption = None, force: ForceOption = False
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
