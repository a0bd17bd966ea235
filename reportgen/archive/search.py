"""Archived results looked through: by indicator, grade, words, and whether a report was corrected.

What results of every schema that ever was are read into, so that a file of twenty years ago answers as one of today.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from reportgen.archive import keeper
from reportgen.archive.record import REPORT, RESULTS
from reportgen.errors import Refused
from reportgen.model.definition import Text
from reportgen.model.finding import Finding
from reportgen.model.place import Place

if TYPE_CHECKING:
    from reportgen.archive.record import ArchivedReport, IndexRow
    from reportgen.archive.shelf import Storage

NOISE: Final = 1e-9
"""Share of a standard within which a value is equal to it, as where scores are given."""
BELOW: Final = "below"
Bound = float | tuple[float | None, float | None]


@dataclass(frozen=True)
class ArchivedValue:
    """One indicator as it was printed.

    Attributes:
        standards: bound of each level, best first; nothing where it was not held against five.
    """

    value: float | None
    printed: str | None
    unit: str
    reason: str | None
    level: str | None
    standards: Mapping[str, Bound]


@dataclass(frozen=True)
class ArchivedResults:
    """What one evaluation said of one hospital."""

    entity: str
    name: Text
    score: str | None
    grade: str | None
    scheme: str
    values: Mapping[str, ArchivedValue]


@dataclass(frozen=True)
class SearchHit:
    """A report of the archive with what it says of one hospital.

    Attributes:
        replaced: number of the report that takes its place.
    """

    record: ArchivedReport
    results: ArchivedResults
    replaced: str | None

    def at(self, indicator: str | None) -> ArchivedValue | None:
        """One of its indicators."""
        return self.results.values.get(indicator or "")


@dataclass(frozen=True)
class Query:
    """What is looked for; None asks nothing."""

    entity: str | None = None
    indicator: str | None = None
    grade: str | None = None
    words: str | None = None
    restated: bool | None = None


def _results_1(content: Mapping[str, Any]) -> Iterator[ArchivedResults]:
    scheme = content.get("scheme") or {}
    name = content["entity"].get("name") or {}
    known = str(content["entity"]["id"])
    yield ArchivedResults(
        entity=known,
        name=Text(zh=name.get("zh") or known, en=name.get("en") or known),
        score=content.get("score_printed"),
        grade=content.get("grade"),
        scheme=str(scheme.get("id", "")),
        values={str(row["id"]): _value(row) for row in content["indicators"]},
    )


def _group_1(content: Mapping[str, Any]) -> Iterator[ArchivedResults]:
    for hospital in content["hospitals"]:
        yield from _results_1({"scheme": content.get("scheme"), **hospital})


def _value(row: Mapping[str, Any]) -> ArchivedValue:
    standards = {str(one["level"]): _bound(one["value"]) for one in row.get("standards") or ()}
    five = standards if len(standards) == len(row.get("standards") or ()) and "excellent" in standards else {}
    value = row.get("value")
    return ArchivedValue(
        None if value is None else float(value),
        row.get("printed"),
        str(row.get("unit") or ""),
        row.get("reason"),
        row.get("level"),
        five,
    )


def _bound(value: Any) -> Bound:
    if isinstance(value, list | tuple):
        low, high = value
        return (None if low is None else float(low), None if high is None else float(high))
    return float(value)


READERS: Final[Mapping[str, Callable[[Mapping[str, Any]], Iterator[ArchivedResults]]]] = {
    "reportgen/results/1": _results_1,
    "reportgen/group/1": _group_1,
}
"""Every schema of results that was ever written; none is ever taken out."""


def read(content: bytes, place: str) -> tuple[ArchivedResults, ...]:
    """Results of any schema.

    Raises:
        Refused: P45 if they are of a schema that is not known here, P46 if they are no results.
    """
    try:
        document = json.loads(content)
        schema = document.get("schema")
        if schema is not None and schema not in READERS:
            raise Refused([Finding("P45", Place(place), {"schema": str(schema)})])
        return tuple(READERS[schema](document))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise Refused([Finding("P46", Place(place))]) from None


def found(shelf: Storage, rows: Sequence[IndexRow], query: Query) -> tuple[list[SearchHit], list[Finding]]:
    """What fits a query, by hospital, period and number; of reports that cannot be read, why."""
    replaced = {(row.record.entity, row.record.corrects): row.record.number for row in rows if row.record.corrects}
    hits: list[SearchHit] = []
    wrong: list[Finding] = []
    for row in rows:
        record = row.record
        later = replaced.get((record.entity, record.number))
        if query.restated is not None and query.restated is not bool(later or record.corrects):
            continue
        try:
            hits += (SearchHit(record, one, later) for one in _fitting(shelf, row, query))
        except Refused as refused:
            wrong += refused.findings
    return sorted(hits, key=lambda hit: (hit.results.entity, hit.record.period, hit.record.number)), wrong


def _fitting(shelf: Storage, row: IndexRow, query: Query) -> Iterator[ArchivedResults]:
    record = row.record
    holding = keeper.found_holding(shelf, record.number, record.entity)
    if RESULTS not in holding.inventory.newest.files:
        return
    for one in read(holding.read(shelf, RESULTS), f"{row.folder}/{RESULTS}"):
        fits = query.entity in {None, one.entity} and query.grade in {None, one.grade}
        if not fits or (query.indicator is not None and query.indicator not in one.values):
            continue
        if query.words is None or _says(query.words, (record.title, *_texts(holding.read(shelf, REPORT)))):
            yield one


def _says(words: str, texts: Iterable[str]) -> bool:
    """Whether a text has these words, however its lines are broken."""
    wanted = "".join(words.split()).lower()
    return wanted in "".join("".join(text.split()) for text in texts).lower()


def _texts(pdf: bytes) -> Iterator[str]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    except pypdfium2.PdfiumError:
        return
    try:
        for page in document:
            yield page.get_textpage().get_text_range(errors="ignore")
    finally:
        document.close()


def level_under(value: float | None, standards: Mapping[str, Bound]) -> str | None:
    """The level that a value reaches by the standards of another year; None where either is not there."""
    if value is None or not standards:
        return None
    bounds = list(standards.values())
    first, last = bounds[0], bounds[-1]
    falls = isinstance(first, float) and isinstance(last, float) and first < last
    return next((level for level, bound in standards.items() if _is_met(value, bound, falls=falls)), BELOW)


def _is_met(value: float, bound: Bound, *, falls: bool) -> bool:
    low, high = bound if isinstance(bound, tuple) else (None, bound) if falls else (bound, None)
    is_above = low is None or value >= low - NOISE * abs(low)
    return is_above and (high is None or value <= high + NOISE * abs(high))


def replayed(hits: Sequence[SearchHit], indicator: str) -> list[tuple[SearchHit, list[tuple[str, str | None]]]]:
    """Each value by the standards of every year in which its hospital was held against any: year and level.

    The newest report of a period speaks for it.
    """
    held = [(hit, at) for hit in hits if hit.replaced is None and (at := hit.at(indicator)) is not None]
    newest = {(hit.results.entity, hit.record.period): (hit, at) for hit, at in held}
    rows = []
    for hit, own in newest.values():
        others = [(one.record.period, at) for one, at in newest.values() if one.results.entity == hit.results.entity]
        rows.append((hit, [(at, level_under(own.value, by.standards)) for at, by in others if by.standards]))
    return rows
