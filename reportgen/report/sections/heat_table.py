"""Hospitals by indicators: scores tinted by grade, a badge only where they are weak, the middle row in its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.analysis.group.tiers import median
from reportgen.model import printing
from reportgen.model.known import values
from reportgen.model.schemes import Grade
from reportgen.report.desk import captions as desk_heads
from reportgen.report.desk.captions import Notes
from reportgen.report.desk.grades.gradings import WEAK, one_decimal
from reportgen.report.desk.tables.sheet import PORTRAIT_MM
from reportgen.report.section import Piece

if TYPE_CHECKING:
    from reportgen.analysis.group.league import LeaguePlace
    from reportgen.model.definition import Text
    from reportgen.model.reports import Options
    from reportgen.model.results import ScoredIndicator
    from reportgen.report.desk.grades.group import Division, GroupContext

RANK_MM: Final = 9.0
NAME_MM: Final = {"zh": 43.0, "en": 43.0, "zh-en": 38.0}
"""Of names, by the mode; English under Chinese is smaller, and heads in two languages need more room."""
COLUMN_MM: Final = (12.6, 14.5)
"""Of a column, the least and the most; a word of its head may need more. What is left is the names'."""
HEAD_AIR_MM: Final = 1.8
HEAD_LINE: Final = 5
"""Chinese characters on a line of a head."""


Rows = dict[str, dict[str, "ScoredIndicator"]]
"""The scored indicators of each hospital, by their ids."""


@dataclass(frozen=True)
class HeatCell:
    """The score of an indicator; its badge only where it is weak."""

    score: str
    tint: str
    badge: Grade | None


@dataclass(frozen=True)
class HeatRow:
    """One hospital, or with `is_median` what is said of all: the middle, and how many are weak."""

    rank: str
    name: Text
    cells: tuple[HeatCell, ...]
    is_median: bool = False


@dataclass(frozen=True)
class IndicatorHead:
    """The name of an indicator, its Chinese as it stands on one line or two."""

    words: Text
    parts: tuple[str, ...]


@dataclass(frozen=True)
class Heat:
    """One table: some indicators of some hospitals."""

    heads: tuple[IndicatorHead, ...]
    widths: tuple[float, ...]
    rows: tuple[HeatRow, ...]
    notes: tuple[Text, ...]


@dataclass(frozen=True)
class HeatTable:
    """One page or more; `is_first` where it begins a page, `is_wide` where its columns need the paper on its side."""

    headline: Text
    tables: tuple[Heat, ...]
    note: Text
    is_first: bool
    is_wide: bool


def pieces(desk: GroupContext, options: Options) -> Iterator[Piece]:
    """All ranked hospitals in one piece, or by level where there are many."""
    for division in desk.divisions:
        league = desk.material.league.places
        places = [one for one in league if one.rank is not None and one.hospital in division.hospitals]
        if places:
            yield Piece(f"{options.entry}{division.suffix}", _whole(desk, places, division), name=division.title)


def _whole(desk: GroupContext, places: list[LeaguePlace], division: Division) -> HeatTable:
    scores = {place.hospital: _scored(desk, place.hospital) for place in places}
    names = list(dict.fromkeys(name for row in scores.values() for name in row))
    needed = [max(COLUMN_MM[0], _head_mm(desk, name) + HEAD_AIR_MM) for name in names]
    beside = RANK_MM + NAME_MM[desk.mode]
    is_wide = beside + sum(needed) > PORTRAIT_MM
    whole = desk_heads.SHEET_MM if is_wide else PORTRAIT_MM
    return HeatTable(
        headline=_headline(desk, scores, division.title),
        tables=tuple(
            _table(
                desk,
                places,
                scores,
                {names[place]: needed[place] for place in run},
                whole,
                has_middle=not division.is_mixed,
            )
            for run in desk_heads.runs(needed, whole - beside)
        ),
        note=desk.say("group.heat.note"),
        is_first=division.is_first,
        is_wide=is_wide,
    )


def _head_mm(desk: GroupContext, name: str) -> float:
    return desk_heads.head_mm(desk.short(name), desk.mode, _parts(desk, name))


def _parts(desk: GroupContext, name: str) -> tuple[str, ...]:
    return desk.breaks.parts(desk.short(name).zh, HEAD_LINE)


def _scored(desk: GroupContext, hospital: str) -> dict[str, ScoredIndicator]:
    return {row.id: row for row in desk.material.by_id[hospital].evaluation.indicators}


def _headline(desk: GroupContext, rows: Rows, level: Text) -> Text:
    scores = [row.score for own in rows.values() for row in own.values() if row.score is not None]
    weak = [score for score in scores if desk.grade_for(score, places=1) in WEAK]
    if not weak:
        return desk.say("group.heat.headline.none", level=level, n=values(scores))
    return desk.say("group.heat.headline", level=level, n=values(scores), weak=values(weak))


def _table(  # noqa: PLR0913 - a table of the group, and how wide it may be
    desk: GroupContext,
    places: list[LeaguePlace],
    rows: Rows,
    needed: dict[str, float],
    whole: float,
    *,
    has_middle: bool,
) -> Heat:
    notes, names = Notes(), list(needed)
    widths = desk_heads.widths(list(needed.values()), whole - RANK_MM - NAME_MM[desk.mode], COLUMN_MM[1])
    hospitals = [_row(desk, place, rows[place.hospital], names, notes) for place in places]
    middle = [_middle(desk, rows, names, notes)] if has_middle else []
    return Heat(
        heads=tuple(IndicatorHead(desk.short(one), _parts(desk, one)) for one in names),
        widths=(RANK_MM, desk_heads.names_beside((RANK_MM, *widths), whole), *widths),
        rows=(*hospitals, *middle, _weak(desk, rows, names)),
        notes=notes.lines(),
    )


def _row(
    desk: GroupContext, place: LeaguePlace, own: dict[str, ScoredIndicator], names: list[str], notes: Notes
) -> HeatRow:
    cells = tuple(_of_hospital(desk, own.get(name), notes) for name in names)
    return HeatRow(printing.whole(place.rank or 0), desk.short_names[place.hospital], cells)


def _middle(desk: GroupContext, rows: Rows, names: list[str], notes: Notes) -> HeatRow:
    few = desk.too_few
    middles = [median(_column(rows.values(), name)) for name in names]
    cells = tuple(_cell(desk, middle) if middle is not None else _none(notes, few) for middle in middles)
    return HeatRow("", desk.say("group.league.median", n=desk.count(rows)), cells, is_median=True)


def _weak(desk: GroupContext, rows: Rows, names: list[str]) -> HeatRow:
    """How many are weak of those that have a score: what the title adds up."""
    cells = []
    for name in names:
        found = [score for score in _column(rows.values(), name) if score is not None]
        weak = [score for score in found if desk.grade_for(score, places=1) in WEAK]
        counts = (printing.whole(values(some)) for some in (weak, found))
        cells.append(HeatCell(printing.composed("{} / {}", *counts), "", None))
    return HeatRow("", desk.say("group.heat.weak"), tuple(cells), is_median=True)


def _column(rows: Iterable[dict[str, ScoredIndicator]], name: str) -> list[float | None]:
    return [row[name].score if name in row else None for row in rows]


def _of_hospital(desk: GroupContext, row: ScoredIndicator | None, notes: Notes) -> HeatCell:
    if row is not None and row.score is not None:
        return _cell(desk, row.score)
    why = desk.say("group.no_figure") if row is None or row.reason is None else desk.reason(row.reason)
    return _none(notes, why)


def _none(notes: Notes, why: Text) -> HeatCell:
    return HeatCell(notes.absent(why), "", None)


def _cell(desk: GroupContext, score: float) -> HeatCell:
    grade = desk.grade_for(score, places=1)
    return HeatCell(one_decimal(score), f"tint-{grade}" if grade else "", grade if grade in WEAK else None)
