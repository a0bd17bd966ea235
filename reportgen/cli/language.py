"""The language of messages: the locale's, unless an option says otherwise.

When something is done: the date asked for, that of a reproducible build, or now.
"""

from __future__ import annotations

import datetime as dt
import os
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from reportgen.errors import ExitCode, Refused
from reportgen.model.finding import Finding
from reportgen.model.place import Place

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


EPOCH: Final = "SOURCE_DATE_EPOCH"
WRITTEN: Final = re.compile(r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?([+-]\d{2}:\d{2}))?")  # 2026-11-05T09:30+08:00


def moment(asked: str | None) -> str:
    """A day, or a moment with its distance from UTC, to the second.

    Raises:
        Refused: J07 if what was asked for is no day of the calendar, or a time without its zone.
    """
    if asked is not None:
        return _read(asked)
    epoch = os.environ.get(EPOCH)
    if epoch is None:
        return dt.datetime.now().astimezone().isoformat(timespec="seconds")
    try:
        return dt.datetime.fromtimestamp(int(epoch), dt.UTC).isoformat(timespec="seconds")
    except (ValueError, OverflowError, OSError):
        raise _no_date(f"{EPOCH}={epoch}") from None


def _read(asked: str) -> str:
    if not WRITTEN.fullmatch(asked):
        raise _no_date(asked)
    try:
        found = dt.datetime.fromisoformat(asked)
    except ValueError:
        raise _no_date(asked) from None
    return found.isoformat(timespec="seconds") if "T" in asked else asked


def _no_date(text: str) -> Refused:
    return Refused([Finding("J07", Place(""), {"text": text})], ExitCode.USAGE)
