"""Against the best: each scored indicator beside the best peer and the median, and the own best year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.analysis.answer import Lack
from reportgen.analysis.comparison.against import Base
from reportgen.model import printing
from reportgen.report.desk import drawings
from reportgen.report.desk.answers import scribe, unanswered
from reportgen.report.desk.sheet import Column, Figure, Line, Sheet, Table
from reportgen.report.speech import same

if TYPE_CHECKING:
    from reportgen.analysis.comparison.against import Comparison
    from reportgen.analysis.comparison.benchmark import Benchmark
    from reportgen.model.definition import Text
    from reportgen.report.desk.answers import Scribe
    from reportgen.report.desk.context import Context

SECTION: Final = "benchmark"


def benchmark(context: Context) -> Sheet:
    """Farthest behind the best first."""
    found: tuple[Benchmark, ...] | Lack = context.material.analysis["comparison.benchmarks"]
    if isinstance(found, Lack):
        return unanswered(context, SECTION, found)
    if not found:
        return unanswered(context, SECTION, Lack("peers"))
    writer = scribe(context, SECTION)
    return Sheet(_headline(context, found), (_figure(writer, found), _table(writer, found)))


def _headline(context: Context, found: tuple[Benchmark, ...]) -> Text:
    upper = sum(2 * one.place <= one.n for one in found)
    first = sum(one.place == 1 for one in found)
    return context.say("benchmark.headline", n=len(found), upper=upper, first=first)


def _figure(writer: Scribe, found: tuple[Benchmark, ...]) -> Figure:
    """How many of the peers each indicator matches or beats, the best placed first."""
    ranked = sorted(found, key=lambda one: (one.place / one.n, one.id))
    rows = [
        (writer.context.short(one.id), (one.n - one.place) / (one.n - 1) * printing.PERCENT, _place(one))
        for one in ranked
    ]
    return drawings.shares(writer, rows, (printing.PERCENT / 2, writer.context.say("benchmark.half")), n=len(rows))


def _place(one: Benchmark) -> printing.Composed:
    return printing.composed("{} / {}", printing.whole(one.place), printing.whole(one.n))


def _table(writer: Scribe, found: tuple[Benchmark, ...]) -> Table:
    context, say, table = writer.context, writer.context.say, writer.table()
    columns = (
        Column(say("scorecard.head.indicator"), 36), Column(say("scorecard.head.unit"), 12, "c"),
        Column(say("benchmark.head.own"), 18, "n"), Column(say("benchmark.head.median"), 18, "n"),
        Column(say("benchmark.head.best"), 18, "n"), Column(say("benchmark.head.gap"), 18, "n"),
        Column(say("benchmark.head.place"), 14, "n"), Column(say("benchmark.head.own_best"), 18, "n"),
        Column(say("benchmark.head.when"), 15), Column(say("benchmark.head.years"), 10, "n"),
    )  # fmt: skip
    bests = {one.id: one for one in context.material.analysis["comparison.indicators"]}
    lines = tuple(_line(table, one, bests.get(one.id)) for one in found)
    span = say(f"benchmark.span.{'months' if context.period.is_partial else 'years'}")
    caption = context.table(SECTION, say("benchmark.table"))
    notes = (say("benchmark.note"), span, *table.remarks())
    return Table(caption, columns, lines, notes, dense=True, is_unlike=True)


def _line(table: Scribe, one: Benchmark, compared: Comparison | None) -> Line:
    context = table.context
    cells = [table.indicator(one.id, value) for value in (one.own, one.median, one.best, one.gap)]
    when = years = ""
    own_best = compared.with_base(Base.OWN_BEST) if compared is not None else None
    if own_best is None or own_best.against.value is None:
        best = table.notes.absent(context.say("benchmark.no_own_best"))
    else:
        when, years = own_best.period, printing.whole(own_best.n)
        best = context.printed(one.id, own_best.against.value)
    return Line((context.short(one.id), context.unit(one.id), *cells, same(_place(one)), best, when, years))
