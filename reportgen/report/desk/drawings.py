"""Drawings of named rows with their caption: amounts from zero, shares against a mark, pairs on one scale.

Their words stand under ``<section>.figure``, ``<section>.figure.note`` and ``<section>.alt``, which lists all rows.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from reportgen.model import printing
from reportgen.report.charts import Effect, Pair, Used, dumbbell, effect_bars, progress
from reportgen.report.desk import form_rows
from reportgen.report.desk.sheet import Figure
from reportgen.report.desk.ticks import ticks
from reportgen.report.tokens import ink

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from reportgen.model.definition import Text
    from reportgen.report.charts import Chart
    from reportgen.report.desk.answers import Scribe
    from reportgen.report.speech import Fact

WIDTH_MM: Final = 172.0
TICKS: Final = 6


def amounts(scribe: Scribe, rows: Iterable[tuple[Text | str, float]], *, sign: bool = True, **facts: Fact) -> Figure:
    """Money as bars from a common zero, in ink alone: more is neither good nor bad by itself."""
    scale = form_rows.scale(scribe.context)
    bars = [_bar(scribe, name, value / scale, scribe.shown(value, "money", sign=sign)) for name, value in rows]
    return _bars(scribe, bars, printed_mm=20 if sign else 24, facts={"unit": form_rows.unit(scribe.context), **facts})


def changes(scribe: Scribe, rows: Iterable[tuple[Text | str, float]], **facts: Fact) -> Figure:
    """Rates of change, given as fractions, as bars to the left and right of zero."""
    bars = [
        _bar(scribe, name, value * printing.PERCENT, scribe.shown(value, "percent", sign=True)) for name, value in rows
    ]
    return _bars(scribe, bars, printed_mm=20, facts=facts)


def shifts(scribe: Scribe, rows: Iterable[tuple[Text | str, float, str]], **facts: Fact) -> Figure:
    """Changes of shares in points, with the words at their ends, as bars to the left and right of zero."""
    bars = [_bar(scribe, name, change, printed) for name, change, printed in rows]
    return _bars(scribe, bars, printed_mm=26, facts=facts)


def shares(
    scribe: Scribe, rows: Iterable[tuple[Text | str, float, str]], mark: tuple[float, Text], **facts: Fact
) -> Figure:
    """Per cent of a whole, each with the words at its end, in an outline of 100, and one mark over all rows."""
    used = [Used(_name(scribe, name), share, printed) for name, share, printed in rows]
    label = mark[1].in_language(scribe.context.language)
    alt = _alt(scribe, [(one.name, one.printed) for one in used], facts)
    return _figure(scribe, lambda: progress(used, mark[0], label, alt, ink()), facts)


def pairs(scribe: Scribe, rows: Sequence[Pair], name: str = "", **facts: Fact) -> Figure:
    """An open and a full circle for each row on one scale; the alternative text has the words at its end."""
    rows = [replace(one, name=_name(scribe, one.name), behind=one.behind or _behind(scribe, one.name)) for one in rows]
    values = [value for pair in rows for value in (pair.before, pair.now) if value is not None]
    alt = _alt(scribe, [(one.name, one.printed) for one in rows], facts)
    return _figure(scribe, lambda: dumbbell(rows, ticks([0.0, *values], TICKS), alt, ink()), facts, name)


def moved(scribe: Scribe, now: float, before: float | None, decimals: int = 2) -> str:
    """A value with its change in brackets, or alone where there was none before."""
    printed: str = printing.number(now, decimals)
    if before is None:
        return printed
    return scribe.context.text("analysis.moved", now=printed, change=printing.number(now - before, decimals, sign=True))


def _bars(scribe: Scribe, bars: Sequence[Effect], printed_mm: float, facts: dict[str, Fact]) -> Figure:
    alt = _alt(scribe, [(one.name, one.printed) for one in bars], facts)
    return _figure(
        scribe,
        lambda: effect_bars(bars, alt, ink(), width_mm=WIDTH_MM, judged=False, printed_mm=printed_mm),
        facts,
    )


def _bar(scribe: Scribe, name: Text | str, value: float, printed: str) -> Effect:
    return Effect(_name(scribe, name), value, printed, _behind(scribe, name))


def _name(scribe: Scribe, name: Text | str) -> str:
    words = scribe.context.own(name) if isinstance(name, str) else name
    return words.in_language(scribe.context.language)


def _behind(scribe: Scribe, name: Text | str) -> str:
    """The name in the other language, where the page has two and the name is not the same in both."""
    words = scribe.context.own(name) if isinstance(name, str) else name
    return "" if words.zh == words.en else scribe.context.behind(words)


def _alt(scribe: Scribe, rows: Iterable[tuple[str, str]], facts: dict[str, Fact]) -> str:
    context = scribe.context
    told = [context.say("phrase.named", name=name, value=printed) for name, printed in rows]
    return context.text(f"{scribe.section}.alt", listed=context.say.join(told, "list.comma_only"), **facts)


def _figure(scribe: Scribe, draw: Callable[[], Chart], facts: dict[str, Fact], name: str = "") -> Figure:
    context, section = scribe.context, scribe.section
    picture = context.picture(f"{section}-{name}" if name else section, draw())
    caption = context.figure(section, context.say(f"{section}.figure", **facts))
    return Figure(caption, picture, context.say(f"{section}.figure.note", **facts))
