"""Factor analysis: every step of substitution for the indicators of most weight."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen import formula
from reportgen.analysis.drivers.substitution import Figure as Factor
from reportgen.analysis.drivers.substitution import Substitution, substitution
from reportgen.model import printing
from reportgen.model.definition import Text
from reportgen.report.calendar_words import period_with_year
from reportgen.report.desk.gradings import is_quantitative
from reportgen.report.desk.passport_rows import formula_text
from reportgen.report.desk.sheet import Block, Column, Line, Sheet, Table, saying
from reportgen.report.section import Piece

if TYPE_CHECKING:
    from reportgen.model.reports import Options
    from reportgen.model.results import ScoredIndicator
    from reportgen.model.values import Derivation
    from reportgen.report.desk.context import Context

SECTION: Final = "factors"
EXTRA: Final = 2
"""Decimals of a step more than those of the value, so that small effects show."""


def factors(context: Context, most: int) -> Sheet:
    """One table for each of the indicators that moved the total most."""
    say = context.say
    before = str(context.period.previous_year())
    chosen = _chosen(context)
    found = [(i, split) for i in chosen if (split := _split(context, i, before)) is not None][:most]
    if not found:
        return saying(say("factors.headline.none"), say("factors.none", period=period_with_year(before)))
    blocks: list[Block] = [_table(context, indicator, split, before) for indicator, split in found]
    return Sheet(_headline(context, *found[0], n=len(found)), tuple(blocks), (say("factors.lead"),))


def _chosen(context: Context) -> list[ScoredIndicator]:
    """Those with a value, the one of most weight first."""
    told = [i for i in context.evaluation.indicators if i.value is not None and is_quantitative(context, i)]
    return sorted(told, key=lambda i: (-i.effective_weight, i.id))


def _split(context: Context, indicator: ScoredIndicator, before: str) -> Substitution | None:
    derive = context.material.derive
    found = substitution(derive(indicator.id, before), derive(indicator.id))
    return found if found is not None and len(found.steps) > 1 else None


def _headline(context: Context, indicator: ScoredIndicator, split: Substitution, *, n: int) -> Text:
    largest = max(split.steps, key=lambda step: abs(step.effect))
    definition = context.indicator(indicator.id)
    return context.say(
        "factors.headline", n=n, name=context.named(indicator.id),
        before=context.spoken(indicator.id, split.before), after=context.spoken(indicator.id, split.after),
        factor=context.say.within(_name(context, largest.figure)),
        effect=printing.measured(largest.effect, definition, sign=True),
    )  # fmt: skip


def _table(context: Context, indicator: ScoredIndicator, split: Substitution, before: str) -> Table:
    say = context.say
    definition = context.indicator(indicator.id)
    finer = definition.model_copy(update={"decimals": printing.decimals(definition) + EXTRA})

    def shown(value: float, *, sign: bool = False) -> str:
        return printing.measured(value, finer, sign=sign)

    lines = [Line((say("factors.start", period=period_with_year(before)), "", "", shown(split.before), ""))]
    lines += [
        Line((say("factors.step", n=number, name=_name(context, step.figure)), _figure(step.figure.before),
              _figure(step.figure.after), shown(step.value), shown(step.effect, sign=True)), level=1)
        for number, step in enumerate(split.steps, start=1)
    ]  # fmt: skip
    lines.append(
        Line((say("factors.end", period=period_with_year(context.material.period)), "", "", shown(split.after),
              shown(split.after - split.before, sign=True)), "total")
    )  # fmt: skip
    unit = context.unit(indicator.id)
    effect = say("factors.head.points") if indicator.unit == "percent" else say("factors.head.effect", unit=unit)
    columns = (
        Column(say("factors.head.step"), 66), Column(period_with_year(before), 32, "n"),
        Column(period_with_year(context.material.period), 32, "n"),
        Column(say("factors.head.value", unit=unit), 22, "n"), Column(effect, 22, "n"),
    )  # fmt: skip
    caption = context.table(SECTION, say("factors.table", name=context.name(indicator.id)))
    lead = say("factors.formula", formula=formula_text(context, indicator.id))
    return Table(caption, columns, tuple(lines), lead=lead)


def _figure(value: float) -> str:
    return printing.number(value, 0 if value == int(value) else 2)


def _name(context: Context, factor: Factor) -> Text:
    node = factor.node
    if node.kind == "item":
        return _placed(context, context.caption(node.id), node)
    if node.kind == "calendar" and f"formula.{node.id}" in context.say.words:
        return context.say(f"formula.{node.id}")
    return _said(context, factor.expression)


def _placed(context: Context, name: Text, node: Derivation) -> Text:
    """An item as the formula takes it: of last year, at the opening; columns name the year of the indicator."""
    is_earlier = node.period not in ("", context.material.period)
    words = context.say.words.under("formula.function").get("prev" if is_earlier else node.view)
    return name if words is None else Text(zh=words.zh.format(name.zh), en=words.en.format(name.en))


def _said(context: Context, expression: str) -> Text:
    tree = formula.parse(expression)
    names = {name: context.caption(name) for name in formula.names_in(tree) if context.knows(name)}
    functions = context.say.words.under("formula.function")
    return Text(
        zh=formula.say(tree, {n: t.zh for n, t in names.items()}, {n: t.zh for n, t in functions.items()}),
        en=formula.say(tree, {n: t.en for n, t in names.items()}, {n: t.en for n, t in functions.items()}),
    )


def pieces(context: Context, options: Options) -> list[Piece]:
    """The page, for as many indicators as the kind of report says."""
    return [Piece(options.entry, factors(context, options.number("most")))]
