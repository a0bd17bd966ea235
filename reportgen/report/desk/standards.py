"""How standards and directions are written."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Final

from reportgen.model import printing
from reportgen.model.definition import Text
from reportgen.model.definitions import Direction
from reportgen.report.speech import same
from reportgen.scoring.level_efficacy import NOISE
from reportgen.scoring.standards import edges

if TYPE_CHECKING:
    from reportgen.model.results import ScoredIndicator
    from reportgen.model.schemes import Bound, StandardKind
    from reportgen.report.desk.context import Context

AT_LEAST: Final = "\u2265"
AT_MOST: Final = "\u2264"
EN_DASH: Final = "\u2013"
UNITS_BEHIND: Final = frozenset({"percent", "days", "score"})
LANGUAGES_APART: Final = re.compile(" / |\uff1b(?=[A-Za-z])")  # a slash, or a Chinese semicolon before English


def bound(context: Context, indicator: ScoredIndicator, value: Bound) -> str:
    """One standard value with its sign: ``≥ 2.00``, ``≤ 45.0``, ``2.0–4.0``."""
    if isinstance(value, tuple):
        low, high = (context.printed(indicator.id, side) for side in value)
        return printing.composed(f"{{}}{EN_DASH}{{}}", low, high)
    return printing.composed(f"{_sign(indicator)} {{}}", context.printed(indicator.id, value))


def _sign(indicator: ScoredIndicator) -> str:
    return AT_MOST if indicator.direction is Direction.LOWER else AT_LEAST


def bare(context: Context, indicator: ScoredIndicator) -> str | None:
    """The standard without its sign, for sentences whose words say the direction."""
    found = target(indicator)
    if found is None or isinstance(found, tuple):
        return best(context, indicator)
    return context.printed(indicator.id, found)


def best(context: Context, indicator: ScoredIndicator) -> str | None:
    """The standard of the best level: what "standard" means in tables."""
    found = target(indicator)
    return None if found is None else bound(context, indicator, found)


def spoken(context: Context, indicator: ScoredIndicator) -> Text | None:
    """The standard with its unit, as the value beside it has one; both edges of a range."""
    found = target(indicator)
    if found is None:
        return None
    if not isinstance(found, tuple):
        return context.spoken(indicator.id, found)
    low, high = (context.spoken(indicator.id, edge) for edge in found)
    return context.say("submission.problem.range", low=low, high=high)


def measured(context: Context, indicator: ScoredIndicator, words: str) -> Text:
    """A standard with its unit, where that stands behind the digits in both languages."""
    key = f"measured.{indicator.unit}" if indicator.unit in UNITS_BEHIND else "phrase.words"
    return context.say(key, words=words, digits=words)


def target(indicator: ScoredIndicator) -> Bound | None:
    """The standard of the best level, or the single standard where the method takes one."""
    if indicator.standards is not None:
        return indicator.standards.excellent
    return None if indicator.reference is None else indicator.reference.value


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


def levels(indicator: ScoredIndicator) -> tuple[float, ...]:
    """The standard as levels on a chart: both edges of a range."""
    value = target(indicator)
    if value is None:
        return ()
    return value if isinstance(value, tuple) else (value,)


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


def is_just_short(context: Context, indicator: ScoredIndicator) -> bool:
    """Whether the value prints like one of its standards and does not reach it: print and points seem to disagree."""
    value, found = indicator.value, indicator.standards
    if value is None or found is None:
        return False
    low, high = edges(found, indicator.direction)
    missed = [*(edge for edge in low if value < edge - NOISE * abs(edge)),
              *(edge for edge in high if value > edge + NOISE * abs(edge))]  # fmt: skip
    printed = context.printed(indicator.id, value)
    return any(context.printed(indicator.id, float(edge)) == printed for edge in missed if math.isfinite(edge))


def improved(indicator: ScoredIndicator, change: float) -> int:
    """1 where a change of the value is for the better, −1 for the worse, 0 where the direction does not say."""
    if indicator.direction is Direction.HIGHER:
        return (change > 0) - (change < 0)
    if indicator.direction is Direction.LOWER:
        return (change < 0) - (change > 0)
    return 0


def origin(context: Context) -> tuple[Text, ...]:
    """What the scheme says of its standards; where it says nothing, the sources of those in use."""
    if context.material.scheme.note:
        return (context.material.scheme.note,)
    used = dict.fromkeys(one.standards.source for one in context.evaluation.indicators if one.standards)
    return tuple(context.say("appendix.source.all", source=source(words)) for words in used)


def source(words: str) -> Text:
    """Where a standard comes from; a source written in both languages is taken apart."""
    parts = LANGUAGES_APART.split(words, maxsplit=1)
    return Text(zh=parts[0], en=parts[1]) if len(parts) > 1 and all(parts) else same(words)
