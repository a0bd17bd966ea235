"""Follow-on findings under the one that they follow from, and findings counted once.

A sum follows from a cell that could not be read, a year to date from a copied month; and of several sums that are out
by the same amount at the same cell all follow from the one whose own total that cell is.

Findings of one rule about one subject, which many files share, told together; and how files follow one another.

Which figures are in error: those that a submission must not rest on, and that a draft marks (edge rule E36).

Sums of which a part could not be read: they are not checked, rather than out by that part.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from reportgen.checks.complete_set import (
    COMPOSED,
    WHOLE_SHEET,
    MistakenSheet,
    column_of,
    items_of_finding,
    of_whole_sheet,
    sheet_of,
)
from reportgen.checks.outcome import CheckOutcome, CheckResult, Marks
from reportgen.checks.whole_sheets import sheets_apart
from reportgen.model.definition import Text
from reportgen.model.finding import Fact, Finding, Severity
from reportgen.model.place import Place, natural

if TYPE_CHECKING:
    from reportgen.catalog import Catalog
    from reportgen.model.dataset import Dataset

CELL_NOT_READ: Final = frozenset({"I09", "I10", "I11", "I12", "I75", "W19"})
LINE_NOT_READ: Final = frozenset({"I13", "I14", "I33", "I43", "I106", "V37"})
COPY: Final = "W15"
ROLLING: Final = "V68"
UNIT: Final = "W04"
OPENING: Final = frozenset({"V64", "V85"})
SLIP: Final = 1000.0
"""From this quotient on two figures of one line differ by their unit."""
SAME: Final = 0.005
"""Amounts of which the gaps may differ and still be the same."""

Reference = tuple[str, Place]


def folded(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings in their order, each follow-on with its cause; then what only they show of whole sheets."""
    everything = tuple(findings)
    everything = (*everything, *sheets_apart(everything))
    causes = dict(_roots(everything))
    return tuple(replace(f, cause=causes[n]) if n in causes else f for n, f in enumerate(everything))


def counted(findings: Iterable[Finding], catalog: Catalog) -> Counter[Severity]:
    """How many findings weigh how much: a cause and all that follows from it count once, as the gravest of them."""
    return Counter(severity for _, severity in weighed(findings, catalog))


def weighed(findings: Iterable[Finding], catalog: Catalog) -> tuple[tuple[Finding, Severity], ...]:
    """What `counted` counts: each finding that follows from none of the others, with its weight; the gravest first."""
    told = ordered(findings, catalog)
    weights = _weights([finding for finding, _ in told], catalog)
    return tuple((finding, _weight(finding, weights, catalog)) for finding, follows in told if not follows)


def ordered(findings: Iterable[Finding], catalog: Catalog) -> tuple[tuple[Finding, bool], ...]:
    """Each finding and whether it follows from the one above: the gravest first, else as given."""
    everything = tuple(findings)
    weights = _weights(everything, catalog)
    return tuple(in_order(sorted(everything, key=lambda finding: _rank(_weight(finding, weights, catalog)))))


def _weights(findings: Sequence[Finding], catalog: Catalog) -> dict[Reference, Severity]:
    """The gravest of what follows from each cause."""
    weights: dict[Reference, Severity] = {}
    for finding in findings:
        if finding.cause is not None:
            severity = catalog.messages.severity(finding)
            weights[finding.cause] = min(weights.get(finding.cause, severity), severity, key=_rank)
    return weights


def _weight(finding: Finding, weights: dict[Reference, Severity], catalog: Catalog) -> Severity:
    own = catalog.messages.severity(finding)
    return min(own, weights.get((finding.rule, finding.place), own), key=_rank)


def in_order(findings: Sequence[Finding]) -> Iterator[tuple[Finding, bool]]:
    """Each finding and whether it follows from the one above: causes in the order given, their follow-ons below."""
    # of two that stand at one cell, such as of a year and its last month, the second may be told without the first
    there = {at for finding in findings if (at := (finding.rule, finding.place)) != finding.cause}
    following: dict[Reference, list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.cause in there and finding.cause is not None:
            following[finding.cause].append(finding)
    for finding in findings:
        if finding.cause in there:
            continue
        yield finding, False
        yield from ((each, True) for each in _below((finding.rule, finding.place), following))


def _below(cause: Reference, following: dict[Reference, list[Finding]]) -> Iterator[Finding]:
    """What follows from a cause, each with what follows from it in turn."""
    for finding in following.pop(cause, ()):
        yield finding
        yield from _below((finding.rule, finding.place), following)


def _rank(severity: Severity) -> int:
    return tuple(Severity).index(severity)


def _roots(findings: Sequence[Finding]) -> Iterator[tuple[int, Reference]]:
    unread = _unread(findings)
    copies = [finding for finding in findings if finding.rule == COPY]
    units = [finding for finding in findings if finding.rule == UNIT]
    mistaken = MistakenSheet.among(findings)
    left: list[int] = []
    told: set[tuple[str, Place, Fact]] = set()
    for number, finding in enumerate(findings):
        if mistaken and (sheet := of_whole_sheet(finding, mistaken)):
            yield number, sheet
            continue
        if "gap" not in finding.facts:
            continue
        same = (finding.rule, finding.place, finding.facts["gap"])
        if same in told:  # of a year, and of the month that ends it: one cell out by one amount
            yield number, same[:2]
            continue
        told.add(same)
        if finding.rule == ROLLING:
            cause = _of_sheet(finding, copies) or _of_file(finding, units)
        elif finding.rule in OPENING and _is_slip(finding):
            cause = _of_sheet(finding, units) or _of_file(finding, units)
        else:
            cause = _of_cell(finding, unread)
        if cause:
            yield number, cause
        else:
            left.append(number)
    yield from _of_sums(findings, left)


def _unread(findings: Iterable[Finding]) -> dict[tuple[str, str | None], list[Finding]]:
    """What could not be read, by sheet."""
    unread: dict[tuple[str, str | None], list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.rule in CELL_NOT_READ | LINE_NOT_READ:
            for place in (finding.place, finding.facts.get("first")):
                if isinstance(place, Place):
                    unread[place.file, place.sheet].append(finding)
    return unread


def _of_sheet(finding: Finding, suspicions: Iterable[Finding]) -> Reference | None:
    """What is said of the same period on a sheet from which the finding reads."""
    sheets = {(place.file, place.sheet) for place in (finding.place, *finding.places)}
    for said in suspicions:
        same = all(said.facts.get(key) == finding.facts.get(key) for key in ("entity", "period"))
        if same and (said.place.file, said.place.sheet) in sheets:
            return said.rule, said.place
    return None


def _of_file(finding: Finding, suspicions: Iterable[Finding]) -> Reference | None:
    """What is said of the same period in the file of the finding: a whole workbook was filled in in another unit."""
    for said in suspicions:
        same = all(said.facts.get(key) == finding.facts.get(key) for key in ("entity", "period"))
        if same and said.place.file == finding.place.file:
            return said.rule, said.place
    return None


def _is_slip(finding: Finding) -> bool:
    """Whether both sides differ as figures of different units do."""
    sides = [finding.facts.get(key) for key in ("value", "parts")]
    sizes = sorted(abs(side) for side in sides if isinstance(side, int | float))
    return len(sizes) == len(sides) and sizes[1] >= SLIP * sizes[0] > 0


def _of_cell(finding: Finding, unread: dict[tuple[str, str | None], list[Finding]]) -> Reference | None:
    """The first cell in a column of the sum, or the first line of its sheet, that could not be read."""
    if not finding.facts.get("blank"):
        return None
    for place in (finding.place, *finding.places):
        for other in unread.get((place.file, place.sheet), ()):
            if other.rule in LINE_NOT_READ or column_of(other.place) == column_of(place):
                return other.rule, other.place
    return None


def _of_sums(findings: Sequence[Finding], numbers: Iterable[int]) -> Iterator[tuple[int, Reference]]:
    """Sums out by the same amount that share a cell: the first whose own total it is causes the others."""
    by_cell: dict[Place, list[int]] = defaultdict(list)
    for number in numbers:
        finding = findings[number]
        for place in dict.fromkeys((finding.place, *finding.places)):
            if place.cell or place.line:
                by_cell[place].append(number)
    caused: set[int] = set()
    causing: set[int] = set()
    for cell, sharing in by_cell.items():
        own = [number for number in sharing if findings[number].place == cell and number not in caused]
        if not own:
            continue
        root = min(own, key=lambda number: findings[number].rule)
        for number in sharing:
            if number == root or number in caused or number in causing:
                continue
            if _same_gap(findings[root], findings[number]):
                caused.add(number)
                causing.add(root)
                yield number, (findings[root].rule, findings[root].place)


def _same_gap(one: Finding, other: Finding) -> bool:
    gaps = one.facts["gap"], other.facts["gap"]
    assert isinstance(gaps[0], float)
    assert isinstance(gaps[1], float)
    return abs(abs(gaps[0]) - abs(gaps[1])) <= SAME


WHEN: Final = re.compile(r"\d{4}(-\S+)?")
WHERE: Final = frozenset(
    {"file", "files", "sheet", "cell", "first", "other", "others", "period", "earlier", "later", "amounts"}
)
"""Facts that tell where, when or how much, not what."""

Group = tuple[Finding, ...]
Subject = tuple[str, str, tuple[tuple[str, str], ...]]


def in_natural_order(findings: Iterable[Finding]) -> list[Finding]:
    """By file and sheet as people count, else as given."""
    return sorted(findings, key=lambda f: (natural(f.place.file), natural(f.place.sheet or "")))


def grouped(findings: Iterable[Finding], catalog: Catalog) -> tuple[tuple[Group, tuple[Group, ...]], ...]:
    """Each group with the groups that follow from it, the gravest first, causes before what follows from them."""
    causes: dict[Subject, list[Finding]] = {}
    following: dict[Subject, dict[Subject, list[Finding]]] = {}
    above: Subject | None = None
    for finding, follows in ordered(in_natural_order(findings), catalog):
        subject = subject_of(finding, catalog)
        if follows and above is not None:
            following.setdefault(above, {}).setdefault(subject, []).append(finding)
        else:
            above = subject
            causes.setdefault(subject, []).append(finding)
    return tuple(
        (tuple(own), tuple(map(tuple, following.get(subject, {}).values()))) for subject, own in causes.items()
    )


def subject_of(finding: Finding, catalog: Catalog) -> Subject:
    """What a finding is about, whichever file, period or amount: its rule, weight and names."""
    names = ((key, _name(fact)) for key, fact in sorted(finding.facts.items()) if key not in WHERE)
    said = tuple((key, name) for key, name in names if name and not WHEN.fullmatch(name))
    return finding.rule, str(catalog.messages.severity(finding)), said


def _name(fact: Fact) -> str:
    match fact:
        case Text():
            return fact.en
        case str():
            return fact
        case tuple():
            return "\0".join(fact)
        case _:
            return ""


Figure = tuple[str, str, str]
"""Item, entity, period."""


def wrong_figures(findings: Iterable[Finding], catalog: Catalog) -> frozenset[Figure]:
    """The total whose own parts do not make it, the part that could not be read, and what lies outside its scale.

    Sums that only follow from another one are not in error themselves, nor do columns of last year speak of this one.
    """
    return frozenset(
        figure for finding in findings if not finding.is_of_before for figure in _figures(finding, catalog)
    )


def wrong_before(findings: Iterable[Finding], catalog: Catalog) -> frozenset[Figure]:
    """The same of last year's figures, by the period beside whose own they stand."""
    return frozenset(figure for finding in findings if finding.is_of_before for figure in _figures(finding, catalog))


def _figures(finding: Finding, catalog: Catalog) -> Iterator[Figure]:
    entity, period = finding.facts.get("entity"), finding.facts.get("period")
    if isinstance(entity, str) and isinstance(period, str):
        yield from ((item, entity, period) for item in _items(finding, catalog))


def _items(finding: Finding, catalog: Catalog) -> tuple[str, ...]:
    if finding.cause is not None:
        named = finding.facts.get("blank") if finding.cause[0] in CELL_NOT_READ | LINE_NOT_READ else ()
        return named if isinstance(named, tuple) else ()
    named = items_of_finding(finding) if catalog.messages.severity(finding) is Severity.ERROR else ()
    return named if finding.rule in WHOLE_SHEET | {COMPOSED} else named[:1]


NOT_CHECKED: Final = "W46"
NOT_READ: Final = CELL_NOT_READ | {"I13", "I14", "I33", "I106"}
"""Findings on a cell, or on the name of a line, that leave a figure out."""


def not_checked(
    findings: Iterable[Finding], outcome: CheckOutcome, dataset: Dataset
) -> tuple[tuple[Finding, ...], CheckOutcome]:
    """Folded findings and the outcome, with each sum around an unread cell told and counted as not checked.

    A sum that is out by just what lines come to that mapping.yaml leaves unread is neither: nothing has to be done.
    """
    told, trials = [], list(outcome.tried)
    for finding in findings:
        if _is_left_out(finding, dataset):
            _withdraw(finding, outcome, trials)
            continue
        place = _unread_part(finding, dataset.unread)
        if place is None:
            told.append(finding)
            continue
        facts = {key: finding.facts[key] for key in ("entity", "period", "column", "total", "items", "blank")}
        told.append(replace(finding, rule=NOT_CHECKED, facts=facts | {"unread": place}, severity=None))
        _withdraw(finding, outcome, trials)
    return tuple(told), replace(outcome, tried=tuple(trials))


def _is_left_out(finding: Finding, dataset: Dataset) -> bool:
    """Whether a sum is out by lines of its column that were left unread."""
    gap = finding.facts.get("gap")
    return isinstance(gap, float) and "id" in finding.facts and dataset.is_left_out(gap, finding.place)


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
    own = [each for each in (finding.place, *finding.places) if sheet_of(each) == sheet_of(place)]
    return not own or any(column_of(each) == column_of(place) for each in own)


def _has_unread_part(finding: Finding) -> bool:
    """Whether a line of the sum is blank and something among its rows could not be read."""
    if finding.cause is None or finding.cause[0] not in NOT_READ or not finding.facts.get("blank"):
        return False
    unread = finding.cause[1]
    places = [place for place in (finding.place, *finding.places) if sheet_of(place) == sheet_of(unread)]
    rows = [row for place in places if (row := place.row) is not None]
    at = unread.row
    return at is not None and bool(rows) and min(rows) - 1 <= at <= max(rows) + 1


def _withdraw(finding: Finding, outcome: CheckOutcome, trials: list[CheckResult]) -> None:
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
