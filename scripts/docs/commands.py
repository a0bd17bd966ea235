"""All commands with their arguments and options, in both languages."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from enum import EnumMeta
from typing import Any, get_args, get_type_hints

import typer
from typer.models import ArgumentInfo, OptionInfo

from reportgen.catalog.load import report_names
from reportgen.cli.app import app
from reportgen.errors import ExitCode
from reportgen.model.definition import Text
from scripts.docs.markdown import both, code, heading, table
from scripts.docs.words import catalog, head


def commands() -> str:
    """A section for each command: what it does, its arguments and options."""
    return "\n".join(
        f"{heading(2, f'reportgen {name}')}\n{_sentences(command.help)}\n\n{_options(command.callback)}"
        for name, command in every(app, "")
    )


def exit_codes() -> str:
    """A row for each code, as the foot of `--help` has them."""
    words = catalog().words
    rows = [(str(int(one)), _whole(words[f"cli.exit_codes.{one.name.lower()}"])) for one in ExitCode]
    return table([head("exit_code"), head("meaning")], rows)


def _whole(text: Text) -> str:
    """Both languages as sentences."""
    return f"{text.zh}。{text.en[0].upper()}{text.en[1:]}."


def every(group: typer.Typer, prefix: str) -> Iterator[tuple[str, Any]]:
    """Every command by its whole name, in the order of `--help`; then those of groups, by name.

    Groups are registered as their modules are imported, which tests do in any order.
    """
    yield from ((f"{prefix}{command.name}", command) for command in group.registered_commands)
    for below in sorted(group.registered_groups, key=lambda below: str(below.name)):
        assert below.typer_instance
        yield from every(below.typer_instance, f"{prefix}{below.name} ")


def text_of(words: str) -> Text:
    """Both languages of a help text, whichever of them this process speaks."""
    kinds = ", ".join(report_names())
    texts = (filled(text, kinds) for text in catalog().words.under("cli").values())
    return next(text for text in texts if words in {text.zh, text.en})


def filled(text: Text, kinds: str) -> Text:
    """A help text with the kinds of reports in it, where it names them."""
    return Text(zh=text.zh.replace("{kinds}", kinds), en=text.en.replace("{kinds}", kinds))


def _sentences(words: str) -> str:
    text = text_of(words)
    return f"{text.zh}。\n\n{text.en}."


def _options(callback: Callable[..., object]) -> str:
    hints = get_type_hints(callback, include_extras=True)
    rows = [_row(parameter, hints[name]) for name, parameter in inspect.signature(callback).parameters.items()]
    return table([head("option"), head("meaning"), head("default")], rows)


def _row(parameter: inspect.Parameter, hint: Any) -> tuple[str, str, str]:
    kind, info = get_args(hint)[:2]
    assert isinstance(info, ArgumentInfo | OptionInfo)
    assert info.help
    missing = parameter.default is None or parameter.default is False or parameter.default is inspect.Parameter.empty
    default = "" if missing else code(str(parameter.default))
    return code(spelling(parameter.name, kind, info)), both(text_of(info.help)), default


def spelling(name: str, kind: Any, info: ArgumentInfo | OptionInfo) -> str:
    """As it is typed: ``CASE``, ``--period, -p PERIOD``, ``--format table|json``."""
    if isinstance(info, ArgumentInfo):
        return info.metavar or name.upper()
    declared = [one for one in (info.default, *(info.param_decls or ())) if isinstance(one, str)]
    switches = ", ".join(declared) or f"--{name.replace('_', '-')}"
    choices = next((one for one in (kind, *get_args(kind)) if isinstance(one, EnumMeta)), None)
    words = "" if kind is bool else info.metavar or "|".join(choices or ())
    return f"{switches} {words}".strip()
