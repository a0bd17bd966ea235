"""The page of the manual (`man reportgen`), one for each language: commands with their options, and exit codes."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Final, get_args, get_type_hints

from typer.models import ArgumentInfo

from reportgen.cli.app import app
from reportgen.errors import ExitCode
from reportgen.model.definition import Text
from scripts.docs import commands, words

PAGES: Final = {"en": "docs/man/reportgen.1", "zh": "docs/man/zh_CN/reportgen.1"}
"""Where each language lies in the project; a wheel puts them where `man` looks (pyproject.toml)."""
SPECIAL: Final = re.compile(r"[\\-]")
END: Final = {"zh": "。", "en": "."}


def files() -> dict[str, Callable[[], str]]:
    """File → what makes it."""
    return {path: partial(page, language) for language, path in PAGES.items()}


def page(language: str) -> str:
    """The whole page, in the language of manuals (man(7))."""
    return "\n".join(_lines(language)) + "\n"


def _lines(language: str) -> Iterator[str]:
    said = {key: text.in_language(language) for key, text in words.group("manual").items()}
    yield '.TH REPORTGEN 1 "" "reportgen" ""'
    yield from (f".SH {said['name']}", f"reportgen \\- {_of(str(app.info.help), language)}")
    yield from (f".SH {said['use']}", ".B reportgen", f".I {said['command']}", f"[{said['arguments']}]", ".br")
    yield from (".B reportgen", f".I {said['command']}", ".B \\-\\-help")
    yield from (f".SH {said['description']}", _escaped(said["what"]))
    yield f".SH {said['commands']}"
    for name, command in commands.every(app, ""):
        yield from (f".SS reportgen {_escaped(name)}", _of(command.help, language) + END[language])
        yield from _options(command.callback, language)
    yield f".SH {said['exit']}"
    for code in ExitCode:
        meaning = words.catalog().words[f"cli.exit_codes.{code.name.lower()}"].in_language(language)
        yield from (".TP", f".B {int(code)}", _escaped(meaning) + END[language])


def _options(callback: Callable[..., object], language: str) -> Iterator[str]:
    hints = get_type_hints(callback, include_extras=True)
    for name, parameter in inspect.signature(callback).parameters.items():
        kind, info = get_args(hints[name])[:2]
        spelt = commands.spelling(name, kind, info)
        is_set = parameter.default not in (None, False, inspect.Parameter.empty)
        default = f" [{_escaped(str(parameter.default))}]" if is_set else ""
        yield from (".TP", f".{'I' if isinstance(info, ArgumentInfo) else 'B'} {_escaped(spelt)}")
        yield _of(str(info.help), language) + default


def _of(help_text: str, language: str) -> str:
    """A help text in one language, whichever this process speaks."""
    text: Text = commands.text_of(help_text)
    return _escaped(text.in_language(language))


def _escaped(text: str) -> str:
    """Words in one line in which nothing is a command: dashes stay dashes, and no line begins with a dot or a quote."""
    line = SPECIAL.sub(r"\\\g<0>", " ".join(text.split())).replace("\\\\", "\\e")
    return f"\\&{line}" if line[:1] in {".", "'"} else line
