"""What moved income, expense and the surplus since last year: bridges that add up to the cent.

Factor analysis: every step of substitution for the indicators of most weight.
"""

from __future__ import annotations

from math import fsum
from typing import TYPE_CHECKING, Final

from reportgen import formula
from reportgen.analysis.answer import Unavailable
from reportgen.analysis.drivers.substitution import Substitution, substitution
from reportgen.analysis.drivers.substitution import SubstitutionFigure as Factor
from reportgen.catalog.calendar_words import period_with_year
from reportgen.model import printing
from reportgen.model.definition import Text
from reportgen.model.period import Period
from reportgen.report.desk.grades.gradings import is_quantitative
from reportgen.report.desk.sources.passport_rows import formula_text
from reportgen.report.desk.tables import doubts, figures
from reportgen.report.desk.tables.answers import called, last_year, left_out, named, scribe, span, unanswered
from reportgen.report.desk.tables.drawings import BridgeMove, End, bridge_figure
from reportgen.report.desk.tables.sheet import Block, Paragraphs, SectionContent, Table, TableColumn, TableRow, saying
from reportgen.report.section import Piece
from reportgen.report.speech import same

if TYPE_CHECKING:
    from reportgen.analysis.drivers.bridges import DriverBridge, DriverStep
    from reportgen.model.definitions import Indicator
    from reportgen.model.printing import PrintedNumber
    from reportgen.model.reports import Options
    from reportgen.model.results import ScoredIndicator
    from reportgen.model.values import Derivation
    from reportgen.report.desk.context import HospitalContext
    from reportgen.report.desk.tables.answers import CellWriter
    from reportgen.report.desk.tables.sheet import ChartFigure
    from reportgen.report.speech import Fact

SECTION: Final = "drivers"
MOST: Final = 8
"""Steps of a drawing; smaller ones stand together in it, and each by itself in the table of income."""


def pieces(context: HospitalContext, options: Options) -> list[Piece]:
    """The bridges that are asked for; where none can be built, what to supply."""
    asked = options.words("of")
    found = {name: context.material.analysis[f"drivers.{name}"] for name in asked}
    built = {name: one for name, one in found.items() if not isinstance(one, Unavailable)}
    lacks = [one for one in found.values() if isinstance(one, Unavailable)]
    if not built:
        return [Piece(options.entry, unanswered(context, SECTION, *lacks))]
    writer = scribe(context, SECTION)
    blocks: list[Block] = []
    for name, one in built.items():
        blocks.append(_figure(writer, name, one) if one.steps else Paragraphs((_unmoved(context, one),)))
        if name == "income":
            blocks += _both_orders(writer, one)
    first = next(iter(built.values()))
    return [Piece(options.entry, SectionContent(_headline(writer, first), (*blocks, *left_out(context, lacks))))]


def _unmoved(context: HospitalContext, found: DriverBridge) -> Text:
    return context.say("drivers.headline.same", name=called(context, found.item), period=last_year(context))


def _headline(writer: CellWriter, found: DriverBridge) -> Text:
    say, context = writer.context.say, writer.context
    assert found.before.value is not None
    assert found.after.value is not None
    change, period = found.after.value - found.before.value, last_year(context)
    name = called(context, found.item)
    if not found.steps or writer.shown(change, "money") == writer.shown(0.0, "money"):
        return _unmoved(context, found)
    most = max(found.steps, key=lambda step: step.amount if change > 0 else -step.amount)
    key = "up" if change > 0 else "down"
    facts: dict[str, Text | str] = {
        "name": name,
        "period": period,
        "change": writer.money(f"{found.item}.change", name, change),
        "factor": say.within(_name(context, most)),
        "amount": writer.money("most", _name(context, most), most.amount),
    }
    return say(f"drivers.headline.{key}", **facts)


def _name(context: HospitalContext, step: DriverStep) -> Text:
    """An item by its name; the effect of a factor on an item by what the factor is there."""
    key = f"drivers.step.{step.id}"
    return context.say(key) if key in context.say.words else named(context, step.id)


def _figure(writer: CellWriter, name: str, found: DriverBridge) -> ChartFigure:
    context, say = writer.context, writer.context.say
    assert found.before.value is not None
    assert found.after.value is not None
    ends = (
        End(span(context, found.period_before), found.before.value),
        End(span(context, found.period_after), found.after.value),
    )
    moves = [BridgeMove(_name(context, step), step.amount) for step in _largest(found)]
    rest = [step for step in found.steps if step not in _largest(found)]
    if rest:
        others = say("drivers.others", n=len(rest))
        moves.append(BridgeMove(others, fsum(step.amount for step in rest)))
    change = writer.said(name, called(context, found.item), found.after.value - found.before.value, "money", sign=True)
    note = say("drivers.note.split" if found.order else "drivers.note", unit=figures.unit(context), change=change)
    return bridge_figure(writer, name, say(f"drivers.figure.{name}"), ends, moves, "money", note)


def _largest(found: DriverBridge) -> list[DriverStep]:
    """The largest steps in the order of the bridge; one more than the others would save no row."""
    if len(found.steps) <= MOST + 1:
        return list(found.steps)
    kept = sorted(found.steps, key=lambda step: -abs(step.amount))[:MOST]
    return [step for step in found.steps if step in kept]


def _both_orders(writer: CellWriter, found: DriverBridge) -> list[Block]:
    """Every step of income, free of order and in the order printed."""
    context, say, table = writer.context, writer.context.say, writer.table()
    ordered = context.material.analysis["drivers.income_in_order"]
    if isinstance(ordered, Unavailable):
        return []
    chained = {step.id: step.amount for step in ordered.steps}
    lines = [
        TableRow(
            (
                _name(context, step),
                table.write(step.amount, "money", sign=True),
                table.write(chained.get(step.id, 0.0), "money", sign=True),
            )
        )
        for step in found.steps
    ]
    sums = [fsum(step.amount for step in one.steps) for one in (found, ordered)]
    total = say("drivers.sum")
    cells = [table.write(one, "money", sign=True) for one in sums]
    columns = (
        TableColumn(say("drivers.head.factor"), 80),
        TableColumn(say("analysis.method.shapley"), 46, "n"),
        TableColumn(say("analysis.method.chain"), 46, "n"),
    )
    caption = context.table(SECTION, say("drivers.table", unit=figures.unit(context)))
    return [
        Table(caption, columns, (*lines, TableRow((total, *cells), "grand")), (_order(context, ordered),), dense=True)
    ]


def _order(context: HospitalContext, found: DriverBridge) -> Text:
    """The order in which factors were replaced, as the method demands that it be said."""
    steps = [step for step in found.steps if "." in step.id]
    listed = context.say.join([_name(context, step) for step in steps], "list.then") if steps else same("")
    return context.say("drivers.order", listed=listed)


FACTORS_SECTION: Final = "factors"
EXTRA: Final = 2
"""Decimals of a step more than those of the value, so that small effects show."""


def factors(context: HospitalContext, most: int) -> SectionContent:
    """One table for each of the indicators that moved the total most."""
    say = context.say
    before = str(context.period.previous_year())
    chosen = _chosen(context)
    found = [(i, split) for i in chosen if (split := _split(context, i, before)) is not None][:most]
    if not found:
        return saying(say("factors.headline.none"), say("factors.none", period=period_with_year(before)))
    blocks: list[Block] = [_table(context, indicator, split, before) for indicator, split in found]
    told = next((pair for pair in found if _has_moved(context, *pair)), found[0])
    asked = doubts.below(context, [indicator.id for indicator, _ in found], ())
    headline = _factors_headline(context, *told, n=len(found))
    return SectionContent(headline, tuple(blocks), (say("factors.lead"), *asked))


def _chosen(context: HospitalContext) -> list[ScoredIndicator]:
    """Those with a value, the one of most weight first."""
    told = [i for i in context.evaluation.indicators if i.value is not None and is_quantitative(context, i)]
    return sorted(told, key=lambda i: (-i.effective_weight, i.id))


def _split(context: HospitalContext, indicator: ScoredIndicator, before: str) -> Substitution | None:
    derive = context.material.derive
    found = substitution(derive(indicator.id, before), derive(indicator.id))
    return found if found is not None and len(found.steps) > 1 else None


def _has_moved(context: HospitalContext, indicator: ScoredIndicator, split: Substitution) -> bool:
    """Whether the value is another one as printed."""
    return len({context.spoken(indicator.id, value).en for value in (split.before, split.after)}) > 1


def _factors_headline(context: HospitalContext, indicator: ScoredIndicator, split: Substitution, *, n: int) -> Text:
    """The figure that did most, or how many did alike; none where the value stayed."""
    say, definition, finer = context.say, context.indicator(indicator.id), _finer(context, indicator)
    before, after = (context.spoken(indicator.id, value) for value in (split.before, split.after))
    name = doubts.marked(context, indicator.id, context.named(indicator.id))
    facts: dict[str, Fact] = {"n": n, "name": name, "before": before, "after": after}
    if before == after:
        return say("factors.headline.still", **facts)
    largest = max(split.steps, key=lambda step: abs(step.effect))
    sizes = [printing.measured(abs(step.effect), finer) for step in split.steps]
    if (alike := sizes.count(printing.measured(abs(largest.effect), finer))) > 1:
        size = _effect(context, indicator, printing.measured(abs(largest.effect), definition))
        return say("factors.headline.level", k=alike, size=size, **facts)
    facts["factor"] = say.within(_factors_name(context, largest.figure))
    effect = _effect(context, indicator, printing.measured(largest.effect, definition, sign=True))
    return say("factors.headline", effect=effect, **facts)


def _effect(context: HospitalContext, indicator: ScoredIndicator, digits: PrintedNumber) -> Fact:
    """An effect in a sentence: of percentages in points."""
    return context.say("measured.percentage_points", digits=digits) if indicator.unit == "percent" else digits


def _finer(context: HospitalContext, indicator: ScoredIndicator) -> Indicator:
    """The indicator with the decimals that steps are printed with."""
    definition = context.indicator(indicator.id)
    return definition.model_copy(update={"decimals": printing.decimals(definition) + EXTRA})


def _table(context: HospitalContext, indicator: ScoredIndicator, split: Substitution, before: str) -> Table:
    say, finer = context.say, _finer(context, indicator)

    def shown(value: float, *, sign: bool = False) -> str:
        return printing.measured(value, finer, sign=sign)

    lines = [TableRow((say("factors.start", period=period_with_year(before)), "", "", shown(split.before), ""))]
    lines += [
        TableRow(
            (
                say("factors.step", n=number, name=_factors_name(context, step.figure)),
                _factors_figure(step.figure.before),
                _factors_figure(step.figure.after),
                shown(step.value),
                shown(step.effect, sign=True),
            ),
            level=1,
        )
        for number, step in enumerate(split.steps, start=1)
    ]
    lines.append(
        TableRow(
            (
                say("factors.end", period=period_with_year(context.material.period)),
                "",
                "",
                shown(split.after),
                shown(split.after - split.before, sign=True),
            ),
            "total",
        )
    )
    unit = context.unit(indicator.id)
    effect = say("factors.head.points") if indicator.unit == "percent" else say("factors.head.effect", unit=unit)
    columns = (
        TableColumn(say("factors.head.step"), 66),
        TableColumn(period_with_year(before), 32, "n"),
        TableColumn(period_with_year(context.material.period), 32, "n"),
        TableColumn(say("factors.head.value", unit=unit), 22, "n"),
        TableColumn(effect, 22, "n"),
    )
    caption = context.table(FACTORS_SECTION, say("factors.table", name=_marked(context, indicator)))
    lead = say("factors.formula", formula=formula_text(context, indicator.id))
    return Table(caption, columns, tuple(lines), lead=lead)


def _marked(context: HospitalContext, indicator: ScoredIndicator) -> Text:
    return doubts.marked(context, indicator.id, context.name(indicator.id))


def _factors_figure(value: float) -> str:
    return printing.number(value, 0 if value == int(value) else 2)


def _factors_name(context: HospitalContext, factor: Factor) -> Text:
    node = factor.node
    if node.kind == "item":
        return _placed(context, context.caption(node.id), node)
    if node.kind == "calendar" and f"formula.{node.id}" in context.say.words:
        return context.say(f"formula.{node.id}")
    return _said(context, factor.expression)


def _placed(context: HospitalContext, name: Text, node: Derivation) -> Text:
    """An item as the formula takes it: of last year, at the opening; columns name the year of the indicator."""
    is_earlier = bool(node.period) and Period.parse(node.period).year < context.period.year  # a December is of its year
    words = context.say.words.under("formula.function").get("prev" if is_earlier else node.view)
    return name if words is None else Text(zh=words.zh.format(name.zh), en=words.en.format(name.en))


def _said(context: HospitalContext, expression: str) -> Text:
    tree = formula.parse(expression)
    names = {name: context.caption(name) for name in formula.names_in(tree) if context.knows(name)}
    functions = context.say.words.under("formula.function")
    return Text(
        zh=formula.say(tree, {n: t.zh for n, t in names.items()}, {n: t.zh for n, t in functions.items()}),
        en=formula.say(tree, {n: t.en for n, t in names.items()}, {n: t.en for n, t in functions.items()}),
    )


def factors_pieces(context: HospitalContext, options: Options) -> list[Piece]:
    """The page, for as many indicators as the kind of report says."""
    return [Piece(options.entry, factors(context, options.number("most")))]
