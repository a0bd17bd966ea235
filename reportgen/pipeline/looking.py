"""Files looked at without a case: what was read of them, and what the checks say of it.

Files of the shipped sample in a case that says its figures are real, and its source under figures that are others.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from reportgen import checks, intake
from reportgen.model.casefile import Case
from reportgen.model.finding import Finding
from reportgen.model.place import Place

if TYPE_CHECKING:
    from reportgen.catalog import Catalog


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


INVENTED: Final = "renhe"
"""The sample whose figures are invented; the other ones are public."""
CASE_FILE: Final = "case.yaml"
PUBLIC: Final = "us-cms"
"""The sample whose figures are public; its case names where they were published."""
NAMED: Final = 5


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
