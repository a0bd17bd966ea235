"""Where the hospitals of each level stand, in tenths or fifths of it from the lowest: a few lines for hundreds.

A part is told where it holds five hospitals at the least, as every middle is; levels of fewer have no line.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from reportgen.analysis.group.tiers import median
from reportgen.model import printing
from reportgen.model.known import count
from reportgen.report.desk.grades.gradings import WEAK
from reportgen.report.desk.judgement import group_causes
from reportgen.scoring.sample import FEWEST

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from reportgen.analysis.group.tiers import Tier
    from reportgen.model.definition import Text
    from reportgen.model.printing import PrintedNumber
    from reportgen.model.schemes import Grade
    from reportgen.report.desk.grades.group import GroupContext

PARTS: Final = (10, 5)
"""Into how many parts a level is divided: the first of these that leaves five hospitals in each."""
COLUMNS: Final = PARTS[0]
LOWEST: Final = 0.2
"""The share of a level in which its red lines are looked for."""


@dataclass(frozen=True)
class LevelPart:
    """A tenth or a fifth of a level.

    Attributes:
        score: the middle total of its hospitals, with its grade.
        red: how many of them have reached a red warning line; None where none has.
        is_weak: whether its grade is low or poor.
    """

    score: str
    grade: Grade | None
    red: PrintedNumber | None
    is_weak: bool


@dataclass(frozen=True)
class LevelLine:
    """The hospitals of one level, from the lowest part to the highest; each part takes `span` of ten columns."""

    name: Text
    n: PrintedNumber
    parts: tuple[LevelPart, ...]
    span: int
    red: PrintedNumber


@dataclass(frozen=True)
class LevelSums:
    """All levels together: their hospitals, and those at a red line in the lowest fifths, in the rest and in all.

    The lowest fifths take `span` of ten columns.
    """

    n: PrintedNumber
    low: PrintedNumber
    others: PrintedNumber
    red: PrintedNumber
    span: int = round(COLUMNS * LOWEST)


@dataclass(frozen=True)
class DecilePage:
    """The levels under each other, and in which of their parts the red lines are.

    Attributes:
        headline: how many are at a red line, and how many of these in the lowest fifths.
        note: how to read it.
        lines: a level each.
        sums: what the headline says; None where no line reached, or where the only line says it.
        columns: numbers of the parts.
    """

    headline: Text
    note: Text
    lines: tuple[LevelLine, ...]
    sums: LevelSums | None
    columns: tuple[str, ...]


def deciles(desk: GroupContext) -> DecilePage | None:
    """The page; None where no level has hospitals enough."""
    shown = [(tier, _parts(tier)) for tier in desk.levels]
    divided = [(tier, parts) for tier, parts in shown if parts]
    if not divided:
        return None
    red = {one.entity: found[0] for one in desk.material.members if (found := group_causes.red_lines(desk, one))}
    lines = tuple(_line(desk, tier, parts, red) for tier, parts in divided)
    columns = tuple(printing.whole(number) for number in range(1, COLUMNS + 1))
    every = [hospital for tier, _ in divided for hospital in tier.ranked]
    lowest = [hospital for tier, _ in divided for hospital in _lowest(desk, tier)]
    n, of, low = desk.count(every), _reds(desk, every, red), _reds(desk, lowest, red)
    note = desk.say("group.deciles.note")
    if not of:
        return DecilePage(desk.say("group.deciles.headline.none", n=n), note, lines, None, columns)
    headline = desk.say("group.deciles.headline", n=of, of=n, low=low)
    others = _reds(desk, [hospital for hospital in every if hospital not in set(lowest)], red)
    sums = LevelSums(printing.whole(n), printing.whole(low), printing.whole(others), printing.whole(of))
    is_said = len(lines) == 1 and lines[0].span > 1
    return DecilePage(headline, note, lines, None if is_said else sums, columns)


def _parts(tier: Tier) -> int:
    return next((parts for parts in PARTS if len(tier.ranked) >= parts * FEWEST), 0)


def _rising(desk: GroupContext, tier: Tier) -> list[str]:
    """The ranked hospitals of a level, the lowest total first."""
    by_id = desk.material.by_id
    return sorted(tier.ranked, key=lambda hospital: (by_id[hospital].evaluation.score or 0.0, hospital))


def _line(desk: GroupContext, tier: Tier, parts: int, red: Mapping[str, str]) -> LevelLine:
    hospitals = _rising(desk, tier)
    edges = [len(hospitals) * part // parts for part in range(parts + 1)]
    within = [hospitals[start:end] for start, end in pairwise(edges)]
    return LevelLine(
        name=desk.tier_name(tier),
        n=printing.whole(desk.count(hospitals)),
        parts=tuple(_part(desk, part, red) for part in within),
        span=COLUMNS // parts,
        red=printing.whole(_reds(desk, hospitals, red)),
    )


def _part(desk: GroupContext, hospitals: Sequence[str], red: Mapping[str, str]) -> LevelPart:
    middle = median(desk.material.by_id[hospital].evaluation.score for hospital in hospitals)
    assert middle is not None, "a part holds five hospitals at the least"
    reached, grade = _reds(desk, hospitals, red), desk.grade_for(middle)
    return LevelPart(desk.score(middle), grade, printing.whole(reached) if reached else None, grade in WEAK)


def _reds(desk: GroupContext, hospitals: Sequence[str], red: Mapping[str, str]) -> int:
    return count(f"{desk.handles[hospital]}.indicator.{red[hospital]}" for hospital in hospitals if hospital in red)


def _lowest(desk: GroupContext, tier: Tier) -> Iterator[str]:
    rising = _rising(desk, tier)
    yield from rising[: int(len(rising) * LOWEST)]
