"""Sheets that are mistaken as a whole: two columns filled in the wrong way round (W54), another unit of money (W55).

One such mistake puts dozens of lines out, on the sheet and on those that follow it: it is told once, all else below it.

Columns are held against the neighbouring periods both ways round. A unit shows in the size of most lines beside those
of the hospital's other periods, or else in two sheets of one period that are apart by it wherever they meet.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

import numpy as np

from reportgen.checks.complete_set import (
    OTHER_UNIT,
    SWAPPED,
    TWO_VALUES,
    WHOLE_SHEET,
    SheetOf,
    column_of,
    is_on,
    items_of_finding,
    places_of,
    sheet_of,
)
from reportgen.checks.history import DatedFigures, middles
from reportgen.checks.outcome import Marks
from reportgen.compute.calendar import NO_ROW, SLOTS, Calendar, Rows
from reportgen.compute.peer_groups import Values
from reportgen.model.dataset import View
from reportgen.model.definition import Text
from reportgen.model.finding import Fact, Finding
from reportgen.model.period import MONTHS
from reportgen.model.place import Place

FEWEST: Final = 5
"""Lines that must agree before a whole column is called mistaken."""
MOST_AGAINST: Final = 0.1
"""Share of the lines that may say otherwise: a few are restated, or reversed within the month."""
POWERS: Final = (3, 4, 6, 8)
"""A unit is mistaken by a thousand, ten thousand, a million or a hundred million."""
NEAR: Final = 0.35
"""How far, in powers of ten, the middle of the lines may lie from a unit: hospitals grow and shrink."""
AROUND: Final = 0.5
"""How far single lines may lie from the middle."""
ALIKE: Final = 0.8
"""Share of the lines that lie around the middle."""
EXACT: Final = 0.005
"""How far two sides may be from being apart by a unit exactly."""
FEWEST_MEETINGS: Final = 2
TO_THE_DIGIT: Final = 1e-5
"""The same of one meeting alone, as of a statement of cash flows, which meets the balance sheet in one figure."""
ROLLED: Final = frozenset({"V64", "V67", "V68", "V85"})
"""Rules of one sheet and that of another period."""

ColumnPair = tuple[str, str | None, str | int | None, str | int | None]
"""A sheet and two columns of it."""
Line = tuple[str, Place, Place]
"""An item and its cells in the two columns."""


class WholeSheets(DatedFigures):
    """Columns and sheets against the periods around them, and against each other."""

    def findings(self) -> Iterator[Finding]:
        """Sheets whose columns are swapped, then sheets in another unit; none for a whole panel."""
        if self.is_panel:
            return
        told: dict[int, list[Finding]] = defaultdict(list)
        for view in (View.OPEN, View.YEAR_TO_DATE, View.COMPARATIVE):
            for row, finding in self._swapped(view):
                told[row].append(finding)
        for row in sorted(told):
            yield from _together(told[row], self.catalog.words)
        yield from self._other_units()

    def _swapped(self, view: View) -> Iterator[tuple[int, Finding]]:
        """For each row the sheets whose columns are swapped."""
        names = [name for name, of in self.matrix.at if of == view and (name, "") in self.matrix]
        if not names:
            return
        columns = [self.matrix.figures[:, [self.matrix.at[name, of] for name in names]] for of in ("", view)]
        against, rightly = self._votes(view, columns[0], columns[1])
        for row in np.flatnonzero(self.asked & (against.sum(axis=1) >= FEWEST)).tolist():
            told: dict[SheetOf, list[Line]] = defaultdict(list)
            for lines in self._by_columns(row, view, names, against[row], rightly[row]):
                told[sheet_of(lines[0][1])] += lines
            voting = {names[at] for at in np.flatnonzero(against[row]).tolist()}
            yield from ((row, self._told_swapped(row, view, lines, voting)) for lines in told.values())

    def _votes(self, view: View, own: Values, beside: Values) -> tuple[Marks, Marks]:
        """Lines that go with the neighbouring periods only the other way round, and those that do as they stand."""
        test = ColumnTest(self.calendar, own, beside, self._tolerance)
        pairs = {View.OPEN: test.openings, View.YEAR_TO_DATE: test.to_date, View.COMPARATIVE: test.comparatives}[view]()
        swapped, right = np.zeros(own.shape, dtype=np.bool_), np.zeros(own.shape, dtype=np.bool_)
        for one, other in pairs:
            swapped, right = swapped | one, right | other
        telling = ~test.same(own, beside) & np.isfinite(own) & np.isfinite(beside)
        return swapped & ~right & telling, right & telling

    @cached_property
    def _tolerance(self) -> Values:
        """What rounding may explain of three figures added, by row: the unit of the last place of its forms."""
        factors: dict[tuple[str, str], float] = defaultdict(lambda: 1.0)
        for form in self.dataset.forms:
            key = form.entity, form.period
            factors[key] = max(factors[key], form.factor)
        return np.array([[0.02 * factors[str(e), str(p)]] for e, p in self.dataset.values.index]).reshape(-1, 1)

    def _by_columns(
        self, row: int, view: View, names: list[str], against: Marks, rightly: Marks
    ) -> Iterator[list[Line]]:
        """The lines of each pair of columns that is swapped; a balance sheet has two pairs side by side."""
        entity, period = self.dataset.rows[row]
        pairs: dict[ColumnPair, list[Line]] = defaultdict(list)
        counts: dict[ColumnPair, list[int]] = defaultdict(lambda: [0, 0])
        for at, name in enumerate(names):
            one, other = (self.dataset.place((name, entity, period, of)) for of in ("", view))
            if one is None or other is None or sheet_of(one) != sheet_of(other) or column_of(one) == column_of(other):
                continue
            key = (*sheet_of(one), column_of(one), column_of(other))
            pairs[key].append((name, one, other))
            counts[key] = [counts[key][0] + int(against[at]), counts[key][1] + int(rightly[at])]
        for key, lines in pairs.items():
            swapped, right = counts[key]
            if swapped >= FEWEST and right <= MOST_AGAINST * (swapped + right):
                yield lines

    def _told_swapped(self, row: int, view: View, lines: list[Line], voting: set[str]) -> Finding:
        pairs = dict.fromkeys((column_of(one), column_of(other)) for _, one, other in lines)
        letters = dict.fromkeys(str(one) for pair in pairs for one in pair)
        facts: dict[str, Fact] = {
            "count": len(voting & {name for name, _, _ in lines}),
            "columns": ", ".join(f"{one}/{other}" for one, other in pairs),
            "letters": "/".join(letters),
            "swapped": self.catalog.words[f"check.swapped.{view}"],
        }
        return self._told(SWAPPED, row, [(name, place) for name, place, _ in lines], facts)

    def _told(self, rule: str, row: int, lines: list[tuple[str, Place]], facts: dict[str, Fact]) -> Finding:
        entity, period = self.dataset.rows[row]
        place = Place(*sheet_of(lines[0][1]))
        items = tuple(dict.fromkeys(name for name, _ in lines))
        return Finding(rule, place, {"entity": entity, "period": period, "count": len(items), "items": items, **facts})

    def _other_units(self) -> Iterator[Finding]:
        """Sheets most of whose amounts are a unit apart from those of the hospital's other periods of that length."""
        names = [name for name, of in self.matrix.at if not of and self._is_money(name)]
        figures = self.matrix.figures[:, [self.matrix.at[name, ""] for name in names]]
        with np.errstate(divide="ignore", invalid="ignore"):
            sizes = np.where(np.isfinite(figures) & (figures != 0), np.log10(np.abs(figures)), np.nan)
        entities = self.dataset.values.index.get_level_values(0).to_numpy()
        groups = list(zip(entities.tolist(), self.calendar.lasting.tolist(), strict=True))
        for group in dict.fromkeys(groups):
            rows = np.array([row for row, one in enumerate(groups) if one == group and self.asked[row]], dtype=np.int64)
            if len(rows) > 1:
                yield from self._of_other_unit(rows, names, sizes[rows])

    def _of_other_unit(self, rows: Rows, names: list[str], sizes: Values) -> Iterator[Finding]:
        for number, row in enumerate(rows.tolist()):
            others = np.delete(sizes, number, axis=0)
            away = _nearest([sizes[number] - middle for middle in middles(others)])
            is_doubted = (np.abs(away) > POWERS[0] - AROUND).sum() >= FEWEST
            if not is_doubted or (len(rows[1:]) == 1 and not number):  # of two, the later one is asked
                continue
            beside = rows[number - 1 if number else 1]
            yield from self._units_of_sheets(row, int(beside), names, away)

    def _units_of_sheets(self, row: int, beside: int, names: list[str], away: Values) -> Iterator[Finding]:
        entity, period = self.dataset.rows[row]
        sheets: dict[SheetOf, list[tuple[str, Place, float]]] = defaultdict(list)
        for at in np.flatnonzero(np.isfinite(away)).tolist():
            place = self.dataset.place((names[at], entity, period, ""))
            if place is not None and not self.dataset.derived((names[at], entity, period, "")):
                sheets[sheet_of(place)].append((names[at], place, float(away[at])))
        found: dict[int, list[Finding]] = defaultdict(list)
        for lines in sheets.values():
            power = _unit_apart([size for _, _, size in lines])
            if power:
                first = self._first(lines, entity, self.dataset.rows[beside][1])
                found[power].append(self._told(OTHER_UNIT, row, [line[:2] for line in lines], _apart(power, first)))
        for told in found.values():
            yield from _of_files(told, sheets)

    def _first(self, lines: list[tuple[str, Place, float]], entity: str, period: str) -> Place | None:
        """A cell of the other period where the same stands."""
        places = (self.dataset.place((name, entity, period, "")) for name, _, _ in lines)
        return next((place for place in places if place is not None), None)

    def _is_money(self, name: str) -> bool:
        item = self.catalog.items.get(name)
        return item is not None and item.unit == "money"


@dataclass(frozen=True, eq=False)
class ColumnTest:
    """Two columns beside each other, held against the neighbouring rows: (only swapped, as they stand) for each way."""

    calendar: Calendar
    own: Values
    beside: Values
    tolerance: Values

    def openings(self) -> Iterator[tuple[Marks, Marks]]:
        """Openings are those of the other months of the year, and the closing balances of the year before."""
        own, beside = self.own, self.beside
        for rows in (self._months(1), self._months(-1)):
            there = _gathered(beside, rows)
            yield self.same(own, there), self.same(beside, there)
        year = self.calendar.year_keys
        ended = self._first(year - SLOTS, year - SLOTS + MONTHS)
        is_end = self.calendar.elapsed == MONTHS
        begun = np.where(is_end, self._first(year + SLOTS, year + SLOTS + 1), NO_ROW)
        yield from self._held(ended, begun)

    def comparatives(self) -> Iterator[tuple[Marks, Marks]]:
        """What is printed of last year is what last year has."""
        yield from self._held(*(self.calendar.find(self.calendar.moved(years, 0)) for years in (1, -1)))

    def to_date(self) -> Iterator[tuple[Marks, Marks]]:
        """The year to date is that of the month before and the month; no flow of a month is more than its year's."""
        own, beside = self.own, self.beside
        last, after = self._months(1), self._months(-1)
        before, following = _gathered(beside, last), _gathered(beside, after) - _gathered(own, after)
        yield self.same(own, before + beside), self.same(beside, before + own)
        yield self.same(own, following), self.same(beside, following)
        yield self.same(own, _gathered(own, last) + beside), np.zeros(own.shape, dtype=np.bool_)
        with np.errstate(invalid="ignore"):
            yield (own > beside) & (beside > 0), (beside > own) & (own > 0)

    def _held(self, back: Rows, on: Rows) -> Iterator[tuple[Marks, Marks]]:
        """What is printed of the earlier row against that row; a copy of it repeats both of its columns."""
        own, beside = self.own, self.beside
        copy = self.same(own, _gathered(own, back)) & self.same(beside, _gathered(beside, back))
        yield self.same(own, _gathered(own, back)) & ~copy, self.same(beside, _gathered(own, back))
        copied = self.same(own, _gathered(own, on)) & self.same(beside, _gathered(beside, on))
        yield self.same(beside, _gathered(beside, on)) & ~copied, self.same(own, _gathered(beside, on))

    def same(self, one: Values, other: Values) -> Marks:
        """Where two figures are the same but for rounding."""
        with np.errstate(invalid="ignore"):
            close: Marks = np.abs(one - other) <= self.tolerance
        return close

    def _months(self, steps: int) -> Rows:
        """The month before (1) or after (−1) each month, within its year."""
        keys = self.calendar.keys - steps
        months = (self.calendar.lasting == 1) & (self.calendar.keys // SLOTS == keys // SLOTS)
        rows = self.calendar.find(keys)
        return np.where(months & (rows != NO_ROW) & (self.calendar.lasting[rows] == 1), rows, NO_ROW)

    def _first(self, *keys: Rows) -> Rows:
        """The first of several rows that is there."""
        one, other = map(self.calendar.find, keys)
        return np.where(one == NO_ROW, other, one)


def _gathered(values: Values, rows: Rows) -> Values:
    found: Values = np.where((rows == NO_ROW)[:, None], np.nan, values[rows])
    return found


def _of_files(told: list[Finding], sheets: Iterable[SheetOf]) -> Iterator[Finding]:
    """One finding for a workbook all of whose sheets are mistaken alike, else those of its sheets."""
    for file in dict.fromkeys(finding.place.file for finding in told):
        own = [finding for finding in told if finding.place.file == file]
        if len(own) == 1 or len(own) < sum(name == file for name, _ in sheets):
            yield from own
            continue
        items = tuple(dict.fromkeys(name for finding in own for name in items_of_finding(finding)))
        yield replace(own[0], place=Place(file), facts={**own[0].facts, "count": len(items), "items": items})


def _together(told: list[Finding], words: Mapping[str, Text]) -> Iterator[Finding]:
    """One finding for the sheets of a workbook whose columns are swapped in a period, at the first of them.

    `letters` has the columns of each sheet in step with its places.
    """
    for file in dict.fromkeys(finding.place.file for finding in told):
        own = [finding for finding in told if finding.place.file == file]
        first, others = own[0], own[1:]
        items = tuple(dict.fromkeys(name for finding in own for name in items_of_finding(finding)))
        facts: dict[str, Fact] = {
            "items": items,
            "count": sum(count for one in own if isinstance(count := one.facts["count"], int)),
            "sheets": tuple(_other_sheet(one, first) for one in others) or None,
            "letters": tuple(str(one.facts["letters"]) for one in own),
            "swapped": _joined(own, words["check.swapped.and"]),
        }
        yield replace(first, facts={**first.facts, **facts}, places=tuple(one.place for one in others))


def _other_sheet(finding: Finding, first: Finding) -> str:
    """A sheet by its name, and which columns of it are swapped where these are others."""
    columns = finding.facts["columns"]
    return f"{finding.place.sheet}{'' if columns == first.facts['columns'] else f' ({columns})'}"


def _joined(own: Iterable[Finding], words: Text) -> Text:
    """What changes places on these sheets."""
    named = [one for finding in own if isinstance(one := finding.facts["swapped"], Text)]
    first, *others = {(one.zh, one.en): one for one in named}.values()
    for one in others:
        zh, en = words.zh.format(first=first.zh, last=one.zh), words.en.format(first=first.en, last=one.en)
        first = Text(zh=zh, en=en)
    return first


def _nearest(away: list[Values]) -> Values:
    """How far a line is from the nearer of two middles: between a month and one that is mistaken lies no month."""
    one, other = away
    return np.where(np.abs(one) <= np.abs(other), one, other)


def _unit_apart(sizes: list[float]) -> int:
    """By which power of ten most lines are apart, below zero where they are too small; 0 where they are not."""
    middle = float(np.median(sizes))
    power = min(POWERS, key=lambda one: abs(one - abs(middle)))
    around = float(np.mean(np.abs(np.array(sizes) - middle) <= AROUND))
    if len(sizes) < FEWEST or abs(abs(middle) - power) > NEAR or around < ALIKE:
        return 0
    return power if middle > 0 else -power


def _apart(power: int, first: Place | None) -> dict[str, Fact]:
    return {"size": f"@check.{'larger' if power > 0 else 'smaller'}", "times": 10 ** abs(power), "first": first}


def sheets_apart(findings: Iterable[Finding]) -> Iterator[Finding]:
    """W55 of two sheets of one period whose figures are apart by a unit wherever they meet, if nothing says it yet."""
    everything = tuple(findings)
    told = [finding for finding in everything if finding.rule in WHOLE_SHEET]
    meetings: dict[tuple[SheetOf, SheetOf, int], list[tuple[Finding, Place]]] = defaultdict(list)
    for finding in everything:
        places = places_of(finding)
        sheets = dict.fromkeys(sheet_of(place) for place in places if place.cell)
        power = 0 if finding.rule in ROLLED else _power(finding.facts)
        if power and len(sheets) == 2 and not any(is_on(place, one) for place in places for one in told):  # noqa: PLR2004 - two meet
            own, theirs = (next(place for place in places if sheet_of(place) == one) for one in sheets)
            small, large = (own, theirs) if power < 0 else (theirs, own)
            meetings[sheet_of(small), sheet_of(large), abs(power)].append((finding, large))
    for (smaller, _, power), found in meetings.items():
        if len(found) >= FEWEST_MEETINGS or _is_enough(found[0][0], everything):
            finding, first = found[0]
            facts = {key: finding.facts.get(key) for key in ("entity", "period")}
            items = tuple(dict.fromkeys(name for one, _ in found for name in items_of_finding(one)[:1]))
            said: dict[str, Fact] = {"count": len(found), "items": items, **_apart(-power, first)}
            yield Finding(OTHER_UNIT, Place(*smaller), facts | said)


def _is_enough(meeting: Finding, findings: Iterable[Finding]) -> bool:
    """Whether one meeting tells the unit: to the digit, and nothing is out within the sheets with the same cells.

    A figure that is mistaken by itself does not add up with the others of its column either; one that stands on two
    sheets may be the only one of many that they share.
    """
    if meeting.rule in TWO_VALUES:
        return False
    cells = set(places_of(meeting))
    within = (places_of(one) for one in findings if one is not meeting and "gap" in one.facts)
    alone = not any(len(set(map(sheet_of, places))) == 1 and not cells.isdisjoint(places) for places in within)
    return alone and _power(meeting.facts, TO_THE_DIGIT) != 0


def _power(facts: Mapping[str, Fact], exact: float = EXACT) -> int:
    """By which unit the two sides of a finding are apart exactly; 0 where they are not."""
    sides = [facts.get("value"), facts.get("parts", facts.get("other"))]
    one, other = (abs(side) if isinstance(side, int | float) else 0.0 for side in sides)
    if not one or not other:
        return 0
    size = float(np.log10(one / other))
    power = min(POWERS, key=lambda each: abs(each - abs(size)))
    if abs(10 ** (abs(size) - power) - 1) > exact:
        return 0
    return power if size > 0 else -power
