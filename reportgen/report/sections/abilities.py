"""The qualitative review: what the experts said of each ability, and where it is written.

The abilities as small multiples: one strip each on the same scale, every hospital a dot, the far ones named.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from reportgen.analysis.group.tiers import median
from reportgen.catalog.calendar_words import period_name
from reportgen.model import printing
from reportgen.model.known import count
from reportgen.model.period import Period
from reportgen.model.schemes import Grade
from reportgen.report.charts import Band, Dots, dot_strip
from reportgen.report.desk.grades import gradings
from reportgen.report.desk.grades.gradings import WEAK
from reportgen.report.desk.grades.scale import bounds, ceiling
from reportgen.report.desk.tables.sheet import Block, Paragraphs, SectionContent, Table, TableColumn, TableRow, saying
from reportgen.report.speech import same
from reportgen.report.tokens import colour, ink
from reportgen.scoring.sample import FEWEST

if TYPE_CHECKING:
    from reportgen.model.definition import Text
    from reportgen.model.experts import ExpertOpinions
    from reportgen.model.results import ScoredIndicator
    from reportgen.report.desk.context import HospitalContext, PlacedChart
    from reportgen.report.desk.grades.group import GroupContext
    from reportgen.report.speech import Fact

FENCE: Final = 1.5
"""Quartile distances beyond the quartiles from which on a score is far (Tukey)."""
MOST_FAR: Final = 5
TICKS: Final = {0.0: "0", 20.0: "20", 40.0: "40", 60.0: "60", 80.0: "80", 100.0: "100"}
LETTERS: Final = "abcdefghij"
HEIGHTS_MM: Final = ((40, 16.0), (1_000_000, 23.0))
"""Up to how many hospitals, how high a strip is: seven of few stand on one page."""


@dataclass(frozen=True)
class Far:
    """A hospital far from the others, by its letter in the drawing."""

    letter: str
    name: Text
    score: str


@dataclass(frozen=True)
class GradeCount:
    """How many hospitals have a grade; `share` is how much of the scale its band takes, in percent."""

    grade: Grade
    count: str
    share: str


@dataclass(frozen=True)
class AbilityStrip:
    """One ability: what its drawing says, hospitals by grade, and who the lettered ones are."""

    name: Text
    told: Text
    picture: PlacedChart
    counts: tuple[GradeCount, ...]
    far: tuple[Far, ...]


@dataclass(frozen=True)
class AbilityStrips:
    """The page."""

    headline: Text
    lead: Text
    strips: tuple[AbilityStrip, ...]


def ability_strips(desk: GroupContext) -> AbilityStrips | None:
    """A strip for each ability that hospitals have scores of."""
    names = {one.id: one.name for member in desk.material.members for one in member.evaluation.abilities}
    scores = {identifier: _scores(desk, identifier) for identifier in names}
    shown = {identifier: found for identifier, found in scores.items() if found}
    if not shown:
        return None
    is_few = all(len(found) < FEWEST for found in shown.values())
    return AbilityStrips(
        headline=_headline(desk, names, shown),
        lead=desk.say(f"group.strips.lead{'.few' if is_few else ''}"),
        strips=tuple(_strip(desk, identifier, names[identifier], found) for identifier, found in shown.items()),
    )


def _scores(desk: GroupContext, identifier: str) -> list[tuple[float, str]]:
    """Scores of the ranked hospitals, lowest first."""
    league = desk.material.league.by_id
    return sorted(
        (one.score, member.entity)
        for member in desk.material.members
        if league[member.entity].rank is not None
        for one in member.evaluation.abilities
        if one.id == identifier and one.score is not None
    )


def _headline(desk: GroupContext, names: dict[str, Text], shown: dict[str, list[tuple[float, str]]]) -> Text:
    middles = {key: median(score for score, _ in found) for key, found in shown.items()}
    known = sorted((middle, key) for key, middle in middles.items() if middle is not None)
    if not known:
        return desk.say("group.strips.headline.few", n=count(shown), least=FEWEST)
    low, high = known[0], known[-1]
    if low == high:  # one ability alone is neither the lowest nor the highest
        return desk.say("group.strips.headline.one", name=names[low[1]], score=desk.score(low[0]))
    return desk.say(
        "group.strips.headline",
        weakest=names[low[1]],
        low=desk.score(low[0]),
        strongest=names[high[1]],
        high=desk.score(high[0]),
    )


def _strip(desk: GroupContext, identifier: str, name: Text, found: list[tuple[float, str]]) -> AbilityStrip:
    values = tuple(score for score, _ in found)
    middle = median(values)
    far = _far(found)
    lettered = tuple((score, letter) for (score, _), letter in zip(far, LETTERS, strict=False))
    words = None if middle is None else desk.text("group.strips.median", score=desk.score(middle))
    dots = Dots(
        values=values,
        far=lettered,
        bands=tuple(Band(low, high, colour(f"{grade}-tint"), "") for low, high, grade in bounds(desk)),
        ticks=TICKS if (top := ceiling(desk)) <= max(TICKS) else TICKS | {top: f"{top:g}"},
        median=None if middle is None or words is None else (middle, words),
    )
    height = next(high for most, high in HEIGHTS_MM if len(found) <= most)
    chart = dot_strip(dots, _alternative(desk, name, found, middle), ink(), height_mm=height)
    named = tuple(
        Far(letter, desk.short_names[hospital], desk.score(score))
        for (score, hospital), letter in zip(far, LETTERS, strict=False)
    )
    key = f"ability.{identifier}"
    return AbilityStrip(
        name=name,
        told=_told(desk, name, found, key),
        picture=desk.picture(f"ability-{identifier}", chart),
        counts=_counts(desk, found, key),
        far=named,
    )


def _told(desk: GroupContext, name: Text, found: list[tuple[float, str]], key: str) -> Text:
    """How many of its hospitals are weak in the ability."""
    weak = [hospital for score, hospital in found if desk.grade_for(score) in WEAK]
    ranked = desk.count((hospital for _, hospital in found), key)
    return desk.say(
        "group.strips.weak" if weak else "group.strips.weak.none", name=name, n=ranked, weak=desk.count(weak, key)
    )


def _counts(desk: GroupContext, found: list[tuple[float, str]], key: str) -> tuple[GradeCount, ...]:
    """How many hospitals have each grade, lowest first as the scale runs, so that each stands below its band."""
    graded: dict[Grade | None, list[str]] = {}
    for score, hospital in found:
        graded.setdefault(desk.grade_for(score), []).append(hospital)
    return tuple(
        GradeCount(grade, printing.whole(desk.count(graded.get(grade, ()), key)), f"{high - low:g}%")
        for low, high, grade in bounds(desk)
    )


def _far(found: list[tuple[float, str]]) -> list[tuple[float, str]]:
    """Scores beyond the fences, the farthest of each side; none of fewer than five."""
    if len(found) < FEWEST:
        return []
    lower, upper = np.quantile([score for score, _ in found], [0.25, 0.75])
    reach = FENCE * (upper - lower)
    below = [one for one in found if one[0] < lower - reach][:MOST_FAR]
    above = [one for one in found if one[0] > upper + reach][-MOST_FAR:]
    return [*below, *above]


def _alternative(desk: GroupContext, name: Text, found: list[tuple[float, str]], middle: float | None) -> str:
    facts: dict[str, Fact] = {
        "name": name,
        "n": printing.whole(desk.count(hospital for _, hospital in found)),
        "low": desk.score(found[0][0]),
        "high": desk.score(found[-1][0]),
    }
    if middle is None:
        return desk.text("group.strips.alt.few", **facts)
    return desk.text("group.strips.alt", median=desk.score(middle), **facts)


SECTION: Final = "qualitative"


def qualitative(context: HospitalContext) -> SectionContent | None:
    """Scores, levels and importance by ability and by expert; None where the scheme asks no experts."""
    say, said = context.say, context.material.opinions
    rated = [i for i in context.evaluation.indicators if not gradings.is_quantitative(context, i)]
    if not rated:
        return None
    scored = [i for i in rated if i.score is not None]
    if said is None or not scored:
        none = say("qualitative.none" if said is None else "qualitative.none.unscored")
        return saying(say("qualitative.headline.none", n=len(rated)), none)
    blocks: list[Block] = [_qualitative_scores(context, rated, said), _levels(context, rated, said)]
    blocks.append(Paragraphs((_evidence(context, rated, said), *_earlier(context, said)), say("qualitative.evidence")))
    return SectionContent(_qualitative_headline(context, scored, said), tuple(blocks))


def _qualitative_headline(context: HospitalContext, scored: list[ScoredIndicator], said: ExpertOpinions) -> Text:
    ordered = sorted(scored, key=lambda i: (-(i.score or 0.0), i.id))
    best, worst = ordered[0], ordered[-1]
    return context.say(
        "qualitative.headline",
        n=len(scored),
        experts=len(said.experts),
        best=context.named(best.id),
        best_score=gradings.one_decimal(best.score or 0.0),
        worst=context.named(worst.id),
        worst_score=gradings.one_decimal(worst.score or 0.0),
    )


def _qualitative_scores(context: HospitalContext, rated: list[ScoredIndicator], said: ExpertOpinions) -> Table:
    say, grades = context.say, tuple(Grade)
    columns = (
        TableColumn(say("appendix.head.ability"), 58),
        *(TableColumn(context.grade(grade), 13, "n") for grade in grades),
        TableColumn(say("qualitative.head.importance"), 20, "n"),
        TableColumn(say("scorecard.head.score"), 16, "n"),
        TableColumn(say("scorecard.head.grade"), 13, "grade"),
    )
    lines = []
    for indicator in rated:
        levels = _column(said.levels, said.abilities, indicator.id)
        marks = [mark for mark in _column(said.importance, said.abilities, indicator.id) if mark is not None]
        mean = printing.number(sum(marks) / len(marks), 2) if marks else printing.DASH
        counts = (printing.whole(sum(1 for level in levels if level is grade)) for grade in grades)
        score = gradings.one_decimal(indicator.score) if indicator.score is not None else printing.DASH
        lines.append(
            TableRow((context.name(indicator.id), *counts, mean, score, str(context.grade_of(indicator) or "")))
        )
    caption = context.table(SECTION, say("qualitative.scores"))
    return Table(caption, columns, tuple(lines), (say("qualitative.scores.note"),))


def _column(rows: tuple[tuple[object, ...], ...], abilities: tuple[str, ...], identifier: str) -> list:  # type: ignore[type-arg]
    return [row[abilities.index(identifier)] for row in rows] if identifier in abilities else []


def _levels(context: HospitalContext, rated: list[ScoredIndicator], said: ExpertOpinions) -> Table:
    """Expert by expert what the scheme asks for; a round may hold more than that."""
    say, asked = context.say, {one.id for one in rated}
    known = [name for name in said.abilities if name in asked]
    columns = (
        TableColumn(say("qualitative.head.expert"), 30),
        *(TableColumn(context.short(name), 20, "c") for name in known),
    )
    lines = []
    for expert, levels in zip(said.experts, said.levels, strict=True):
        given = dict(zip(said.abilities, levels, strict=True))
        lines.append(TableRow((context.own(expert), *(_level(context, given[name]) for name in known))))
    is_blank = any(level is None for name in known for level in _column(said.levels, said.abilities, name))
    notes = (say("qualitative.levels.note"),) if is_blank else ()
    return Table(context.table(SECTION, say("qualitative.levels")), columns, tuple(lines), notes)


def _level(context: HospitalContext, level: Grade | None) -> Text | str:
    return printing.DASH if level is None else context.grade(level)


def _evidence(context: HospitalContext, rated: list[ScoredIndicator], said: ExpertOpinions) -> Text:
    sheets = said.sheets_of(one.id for one in rated)
    date = period_name(said.period) if said.period else context.say("qualitative.undated")
    places = context.say.join([same(str(place)) for place in sheets], "list.comma")
    return context.say("qualitative.source", date=date, place=places if sheets else printing.DASH)


def _earlier(context: HospitalContext, said: ExpertOpinions) -> tuple[Text, ...]:
    """That the ratings are older than the end of what they are counted in; nothing where they are as late."""
    period, first = context.period, context.material.case.file.fiscal_year_start
    if said.period is None or Period.parse(said.period).end(first) >= period.end(first):
        return ()
    date = period_name(said.period)
    return (context.say("qualitative.source.earlier", date=date, period=period_name(str(period))),)
