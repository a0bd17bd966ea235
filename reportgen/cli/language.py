"""The language of messages: what an option says, else the locale's, else that of a case that speaks only one.

When something is done: the date asked for, that of a reproducible build, or now.
"""

from __future__ import annotations

import datetime as dt
import os
import re
from contextvars import ContextVar
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Final

from reportgen.errors import ExitCode, Refused
from reportgen.model.finding import Finding
from reportgen.model.place import Place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.model.definition import Language

CHINESE = ("zh", "chinese")
NEUTRAL = ("", "c", "posix")
ONE_LANGUAGE: Final = re.compile(r"^languages:[ \t]*[\"']?(zh|en)[\"']?[ \t]*(?:#.*)?$", re.MULTILINE)
"""In case.yaml: that a case speaks one language."""
LONGEST: Final = 1 << 20
"""Characters of case.yaml among which that is looked for."""
ASKED: Final = re.compile(r"--lang(?:=(\S*))?")
_of_case: ContextVar[Language | None] = ContextVar("of_case", default=None)
_asked: ContextVar[str | None] = ContextVar("asked", default=None)


def language(asked: str | None = None) -> Language:
    """What was asked for, else the locale's language; where it names none that of the case, or else Chinese.

    ``zh-en`` (a report in both) speaks the locale's language on the terminal.
    """
    for said in (asked, _asked.get()):
        if said in {"zh", "en"}:
            return "zh" if said == "zh" else "en"
    settings = (os.environ.get(name, "") for name in ("REPORTGEN_LANG", "LC_ALL", "LC_MESSAGES", "LANG"))
    named = next((setting.lower() for setting in settings if setting), "")
    territory = named.partition(".")[0]
    if territory in NEUTRAL:
        return _of_case.get() or "zh"
    return "zh" if territory.startswith(CHINESE) else "en"


def speak_as(words: Sequence[str]) -> None:
    """Let messages be in the language that a command line asks for, those too that are not of one command alone.

    Else in the one language of the case that it names, or that lies in this folder.
    """
    found = ((ASKED.fullmatch(word), after) for word, after in pairwise([*words, ""]))
    _asked.set(next((match[1] or after for match, after in found if match), None))
    named = (Path(word) for word in words if not word.startswith("-"))
    _of_case.set(next((said for folder in (*named, Path()) if (said := _only_language(folder))), None))


def _only_language(folder: Path) -> Language | None:
    """The language of a case folder that speaks no other; None for anything else, whatever is wrong with it."""
    file = folder / "case.yaml"
    try:
        if file.is_symlink() or not file.is_file():
            return None
        with file.open(encoding="utf-8-sig") as text:
            found = ONE_LANGUAGE.search(text.read(LONGEST))
    except (OSError, ValueError):
        return None
    return None if found is None else "zh" if found[1] == "zh" else "en"


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
