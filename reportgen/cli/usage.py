"""Wrong usage in the reader's language: what the library says of words, options and values, as findings of ours.

Pages of help: the library's own words in the reader's language, and no line of Chinese cut off.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from rich.text import Text
from typer import rich_utils

from reportgen.cli.language import help_text
from reportgen.errors import ExitCode, Refused
from reportgen.formula.functions import nearest
from reportgen.model.finding import Fact, Finding
from reportgen.model.place import NOWHERE

if TYPE_CHECKING:
    from collections.abc import Callable

    from typer import TyperException

QUOTED: Final = re.compile(r"'((?:[^'\\]|\\.)*)'")
NO_COMMAND: Final = re.compile(r"^No such command '(?P<name>.*?)'")
TOO_MANY: Final = re.compile(r"^Got unexpected extra argument(?:s|\(s\))? \((?P<name>.*)\)")
BOUND: Final = re.compile(r"(?P<sign>greater|less) than (?P<equal>or equal to )?(?P<bound>-?\d+)")
SIGNS: Final = {("greater", True): "≥", ("greater", False): ">", ("less", True): "≤", ("less", False): "<"}

Said = tuple[str, dict[str, Fact]]
"""Rule and facts."""


def refused(error: TyperException) -> Refused:
    """What to tell instead of the library's own words."""
    rule, facts = TELL.get(type(error).__name__, _other)(error)
    return Refused([Finding(rule, NOWHERE, facts | {"command": _command(error)})], ExitCode.USAGE)


def is_help(error: TyperException) -> bool:
    """Whether nothing was wrong but that no command was named: the help was printed."""
    return type(error).__name__ == "NoArgsIsHelpError"


def _command(error: Any) -> str:
    """The command whose --help says more."""
    context = getattr(error, "ctx", None)
    words = context.command_path.split() if context else []
    return " ".join(("reportgen", *(word for word in words[1:] if not word.startswith("-") and word != "reportgen")))


def _option(error: Any) -> Said:
    context = getattr(error, "ctx", None)
    known = [name for parameter in context.command.params for name in parameter.opts] if context else []
    near = nearest(error.option_name, [name for name in known if name.startswith("-")])
    return "C61", {"name": error.option_name, "nearest": near}


def _missing(error: Any) -> Said:
    return "C62", {"name": _named(error)}


def _value_missing(error: Any) -> Said:
    needs_one = "requires" in error.message
    return ("C63" if needs_one else "C64"), {"name": error.option_name}


def _bad_value(error: Any) -> Said:
    name, words = _named(error), QUOTED.findall(error.message)
    if "is not one of" in error.message:
        value, *choices = words
        near = nearest(value, choices)
        return "C65", {"name": name, "value": value, "choices": tuple(choices), "nearest": near}
    if bound := BOUND.search(error.message):
        return "C66", {"name": name, "bound": f"{SIGNS[bound['sign'], bool(bound['equal'])]} {bound['bound']}"}
    if "integer" in error.message:
        return "C67", {"name": name}
    return "C60", {"said": f"{name}: {error.message}"}


def _other(error: Any) -> Said:
    if found := NO_COMMAND.search(error.message):
        known = error.ctx.command.list_commands(error.ctx) if error.ctx else []
        return "C68", {"name": found["name"], "nearest": nearest(found["name"], known)}
    if found := TOO_MANY.search(error.message):
        return "C69", {"name": found["name"]}
    return "C60", {"said": error.format_message()}


def _named(error: Any) -> str:
    """The option or argument as the user writes it."""
    hint = error.param_hint or (error.param.get_error_hint() if error.param else "")
    words = hint if isinstance(hint, str) else " / ".join(hint)
    return words.replace("'", "").strip("[]{}")


TELL: Final[dict[str, Callable[[Any], Said]]] = {
    "NoSuchOption": _option,
    "MissingParameter": _missing,
    "BadOptionUsage": _value_missing,
    "BadParameter": _bad_value,
}
"""By the library's class of error; the others are told apart by their words."""


def say_in_words() -> None:
    """Put the words of the catalogue, and a way of breaking lines, where the library keeps its own."""
    for name in ("ARGUMENTS_PANEL_TITLE", "OPTIONS_PANEL_TITLE", "COMMANDS_PANEL_TITLE"):
        setattr(rich_utils, name, help_text(f"help.{name.partition('_')[0].lower()}"))
    rich_utils.REQUIRED_LONG_STRING = f"[{help_text('help.required')}]"
    rich_utils.DEFAULT_STRING = f"[{help_text('help.default')}]"
    rich_utils.highlighter = _Whole()
    rich_utils.types_highlighter = _Kinds()  # type: ignore[assignment]  # called in the same way


class _Whole(rich_utils.OptionHighlighter):
    """Folds what is too long for its column: Chinese has no blanks to break at, and the library would cut it off."""

    def __call__(self, text: str | Text) -> Text:
        """The text in the colours of options, broken where the column ends."""
        told = str(text)
        whole = super().__call__(help_text(_OWN_WORDS[told]) if told in _OWN_WORDS else text)
        whole.overflow = "fold"
        return whole


class _Kinds:
    """Kinds of values in the reader's words; that an option without a value is true or false says nothing."""

    def __call__(self, text: str | Text) -> Text:
        """The kind, where it has a word of ours."""
        told = str(text)
        return Text(help_text(_KINDS[told]) if told in _KINDS else "" if told == _FLAG else told)


_OWN_WORDS = {
    "Show this message and exit.": "help.show",
    "Install completion for the current shell.": "help.install_completion",
    "Show completion for the current shell, to copy it or customize the installation.": "help.show_completion",
}
"""What the library says of its own options → the words for it."""
_FLAG = "<bool>"
_KINDS = {
    "<path>": "help.kind.path",
    "<list[Path]>": "help.kind.path",
    "<str>": "help.kind.text",
    "<list[str]>": "help.kind.text",
    "<int>": "help.kind.integer",
    "<float>": "help.kind.number",
}


def install_completion() -> str:
    """Set up the completion of commands for the shell that calls, and say which files that changed.

    Raises:
        Exit: if the shell is not one of those that can have it.
    """
    from typer.completion import install  # type: ignore[attr-defined]  # it is not re-exported, and there is no other

    shell, path = install(prog_name=PROGRAM)
    return help_text("help.completion_installed").format(shell=shell, path=path, start=_STARTS.get(shell, path))


PROGRAM = "reportgen"
_STARTS = {"bash": "~/.bashrc", "zsh": "~/.zshrc"}
"""The file that each shell reads when it starts, to which a line is added."""
