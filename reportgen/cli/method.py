"""``reportgen method list|show|run``: evaluation methods as calculators, JSON in and out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reportgen.cli.language import help_text, language, say
from reportgen.cli.options import ForceOption, LanguageOption, OutputOption
from reportgen.model import foreign_text
from reportgen.model.foreign_text import in_words

if TYPE_CHECKING:
    from reportgen.scoring.calculators import Calculator

app = typer.Typer(no_args_is_help=True)

NameArgument = Annotated[str, typer.Argument(metavar="NAME", help=help_text("option.method_name"))]
InputOption = Annotated[Path, typer.Option("--input", metavar="FILE", help=help_text("option.method_input"))]


@app.command("list", help=help_text("method_list"))
def list_methods(lang: LanguageOption = None) -> None:
    """Name and title of every method."""
    from reportgen.catalog import load_catalog
    from reportgen.cli import show
    from reportgen.scoring.calculators import CALCULATORS

    words, speech = load_catalog().words, language(lang)
    head = [say("head.id", speech), say("head.name", speech)]
    show.table(head, [[name, words[f"method.{name}.name"].in_language(speech)] for name in sorted(CALCULATORS)])


@app.command("show", help=help_text("method_show"))
def show_method(name: NameArgument, lang: LanguageOption = None) -> None:
    """What a method takes and gives, its formula and its source."""
    from reportgen.catalog import load_catalog

    calculator = _calculator(name)
    words, speech = load_catalog().words, language(lang)
    for key in ("name", "meaning", "source"):
        typer.echo(words[f"method.{name}.{key}"].in_language(speech))
    for told in words.under(f"method.{name}.misprints").values():
        typer.echo(f"{say('misprint', speech)}{told.in_language(speech)}")
    typer.echo(json.dumps(calculator.schema(), ensure_ascii=False, indent=1))


@app.command("run", help=help_text("method_run"))
def run_method(
    name: NameArgument,
    source: InputOption,
    output: OutputOption = None,
    force: ForceOption = False,
    lang: LanguageOption = None,  # noqa: ARG001 - the option itself sets the language in which faults are told
) -> None:
    """Run one method on the inputs of a JSON file."""
    from reportgen.cli.options import deliver
    from reportgen.export.results import text

    calculator = _calculator(name)
    deliver(text(calculator.answer(_inputs(source), str(source))).encode(), output, force=force)


def _calculator(name: str) -> Calculator:
    from reportgen.errors import Refused
    from reportgen.formula.functions import nearest
    from reportgen.model.finding import Finding
    from reportgen.model.place import Place
    from reportgen.scoring.calculators import CALCULATORS

    if name not in CALCULATORS:
        raise Refused([Finding("C08", Place(""), {"name": name, "nearest": nearest(name, CALCULATORS)})])
    return CALCULATORS[name]


def _inputs(source: Path) -> object:
    from reportgen.errors import Refused
    from reportgen.model.finding import Finding
    from reportgen.model.place import Place

    try:
        return foreign_text.parsed(source.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise Refused([Finding("C14", Place(str(source)), {"problem": in_words(error)})]) from None
    except ValueError as error:
        line = getattr(error, "lineno", None)
        column = getattr(error, "colno", None)
        place = Place(str(source), line=line, column=column)
        raise Refused([Finding("C09", place, {"reason": in_words(error)})]) from error
