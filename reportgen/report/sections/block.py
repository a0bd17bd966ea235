"""Indicators that are read together: values and what is said of them, amounts, parts of totals, twelve months."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from reportgen.analysis.blocks import block
from reportgen.catalog.calendar_words import period_tick, period_with_year
from reportgen.formula import names_in
from reportgen.model import printing
from reportgen.model.period import Period
from reportgen.report.charts import TrendPoint, trend
from reportgen.report.desk.captions import Notes
from reportgen.report.desk.tables import doubts, figures
from reportgen.report.desk.tables.drawings import ticks
from reportgen.report.section import Piece
from reportgen.report.speech import group_told
from reportgen.report.tokens import ink

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.analysis.amounts import Amount, Parts
    from reportgen.analysis.blocks import BlockRow, BlockView
    from reportgen.model.definition import Text
    from reportgen.model.reports import Options
    from reportgen.model.values import Reason
    from reportgen.report.desk.captions import Caption
    from reportgen.report.desk.context import HospitalContext, PlacedChart

    Move = tuple[BlockRow, float, float]
    """An indicator, now and before."""

WIDTH_MM: Final = 172.0
HEIGHT_MM: Final = 40.0
SECTION: Final = "block"
MOST_SAID: Final = 2
"""Amounts that need no table."""
HALF: Final = 0.5
RATING: Final = "level"
"""Unit of items that are levels with a coefficient."""


@dataclass(frozen=True)
class IndicatorLine:
    """One indicator, or the reason why it has no value, and what is said of it."""

    name: Text
    unit: Text
    value: str
    previous: str
    remarks: tuple[Text, ...]


@dataclass(frozen=True)
class CompositionTable:
    """What a total consists of; the total stands last."""

    caption: Caption
    rows: tuple[tuple[Text, str, str], ...]
    total: tuple[Text, str, str]
    note: Text | None
    remarks: tuple[Text, ...]


@dataclass(frozen=True)
class Months:
    """The last twelve months of an indicator."""

    name: Text
    picture: PlacedChart


@dataclass(frozen=True)
class BlockPage:
    """One block; amounts too few for a table are `said`.

    Attributes:
        asked: what the mark on names says, where figures are in question.
        absent: what else it was to print, and why that is not there.
        lacking: the same of all of it, where nothing is there.
    """

    headline: Text
    notes: tuple[Text, ...]
    paragraph: Text | None
    base: Text
    lines: tuple[IndicatorLine, ...]
    unit: Text
    amounts: tuple[tuple[Text, str], ...]
    said: Text | None
    tables: tuple[CompositionTable, ...]
    caption: Caption | None
    months: tuple[Months, ...]
    asked: tuple[Text, ...] = ()
    absent: tuple[Text, ...] = ()
    lacking: tuple[Text, ...] = ()

    @property
    def has_remarks(self) -> bool:
        """Whether anything is said of a value."""
        return any(line.remarks for line in self.lines)


def pieces(context: HospitalContext, options: Options) -> list[Piece]:
    """A piece for each block that is asked for; tables of many hospitals do not belong here.

    A block of the program without a value is left out. One of the case says what is missing: somebody asked for it.
    """
    known = context.material.catalog.blocks
    views = [_marked(context, block(context.material, name)) for name in options.words("of") if not known[name].across]
    return [
        Piece(f"{SECTION}-{view.id}", _page(context, view) if view.has_values else _nothing(context, view), view.title)
        for view in views
        if view.has_values or view.is_own
    ]


def _marked(context: HospitalContext, view: BlockView) -> BlockView:
    """The same with the mark of figures in question on the names of those that are printed."""
    return replace(
        view,
        rows=tuple(
            replace(one, name=doubts.marked(context, one.id, one.name)) if one.printed else one for one in view.rows
        ),
        amounts=tuple(
            replace(one, name=doubts.marked_of(context, (one.id,), one.name)) if one.printed else one
            for one in view.amounts
        ),
        compositions=tuple(_marked_parts(context, one) for one in view.compositions),
    )


def _marked_parts(context: HospitalContext, parts: Parts) -> Parts:
    shares = (
        share if share.id is None else replace(share, name=doubts.marked_of(context, (share.id,), share.name))
        for share in parts.shares
    )
    return replace(parts, name=doubts.marked_of(context, (parts.id,), parts.name), shares=tuple(shares))


def _asked(context: HospitalContext, view: BlockView) -> tuple[Text, ...]:
    parts = [name for one in view.compositions for name in (one.id, *(share.id for share in one.shares)) if name]
    rows, amounts = ([one.id for one in some if one.printed] for some in (view.rows, view.amounts))
    return doubts.below(context, rows, [*amounts, *parts])


def _page(context: HospitalContext, view: BlockView) -> BlockPage:
    base, notes = str(context.period.previous_year()), Notes()
    rows = [row for row in view.rows if row.printed is not None or row.remarks or view.is_own]
    lines = tuple(_line(context, row, notes) for row in rows)
    section, say = f"{SECTION}-{view.id}", context.say
    tables = tuple(_table(context, parts, section) for parts in view.compositions)
    return BlockPage(
        headline=_headline(context, view, base),
        notes=notes.lines(),
        paragraph=group_told(say, view.health, context.material.catalog.indicators) if view.health else None,
        base=period_with_year(base),
        lines=lines,
        unit=figures.unit(context),
        amounts=tuple((one.name, one.printed or "") for one in view.told),
        said=_said(context, view),
        tables=tables,
        caption=context.table(section, say("block.table", name=view.title)) if lines else None,
        months=tuple(Months(row.name, _months(context, row)) for row in view.rows if row.months),
        asked=_asked(context, view),
        absent=tuple(_absent(context, view)) if view.is_own else (),
    )


def _nothing(context: HospitalContext, view: BlockView) -> BlockPage:
    """A block of which nothing is there: its indicators by the reason, then what else it was to print."""
    reasons: dict[Reason | None, list[Text]] = {}
    for row in view.rows:
        reasons.setdefault(row.reason, []).append(row.name)
    told = [_lacks(context, names, _why(context, reason)) for reason, names in reasons.items()]
    lacking = (*told, *_absent(context, view))
    return BlockPage(
        headline=context.say("block.headline.none"),
        notes=(),
        paragraph=None,
        base=view.title,
        lines=(),
        unit=figures.unit(context),
        amounts=(),
        said=None,
        tables=(),
        caption=None,
        months=(),
        absent=lacking,
        lacking=lacking,
    )


def _absent(context: HospitalContext, view: BlockView) -> Iterator[Text]:
    """The amounts that are not there, and the totals without shares, each with its reason."""
    if names := [one.name for one in view.amounts if one.printed is None]:
        yield _lacks(context, names, _why(context, None))
    for name, why in view.unmade:
        yield _lacks(context, [context.say("block.composition", name=name)], context.say(f"block.unmade.{why}"))


def _lacks(context: HospitalContext, names: list[Text], why: Text) -> Text:
    return context.say("block.absent", names=context.say.join(names, "list.comma"), why=why)


def _why(context: HospitalContext, reason: Reason | None) -> Text:
    return context.say("statement.not_submitted") if reason is None else context.reason(reason)


def _amount_said(context: HospitalContext, one: Amount) -> Text:
    """An amount as sentences write money; what is none as the table has it."""
    is_money = one.value is not None and context.material.catalog.items[one.id].unit == "money"
    value = context.say.money(one.value or 0.0) if is_money else one.printed or ""
    return context.say("phrase.valued", name=one.name, value=value)


def _said(context: HospitalContext, view: BlockView) -> Text | None:
    """Amounts in a sentence, where a table of them would have a row or two."""
    say, known = context.say, view.told
    if not known or len(known) > MOST_SAID:
        return None
    parts = [_amount_said(context, one) for one in known]
    return say("block.amounts.said", listed=say.join(parts, "list.comma_only"))


def _headline(context: HospitalContext, view: BlockView, base: str) -> Text:
    """The largest part of the first total; else the indicator that moved most, or the weakest; else an amount."""
    say = context.say
    if view.compositions:
        parts = view.compositions[0]
        named = [share for share in parts.shares if share.name != say("block.other")] or parts.shares
        most = max(named, key=lambda share: share.fraction)
        rest = next((share for share in parts.shares if share not in named), None)
        if rest is not None and rest.fraction > HALF:  # what is not named is no part that could be the largest
            return say("block.headline.rest", whole=parts.name, share=rest.printed)
        return say("block.headline.parts", part=most.name, whole=say.within(parts.name), share=most.printed)
    row = next((row for row in view.rows if row.printed is not None), None)
    if row is None:
        return _amount_said(context, view.told[0])
    if len(moves := _comparable(context, view, base)) > 1:
        return _most(context, moves, base)
    value, before = _both(context, row, base)
    if value is None or before is None or row.previous is None:
        return _alone(context, row, view, base)
    return _moved(context, (row, value, before), base)


def _alone(context: HospitalContext, first: BlockRow, view: BlockView, base: str) -> Text:
    """Without a year before: the weakest of those that have a grade, and which it is; else the first."""
    scored = {one.id: one for one in context.evaluation.indicators if context.grade_of(one)}
    found = [row for row in view.rows if row.printed is not None and row.id in scored]
    row = min(found, key=lambda one: scored[one.id].score or 0.0, default=first)
    value, _ = _both(context, row, base)
    now = context.say("phrase.valued", name=row.name, value=row.printed or "")
    now = now if value is None else context.valued(row.name, row.id, value)
    if _is_rating(context, row.id):
        return context.say("block.headline.rated", now=now)
    grade = context.grade_of(scored[row.id]) if row.id in scored else None
    return now if grade is None else context.say("block.headline.graded", now=now, grade=context.grade(grade))


def _both(context: HospitalContext, row: BlockRow, base: str) -> tuple[float | None, float | None]:
    values, entity = context.material.values, context.material.entity
    value, before = (values.at(row.id, entity, period).value for period in (context.material.period, base))
    return value, before


def _comparable(context: HospitalContext, view: BlockView, base: str) -> list[Move]:
    """The indicators with a value then and now; none where their units differ, so that their moves do not compare."""
    found = [
        (row, value, before)
        for row in view.rows
        if row.printed is not None and row.previous is not None
        for value, before in [_both(context, row, base)]
        if value is not None and before is not None
    ]
    return found if len({context.indicator(row.id).unit for row, _, _ in found}) == 1 else []


def _most(context: HospitalContext, moves: list[Move], base: str) -> Text:
    """The largest move; where others went the other way, how many went which way."""
    said = _moved(context, max(moves, key=lambda move: abs(move[1] - move[2])), base)
    turns = [_turn(move) for move in moves]
    up, down = turns.count("up"), turns.count("down")
    if not up or not down:
        return said
    count = context.say("block.headline.count", n=len(moves), up=up, down=down)
    return context.say.join([said, count], "list.semicolon")


def _turn(move: Move) -> str:
    row, value, before = move
    return "same" if row.printed == row.previous else "up" if value > before else "down"


def _moved(context: HospitalContext, move: Move, base: str) -> Text:
    row, value, before = move
    facts = {"now": context.spoken(row.id, value), "before": context.spoken(row.id, before)}
    return context.say(f"block.headline.{_turn(move)}", name=row.name, period=period_with_year(base), **facts)


def _line(context: HospitalContext, row: BlockRow, notes: Notes) -> IndicatorLine:
    value = row.printed or notes.absent(_why(context, row.reason))
    previous = row.previous or notes.absent(context.say("statement.no_last_year"))
    return IndicatorLine(row.name, _unit(context, row.id), value, previous, row.remarks)


def _unit(context: HospitalContext, identifier: str) -> Text:
    """The unit of an indicator; a rating is a coefficient from 0 to 1."""
    return context.say("block.coefficient") if _is_rating(context, identifier) else context.unit(identifier)


def _is_rating(context: HospitalContext, identifier: str) -> bool:
    rated, items = names_in(context.material.catalog.expressions[identifier]), context.material.catalog.items
    return any(name in items and items[name].unit == RATING for name in rated)


def _table(context: HospitalContext, parts: Parts, section: str) -> CompositionTable:
    has_rest = any(share.name == context.say("block.other") for share in parts.shares)
    return CompositionTable(
        caption=context.table(section, context.say("block.composition", name=parts.name)),
        rows=tuple((share.name, share.amount, share.printed) for share in parts.shares),
        total=(parts.name, parts.amount, printing.number(printing.PERCENT, 2)),
        note=context.say("block.last_digit", gap=parts.gap) if parts.gap else None,
        remarks=tuple(_said_of_parts(context, parts, has_rest=has_rest)),
    )


def _said_of_parts(context: HospitalContext, parts: Parts, *, has_rest: bool) -> Iterator[Text]:
    """What the rest of a total is, and which lines the statement keeps out of it."""
    whole = context.say.within(parts.name)
    if has_rest:
        yield context.say("block.other_means", whole=whole)
    if parts.outside:
        yield context.say("block.outside", whole=whole, listed=context.say.join(parts.outside, "list.comma_only"))


def _months(context: HospitalContext, row: BlockRow) -> PlacedChart:
    unit = context.indicator(row.id).unit
    shown = [printing.displayed(value, unit) for value in row.months]
    period = Period.parse(context.material.period)
    periods = [period]
    for _ in shown[1:]:
        periods.append(periods[-1].preceding())
    points = [
        TrendPoint(period_tick(str(when)), value, printed=context.printed(row.id, real))
        for when, value, real in zip(reversed(periods), shown, row.months, strict=True)
    ]
    first, last = (context.spoken(row.id, value) for value in (row.months[0], row.months[-1]))
    alt = context.text("trend.alt", name=context.name(row.id), n=len(points), first=first, last=last)
    chart = trend(
        points,
        context.printed(row.id, row.months[-1]),
        ticks(shown),
        alt,
        ink(),
        width_mm=WIDTH_MM,
        height_mm=HEIGHT_MM,
    )
    return context.picture(f"months-{row.id}", chart)
