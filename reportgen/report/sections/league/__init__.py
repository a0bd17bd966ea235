"""The league: every hospital with its rank, never without the range of it; apart those that are not ranked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.analysis.group.league import RANKED_FROM
from reportgen.model import printing
from reportgen.report.desk import heads
from reportgen.report.desk.notes import Notes
from reportgen.report.section import Piece
from reportgen.report.sections.league.beside import Unranked, unranked
from reportgen.report.sections.league.rows import LeagueRow, rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.analysis.group.league import Place
    from reportgen.model.definition import Text
    from reportgen.model.reports import Options
    from reportgen.report.desk.group import Division, GroupDesk
    from reportgen.report.speech import Fact

RANK_MM: Final = 18.2
HISTORY_MM: Final = (10.0, 11.6)
LEVEL_MM: Final = 17.4
SCORE_MM: Final = (36.6, 10.0)
ALERTS_MM: Final = 16.6
ABILITY_MM: Final = 12.6
HEAD_AIR_MM: Final = 1.8
WIDE_MM: Final = 257.0
LONGEST_HEAD: Final = 6
"""Chinese characters of an ability that stand on one line."""


@dataclass(frozen=True)
class LeagueTable:
    """One page or more of the league.

    Attributes:
        widths: of the columns in mm.
        has_history: whether places and totals compare with those of the preceding period.
        has_levels: whether the hospitals are of several levels.
        is_first: whether it begins a page; later levels follow.
        notes: under the league, whose signs they explain; reasons: why its figures are absent.
        unranked: at the end of the league, or where nobody is ranked in a table with notes_below under it.
    """

    headline: Text
    widths: tuple[float, ...]
    has_history: bool
    has_levels: bool
    is_first: bool
    abilities: tuple[Text, ...]
    rows: tuple[LeagueRow, ...]
    unranked: tuple[Unranked, ...]
    notes: tuple[Text, ...]
    reasons: tuple[Text, ...]
    notes_below: tuple[Text, ...] = ()


def pieces(desk: GroupDesk, options: Options) -> Iterator[Piece]:
    """The league in one piece, or by level where there are many hospitals."""
    for division in desk.divisions:
        places = [place for place in desk.material.league.places if place.hospital in division.hospitals]
        yield Piece(f"{options.entry}{division.suffix}", _table(desk, places, division), name=division.title)


def _table(desk: GroupDesk, places: list[Place], division: Division) -> LeagueTable:
    abilities = {one.id: one.name for member in desk.material.members for one in member.evaluation.abilities}
    notes, below = Notes(), Notes()
    has_levels = len({desk.material.level(place.hospital) for place in places}) > 1
    found = tuple(rows(desk, places, tuple(abilities), notes, has_middle=not division.is_mixed))
    return LeagueTable(
        headline=_headline(desk, places, division),
        widths=_widths(desk, tuple(abilities.values()), has_history=_has_history(desk), has_levels=has_levels),
        has_history=_has_history(desk),
        has_levels=has_levels,
        is_first=division.is_first,
        abilities=tuple(abilities.values()),
        rows=found,
        unranked=tuple(unranked(desk, place, notes if found else below) for place in places if place.rank is None),
        notes=tuple(_notes(desk)),
        reasons=notes.lines(),
        notes_below=() if found else (*_without_rank(desk, places), *below.lines()),
    )


def _widths(desk: GroupDesk, abilities: tuple[Text, ...], *, has_history: bool, has_levels: bool) -> tuple[float, ...]:
    """Widths of the columns in mm; names have what the others leave."""
    whole = [heads.head_mm(name, desk.mode, (name.zh[:LONGEST_HEAD],), is_low=True) for name in abilities]
    of_abilities = [max(ABILITY_MM, width + HEAD_AIR_MM) for width in whole]
    moved, change = ([one] if has_history else [] for one in HISTORY_MM)
    behind = [*([LEVEL_MM] if has_levels else []), *SCORE_MM, *change, ALERTS_MM, *of_abilities]
    name = WIDE_MM - RANK_MM - sum(moved) - sum(behind)
    return tuple(round(width, 2) for width in (RANK_MM, *moved, name, *behind))


def _has_history(desk: GroupDesk) -> bool:
    return any(place.moved is not None for place in desk.material.league.places)


def _headline(desk: GroupDesk, places: list[Place], division: Division) -> Text:
    """From which total to which, and the middle of them where it may be told."""
    ranked = [place.hospital for place in places if place.rank is not None]
    if not ranked:
        return desk.say(
            f"group.league.headline.none.{desk.why_no_total([place.hospital for place in places])}",
            level=division.title,
            n=desk.count(place.hospital for place in places),
        )
    low, high = (desk.total(desk.material.by_id[ranked[end]].evaluation) for end in (-1, 0))
    facts: dict[str, Fact] = {"level": division.title, "n": desk.count(ranked), "low": low, "high": high}
    if len(ranked) == 1:
        return desk.say("group.league.headline.one", **facts)
    middle = None if division.is_mixed else desk.median_of(ranked)
    if middle is None:
        return desk.say("group.league.headline.few", **facts)
    return desk.say("group.league.headline", median=desk.score(middle), **facts)


def _notes(desk: GroupDesk) -> Iterator[Text]:
    yield desk.say(
        "group.league.note.rank",
        n=printing.whole(desk.material.league.ranked),
        draws=printing.whole(desk.material.league.draws),
    )
    yield desk.say("group.league.note.marks")
    if not _has_history(desk):
        yield desk.say("group.league.note.first")


def _without_rank(desk: GroupDesk, places: list[Place]) -> Iterator[Text]:
    if sum(place.rank is not None for place in places) < len(places):
        yield desk.say("group.league.note.unranked", limit=printing.percent(RANKED_FROM, 0))
