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


class _Whole(rich_utils.OptionHighlighter):
    """Folds what is too long for its column: Chinese has no blanks to break at, and the library would cut it off."""

    def __call__(self, text: str | Text) -> Text:
        """The text in the colours of options, broken where the column ends."""
        told = str(text)
        whole = super().__call__(help_text("help.show") if told == _SHOW else text)
        whole.overflow = "fold"
        return whole


_SHOW = "Show this message and exit."
