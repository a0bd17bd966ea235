"""Sums of which a part could not be read: they are not checked, rather than out by that part."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from reportgen.checks.causes import CELL_NOT_READ
from reportgen.checks.outcome import CheckOutcome, Marks, Trial
from reportgen.model.finding import Finding
from reportgen.model.place import Place

NOT_CHECKED: Final = "W46"
NOT_READ: Final = CELL_NOT_READ | {"I13", "I14", "I33"}
"""Findings on a cell, or on the name of a line, that leave a figure out."""
ROW: Final = re.compile(r"[A-Z]+(\d+)")


def not_checked(findings: Iterable[Finding], outcome: CheckOutcome) -> tuple[tuple[Finding, ...], CheckOutcome]:
    """Folded findings and the outcome, with each sum around an unread cell told and counted as not checked."""
    told, trials = [], list(outcome.tried)
    for finding in findings:
        if not _has_unread_part(finding):
            told.append(finding)
            continue
        assert finding.cause is not None
        facts = {key: finding.facts[key] for key in ("entity", "period", "column", "total", "items", "blank")}
        told.append(replace(finding, rule=NOT_CHECKED, facts=facts | {"unread": finding.cause[1]}, severity=None))
        _withdraw(finding, outcome, trials)
    return tuple(told), replace(outcome, tried=tuple(trials))


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
