"""Drawings of named rows with their caption: amounts from zero, shares against a mark, pairs on one scale.

Their words stand under ``<section>.figure``, ``<section>.figure.note`` and ``<section>.alt``, which lists all rows.

Round positions for the value axis of a chart.

A bridge with its caption and the names of its steps, from one figure to another.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from reportgen.model import printing
from reportgen.model.printing import BILLION, MILLION, THOUSAND, WAN, YI
from reportgen.report.charts import BridgeRow, DumbbellRow, EffectBar, Used, bridge, dumbbell, effect_bars, progress
from reportgen.report.desk.tables import figures
from reportgen.report.desk.tables.sheet import ChartFigure
from reportgen.report.speech import same
from reportgen.report.tokens import ink

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from reportgen.model.definition import Text
    from reportgen.model.printing import PrintedNumber
    from reportgen.report.charts import Chart
    from reportgen.report.desk.context import SubjectContext
    from reportgen.report.desk.tables.answers import CellWriter
    from reportgen.report.speech import Fact

STEPS: Final = (1.0, 2.0, 2.5, 5.0, 10.0)
WIDTH_MM: Final = 172.0
TICKS: Final = 6
BAR_MM: Final = 86.0
ROW_MM: Final = 5.6
CHINESE: Final = "CNY"
"""The currency that counts in ten thousands, where Chinese is read: English text beside a drawing says thousands."""
FINER: Final = 2
WIDE: Final = 100.0
"""Billions have two decimals up to so many of them, thousands one: more leaves narrow columns no room."""
LONG: Final = 1e5
"""Units from which on a balance beside small flows is too long to print."""
LEAST, MOST = 5.0, 1000.0
"""Millions from which on the largest amount of a drawing is told in them, and from which on it is told in billions.

Where sentences tell tenths of a million in millions drawings are in them from one on, with two decimals.
"""
WHOLE_WAN, WIDEST_WAN = 1e3, 1e6
"""Ten thousands from which on they are whole on pages in Chinese alone, and from which on hundred millions are told."""


def ticks(values: Iterable[float], most: int = 6) -> dict[float, str]:
    """Positions with their printed words: round numbers over the range of the values, at most about `most` of them."""
    known = list(values)
    low, high = min(known), max(known)
    span = (high - low) or abs(high) or 1.0
    step = _step(span / most)
    places = max(0, -math.floor(math.log10(step) + 1e-9) + (1 if _is_half(step) else 0))
    first, last = math.floor(low / step) - 1, math.ceil(high / step) + 1
    return {index * step: printing.number(index * step, places) for index in range(first, last + 1)}


def _step(rough: float) -> float:
    power = 10.0 ** math.floor(math.log10(rough))
    return next(step * power for step in STEPS if step * power >= rough * (1 - 1e-9))


def _is_half(step: float) -> bool:
    """Whether the step is a 2.5, which needs one decimal more than its size says."""
    leading = step / 10.0 ** math.floor(math.log10(step) + 1e-9)
    return abs(leading - STEPS[2]) < 1e-9  # noqa: PLR2004 - noise of binary


def amounts(
    scribe: CellWriter, rows: Iterable[tuple[Text | str, float]], *, sign: bool = True, **facts: Fact
) -> ChartFigure:
    """Money as bars from a common zero, in ink alone: more is neither good nor bad by itself."""
    scale = figures.scale(scribe.context)
    bars = [_bar(scribe, name, value / scale, scribe.shown(value, "money", sign=sign)) for name, value in rows]
    return _bars(scribe, bars, printed_mm=20 if sign else 24, facts={"unit": figures.unit(scribe.context), **facts})


def changes(scribe: CellWriter, rows: Iterable[tuple[Text | str, float]], **facts: Fact) -> ChartFigure:
    """Rates of change, given as fractions, as bars to the left and right of zero."""
    bars = [
        _bar(scribe, name, value * printing.PERCENT, scribe.shown(value, "percent", sign=True)) for name, value in rows
    ]
    return _bars(scribe, bars, printed_mm=20, facts=facts)


def shifts(scribe: CellWriter, rows: Iterable[tuple[Text | str, float, str]], **facts: Fact) -> ChartFigure:
    """Changes of shares in points, with the words at their ends, as bars to the left and right of zero."""
    bars = [_bar(scribe, name, change, printed) for name, change, printed in rows]
    return _bars(scribe, bars, printed_mm=26, facts=facts)


def shares(
    scribe: CellWriter,
    rows: Iterable[tuple[Text | str, float, str]],
    mark: tuple[float, Text],
    name: str = "",
    **facts: Fact,
) -> ChartFigure:
    """Per cent of a whole, each with the words at its end, in an outline of 100, and one mark over all rows.

    A drawing with a name has words of its own, under ``<section>.<name>``.
    """
    used = [Used(_name(scribe, name), share, printed) for name, share, printed in rows]
    label = mark[1].in_language(scribe.context.language)
    below = f".{name}" if name else ""
    alt = _alt(scribe, [(one.name, one.printed) for one in used], facts, below)
    return _figure(scribe, lambda: progress(used, mark[0], label, alt, ink()), facts, name, below)


def pairs(scribe: CellWriter, rows: Sequence[DumbbellRow], name: str = "", **facts: Fact) -> ChartFigure:
    """An open and a full circle for each row on one scale; the alternative text has the words at its end."""
    rows = [replace(one, name=_name(scribe, one.name), behind=one.behind or _behind(scribe, one.name)) for one in rows]
    values = [value for pair in rows for value in (pair.before, pair.now) if value is not None]
    alt = _alt(scribe, [(one.name, one.printed) for one in rows], facts)
    return _figure(scribe, lambda: dumbbell(rows, ticks([0.0, *values], TICKS), alt, ink()), facts, name)


def moved(scribe: CellWriter, now: float, before: float | None, decimals: int = 2) -> str:
    """A value with its change in brackets, or alone where there was none before."""
    printed: str = printing.number(now, decimals)
    if before is None:
        return printed
    return scribe.context.text("analysis.moved", now=printed, change=printing.number(now - before, decimals, sign=True))


def _bars(scribe: CellWriter, bars: Sequence[EffectBar], printed_mm: float, facts: dict[str, Fact]) -> ChartFigure:
    alt = _alt(scribe, [(one.name, one.printed) for one in bars], facts)
    return _figure(
        scribe,
        lambda: effect_bars(bars, alt, ink(), width_mm=WIDTH_MM, judged=False, printed_mm=printed_mm),
        facts,
    )


def _bar(scribe: CellWriter, name: Text | str, value: float, printed: str) -> EffectBar:
    return EffectBar(_name(scribe, name), value, printed, _behind(scribe, name))


def _name(scribe: CellWriter, name: Text | str) -> str:
    words = scribe.context.own(name) if isinstance(name, str) else name
    return words.in_language(scribe.context.language)


def _behind(scribe: CellWriter, name: Text | str) -> str:
    """The name in the other language, where the page has two and the name is not the same in both."""
    words = scribe.context.own(name) if isinstance(name, str) else name
    return "" if words.zh == words.en else scribe.context.behind(words)


def _alt(scribe: CellWriter, rows: Iterable[tuple[str, str]], facts: dict[str, Fact], below: str = "") -> str:
    context = scribe.context
    told = [context.say("phrase.named", name=name, value=printed) for name, printed in rows]
    return context.text(f"{scribe.section}{below}.alt", listed=context.say.join(told, "list.comma_only"), **facts)


def _figure(
    scribe: CellWriter, draw: Callable[[], Chart], facts: dict[str, Fact], name: str = "", below: str = ""
) -> ChartFigure:
    context, section = scribe.context, scribe.section
    picture = context.picture(f"{section}-{name}" if name else section, draw())
    caption = context.figure(section, context.say(f"{section}{below}.figure", **facts))
    return ChartFigure(caption, picture, context.say(f"{section}{below}.figure.note", **facts))


@dataclass(frozen=True)
class End:
    """Where a bridge begins or ends: its words and its value in the base unit."""

    name: Text
    value: float


@dataclass(frozen=True)
class BridgeMove:
    """One step: what it is of, and its amount in the base unit."""

    name: Text
    amount: float


def bridge_figure(  # noqa: PLR0913 - a bridge has these parts
    scribe: CellWriter,
    name: str,
    words: Text,
    ends: tuple[End, End],
    moves: Sequence[BridgeMove],
    form: str,
    note: Text,
) -> ChartFigure:
    """The drawing; steps are neither good nor bad by themselves, so that none is coloured."""
    context, (before, after) = scribe.context, ends
    printed = [scribe.write(move.amount, form, sign=True) for move in moves]
    first = scribe.write(before.value, form)
    last = scribe.write(after.value, form)
    steps = [
        BridgeRow(before.value, first, is_total=True),
        *(BridgeRow(move.amount, text) for move, text in zip(moves, printed, strict=True)),
        BridgeRow(after.value, last, is_total=True),
    ]
    told = [context.say("bridge.alt.step", name=m.name, change=text) for m, text in zip(moves, printed, strict=True)]
    listed = context.say.join(told, "list.comma_only") if told else context.say("bridge.alt.unmoved")
    alt = context.text("bridge.alt.named", name=words, before=first, steps=listed, after=last)
    picture = context.picture(f"{scribe.section}-{name}", bridge(steps, alt, ink(), width_mm=BAR_MM, row_mm=ROW_MM))
    labels = (before.name, *(move.name for move in moves), after.name)
    return ChartFigure(context.figure(scribe.section, words), picture, note, labels)


@dataclass(frozen=True)
class DrawnUnit:
    """By what amounts are divided, and what that is called."""

    scale: float
    name: Text
    decimals: int = 1

    @staticmethod
    def of(context: SubjectContext, amounts: Iterable[float], beside: float = 0.0) -> DrawnUnit:
        """The unit in which the largest of some amounts can be read, unless a balance beside them is too long in it."""
        found = DrawnUnit._of(context, max((abs(one) for one in amounts), default=0.0))
        most = WIDEST_WAN if found.scale == WAN and not found.decimals else LONG
        return found if beside < most * found.scale else DrawnUnit._of(context, beside)

    @staticmethod
    def _of(context: SubjectContext, largest: float) -> DrawnUnit:
        in_wan = context.material.case.file.currency == CHINESE and context.mode != "en"
        if in_wan and context.mode == "zh":
            return DrawnUnit._chinese(context, largest)
        small = (WAN, "ten_thousand") if in_wan else (THOUSAND, "thousand")
        least = 1.0 if context.say.in_millions and not in_wan else LEAST
        scale, key = (MILLION, "million") if largest >= least * MILLION else small
        if largest >= MOST * MILLION:
            scale, key = BILLION, "billion"
        name, sign = context.say.currency_name(), context.say.currency_sign()
        wide = largest >= WIDE * scale
        fine = FINER if largest < LEAST * MILLION else 1
        decimals = {BILLION: 1 if wide else FINER, MILLION: fine, THOUSAND: 0 if wide else 1}.get(scale, 1)
        return DrawnUnit(scale, context.say(f"story.unit.{key}", name=name, sign=sign), decimals)

    @staticmethod
    def _chinese(context: SubjectContext, largest: float) -> DrawnUnit:
        """In the units of Chinese sentences and tables; millions are for pages that English shares."""
        name, sign = context.say.currency_name(), context.say.currency_sign()
        if largest >= WIDEST_WAN * WAN:
            return DrawnUnit(YI, context.say("story.unit.hundred_million", name=name, sign=sign), FINER)
        decimals = 0 if largest >= WHOLE_WAN * WAN else 1
        return DrawnUnit(WAN, context.say("story.unit.ten_thousand", name=name, sign=sign), decimals)

    def printed(self, amount: float, *, sign: bool = False) -> PrintedNumber:
        """An amount in the unit."""
        return printing.number(amount, self.decimals, sign=sign, over=self.scale)

    def spanned(self, context: SubjectContext, low: float, high: float) -> str:
        """From one amount to another in the unit; by a word, not by a dash, where a minus sign stands in it."""
        way = "negative" if min(low, high) < 0 else "plain"
        ends = {"low": same(self.printed(low)), "high": same(self.printed(high))}
        return context.say(f"story.unit.range.{way}", **ends).in_language(context.language)
