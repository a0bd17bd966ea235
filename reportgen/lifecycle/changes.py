"""Which figures of an issued report its correction changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from reportgen.lifecycle.entry import Change
from reportgen.model.sameness import same
from reportgen.model.standing import GRADE, RANK, ChangedFigure, within

TOTALS: Final = {"score": "score_printed", "grade": "grade"}
"""Of the total: member of the results, and where its printed form stands."""


def between(before: Mapping[str, Any], now: Mapping[str, Any]) -> tuple[Change, ...]:
    """Every figure of two results that differs: the total first, then indicators.

    Of a group: total, grade, rank and indicators of each hospital, each figure under both ids.
    """
    totals = [_change(key, (before.get(key), before.get(shown)), (now.get(key), now.get(shown)))
              for key, shown in TOTALS.items()]  # fmt: skip
    old, new = _figures(before), _figures(now)
    nothing = (None, None)
    rows = [_change(key, old.get(key, nothing), new.get(key, nothing)) for key in sorted({*old, *new})]
    return tuple(change for change in (*totals, *rows) if not same(change.before, change.after))


def _figures(results: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    if "hospitals" not in results:
        return _indicators(results)
    return {key: figure for hospital in results["hospitals"] for key, figure in _of_hospital(hospital)}


def _of_hospital(found: Mapping[str, Any]) -> Iterator[tuple[str, tuple[Any, Any]]]:
    """The total under the hospital's own id, all else under both ids."""
    hospital, rank, grade = found["entity"]["id"], found.get("rank"), found.get("grade")
    yield hospital, (found.get("score"), found.get("score_printed"))
    yield within(hospital, GRADE), (grade, grade)
    yield within(hospital, RANK), (rank, None if rank is None else str(rank))
    for identifier, figure in _indicators(found).items():
        yield within(hospital, identifier), figure


def _indicators(results: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    return {row["id"]: (row.get("value"), row.get("printed")) for row in results["indicators"]}


def _change(identifier: str, before: tuple[Any, Any], now: tuple[Any, Any]) -> Change:
    return Change(
        id=identifier, before=before[0], after=now[0], printed_before=before[1], printed_after=now[1]
    )  # fmt: skip


def told(changes: Iterable[Change]) -> tuple[ChangedFigure, ...]:
    """The changes as pages tell them."""
    return tuple(ChangedFigure(change.id, change.printed_before, change.printed_after) for change in changes)
