"""Files of a case that nobody has touched since they were read: what was found in them is not looked for again.

A file gives the same where its bytes and the folders around it are those with which it was read, and so are case.yaml,
mapping.yaml, the definitions, and what its readers may ask of the files before it: hospitals and their codes, rows of
registers, figures that could not be taken.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field, fields

from reportgen.catalog import Catalog
from reportgen.intake.case.folder import FolderFile
from reportgen.intake.context import FoundValues, ReadingContext
from reportgen.intake.workbooks.sheets import Sheet


@dataclass(frozen=True, eq=False)
class FileReading:
    """What a file gave.

    Attributes:
        sheets: as they were understood.
        kinds: of the tables that were read.
        found: what was known before it, and what was found in it.
    """

    sheets: tuple[Sheet, ...]
    kinds: frozenset[str]
    found: FoundValues


@dataclass(frozen=True)
class _ReadWith:
    """All that a reading hangs on beside the case and the definitions; `known` is what was known before it."""

    digest: str
    within: tuple[str, ...]
    known: FoundValues


@dataclass
class UnchangedFiles:
    """What each file of a case gave when the case was last read; of a file that is gone nothing is held."""

    _context: ReadingContext | None = None
    _last: dict[str, tuple[_ReadWith, FileReading]] = field(default_factory=dict)
    _now: dict[str, tuple[_ReadWith, FileReading]] = field(default_factory=dict)

    def begin(self, context: ReadingContext) -> None:
        """Begin to read the case anew."""
        self._last = self._now if self._context is not None and _are_same(self._context, context) else {}
        self._context, self._now = context, {}

    def once(self, source: FolderFile, known: FoundValues, read: Callable[[], FileReading]) -> FileReading:
        """What a file gave when it was last read, or gives now.

        Args:
            source: the file.
            known: what was found in the files before it.
            read: reads it.
        """
        hangs_on = _ReadWith(hashlib.sha256(source.content).hexdigest(), source.within, known.on_trial())
        before, found = self._last.get(source.name, (None, None))
        if found is None or before != hangs_on:
            found = read()
        self._now[source.name] = hangs_on, found
        return found


def _are_same(one: ReadingContext, other: ReadingContext) -> bool:
    return (one.case, one.rules) == (other.case, other.rules) and _say_the_same(one.catalog, other.catalog)


def _say_the_same(one: Catalog, other: Catalog) -> bool:
    """Whether two sets of definitions are alike; those of a case with its own are put together at each reading."""
    return all(getattr(one, part.name) == getattr(other, part.name) for part in fields(Catalog))
