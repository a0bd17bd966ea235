"""Pages of help: the library's own words in the reader's language, and no line of Chinese cut off."""

from __future__ import annotations

from rich.text import Text
from typer import rich_utils

from reportgen.cli.language import help_text


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
    "<path>": "help.kind.path", "<str>": "help.kind.text", "<int>": "help.kind.integer", "<float>": "help.kind.number",
}  # fmt: skip


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
