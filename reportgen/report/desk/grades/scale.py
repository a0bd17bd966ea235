"""The band scale of page 1 and the bounds of the grades.

What the hospital set itself for indicators, held against what came of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, Final

from reportgen.model import printing
from reportgen.model.schemes import Grade
from reportgen.report.charts import Band, BandScale, SlopeReference, band_scale
from reportgen.report.desk.captions import Notes
from reportgen.report.desk.grades import grounds
from reportgen.report.desk.tables.sheet import Table, TableColumn, TableRow
from reportgen.report.marks import LOWEST, Bands
from reportgen.report.tokens import colour, ink

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reportgen.analysis.material import Material
    from reportgen.model.definition import Text
    from reportgen.model.standards import Target
    from reportgen.report.desk.context import HospitalContext, PlacedChart, SubjectContext
    from reportgen.report.speech import Fact

FULL: Final = 100.0
STEP: Final = 5
DECIMALS: Final = 6
"""Scores end at a multiple of it; what binary numbers leave behind so many decimals is nothing."""
ORDER: Final = tuple(Grade)
GIVEN: Final = "given"


WIDTH_MM: Final = 172.0
"""Width of the scale on the page."""
LETTER_MM: Final = 1.3
BESIDE_NAME_MM: Final = 10.0
"""What a letter of an English grade takes under it, and the Chinese name with the bounds on both sides."""


@dataclass(frozen=True)
class Sign:
    """One mark on the scale: what it looks like, what it stands for, its score where it is not labelled."""

    mark: Text
    name: Text
    score: str


@dataclass(frozen=True)
class GradeScale:
    """The picture, and the words that explain its marks."""

    picture: PlacedChart
    legend: tuple[Sign, ...]
    note: Text | None = None


def bounds(context: SubjectContext) -> tuple[tuple[float, float, Grade], ...]:
    """Low and high bound of each grade of the scheme, lowest grade first; the best ends where scores end."""
    grades = context.material.scheme.grades
    present = [grade for grade in reversed(ORDER) if grade in grades]
    lows = [grades[grade] for grade in present]
    return tuple(zip(lows, [*lows[1:], ceiling(context)][: len(lows)], present, strict=True))


def ceiling(context: SubjectContext) -> float:
    """Where scores end on drawings: at 100, or above it where the scheme gives more, or somebody has more."""
    material = context.material
    best = [FULL * max(part.coefficients, default=1.0) for part in material.scheme.parts.values()]
    members: Iterable[Material] = getattr(material, "members", None) or [context.material]
    return STEP * ceil(round(max(FULL, *best, *(member.highest_score for member in members)), DECIMALS) / STEP)


def bullet_bands(context: SubjectContext) -> Bands:
    """The ground of bullets."""
    return Bands(bounds(context))


@dataclass(frozen=True)
class Tick:
    """Where a grade begins on the scale of a dumbbell: how far along, in percent, and the score."""

    at: str
    score: str


def ticks(context: SubjectContext) -> tuple[Tick, ...]:
    """The scores at which the bands of a dumbbell change."""
    lows, top = [low for low, _, _ in bounds(context) if low > LOWEST], ceiling(context)
    return tuple(Tick(f"{(low - LOWEST) / (top - LOWEST):.2%}", printing.shortest(low)) for low in lows)


def band_of(context: SubjectContext, grade: Grade) -> tuple[float, float, Grade | None, Grade | None]:
    """Low and high bound of a grade, the grade above and the grade below."""
    rows = bounds(context)
    index = [row[2] for row in rows].index(grade)
    above = rows[index + 1][2] if index + 1 < len(rows) else None
    below = rows[index - 1][2] if index else None
    return rows[index][0], rows[index][1], above, below


def scale(context: HospitalContext) -> GradeScale | None:
    """The scale with the score, earlier scores, the peers' median and the way to the next grade."""
    evaluation = context.evaluation
    if evaluation.score is None or evaluation.grade is None:
        return None
    _, high, above, _ = band_of(context, evaluation.grade)
    rows = BandScale(
        bands=tuple(_bands(context)),
        score=evaluation.score,
        label=_now(context, evaluation.score),
        references=tuple(_references(context)),
        target=high if above else None,
        target_label=_target(context, above, high - evaluation.score) if above else "",
    )
    chart = band_scale(rows, _alternative(context, above, high), ink())
    return GradeScale(context.picture("scale", chart), _legend(context), _restated(context))


def _target(context: HospitalContext, above: Grade, gap: float) -> str:
    return context.text("scale.target", grade=context.grade(above), gap=context.points(gap, sign=False))


def _bands(context: HospitalContext) -> list[Band]:
    both = context.mode == "zh-en" and not context.material.scheme.grade_names  # own names may be long
    rows = []
    for low, high, grade in bounds(context):
        words = context.grade(grade)
        has_room = (high - low) / ceiling(context) * WIDTH_MM >= len(words.en) * LETTER_MM + BESIDE_NAME_MM
        label = f"{words.zh} {words.en}" if both and has_room else words.in_language(context.language)
        rows.append(Band(low, high, colour(f"{grade}-tint"), label))
    return rows


def _references(context: HospitalContext) -> list[SlopeReference]:
    found = []
    if context.year_ago and context.year_ago.score is not None:
        found.append(SlopeReference(context.year_ago.score, "diamond"))
    if context.before and context.before.score is not None:
        found.append(SlopeReference(context.before.score, "triangle-up"))
    if context.evaluation.peer_median_score is not None:
        found.append(SlopeReference(context.evaluation.peer_median_score, "line"))
    return found


def _known(context: HospitalContext) -> list[tuple[str, float]]:
    scores = [
        ("before", context.before.score if context.before else None),
        ("year_ago", context.year_ago.score if context.year_ago else None),
        ("peers", context.evaluation.peer_median_score),
    ]
    return [(key, score) for key, score in scores if score is not None]


def _now(context: HospitalContext, score: float) -> str:
    period = grounds.shortened(context, context.evaluation.period)
    return context.text(f"scale.now.{grounds.kind(context)}", score=context.score(score), period=period)


def _legend(context: HospitalContext) -> tuple[Sign, ...]:
    def sign(key: str, score: str) -> Sign:
        return Sign(
            context.say(f"scale.mark.{key}"), context.say(f"scale.legend.{_said(context, key)}", **facts(key)), score
        )

    def facts(key: str) -> dict[str, Fact]:
        if key != "peers":
            return {"period": _period(context, key)}
        part = context.evaluation.comparable_score
        return {"own": printing.DASH if part is None else context.score(part)} if context.peers_partly else {}

    return (sign("now", ""), *[sign(key, context.score(score)) for key, score in _known(context)])


def _period(context: HospitalContext, key: str) -> Text:
    """What the score of a mark covers."""
    found = {"now": context.evaluation, "before": context.before, "year_ago": context.year_ago}[key]
    return grounds.shortened(context, (found or context.evaluation).period)


def _said(context: HospitalContext, key: str) -> str:
    """The words of a mark; the peers' median says where it is of a part of the total only."""
    if key != "peers":
        return f"{key}.{grounds.kind(context)}"
    return f"{key}.{'partly' if context.peers_partly else 'whole'}"


def _restated(context: HospitalContext) -> Text | None:
    """That earlier scores are by the weights of this period, where weights are computed anew each period."""
    computed = any(part.weighting != GIVEN for part in context.evaluation.parts)
    earlier = context.before or context.year_ago
    return context.say("scale.restated") if context.material.restated and computed and earlier else None


def _alternative(context: HospitalContext, above: Grade | None, high: float) -> str:
    evaluation = context.evaluation
    assert evaluation.score is not None
    assert evaluation.grade is not None
    low = band_of(context, evaluation.grade)[0]
    parts = [
        context.say(
            "scale.alt",
            score=context.score(evaluation.score),
            grade=context.grade(evaluation.grade),
            low=printing.shortest(low),
            high=printing.shortest(high),
        )
    ]
    for key, score in _known(context):
        facts = {} if key == "peers" else {"period": _period(context, key)}
        parts.append(context.say(f"scale.alt.{_said(context, key)}", score=context.score(score), **facts))
    if above is not None:
        gap = context.points(high - evaluation.score, sign=False)
        parts.append(context.say("scale.alt.target", gap=gap, grade=context.grade(above)))
    return context.say.join(parts, "list.semicolon").in_language(context.language)


def aimed(context: HospitalContext) -> Iterator[tuple[str, Target]]:
    """The target of the period for each indicator that has one, or else that of its year."""
    targets, year = context.material.targets, str(context.period.fiscal_year)
    for name in dict.fromkeys(name for name, _ in targets):
        found = targets.get((name, context.material.period)) or targets.get((name, year))
        if found is not None and name in context.material.catalog.indicators:
            yield name, found


def targets_table(context: HospitalContext, section: str) -> list[Table]:
    """Actual, target and gap of each; nothing where the hospital set itself none."""
    say, notes = context.say, Notes()
    lines = [_line(context, name, target, notes) for name, target in aimed(context)]
    if not lines:
        return []
    columns = (
        TableColumn(say("targets.head.indicator"), 62),
        TableColumn(say("scorecard.head.unit"), 18, "c"),
        TableColumn(say("targets.head.kind"), 32),
        TableColumn(say("targets.head.actual"), 20, "n"),
        TableColumn(say("targets.head.target"), 20, "n"),
        TableColumn(say("targets.head.gap"), 20, "n"),
    )
    caption = context.table(section, say("targets.table"))
    return [Table(caption, columns, tuple(lines), (say("targets.note"), *notes.lines()), dense=True, is_unlike=True)]


def _line(context: HospitalContext, name: str, target: Target, notes: Notes) -> TableRow:
    measured = context.material.values.at(name, context.material.entity, context.material.period)
    aim = printing.placed(context.printed(name, target.value), (target.place,))
    head = (context.name(name), context.unit(name), context.say(f"standard.{target.kind}"))
    if measured.value is None:
        absent = notes.absent(context.reason(measured.reason)) if measured.reason else printing.DASH
        return TableRow((*head, absent, aim, absent))
    gap = context.printed(name, measured.value - target.value)
    return TableRow((*head, context.printed(name, measured.value), aim, gap))
