"""Prints sections that are declared as data: tables, drawings and sentences of the fields of answers.

What a field may be, and whether there is one, is settled in `desk/fields`; here is how each is printed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final, cast

from reportgen.analysis.answer import Figure, Unavailable
from reportgen.catalog.calendar_words import period_short, period_tick
from reportgen.model import declared, printing
from reportgen.model.declared import ListedFact, PlainSentence, PrintedFact, Sentence, ShownField
from reportgen.model.definition import Text
from reportgen.model.period import MONTHS
from reportgen.report.charts import DumbbellRow, budget_columns
from reportgen.report.charts.columns import MonthColumn
from reportgen.report.desk.tables import answers, drawings, figures
from reportgen.report.desk.tables.answers import FORMS, CellWriter
from reportgen.report.desk.tables.drawings import BridgeMove, End
from reportgen.report.desk.tables.fields import GROUP, ROW, PageFacts, number, present, traced, value_of
from reportgen.report.desk.tables.sheet import ChartFigure, Paragraphs, SectionContent, TableRow
from reportgen.report.speech import Fact, same
from reportgen.report.tokens import ink

if TYPE_CHECKING:
    from reportgen.model.declared import AnyBlock, Declaration, Predicated, RowSet
    from reportgen.report.desk.context import HospitalContext
    from reportgen.report.desk.tables.sheet import Block

Scope = Mapping[str, object]
"""What a field may begin with: the answers by name, ``page``, and ``row`` within rows."""
NUMERIC: Final = frozenset({*FORMS, "money"})
SEMICOLON: Final = "list.semicolon"


@dataclass(frozen=True)
class Declared:
    """One declared section while it is printed."""

    context: HospitalContext
    section: str
    writer: CellWriter
    scope: Scope

    def words(self, key: str, **facts: Fact) -> Text:
        """Words by key; one that begins with a dot stands below the section."""
        return self.context.say(f"{self.section}{key}" if key.startswith(".") else key, **facts)

    def holds(self, one: Predicated) -> bool:
        """Whether all that it wants is there, and nothing of what it must not have."""
        return all(present(value_of(self.scope, path)) for path in one.when) and not any(
            present(value_of(self.scope, path)) for path in one.unless
        )

    def of(self, row: object, called: str = ROW) -> Declared:
        """The same while it says something of one row."""
        return replace(self, scope={**self.scope, called: row})


def declared_section(context: HospitalContext, section: str, declaration: Declaration) -> SectionContent:
    """What a declaration makes of the answers: what is there in blocks, then what is missing."""
    analysis = context.material.analysis
    found = {name: analysis[identifier] for name, identifier in declaration.answers.items()}
    lost = [found[name] for name in declaration.requires if isinstance(found[name], Unavailable)]
    if lost:
        return answers.unanswered(context, section, *lost)
    page = PageFacts(
        figures.unit(context),
        context.say.currency_name(),
        context.say.currency_sign(),
        answers.last_year(context),
        context.period.months_elapsed / MONTHS,
        context.period.is_partial,
        context.material.case.file.has_official_rules,
    )
    one = Declared(context, section, answers.scribe(context, section), {**found, "page": page})
    blocks = [block for each in declaration.blocks if _stands(one, each) for block in BLOCKS[each.kind](one, each)]
    lacks = [lack for path in declaration.lacks for lack in _lacks(value_of(one.scope, path))]
    if not blocks:
        return answers.unanswered(context, section, *lacks)
    said = next(sentence for sentence in declaration.headline if one.holds(sentence))
    headline = _said(one, said, partial(_entered, one))
    return SectionContent(headline, (*blocks, *answers.left_out(context, lacks)))


def _stands(one: Declared, block: AnyBlock) -> bool:
    return present(value_of(one.scope, block.of)) and one.holds(block)


def _lacks(found: object) -> Iterator[Unavailable]:
    several = found if isinstance(found, tuple) else (found,)
    yield from (each for each in several if isinstance(each, Unavailable))


def _paragraph(one: Declared, block: declared.DeclaredParagraph) -> list[Block]:
    lines = tuple(line for told in block.lines for line in _told(one, told, partial(_shown, one)))
    return [Paragraphs(lines, one.words(block.title))]


Printer = Callable[[ShownField, Scope], Fact]
"""How a number is printed where it stands: in a cell with the reason why there is none, in a drawing, in a headline."""


def _said(one: Declared, sentence: PlainSentence, printer: Printer) -> Text:
    return one.words(sentence.say, **_facts(one, sentence.facts, printer))


def _told(one: Declared, sentence: Sentence, printer: Printer) -> Iterator[Text]:
    """A sentence where its predicate holds, of each row if it is about rows."""
    for within in [one.of(row) for row in _rows(one, (sentence.each,))] if sentence.each else [one]:
        if within.holds(sentence):
            yield _said(within, sentence, printer)


def _facts(one: Declared, facts: Mapping[str, Any], printer: Printer) -> dict[str, Fact]:
    return {name: _fact(one, fact, printer) for name, fact in facts.items()}


def _fact(one: Declared, fact: int | str | ShownField | ListedFact | PlainSentence, printer: Printer) -> Fact:
    if isinstance(fact, int):
        return fact
    if isinstance(fact, str):
        found: Fact = getattr(one.scope["page"], fact)
        return found
    if isinstance(fact, ShownField):
        return printer(fact, one.scope)
    if isinstance(fact, PlainSentence):
        return _said(one, fact, printer) if one.holds(fact) else ""
    told = [
        one.words(fact.say, **{name: printer(each, {**one.scope, ROW: row}) for name, each in fact.facts.items()})
        for row in _rows(one, (fact.each,))
    ]
    return one.context.say.join(told, fact.join)


def _shown(one: Declared, shown: ShownField, scope: Scope) -> Fact:
    """A field in a drawing or a paragraph: a number as tables print it."""
    found = value_of(scope, shown.field)
    if shown.form in NUMERIC:
        value = number(found)
        return one.context.text("sign.dash") if value is None else one.writer.shown(value, shown.form, sign=shown.sign)
    return _worded(one.context, shown, scope)


def _entered(one: Declared, shown: ShownField, scope: Scope) -> Fact:
    """A field in a headline, with its entry in the passport where it has a key."""
    if not isinstance(shown, PrintedFact) or not shown.key:
        return _shown(one, shown, scope)
    name = one.words(shown.name) if isinstance(shown.name, str) else _worded(one.context, shown.name, scope)
    found = value_of(scope, shown.field)
    value, name = (traced if shown.derived else number)(found), name if isinstance(name, Text) else same(str(name))
    assert value is not None, f"{shown.field} is said, and has no predicate"
    if shown.form == "spoken":
        return one.writer.money(shown.key, name, value)
    return one.writer.said(shown.key, name, value, shown.form)


def _written(one: Declared, table: CellWriter, shown: ShownField, scope: Scope) -> Fact:
    """A field in a cell or a note of a table: a number, or a dash with the reason why there is none."""
    found = value_of(scope, shown.field)
    if shown.form == "value" and shown.of:
        value = number(found)
        if value is None and shown.blank:
            return table.notes.absent(one.words(shown.blank))
        return table.indicator(str(value_of(scope, shown.of)), value)
    if shown.form not in NUMERIC:
        return _worded(one.context, shown, scope)
    figure = found if isinstance(found, Figure) else Figure(number(found))
    if shown.bare and figure.value is None:
        return ""
    if shown.blank and figure.value == 0 and not figure.places:
        return table.notes.absent(one.words(shown.blank))
    return table.write(figure, shown.form, sign=shown.sign)


def _worded(context: HospitalContext, shown: ShownField, scope: Scope) -> Fact:
    """A field that is no number, in words; what is said otherwise, nothing, or a dash where it is empty."""
    found: Any = value_of(scope, shown.field)
    if shown.form == "length":
        return len(found)
    if shown.form == "rate":
        return printing.percent(number(found) or 0.0, 1)
    also = [(one, value_of(scope, one.field)) for one in shown.also]
    if not present(found) and not any(present(each) for _, each in also):
        if shown.otherwise is not None:
            return _worded(context, shown.otherwise, scope)
        return same(printing.DASH) if shown.dashed else ""
    if shown.form == "words":
        several = [(shown, found), *also]
        told = [context.say(f"{each.under}.{name}") for each, names in several for name in _names(names)]
        said = context.say.join(told, SEMICOLON) if len(told) > 1 else told[0]
        return BEGINNINGS[shown.begins](context, said)
    return WORDINGS[shown.form](context, shown.under, found)


BEGINNINGS: Final[Mapping[str, Callable[[HospitalContext, Text], Text]]] = {
    "": lambda _, said: said,
    "within": lambda context, said: context.say.within(said),
    "capital": lambda context, said: context.say.begun(said),
}


def _item(context: HospitalContext, under: str, found: str) -> Text:
    key = f"{under}.{found}"
    return context.say(key) if under and key in context.say.words else answers.named(context, found)


def _indicator(context: HospitalContext, _: str, found: str) -> Text:
    return context.named(found) if found in context.material.catalog.indicators else context.own(found)


def _choice(context: HospitalContext, under: str, found: str) -> Text:
    table, _, column = under.partition(".")
    return answers.choice(context, table, column, found)


WORDINGS: Final[Mapping[str, Callable[[HospitalContext, str, Any], Fact]]] = {
    "own": lambda context, _, found: context.own(found),
    "cell": lambda context, _, found: context.own(found),
    "item": _item,
    "title": lambda context, _, found: context.material.catalog.items[found].name,
    "indicator": _indicator,
    "short": lambda context, _, found: context.short(found),
    "measure": lambda context, _, found: context.unit(found),
    "spoken": lambda context, _, found: context.say.money(number(found) or 0.0),
    "choice": _choice,
    "month": lambda _, __, found: period_short(found),
    "plain": lambda _, __, found: found,
}
"""Form → how a field in it is put into words, with what stands in `under`."""


def _names(found: Any) -> tuple[Any, ...]:
    return found if isinstance(found, tuple) else (found,) if found else ()


def _rows(one: Declared, paths: Iterable[str]) -> list[object]:
    """What the fields hold, one after the other; nothing of what is not there."""
    several = [value_of(one.scope, path) for path in paths]
    return [row for found in several if isinstance(found, tuple) for row in found]


def _table(one: Declared, block: declared.DeclaredTable) -> list[Block]:
    table = one.writer.table()
    numbers = {name for name, column in block.columns.items() if column.form in {*NUMERIC, "value"}}
    heads = {name: (column.width, "n" if name in numbers else column.style) for name, column in block.columns.items()}
    lines = [line for rows in block.rows for line in _lines(one, table, block, rows)]
    notes = [said for note in block.notes for said in _told(one, note, partial(_written, one, table))]
    facts = _facts(one, block.facts, partial(_written, one, table))
    return [table.grid(block.name, heads, lines, *notes, **facts)] if lines else []


def _lines(
    one: Declared, table: CellWriter, block: declared.DeclaredTable, rows: RowSet | declared.RowGroup
) -> Iterator[TableRow]:
    if isinstance(rows, declared.RowGroup):
        for group in _rows(one, (rows.groups,)):
            within = one.of(group, GROUP)
            below = [line for each in rows.rows for line in _lines(within, table, block, each)]
            if below:
                yield answers.heading(cast("Text", _worded(one.context, rows.heading, within.scope)))
            yield from below
        return
    found = [value_of(one.scope, rows.one)] if rows.one else _rows(one, [rows.each] if rows.each else [])[: rows.most]
    if rows.heading and found:
        yield answers.heading(one.words(rows.heading, **_facts(one, rows.facts, partial(_shown, one))))
    for row in found:
        cells = [_cell(one, table, _of_column(block, rows, name), row) for name in block.columns]
        yield TableRow(tuple(cells), rows.emphasis, rows.level)


def _of_column(block: declared.DeclaredTable, rows: RowSet, name: str) -> str | ShownField:
    return rows.cells.get(name, "") if rows.cells else block.columns[name]


def _cell(one: Declared, table: CellWriter, shown: str | ShownField, row: object) -> Any:
    if isinstance(shown, str):
        return one.words(shown) if shown else ""
    return _written(one, table, shown, {**one.scope, ROW: row})


def _amounts(one: Declared, block: declared.AmountsChart) -> list[Block]:
    scopes = [{**one.scope, ROW: row} for row in _rows(one, block.each)]
    known = [(_name(one, block.row, scope), number(value_of(scope, block.amount))) for scope in scopes]
    drawn = [(name, amount) for name, amount in known if amount is not None]
    facts = _facts(one, block.facts, partial(_shown, one))
    return [drawings.amounts(one.writer, drawn, sign=block.sign, **facts)] if drawn else []


def _pairs(one: Declared, block: declared.PairsChart) -> list[Block]:
    factor, drawn = FORMS[block.end.form][0] if block.end else 1.0, []
    for row in _rows(one, block.each):
        scope = {**one.scope, ROW: row}
        before, now = (number(value_of(scope, path)) for path in (block.before, block.now))
        if now is not None and block.end is None:
            drawn.append(
                DumbbellRow(_name(one, block.row, scope), before, now, drawings.moved(one.writer, now, before))
            )
        elif now is not None and before is not None and block.end is not None:
            printed = str(_shown(one, block.end, scope))
            drawn.append(DumbbellRow(_name(one, block.row, scope), before * factor, now * factor, printed))
    facts = _facts(one, block.facts, partial(_shown, one))
    return [drawings.pairs(one.writer, drawn, block.name, n=len(drawn), **facts)] if drawn else []


def _name(one: Declared, shown: ShownField, scope: Scope) -> Any:
    """What a row of a drawing is called: words, or what the hospital wrote, which the drawing puts into words."""
    found: Any = value_of(scope, shown.field)
    return found if shown.form == "own" else _worded(one.context, shown, scope)


def _shares(one: Declared, block: declared.SharesChart) -> list[Block]:
    drawn, factor = [], FORMS[block.share.form][0]
    for row in _rows(one, block.each):
        scope = {**one.scope, ROW: row}
        share = number(value_of(scope, block.share.field))
        if share is not None:
            printed = one.writer.shown(share, block.share.form)
            drawn.append((_name(one, block.row, scope), share * factor, printed))
    mark, printer = number(value_of(one.scope, block.mark)), partial(_shown, one)
    if not drawn or mark is None:
        return []
    label, facts = _said(one, block.label, printer), _facts(one, block.facts, printer)
    return [drawings.shares(one.writer, drawn, (mark * factor, label), block.name, **facts)]


def _bridge(one: Declared, block: declared.BridgeChart) -> list[Block]:
    moves = [move for step in block.steps for move in _moves(one, step)]
    first, last = (next(iter(_moves(one, step)), None) for step in (block.first, block.last))
    if not moves or first is None or last is None:
        return []
    ends = End(first.name, first.amount), End(last.name, last.amount)
    note = _said(one, block.note, partial(_shown, one))
    return [drawings.bridge_figure(one.writer, block.name, one.words(block.title), ends, moves, "money", note)]


def _moves(one: Declared, step: declared.BridgeStep) -> Iterator[BridgeMove]:
    for row in _rows(one, (step.each,)) if step.each else [None]:
        scope = {**one.scope, ROW: row}
        amount = number(value_of(scope, step.amount))
        name = one.words(step.name) if isinstance(step.name, str) else _name(one, step.name, scope)
        if amount is not None and (amount or not step.each):
            yield BridgeMove(name, amount)


def _months(one: Declared, block: declared.MonthsChart) -> list[Block]:
    context, writer, scale, columns = one.context, one.writer, figures.scale(one.context), []
    for row in _rows(one, block.each):
        scope = {**one.scope, ROW: row}
        actual, budget = (number(value_of(scope, path)) for path in (block.actual, block.budget))
        if actual is not None:
            label, printed = period_tick(str(value_of(scope, block.period))), writer.shown(actual, "money")
            planned = None if budget is None else budget / scale
            columns.append(MonthColumn(label, actual / scale, printed, budget=planned))
    if not columns:
        return []
    facts = {"n": len(columns), "unit": figures.unit(context), **_facts(one, block.facts, partial(_shown, one))}
    alt = one.words(".alt", **facts).in_language(context.language)
    picture = context.picture(one.section, budget_columns(columns, alt, ink(), height_mm=block.height))
    caption = context.figure(one.section, one.words(".figure", **facts))
    return [ChartFigure(caption, picture, one.words(".figure.note", **facts))]


BLOCKS: Final[Mapping[str, Callable[[Declared, Any], list[Block]]]] = {
    "table": _table,
    "amounts": _amounts,
    "pairs": _pairs,
    "shares": _shares,
    "bridge": _bridge,
    "months": _months,
    "words": _paragraph,
}
