"""A case that was read and checked.

Cases that nobody touched since they were read: what was found then still holds, and is not worked out again.

The journal and the issued reports are no part of it: they are looked at each time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TypeVar
from weakref import WeakKeyDictionary

from reportgen import checks, intake, kept
from reportgen.catalog import Catalog
from reportgen.catalog.calendar_words import begin_years
from reportgen.catalog.catalog import builtin_catalog
from reportgen.kept.digests import CASE
from reportgen.model.casefile import Case
from reportgen.model.dataset import Dataset
from reportgen.model.definition import Text
from reportgen.model.finding import Finding, Severity
from reportgen.model.standards import Targets


@dataclass(frozen=True, eq=False)
class Checked:
    """What reading and checking found; `findings` are those of both.

    Attributes:
        correcting: number of the issued report that is being corrected, and so restates nothing.
    """

    case: Case
    catalog: Catalog
    reading: intake.Reading
    outcome: checks.CheckOutcome
    findings: tuple[Finding, ...]
    targets: Targets = field(default_factory=dict)
    correcting: str | None = None

    @property
    def subject(self) -> Text:
        """Whose data it is: the case's hospital, or the folder."""
        own = self.case.file.entity
        return own.name if own else Text(zh=self.case.folder.name or "-", en=self.case.folder.name or "-")

    @property
    def has_errors(self) -> bool:
        """Whether a finding is an error: a submission stops, a draft says so."""
        return self.has_error_in(self.findings)

    def has_error_in(self, findings: Iterable[Finding]) -> bool:
        """Whether one of some findings is an error."""
        return any(self.catalog.messages.severity(finding) is Severity.ERROR for finding in findings)


T = TypeVar("T")


@dataclass(frozen=True)
class _Known:
    """From what state of which folder a case was read, and under which name that is kept."""

    folder: Path
    state: str
    key: str


_KNOWN: Final[WeakKeyDictionary[Checked, _Known]] = WeakKeyDictionary()
"""Of cases as they were read; one that was altered since has none."""


def checked(folder: Path, correcting: str | None, make: Callable[[], Checked]) -> Checked:
    """A case as it was read and checked when its files were what they are now, or now.

    Args:
        folder: the case folder.
        correcting: as for the check.
        make: reads and checks it.
    """
    known = _known(folder, correcting)
    if known is None:
        return make()
    shared = {"catalog": builtin_catalog()}
    found: Checked | None = kept.recall(known.key, shared)
    if found is None:
        found = make()
        if not _is_still(known):
            return found
        kept.remember(known.key, found, shared)
    _KNOWN[found] = known
    return found


def told(found: Checked, after: Checked) -> Checked:
    """A case with findings that are no part of what is kept; it is still the same case."""
    if found in _KNOWN:
        _KNOWN[after] = _KNOWN[found]
    return after


def evaluated(case: Checked, asked: tuple[object, ...], make: Callable[[], T]) -> T:
    """What was worked out of a case when the same was asked of the same files, or is now.

    Args:
        case: as it was checked.
        asked: everything that says what is wanted.
        make: works it out.
    """
    begin_years(case.catalog.words, case.case.file.fiscal_year_start)
    known = _KNOWN.get(case)
    key = None if known is None else kept.key_of("evaluated", known.key, repr(asked), repr(case.findings))
    if known is None or key is None:
        return make()
    shared = {
        "checked": case,
        "catalog": case.catalog,
        "case": case.case,
        "reading": case.reading,
        "dataset": case.reading.dataset,
        "registers": case.reading.registers,
        "outcome": case.outcome,
    }
    found: T | None = kept.recall(key, shared)
    if found is None:
        found = make()
        if _is_still(known):
            kept.remember(key, found, shared)
    return found


def panel_once(case: Checked, make: Callable[[], Dataset]) -> Dataset:
    """The figures of a panel outside the case as they were read when its files were what they are now, or now.

    Cases that name the same panel share them, where neither definitions of their own nor a panel that is read by the
    mapping of the case part them.
    """
    key = _panel_key(case)
    found: Dataset | None = None if key is None else kept.recall(key)
    if found is None:
        found = make()
        if key is not None and key == _panel_key(case):
            kept.remember(key, found)
    return found


def _panel_key(case: Checked) -> str | None:
    """Named by the files of the panel, the program, what else it is read by, and the consent to read it."""
    named, file = case.case.file.peers, case.case.file
    if named is None or kept.store() is None:
        return None
    folder = (case.case.folder / named.panel).resolve()
    is_case_of_its_own = (folder / CASE).is_file() and not case.catalog.places
    states = [kept.state(folder), "" if is_case_of_its_own else kept.state(case.case.folder, records=False)]
    known = [state for state in states if state is not None]
    asked = repr((file.regime, file.currency, file.outside_folders))
    return kept.key_of("panel", *known, asked) if len(known) == len(states) else None


def _known(folder: Path, correcting: str | None) -> _Known | None:
    if kept.store() is None:
        return None
    folder = folder.resolve()
    state = kept.state(folder, records=False)
    key = None if state is None else kept.key_of("checked", state, repr(correcting))
    return None if state is None or key is None else _Known(folder, state, key)


def _is_still(known: _Known) -> bool:
    """Whether the files are what they were: what was written meanwhile may have been read in part."""
    return kept.state(known.folder, records=False) == known.state
