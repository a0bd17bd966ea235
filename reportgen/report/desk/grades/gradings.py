"""How scores and grades are printed, and which of them are weak.

The key of the grades as a table: letter and shape, how it is drawn, from which score to which.

What badges say where a scheme has names of its own for grades: the first character of each name.

Parts that are printed each by itself and then miss their printed total in the last digit.

How standards and directions are written.

What figures of several indicators say together, in sentences with their numbers.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.analysis.answer import Unavailable
from reportgen.model import printing
from reportgen.model.definition import Text
from reportgen.model.definitions import Direction
from reportgen.model.printing import half_up
from reportgen.model.schemes import Grade
from reportgen.model.values import Reason
from reportgen.report.desk.tables.answers import annualised
from reportgen.report.desk.tables.sheet import Paragraphs, Table, TableColumn, TableRow
from reportgen.report.speech import in_both, same
from reportgen.scoring.context import NOT_SCORED
from reportgen.scoring.relative import NOISE
from reportgen.scoring.standards import SCORE_DECIMALS, edges

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from reportgen.analysis.signals.judgements import Judgement
    from reportgen.model.results import Evaluation, ScoredIndicator
    from reportgen.model.schemes import Bound, Scheme, StandardKind
    from reportgen.model.values import Flag
    from reportgen.report.desk.context import HospitalContext, SubjectContext
    from reportgen.report.desk.tables.answers import CellWriter
    from reportgen.report.desk.tables.sheet import Block

AT_LEAST: Final = "\u2265"
AT_MOST: Final = "\u2264"
EN_DASH: Final = "\u2013"
UNITS_BEHIND: Final = frozenset({"percent", "days", "score"})


def why_unscored(indicator: ScoredIndicator) -> Flag | None:
    """The remark on a value that is shown and yet not scored."""
    return next((one for one in indicator.flags if one in NOT_SCORED and indicator.score is None), None)


def bound(context: HospitalContext, indicator: ScoredIndicator, value: Bound) -> str:
    """One standard value with its sign: ``≥ 2.00``, ``≤ 45.0``, ``2.0–4.0``."""
    if isinstance(value, tuple):
        low, high = (context.printed(indicator.id, side) for side in value)
        return printing.composed(f"{{}}{EN_DASH}{{}}", low, high)
    return printing.composed(f"{_sign(indicator)} {{}}", context.printed(indicator.id, value))


def _sign(indicator: ScoredIndicator) -> str:
    return AT_MOST if indicator.direction is Direction.LOWER else AT_LEAST


def bare(context: HospitalContext, indicator: ScoredIndicator) -> str | Text | None:
    """The standard without its sign, for sentences whose words say the direction."""
    found = target(indicator)
    if context.indicator(indicator.id).unit == MONEY_UNIT:
        return spoken(context, indicator)
    if found is None or isinstance(found, tuple):
        return standards_best(context, indicator)
    return context.printed(indicator.id, found)


MONEY_UNIT: Final = "money"


def beside(context: HospitalContext, identifier: str, value: float) -> str | Text:
    """A value beside another one that told the unit; an amount tells its own, for a sentence chooses it by its size."""
    is_money = context.indicator(identifier).unit == MONEY_UNIT
    return context.spoken(identifier, value) if is_money else context.printed(identifier, value)


def standards_best(context: HospitalContext, indicator: ScoredIndicator) -> str | None:
    """The standard of the best level: what "standard" means in tables."""
    found = target(indicator)
    return None if found is None else bound(context, indicator, found)


def spoken(context: HospitalContext, indicator: ScoredIndicator) -> Text | None:
    """The standard with its unit, as the value beside it has one; both edges of a range."""
    found = target(indicator)
    if found is None:
        return None
    if not isinstance(found, tuple):
        return context.spoken(indicator.id, found)
    low, high = (context.spoken(indicator.id, edge) for edge in found)
    return context.say("submission.problem.range", low=low, high=high)


def measured(context: HospitalContext, indicator: ScoredIndicator, words: str) -> Text:
    """A standard with its unit, where that stands behind the digits in both languages."""
    key = f"measured.{indicator.unit}" if indicator.unit in UNITS_BEHIND else "phrase.words"
    return context.say(key, words=words, digits=words)


def target(indicator: ScoredIndicator) -> Bound | None:
    """The standard of the best level, or the single standard where the method takes one."""
    if indicator.standards is not None:
        return indicator.standards.excellent
    return None if indicator.reference is None else indicator.reference.value


def unplaced(context: HospitalContext, indicator: ScoredIndicator) -> Text:
    """Why an indicator has no place among the peers: its own value is missing, or too many of theirs."""
    return context.say("scorecard.no_own" if indicator.value is None else "scorecard.no_peers")


def have_standards(indicators: Iterable[ScoredIndicator]) -> bool:
    """Whether any of them has a standard."""
    return any(target(one) is not None for one in indicators)


def kind(indicator: ScoredIndicator) -> StandardKind | None:
    """Of what kind the standard is."""
    if indicator.standards is not None:
        return indicator.standards.kind
    return None if indicator.reference is None else indicator.reference.kind


def line(indicator: ScoredIndicator) -> float | None:
    """The standard as one level on a chart: for a range the nearer edge."""
    value = target(indicator)
    if value is None:
        return None
    if not isinstance(value, tuple):
        return value
    if indicator.value is None:
        return value[0]
    return value[1] if indicator.value > value[1] else value[0]


def far_edge(indicator: ScoredIndicator) -> float | None:
    """Of a range the edge that `line` does not give; None where the standard is one level."""
    found, near = target(indicator), line(indicator)
    if not isinstance(found, tuple):
        return None
    return found[0] if near == found[1] else found[1]


def nearest_edge(indicator: ScoredIndicator) -> float:
    """The value of the best level that is nearest: what has to be reached.

    Raises:
        ValueError: if the indicator has no standards.
    """
    found = line(indicator)
    if found is None:
        raise ValueError(indicator.id)
    return found


def gap(indicator: ScoredIndicator) -> float | None:
    """How far the value is from the standard of the best level on the wrong side; 0 where it is reached."""
    level = line(indicator)
    if level is None or indicator.value is None:
        return None
    if isinstance(found := target(indicator), tuple):
        low, high = found
        return max(low - indicator.value, indicator.value - high, 0.0)
    missing = indicator.value - level if indicator.direction is Direction.LOWER else level - indicator.value
    return max(missing, 0.0)


def side(indicator: ScoredIndicator) -> str | None:
    """Whether the value lies above or below what the best level asks; None where it reaches that."""
    if indicator.value is None or not gap(indicator):
        return None
    return "above" if indicator.value > nearest_edge(indicator) else "below"


def is_just_short(context: HospitalContext, indicator: ScoredIndicator) -> bool:
    """Whether the value prints like one of its standards and does not reach it: print and points seem to disagree."""
    value, found = indicator.value, indicator.standards
    if value is None or found is None:
        return False
    low, high = edges(found, indicator.direction)
    missed = [
        *(edge for edge in low if value < edge - NOISE * abs(edge)),
        *(edge for edge in high if value > edge + NOISE * abs(edge)),
    ]
    printed = context.printed(indicator.id, value)
    return any(context.printed(indicator.id, float(edge)) == printed for edge in missed if math.isfinite(edge))


def improved(indicator: ScoredIndicator, change: float) -> int:
    """1 where a change of the value is for the better, −1 for the worse, 0 where the direction does not say."""
    if indicator.direction is Direction.HIGHER:
        return (change > 0) - (change < 0)
    if indicator.direction is Direction.LOWER:
        return (change < 0) - (change > 0)
    return 0


def origin(context: HospitalContext) -> tuple[Text, ...]:
    """What the scheme says of its standards; where it says nothing, the sources of those in use."""
    if context.material.scheme.note:
        return (context.material.scheme.note,)
    used = dict.fromkeys(one.standards.source for one in context.evaluation.indicators if one.standards)
    return tuple(context.say("appendix.source.all", source=source_of(context, words)) for words in used)


def source_of(context: SubjectContext, words: str) -> Text:
    """Where a standard comes from; one in both languages is taken apart, its Chinese in the characters spoken."""
    found = in_both(words)
    return Text(zh=context.material.catalog.respell(found.zh), en=found.en)


MONEY: Final = frozenset({"surplus", "surplus_before", "cash_and_bank"})
PERCENTAGES: Final = frozenset({"cost_rate", "cost_rate_before", "low", "high", "warning"})
"""Numbers of judgements that are no indicators."""
DAYS: Final = "days"
LINE: Final = "line"
"""The line of a judgement's first indicator, printed like that."""


def said(writer: CellWriter) -> list[Block]:
    """What figures of several indicators say together, with the numbers and whose rule it is."""
    context = writer.context
    found: Mapping[str, Judgement | Unavailable | None] = context.material.analysis["signals.judgements"]
    made = [one for one in found.values() if one is not None and not isinstance(one, Unavailable)]
    sources = [source_of(context, source) for source in dict.fromkeys(one.source for one in made if one.source)]
    told = [_judged(writer, one) for one in made]
    told += annualised(context, [name for one in made for name in one.figures if context.knows(name)])
    if sources:
        told.append(context.say("risk_watch.judged_by", sources=context.say.join(sources, "list.semicolon")))
    return [Paragraphs(tuple(told), context.say("risk_watch.judgements"))] if told else []


def one_of(writer: CellWriter, name: str) -> list[Text]:
    """The sentence of one judgement, where it can be made."""
    found: Judgement | Unavailable | None = writer.context.material.analysis["signals.judgements"].get(name)
    return [] if found is None or isinstance(found, Unavailable) else [_judged(writer, found)]


def _judged(writer: CellWriter, one: Judgement) -> Text:
    """A sentence with its numbers, each in the form of its kind."""
    held = next(iter(one.figures))
    facts = {
        name: writer.context.spoken(held, value) if name == LINE else _number(writer, one.id, name, value)
        for name, value in one.figures.items()
    }
    return writer.context.say(f"analysis.judgement.{one.key}", **facts)


def _number(writer: CellWriter, judgement: str, name: str, value: float) -> Text:
    context, key = writer.context, f"{judgement}.{name}"
    if name in (MONEY | PERCENTAGES | {DAYS}):
        called = context.say(f"risk_watch.figure.{name}")
    if name in MONEY:
        return writer.money(key, called, value, signed=True)
    if name in PERCENTAGES:
        return same(writer.said(key, called, value, "share"))
    if name == DAYS:
        return same(writer.said(key, called, value, "tenths"))
    return context.spoken(name, value)


MOST_DECIMALS: Final = 2
WEAK: Final = frozenset({Grade.LOW, Grade.POOR})


@dataclass(frozen=True)
class GradeKey:
    """One entry of the key of grades."""

    grade: Grade
    name: Text
    range: str


def why_no_total(evaluation: Evaluation) -> str:
    """What stopped the total: no scheme, no standards, ratios with nothing below the line, or else too little data.

    Figures that are there may have no standard, and a ratio to debts has no value where there are none: neither is a
    want of data. What holds of most indicators without a score is named.
    """
    if not evaluation.indicators:
        return "scheme"
    blank = [one for one in evaluation.indicators if one.score is None]
    counts = {
        "standards": sum(one.reason is Reason.NO_STANDARD and one.value is not None for one in blank),
        "zero": sum(one.reason is Reason.ZERO_DENOMINATOR for one in blank),
    }
    return next((why for why, n in counts.items() if 2 * n > len(blank)), "data")


def padding(context: HospitalContext, identifier: str) -> str:
    """The class that puts the decimal points of a column on one line: how many decimals are missing of the most."""
    return f"pad-{max(MOST_DECIMALS - printing.decimals(context.indicator(identifier)), 0)}"


def one_decimal(score: float) -> printing.PrintedNumber:
    """The score of a single indicator as printed."""
    return printing.number(score, SCORE_DECIMALS)


MOST_NAMED: Final = 2
"""Indicators of one score that are named; more are counted."""


def of_one_score(
    context: HospitalContext, rows: Iterable[ScoredIndicator], score: float, name: Callable[[ScoredIndicator], Text]
) -> Text:
    """All indicators that print a score, for none of them is the best or the worst alone."""
    alike = [one for one in rows if one.score is not None and one_decimal(one.score) == one_decimal(score)]
    if len(alike) > MOST_NAMED:
        return context.say("phrase.indicators", n=len(alike))
    return context.say.join([name(one) for one in alike])


def grade_key(context: SubjectContext) -> tuple[GradeKey, ...]:
    """The grades, best first, with their ranges."""
    rows = []
    ordered = sorted(context.material.scheme.grades.items(), key=lambda pair: -pair[1])
    for index, (grade, low) in enumerate(ordered):
        upper = ordered[index - 1][1] if index else None
        rows.append(GradeKey(grade, context.grade(grade), _range(low, upper)))
    return tuple(rows)


def _range(low: float, upper: float | None) -> str:
    if upper is None:
        return printing.composed(f"{AT_LEAST} {{}}", printing.shortest(low))
    if low == 0:
        return printing.composed("< {}", printing.shortest(upper))
    return printing.composed(f"{{}}{EN_DASH}{{}}", printing.shortest(low), printing.shortest(upper))


def is_quantitative(context: HospitalContext, indicator: ScoredIndicator) -> bool:
    """Whether figures, not experts, decide it."""
    return context.material.scheme.parts[indicator.part].from_folder is None


def best(context: HospitalContext) -> Text:
    """The name of the best grade of the scheme."""
    grades = context.material.scheme.grades
    return context.grade(max(grades, key=lambda grade: grades[grade], default=Grade.EXCELLENT))


def grades_table(context: SubjectContext, section: str) -> Table:
    """A row for each grade of the scheme, best first."""
    say = context.say
    columns = (
        TableColumn(say("scorecard.head.grade"), 40),
        TableColumn(say("reading.head.shape"), 20, "grade"),
        TableColumn(say("reading.head.drawn"), 46),
        TableColumn(say("reading.head.range"), 66),
    )
    lines = tuple(
        TableRow((key.name, str(key.grade), say(f"reading.shape.{key.grade}"), same(key.range)))
        for key in grade_key(context)
    )
    decimals = context.material.scheme.decimals
    note = say("reading.bounds", decimals=decimals)
    return Table(context.table(section, say("reading.grades")), columns, lines, (note,), dense=True)


def letters(scheme: Scheme) -> Mapping[str, Text]:
    """By grade, in both languages; empty where the scheme uses the usual names.

    Where two names of a language begin alike, its badges say the place of the grade instead, 1 for the best.
    """
    ordered = sorted(scheme.grade_names, key=lambda grade: -scheme.grades.get(grade, 0.0))
    names = [scheme.grade_names[grade] for grade in ordered]
    chinese, english = _distinct([name.zh for name in names]), _distinct([name.en for name in names])
    return {str(grade): Text(zh=zh, en=en) for grade, zh, en in zip(ordered, chinese, english, strict=True)}


def _distinct(names: Sequence[str]) -> list[str]:
    first = [name[:1].upper() for name in names]
    return first if len(set(first)) == len(first) else [str(place) for place in range(1, len(names) + 1)]


def noted(context: HospitalContext, note: Text, total: float, parts: Iterable[float]) -> Text:
    """The note, and by how much the printed total exceeds the sum of the printed parts where it does not equal it."""
    gap = off_by(context, [total], parts)
    return context.say("bridge.last_digit", note=note, gap=context.points(gap)) if gap else note


def off_by(context: HospitalContext, wholes: Iterable[float], parts: Iterable[float]) -> float:
    """By how much printed wholes together exceed the sum of the printed parts."""
    decimals = context.material.scheme.decimals
    return float(sum(half_up(one, decimals) for one in wholes) - sum(half_up(one, decimals) for one in parts))
