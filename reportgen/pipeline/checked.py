"""A case that was read and checked; and files that are looked at without a case.

Cases that nobody touched since they were read: what was found then still holds, and is not worked out again.

The journal and the issued reports are no part of it: they are looked at each time.

Files of the shipped sample in a case that says its figures are real, and its source under figures that are others.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
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
from reportgen.model.place import Place
from reportgen.model.standards import Targets

T = TypeVar("T")
_KNOWN: Final[WeakKeyDictionary[Checked, _Known]] = WeakKeyDictionary()
"""Of cases as they were read; one that was altered since has none."""
INVENTED: Final = "renhe"
"""The sample whose figures are invented; the other ones are public."""
CASE_FILE: Final = "case.yaml"
PUBLIC: Final = "us-cms"
"""The sample whose figures are public; its case names where they were published."""
NAMED: Final = 5


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


@dataclass(frozen=True)
class _Known:
    """From what state of which folder a case was read, and under which name that is kept."""

    folder: Path
    state: str
    key: str


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


def look(paths: Iterable[Path], catalog: Catalog, *, recalculate: bool = False) -> intake.Reading:
    """Read files and try every rule on what they hold; the findings of both stand in the reading.

    `recalculate`: let LibreOffice calculate workbooks whose formulas have no results.
    """
    reading = intake.read_paths(paths, catalog, recalculate=recalculate)
    outcome = checks.all_of(reading.dataset, catalog, in_own_words=reading.dataset.in_own_words)
    read = checks.between_forms(reading.findings, reading.dataset)
    beside = checks.registers(reading.registers, reading.dataset, catalog)
    findings, _ = checks.not_checked(checks.folded((*read, *outcome.findings, *beside)), outcome, reading.dataset)
    return replace(reading, findings=findings)


def still_sample(case: Case, reading: intake.Reading) -> Iterator[Finding]:
    """C16: files that are the invented sample's, byte for byte, though the case is not called illustrative."""
    if case.file.illustrative:
        return
    found = sorted(file.name for file in reading.files if file.sha256 in _digests(INVENTED))
    if found:
        named = (*found[:NAMED], "…") if len(found) > NAMED else tuple(found)
        places = tuple(Place(name) for name in found)
        yield Finding("C16", places[0], {"count": len(found), "files": named}, places=places[1:])


def foreign_source(case: Case, reading: intake.Reading) -> Iterator[Finding]:
    """C73: the public sample's `data_source`, though none of the hospital's figures comes from the sample's files."""
    own = case.file.entity
    if case.file.data_source is None or own is None or case.file.data_source.en != _source_of_the_sample():
        return
    files = {file.name for file in reading.files if file.sha256 in _digests(PUBLIC)}
    if not any(value.entity == own.id and value.place.file in files for value in reading.values()):
        yield Finding("C73", Place(CASE_FILE), {"source": case.file.data_source.en})


@lru_cache(maxsize=1)
def _source_of_the_sample() -> str:
    """What the case of the public sample says of its data."""
    from reportgen.report.tokens import folder

    source = intake.open_case(folder("samples") / PUBLIC).file.data_source
    return source.en if source is not None else ""


@lru_cache(maxsize=2)
def _digests(sample: str) -> frozenset[str]:
    from reportgen.report.tokens import folder

    files = (path for path in (folder("samples") / sample).rglob("*") if path.is_file())
    return frozenset(hashlib.sha256(path.read_bytes()).hexdigest() for path in files)
