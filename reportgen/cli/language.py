"""The language of messages: the locale's, unless an option says otherwise."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reportgen.model.definition import Language

CHINESE = ("zh", "chinese")
NEUTRAL = ("", "c", "posix")


def language(asked: str | None = None) -> Language:
    """What was asked for, else the locale's language; Chinese where the locale names none.

    ``zh-en`` (a report in both) speaks the locale's language on the terminal.
    """
    if asked in {"zh", "en"}:
        return "zh" if asked == "zh" else "en"
    settings = (os.environ.get(name, "") for name in ("REPORTGEN_LANG", "LC_ALL", "LC_MESSAGES", "LANG"))
    named = next((setting.lower() for setting in settings if setting), "")
    territory = named.partition(".")[0]
    return "zh" if territory in NEUTRAL or territory.startswith(CHINESE) else "en"


@cache
def _words() -> dict[str, dict[str, str]]:
    import yaml

    text = (Path(__file__).parents[1] / "catalog" / "words" / "cli.yaml").read_text(encoding="utf-8")
    words: dict[str, dict[str, str]] = yaml.load(text, Loader=yaml.CSafeLoader)["cli"]
    return words


def help_text(key: str) -> str:
    """Words of the command line by dotted key, in the locale's language."""
    return say(key, language())


def say(key: str, speech: Language) -> str:
    """Words of the command line by dotted key, in the language of the messages."""
    node: object = _words()
    for part in key.split("."):
        assert isinstance(node, dict)
        node = node[part]
    assert isinstance(node, dict)
    return str(node[speech])
