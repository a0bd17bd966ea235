"""When something is done: the date asked for, that of a reproducible build, or now."""

from __future__ import annotations

import datetime as dt
import os
import re
from typing import Final

from reportgen.errors import ExitCode, Refused
from reportgen.model.finding import Finding
from reportgen.model.place import Place

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
