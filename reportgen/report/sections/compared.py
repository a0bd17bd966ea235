"""Headline items against last year, the month before, the start of the year and the budget; and without one-offs.

Against the best: each scored indicator beside the best peer and the median, and the own best year.

The peers: who they are, by which rule, and how each indicator is spread among them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from reportgen.analysis.answer import Unavailable
from reportgen.analysis.comparison.against import FEWEST_PEERS, Base
from reportgen.catalog.calendar_words import period_with_year
from reportgen.model import printing
from reportgen.model.values import Reason
from reportgen.report import conditions
from reportgen.report.desk.grades.indicator_pictures import strip_picture
from reportgen.report.desk.tables import drawings, figures
from reportgen.report.desk.tables.answers import (
    amount_said,
    called,
    form_of,
    heading,
    last_year,
    named,
    scribe,
    span,
    unanswered,
)
from reportgen.report.desk.tables.sheet import (
    Block,
    ChartFigure,
    Paragraphs,
    SectionContent,
    SheetFigures,
    Table,
    TableColumn,
    TableRow,
    saying,
)
from reportgen.report.speech import same

if TYPE_CHECKING:
    from reportgen.analysis.comparison.against import Benchmark, Compared, ItemComparison
    from reportgen.analysis.comparison.one_off import Comparable
    from reportgen.model.definition import Text
    from reportgen.model.results import PeerPosition, ScoredIndicator
    from reportgen.report.desk.context import HospitalContext
    from reportgen.report.desk.tables.answers import CellWriter

SECTION: Final = "compared"
FLOWS: Final = (Base.LAST_YEAR, Base.BUDGET, Base.BUDGET_OF_YEAR)
BALANCES: Final = (Base.LAST_YEAR, Base.YEAR_START, Base.PRECEDING)
MONTHS: Final = (Base.LAST_YEAR, Base.PRECEDING)
DRAWN: Final = 12
"""Rates that the drawing shows."""


def compared(context: HospitalContext) -> SectionContent:
    """Amounts to date, amounts of the month, balances; then what was taken out or restated."""
    found: tuple[ItemComparison, ...] = context.material.analysis["comparison.items"]
    if not found:
        return saying(context.say("compared.headline.none"), context.say("compared.none"))
    writer = scribe(context, SECTION)
    scopes = {"to_date": FLOWS, "month": MONTHS, "closing": BALANCES}
    rows = {scope: [one for one in found if one.scope == scope] for scope in scopes}
    tables = [_table(writer, scope, rows[scope], bases) for scope, bases in scopes.items() if rows[scope]]
    others = _comparable(writer, context.material.analysis["comparison.one_off"])
    return SectionContent(_headline(writer, found), (*_figure(writer, found), *tables, *others))


def _headline(writer: CellWriter, found: tuple[ItemComparison, ...]) -> Text:
    """What the first item did, and how many of all rose and fell."""
    context, say = writer.context, writer.context.say
    first = found[0] if found[0].scope != "month" or len(found) == 1 else found[1]
    before = first.with_base(Base.LAST_YEAR)
    rates = [one.with_base(Base.LAST_YEAR) for one in found if one.scope != "month"]
    known = [one.rate.value for one in rates if one is not None and one.rate.value is not None]
    shown = [writer.shown(rate, "percent", sign=True) for rate in known]
    rose, fell = (sum(text.startswith(sign) for text in shown) for sign in ("+", printing.MINUS))
    assert first.now.value is not None
    name = called(context, first.id)
    facts: dict[str, Text | str] = {"name": name, "now": amount_said(context, first.id, first.now.value)}
    if before is None or before.rate.value is None:
        return say("compared.headline.plain", **facts)
    side = "up" if before.rate.value >= 0 else "down"
    share = writer.said("headline", name, abs(before.rate.value), "percent")
    facts |= {"base": last_year(context), "share": share}
    return say(f"compared.headline.{side}", n=len(shown), rose=rose, fell=fell, **facts)


def _figure(writer: CellWriter, found: tuple[ItemComparison, ...]) -> list[ChartFigure]:
    """What moved most since last year, by its rate; flows to date and balances."""
    rates = [(one.id, one.with_base(Base.LAST_YEAR)) for one in found if one.scope != "month"]
    known = [(name, one.rate.value) for name, one in rates if one is not None and one.rate.value is not None]
    most = sorted(known, key=lambda one: -abs(one[1]))[:DRAWN]
    rows = [(called(writer.context, name), rate) for name, rate in sorted(most, key=lambda one: -one[1])]
    return [drawings.changes(writer, rows, n=len(rows), base=last_year(writer.context))] if rows else []


def _table(writer: CellWriter, scope: str, rows: list[ItemComparison], bases: tuple[Base, ...]) -> Table:
    context, say, table = writer.context, writer.context.say, writer.table()
    there = [base for base in bases if any(one.with_base(base) is not None for one in rows)]
    now_head = say(_of_span(context, f"compared.head.{scope}"))
    columns = [TableColumn(say("compared.head.item"), 46), TableColumn(now_head, 26, "n")]
    for base in there:
        head = say("compared.head.amount", base=say(f"analysis.base.{base}"))
        columns += [TableColumn(head, 24, "n")] if base is not Base.BUDGET_OF_YEAR else []
        columns.append(TableColumn(head if base is Base.BUDGET_OF_YEAR else same("%"), 14, "n"))
    lines = tuple(_line(table, one, there) for one in rows)
    now = context.material.period
    period = span(context, now) if scope == "to_date" else period_with_year(now)
    titled = _of_span(context, f"compared.table.{scope}")
    caption = context.table(SECTION, say(titled, period=period, unit=figures.unit(context)))
    means = [say(_of_span(context, f"compared.means.{base}")) for base in there]
    notes = (say.join(means, "list.sentences"),) if means else ()
    return Table(caption, tuple(columns), lines, (*notes, *table.notes.lines()), dense=True, is_unlike=True)


def _of_span(context: HospitalContext, key: str) -> str:
    """The words of a month, a quarter or a year where one of them has its own."""
    own = f"{key}.{context.span}"
    return own if own in context.say.words else key


def _line(table: CellWriter, one: ItemComparison, there: list[Base]) -> TableRow:
    context, form = table.context, form_of(table.context, one.id)
    name = context.caption(one.id)
    cells = [table.write(one.now, form)]
    for base in there:
        held = one.with_base(base)
        if held is None or held.against.value is None:
            absent = table.notes.absent(_absent(context, held))
            cells += [absent] * (1 if base is Base.BUDGET_OF_YEAR else 2)
            continue
        if base is Base.BUDGET_OF_YEAR:
            cells.append(table.write(one.now.over(held.against), "percent"))
            continue
        cells.append(table.write(held.difference, form, sign=True))
        cells.append(table.write(held.rate, "percent", sign=True))
    return TableRow((name, *cells))


def _absent(context: HospitalContext, held: Compared | None) -> Text:
    """Why there is nothing to hold a figure against; a year's budget may be stated without its months."""
    if held is None:
        return context.reason(Reason.NO_BUDGET)
    if held.base is Base.BUDGET and context.period.is_partial:
        return context.say("compared.means.no_months")
    return context.reason(held.against.reason or Reason.MISSING_PRIOR)


def _comparable(writer: CellWriter, found: Comparable) -> tuple[Table, ...]:
    """Items without their one-off parts, and opening balances that are not last year's closing ones."""
    context, say, table = writer.context, writer.context.say, writer.table()
    lines: list[TableRow] = []
    for item in found.adjusted:
        lines.append(heading(named(context, item.item)))
        reported = table.write(item.reported, "money")
        lines.append(TableRow((say("compared.reported"), reported)))
        lines += [
            TableRow((context.own(event.reason), table.write(-event.amount, "money", sign=True)), level=1)
            for event in item.events
        ]
        adjusted = table.write(item.adjusted, "money")
        lines.append(TableRow((say("compared.adjusted"), adjusted), "total"))
    for one in found.restated:
        lines.append(heading(named(context, one.item)))
        parts = {"closing": one.closing, "opening": one.opening, "difference": one.difference}
        lines += [TableRow((say(f"compared.{key}"), table.write(figure, "money"))) for key, figure in parts.items()]
    if not lines:
        return ()
    columns = (TableColumn(say("compared.head.item"), 120), TableColumn(say("compared.head.value"), 52, "n"))
    caption = context.table(SECTION, say("compared.table.comparable", unit=figures.unit(context)))
    return (Table(caption, columns, tuple(lines), (say("compared.comparable.note"),), dense=True),)


BENCHMARK_SECTION: Final = "benchmark"


def benchmark(context: HospitalContext) -> SectionContent:
    """Farthest behind the best first."""
    found: tuple[Benchmark, ...] | Unavailable = context.material.analysis["comparison.benchmarks"]
    if isinstance(found, Unavailable):
        return unanswered(context, BENCHMARK_SECTION, found)
    if not found:
        lack = Unavailable("peers_of", facts={"period": context.material.period, "need": FEWEST_PEERS})
        return unanswered(context, BENCHMARK_SECTION, lack)
    writer = scribe(context, BENCHMARK_SECTION)
    return SectionContent(
        _benchmark_headline(context, found), (_benchmark_figure(writer, found), _benchmark_table(writer, found))
    )


def _benchmark_headline(context: HospitalContext, found: tuple[Benchmark, ...]) -> Text:
    upper = sum(2 * one.place <= one.n for one in found)
    first = sum(one.place == 1 for one in found)
    return context.say("benchmark.headline", n=len(found), upper=upper, first=first)


def _benchmark_figure(writer: CellWriter, found: tuple[Benchmark, ...]) -> ChartFigure:
    """How many of the peers each indicator matches or beats, the best placed first."""
    ranked = sorted(found, key=lambda one: (one.place / one.n, one.id))
    rows = [
        (writer.context.short(one.id), (one.n - one.place) / (one.n - 1) * printing.PERCENT, _place(one))
        for one in ranked
    ]
    return drawings.shares(writer, rows, (printing.PERCENT / 2, writer.context.say("benchmark.half")), n=len(rows))


def _place(one: Benchmark) -> printing.Composed:
    return printing.composed("{} / {}", printing.whole(one.place), printing.whole(one.n))


def _benchmark_table(writer: CellWriter, found: tuple[Benchmark, ...]) -> Table:
    context, say, table = writer.context, writer.context.say, writer.table()
    columns = (
        TableColumn(say("scorecard.head.indicator"), 36),
        TableColumn(say("scorecard.head.unit"), 12, "c"),
        TableColumn(say("benchmark.head.own"), 18, "n"),
        TableColumn(say("benchmark.head.median"), 18, "n"),
        TableColumn(say("benchmark.head.best"), 18, "n"),
        TableColumn(say("benchmark.head.gap"), 18, "n"),
        TableColumn(say("benchmark.head.place"), 14, "n"),
        TableColumn(say("benchmark.head.own_best"), 18, "n"),
        TableColumn(say("benchmark.head.when"), 15),
        TableColumn(say("benchmark.head.years"), 10, "n"),
    )
    bests = {one.id: one for one in context.material.analysis["comparison.indicators"]}
    lines = tuple(_benchmark_line(table, one, bests.get(one.id)) for one in found)
    span = say(f"benchmark.span.{context.span}s")
    caption = context.table(BENCHMARK_SECTION, say("benchmark.table"))
    notes = (say("benchmark.note"), span, *table.remarks())
    return Table(caption, columns, lines, notes, dense=True, is_unlike=True)


def _benchmark_line(table: CellWriter, one: Benchmark, compared: ItemComparison | None) -> TableRow:
    context = table.context
    cells = [table.indicator(one.id, value) for value in (one.own, one.median, one.best, one.gap)]
    when = years = ""
    own_best = compared.with_base(Base.OWN_BEST) if compared is not None else None
    if own_best is None or own_best.against.value is None:
        best = table.notes.absent(context.say("benchmark.no_own_best"))
    else:
        when, years = own_best.period, printing.whole(own_best.n)
        best = context.printed(one.id, own_best.against.value)
    return TableRow((context.short(one.id), context.unit(one.id), *cells, same(_place(one)), best, when, years))


PEERS_SECTION: Final = "peers"
ACROSS: Final = 3
MOST_NAMED: Final = 300
"""Peers that are named one by one, on two or three pages; nobody reads the names of a country's hospitals."""
HAN: Final = re.compile("[\u2e80-\u9fff]")


def peers(context: HospitalContext) -> SectionContent:
    """Names, the rule of choice, distributions; one sentence where there is nobody to compare with."""
    say, material = context.say, context.material
    compared = [i for i in context.evaluation.indicators if i.peer is not None and i.value is not None]
    if material.peers is None or not compared:
        none = conditions.so(context, "peers_page.none", "peers_page.none.period")
        return saying(say("peers_page.headline.none"), none)
    named = _names(context)
    blocks: list[Block] = [_spread(context, compared), _who(context, named)]
    return SectionContent(
        _peers_headline(context, compared), tuple(blocks), (_rule(context, len(named)), *_upper(context, compared))
    )


def _names(context: HospitalContext) -> list[Text]:
    """The peers that have figures in the period, by name."""
    material = context.material
    assert material.peers is not None
    index = material.peers.values.index
    there = {str(entity) for entity, period in index if str(period) == material.period}
    return [material.peer_names.get(entity, same(entity)) for entity in sorted(there)]


def _peers_headline(context: HospitalContext, compared: list[ScoredIndicator]) -> Text:
    most = max(indicator.peer.n for indicator in compared if indicator.peer is not None)
    return context.say("peers_page.headline", n=most, of=len(compared), upper=len(_better(compared)))


def _better(compared: list[ScoredIndicator]) -> list[ScoredIndicator]:
    """Those in which more than half of the peers stand behind the hospital, not beside it."""
    return [one for one in compared if one.peer is not None and _last(one.peer) <= (one.peer.n + 1) / 2]


def _last(peer: PeerPosition) -> int:
    """The last of the places that the hospital shares."""
    return peer.rank + peer.tied


def _even(compared: list[ScoredIndicator]) -> list[ScoredIndicator]:
    """Those in which it would stand in the better half, were so many not beside it."""
    return [i for i in compared if i.peer is not None and i.peer.rank <= (i.peer.n + 1) / 2 < _last(i.peer)]


def _upper(context: HospitalContext, compared: list[ScoredIndicator]) -> list[Text]:
    """The indicators that the title counts, with their ranks, then those that too many share the place in."""
    say, lines = context.say, []
    for key, found in (("upper", _better(compared)), ("even", _even(compared))):
        listed = [_placed(context, one) for one in found]
        if listed:
            lines.append(say(f"peers_page.{key}", listed=say.join(listed, "list.comma_only")))
    return lines


def _placed(context: HospitalContext, one: ScoredIndicator) -> Text:
    assert one.peer is not None
    rank, n = printing.whole(one.peer.rank), printing.whole(one.peer.n + 1)
    name = context.named(one.id)
    if not one.peer.tied:
        return context.say("peers_page.upper.one", name=name, rank=rank, n=n)
    return context.say("peers_page.upper.tied", name=name, rank=rank, n=n, tied=printing.whole(one.peer.tied))


def _rule(context: HospitalContext, count: int) -> Text:
    say, file = context.say, context.material.case.file.peers
    if file is None or not file.group:
        return say("peers_page.rule.all", n=count)
    return say("peers_page.rule.group", n=count, group=file.name or same(file.group))


def _spread(context: HospitalContext, compared: list[ScoredIndicator]) -> SheetFigures:
    say = context.say
    caption = context.figure(PEERS_SECTION, say("peers_page.spread", n=len(compared)))
    pictures = []
    for indicator in compared:
        picture = strip_picture(context, indicator, half=True, name="spread", alt=_alternative(context, indicator))
        assert picture is not None
        unit = context.unit(indicator.id)
        pictures.append((say("peers_page.panel", name=context.short(indicator.id), unit=unit), picture))
    return SheetFigures(caption, tuple(pictures), say("peers_page.spread.note"))


def _alternative(context: HospitalContext, indicator: ScoredIndicator) -> str:
    peer = indicator.peer
    assert peer is not None
    assert indicator.value is not None
    low, high, own = (
        context.spoken(indicator.id, value) for value in (peer.lower_quartile, peer.upper_quartile, indicator.value)
    )
    return context.text("peers_page.alt", name=context.name(indicator.id), n=peer.n, low=low, high=high, own=own)


def _who(context: HospitalContext, names: list[Text]) -> Block:
    """The peers by name; of more than a few hundred where their names stand."""
    say = context.say
    if len(names) > MOST_NAMED:
        title = say("peers_page.who", n=len(names))
        return Paragraphs((say("peers_page.who.many", most=printing.whole(MOST_NAMED)),), title)
    columns = tuple(TableColumn(say("peers_page.head.name"), 1) for _ in range(ACROSS))
    lines = []
    for start in range(0, len(names), ACROSS):
        row = names[start : start + ACROSS]
        lines.append(TableRow((*row, *("" for _ in range(ACROSS - len(row))))))
    unsaid = context.mode == "en" and any(name.zh == name.en and HAN.search(name.en) for name in names)
    notes = (say("peers_page.who.note"),) if unsaid else ()
    return Table(
        context.table(PEERS_SECTION, say("peers_page.who", n=len(names))), columns, tuple(lines), notes, dense=True
    )
