"""Sums of which a part could not be read: they are not checked, rather than out by that part."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from reportgen.checks.causes import CELL_NOT_READ, column_of
from reportgen.checks.outcome import CheckOutcome, Marks, Trial
from reportgen.model.finding import Finding
from reportgen.model.place import Place

NOT_CHECKED: Final = "W46"
NOT_READ: Final = CELL_NOT_READ | {"I13", "I14", "I33"}
"""Findings on a cell, or on the name of a line, that leave a figure out."""
NOTHING: Final[Mapping[tuple[str, str, str], tuple[Place, ...]]] = {}
ROW: Final = re.compile(r"[A-Z]+(\d+)")


def not_checked(
    findings: Iterable[Finding],
    outcome: CheckOutcome,
    unread: Mapping[tuple[str, str, str], tuple[Place, ...]] = NOTHING,
) -> tuple[tuple[Finding, ...], CheckOutcome]:
    """Folded findings and the outcome, with each sum around an unread cell told and counted as not checked.

    `unread`: figures that are there and could not be taken, as item, entity and period → where.
    """
    told, trials = [], list(outcome.tried)
    for finding in findings:
        place = _unread_part(finding, unread)
        if place is None:
            told.append(finding)
            continue
        facts = {key: finding.facts[key] for key in ("entity", "period", "column", "total", "items", "blank")}
        told.append(replace(finding, rule=NOT_CHECKED, facts=facts | {"unread": place}, severity=None))
        _withdraw(finding, outcome, trials)
    return tuple(told), replace(outcome, tried=tuple(trials))


def _unread_part(finding: Finding, unread: Mapping[tuple[str, str, str], tuple[Place, ...]]) -> Place | None:
    """Where a part of the sum stands that could not be taken; None where all of them were."""
    if "gap" not in finding.facts:
        return None
    entity, period = str(finding.facts.get("entity")), str(finding.facts.get("period"))
    blank = finding.facts.get("blank") or ()
    assert isinstance(blank, tuple)
    missing = (place for name in map(str, blank) for place in unread.get((name, entity, period), ()))
    known = next((place for place in missing if _may_be_of(finding, place)), None)
    if known or not _has_unread_part(finding):
        return known
    assert finding.cause is not None
    return finding.cause[1]


def _may_be_of(finding: Finding, place: Place) -> bool:
    """Whether a cell may belong to the column of the sum; one of another sheet may."""
    own = [each for each in (finding.place, *finding.places) if _sheet(each) == _sheet(place)]
    return not own or any(column_of(each) == column_of(place) for each in own)


def _has_unread_part(finding: Finding) -> bool:
    """Whether a line of the sum is blank and something among its rows could not be read."""
    if finding.cause is None or finding.cause[0] not in NOT_READ or not finding.facts.get("blank"):
        return False
    unread = finding.cause[1]
    places = [place for place in (finding.place, *finding.places) if _sheet(place) == _sheet(unread)]
    rows = [row for place in places if (row := _row(place)) is not None]
    at = _row(unread)
    return at is not None and bool(rows) and min(rows) - 1 <= at <= max(rows) + 1


def _sheet(place: Place) -> tuple[str, str | None]:
    return place.file, place.sheet


def _row(place: Place) -> int | None:
    match = ROW.fullmatch(place.cell or "")
    return int(match[1]) if match else place.line


def _withdraw(finding: Finding, outcome: CheckOutcome, trials: list[Trial]) -> None:
    """One failed trial of the finding's rule and row counts as not tried."""
    row = outcome.rows.index((str(finding.facts["entity"]), str(finding.facts["period"])))
    for number, trial in enumerate(trials):
        if trial.rule == finding.facts["id"] and trial.failed[row]:
            trials[number] = replace(trial, checked=_without(trial.checked, row), failed=_without(trial.failed, row))
            return


def _without(marks: Marks, row: int) -> Marks:
    rest = marks.copy()
    rest[row] = False
    return rest
