"""Which reports are wanted of which cases, and by what each is known again: the content of all that it is made from."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path
from typing import Final

from reportgen import intake, kept, pipeline
from reportgen.catalog import load_catalog
from reportgen.errors import ExitCode, Refused
from reportgen.model.finding import Finding
from reportgen.model.place import Place
from reportgen.pipeline import choices
from reportgen.pipeline.group import GROUP
from reportgen.report import fonts

CASE: Final = "case.yaml"
MANY: Final = 300
"""Hospitals up to which the report that compares all of them is made unasked; above, it takes gigabytes."""


@dataclass(frozen=True)
class WantedReport:
    """What is wanted of every hospital; None leaves it to the case, as `render` does.

    Attributes:
        report: id of its kind; form: pdf or html.
        comparison: whether a report about all hospitals of a panel is made beside; None where there are not too many.
    """

    report: str
    period: str | None = None
    language: str | None = None
    scheme: str | None = None
    audience: str | None = None
    form: str = "pdf"
    comparison: bool | None = None


@dataclass(frozen=True)
class Order:
    """One report.

    Attributes:
        case: its folder; name: the folder for the report below that of the batch, empty for the folder itself.
        entity: the hospital of a panel; None for that of the case.
        state: digest of all files of the case; None where they have none.
        key: by which it is known whether anything that it is made from has changed; None where that cannot be told.
        mine: digests of files that earlier runs have written for it.
        force: whether a file of somebody else may be overwritten.
    """

    case: str
    name: str
    wanted: WantedReport
    entity: str | None = None
    state: str | None = None
    key: str | None = None
    mine: tuple[str, ...] = ()
    force: bool = False

    @property
    def identity(self) -> str:
        """The same order in an earlier run, whatever its case held then."""
        return kept.digest(self.name, repr(self.entity), repr(replace(self.wanted, comparison=None)))


def orders(cases: Sequence[Path], panels: Sequence[Path], wanted: WantedReport, out: Path) -> list[Order]:
    """Every report, case by case and hospital by hospital.

    Args:
        cases: case folders, or folders below which they lie; one with several hospitals and none of its own is a panel.
        panels: cases all of whose hospitals are meant.
        wanted: of each.
        out: the folder of the batch.

    Raises:
        Refused: G20 no case there, G21 two cases of one name, G22 the batch would lie in a case; all of them at once.
    """
    named = [pair for path in (*cases, *panels) for pair in _below(path)]
    if len(named) == 1 and ((*cases, *panels)[0] / CASE).is_file():
        named = [(named[0][0], "")]
    names = Counter(name for _, name in named)
    problems = [Finding("G20", Place(str(path))) for path in (*cases, *panels) if not any(_below(path))]
    problems += [Finding("G21", Place(""), {"name": name}) for name, count in names.items() if count > 1]
    problems += [Finding("G22", Place(str(out)), {"case": str(case)}) for case, _ in named if _is_in(out, case)]
    if problems:
        raise Refused(problems, ExitCode.USAGE)
    meant = {path.resolve() for path in panels}
    return [order for case, name in named for order in _of(case, name, wanted, is_panel=case in meant)]


def _below(path: Path) -> Iterator[tuple[Path, str]]:
    """The case that a path is, or those below it, each with the name of its folder."""
    root = path.resolve()
    if (root / CASE).is_file():
        yield root, root.name
        return
    for folder, names, files in os.walk(root):
        names.sort()
        if CASE in files:
            names.clear()
            yield Path(folder), Path(folder).relative_to(root).as_posix()


def _is_in(out: Path, case: Path) -> bool:
    return out.resolve().is_relative_to(case)


def _of(case: Path, name: str, wanted: WantedReport, *, is_panel: bool) -> Iterator[Order]:
    state = kept.state(case)
    order = Order(str(case), name, wanted, state=state)
    hospitals = _hospitals(case, is_panel=is_panel)
    for entity in hospitals or (None,):
        one = replace(order, entity=entity)
        yield replace(one, key=_key(one))
    if hospitals and _is_compared(case, wanted, len(hospitals)):
        whole = replace(order, wanted=replace(wanted, report=GROUP))
        yield replace(whole, key=_key(whole))


def _hospitals(case: Path, *, is_panel: bool) -> tuple[str, ...]:
    """The hospitals of a panel; none of a case of a single one, or of one that cannot be read: its order tells why.

    One of which no row was read is among them: its order tells that as well.
    """
    try:
        if not is_panel and intake.open_case(case).file.entity is not None:
            return ()
        checked = pipeline.check(case)
    except Refused:
        return ()
    dataset = checked.reading.dataset
    found = {*dataset.values.index.get_level_values(0), *choices.left_out(dataset, checked.findings)}
    return tuple(sorted(found)) if len(found) > 1 else ()


def _is_compared(case: Path, wanted: WantedReport, count: int) -> bool:
    known = load_catalog(case).reports.get(wanted.report)
    if known is None or known.subject == GROUP:
        return False
    return count <= MANY if wanted.comparison is None else wanted.comparison


def _key(order: Order) -> str | None:
    """Named by inputs, definitions, templates, program, libraries and fonts, and by what is wanted."""
    program, state = kept.ground(), order.state
    if state is None or program is None:
        return None
    asked = sorted(asdict(replace(order.wanted, comparison=None)).items())
    return kept.digest("batch", program, typefaces(fonts.font_folder()), state, repr(order.entity), repr(asked))


@cache
def typefaces(folder: Path) -> str:
    """The name of all fonts that lie in a folder, by their content."""
    files = sorted(path for path in folder.rglob("*") if path.is_file()) if folder.is_dir() else []
    return kept.digest(*(part for path in files for part in (path.name, _digest(path))))


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def with_record(found: Iterable[Order], written: Iterable[tuple[str, str]], *, force: bool) -> list[Order]:
    """Orders with the digests of what earlier runs have written for them, as pairs of identity and digest."""
    mine: dict[str, list[str]] = {}
    for identity, digest in written:
        mine.setdefault(identity, []).append(digest)
    return [replace(one, mine=tuple(mine.get(one.identity, ())), force=force) for one in found]
