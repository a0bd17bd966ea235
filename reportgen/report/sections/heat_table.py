"""Hospitals by indicators: scores tinted by grade, a badge only where they are weak, the middle row in its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.analysis.group.tiers import median
from reportgen.model.schemes import Grade
from reportgen.report.desk.gradings import WEAK, one_decimal
from reportgen.report.desk.notes import Notes
from reportgen.report.section import Piece

if TYPE_CHECKING:
    from reportgen.analysis.group.league import Place
    from reportgen.model.definition import Text
    from reportgen.model.reports import Options
    from reportgen.model.results import ScoredIndicator
    from reportgen.report.desk.group import GroupDesk

WHOLE_UP_TO: Final = 20
"""Hospitals that stand in one table; more are split by level."""
WIDE_MM: Final = 257.0
RANK_MM: Final = 10.0
NAME_MM: Final = 45.0
MOST_COLUMNS: Final = 15
"""Indicators side by side; more stand in a table of their own."""
LEAST_COLUMNS: Final = 10
"""Columns are no wider than if there were so many."""


@dataclass(frozen=True)
class HeatCell:
    """The score of an indicator; its badge only where it is weak."""

    score: str
    tint: str
    badge: Grade | None


@dataclass(frozen=True)
class HeatRow:
    """One hospital, or the middle of all."""

    rank: str
    name: Text
    cells: tuple[HeatCell, ...]
    is_median: bool = False


@dataclass(frozen=True)
class Heat:
    """One table: some indicators of some hospitals."""

    heads: tuple[Text, ...]
    widths: tuple[float, ...]
    rows: tuple[HeatRow, ...]
    notes: tuple[Text, ...]


@dataclass(frozen=True)
class HeatTable:
    """One page or more."""

    headline: Text
    tables: tuple[Heat, ...]
    note: Text


def pieces(desk: GroupDesk, options: Options) -> Iterator[Piece]:
    """All hospitals in one piece, or by level where there are many."""
    places = [place for place in desk.material.league.places if place.rank is not None]
    if len(places) <= WHOLE_UP_TO or len(desk.levels) == 1:
        yield Piece(
            options.entry, _whole(desk, places, desk.say("group.league.all")), name=desk.say("group.league.whole")
        )
        return
    for number, tier in enumerate(desk.levels, start=1):
        own = [place for place in places if place.hospital in set(tier.hospitals)]
        if own:
            level = desk.tier_name(tier)
            yield Piece(f"{options.entry}-{number}", _whole(desk, own, level), name=level)


def _whole(desk: GroupDesk, places: list[Place], level: Text) -> HeatTable:
    rows = {place.hospital: _scored(desk, place.hospital) for place in places}
    names = list(dict.fromkeys(name for row in rows.values() for name in row))
    return HeatTable(
        headline=_headline(desk, rows, level),
        tables=tuple(
            _table(desk, places, rows, names[start : start + MOST_COLUMNS])
            for start in range(0, len(names), MOST_COLUMNS)
        ),
        note=desk.say("group.heat.note"),
    )


def _scored(desk: GroupDesk, hospital: str) -> dict[str, ScoredIndicator]:
    return {row.id: row for row in desk.material.by_id[hospital].evaluation.indicators}


def _headline(desk: GroupDesk, rows: dict[str, dict[str, ScoredIndicator]], level: Text) -> Text:
    scores = [row.score for own in rows.values() for row in own.values() if row.score is not None]
    weak = sum(desk.grade_for(score, places=1) in WEAK for score in scores)
    return desk.say("group.heat.headline", level=level, n=len(scores), weak=weak)


def _table(desk: GroupDesk, places: list[Place], rows: dict[str, dict[str, ScoredIndicator]], names: list[str]) -> Heat:
    notes = Notes()
    width = round((WIDE_MM - RANK_MM - NAME_MM) / max(len(names), LEAST_COLUMNS), 2)
    name = round(WIDE_MM - RANK_MM - width * len(names), 2)
    return Heat(
        heads=tuple(desk.short(one) for one in names),
        widths=(RANK_MM, name, *[width] * len(names)),
        rows=tuple(_rows(desk, places, rows, names, notes)),
        notes=notes.lines(),
    )


def _rows(
    desk: GroupDesk,
    places: list[Place],
    rows: dict[str, dict[str, ScoredIndicator]],
    names: list[str],
    notes: Notes,
) -> Iterator[HeatRow]:
    few = desk.say("group.few")
    for place in places:
        own = rows[place.hospital]
        cells = tuple(_of_hospital(desk, own.get(name), notes) for name in names)
        yield HeatRow(str(place.rank), desk.names[place.hospital], cells)
    middles = [median(_column(rows.values(), name)) for name in names]
    cells = tuple(_cell(desk, middle) if middle is not None else _none(notes, few) for middle in middles)
    yield HeatRow("", desk.say("group.league.median", n=len(places)), cells, is_median=True)


def _column(rows: Iterable[dict[str, ScoredIndicator]], name: str) -> list[float | None]:
    return [row[name].score if name in row else None for row in rows]


def _of_hospital(desk: GroupDesk, row: ScoredIndicator | None, notes: Notes) -> HeatCell:
    if row is not None and row.score is not None:
        return _cell(desk, row.score)
    why = desk.say("group.no_figure") if row is None or row.reason is None else desk.reason(row.reason)
    return _none(notes, why)


def _none(notes: Notes, why: Text) -> HeatCell:
    return HeatCell(notes.absent(why), "", None)


def _cell(desk: GroupDesk, score: float) -> HeatCell:
    grade = desk.grade_for(score, places=1)
    return HeatCell(one_decimal(score), f"tint-{grade}" if grade else "", grade if grade in WEAK else None)
