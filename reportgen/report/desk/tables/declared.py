"""Prints sections that are declared as data: tables, drawings and sentences of the fields of answers.

What a field may be, and whether there is one, is settled in `desk/fields`; here is how each is printed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from reportgen.analysis.answer import Figure, Unavailable
from reportgen.catalog.calendar_words import period_short, period_tick
from reportgen.model import declared, printing
from reportgen.model.declared import ListedFact, PlainSentence, PrintedFact, ShownField
from reportgen.model.definition import Text
from reportgen.model.period import MONTHS
from reportgen.report.charts import DumbbellRow, budget_columns
from reportgen.report.charts.columns import MonthColumn
from reportgen.report.desk.tables import answers, drawings, figures
from reportgen.report.desk.tables.answers import FORMS, CellWriter
from reportgen.report.desk.tables.drawings import BridgeMove, End
from reportgen.report.desk.tables.fields import PageFacts, number, present, value_of
from reportgen.report.desk.tables.sheet import ChartFigure, Paragraphs, SectionContent, Table, TableRow
from reportgen.report.speech import Fact, same
from reportgen.report.tokens import ink

if TYPE_CHECKING:
    from reportgen.model.declared import AnyBlock, Declaration, Predicated, RowSet
    from reportgen.report.desk.context import HospitalContext
    from reportgen.report.desk.tables.sheet import Block

Scope = Mapping[str, object]
"""What a field may begin with: the answers by name, ``page``, and ``row`` within rows."""
ROW: Final = "row"
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
        answers.last_year(context),
        context.period.months_elapsed / MONTHS,
        context.period.is_partial,
        context.material.case.file.has_official_rules,
    )
    one = Declared(context, section, answers.scribe(context, section), {**found, "page": page})
    blocks = [block for each in declaration.blocks if _stands(one, each) for block in _block(one, each)]
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


def _block(one: Declared, block: AnyBlock) -> list[Block]:
    match block:
        case declared.DeclaredTable():
            return [_table(one, block)]
        case declared.PairsChart():
            return _pairs(one, block)
        case declared.SharesChart():
            return _shares(one, block)
        case declared.BridgeChart():
            return _bridge(one, block)
        case declared.MonthsChart():
            return _months(one, block)
        case declared.DeclaredParagraph():
            lines = tuple(_said(one, line, partial(_shown, one)) for line in block.lines if one.holds(line))
            return [Paragraphs(lines, one.words(block.title))]


Printer = Callable[[ShownField, Scope], Fact]
"""How a number is printed where it stands: in a cell with the reason why there is none, in a drawing, in a headline."""


def _said(one: Declared, sentence: PlainSentence, printer: Printer) -> Text:
    return one.words(sentence.say, **_facts(one, sentence.facts, printer))


def _facts(one: Declared, facts: Mapping[str, Any], printer: Printer) -> dict[str, Fact]:
    return {name: _fact(one, fact, printer) for name, fact in facts.items()}


def _fact(one: Declared, fact: str | ShownField | ListedFact | PlainSentence, printer: Printer) -> Fact:
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
    if shown.form in FORMS or shown.form == "money":
        value = number(found)
        return one.context.text("sign.dash") if value is None else one.writer.shown(value, shown.form, sign=shown.sign)
    return _worded(one.context, shown, found)


def _entered(one: Declared, shown: ShownField, scope: Scope) -> Fact:
    """A field in a headline, with its entry in the passport where it has a key."""
    if not isinstance(shown, PrintedFact) or not shown.key:
        return _shown(one, shown, scope)
    name = (
        one.words(shown.name)
        if isinstance(shown.name, str)
        else _worded(one.context, shown.name, value_of(scope, shown.name.field))
    )
    value = number(value_of(scope, shown.field))
    assert value is not None, f"{shown.field} is said, and has no predicate"
    return one.writer.said(shown.key, name if isinstance(name, Text) else same(str(name)), value, shown.form)


def _written(one: Declared, table: CellWriter, shown: ShownField, scope: Scope) -> Fact:
    """A field in a cell or a note of a table: a number, or a dash with the reason why there is none."""
    found = value_of(scope, shown.field)
    if shown.form not in FORMS and shown.form != "money":
        return _worded(one.context, shown, found, tuple(value_of(scope, also.field) for also in shown.also))
    figure = found if isinstance(found, Figure) else Figure(number(found))
    if shown.blank and figure.value == 0 and not figure.places:
        return table.notes.absent(one.words(shown.blank))
    return table.write(figure, shown.form, sign=shown.sign)


def _worded(context: HospitalContext, shown: ShownField, found: Any, also: tuple[Any, ...] = ()) -> Fact:
    """A field that is no number, in words; nothing, or a dash, where it is empty."""
    if shown.form == "length":
        return len(found)
    if shown.form == "rate":
        return printing.percent(number(found) or 0.0, 1)
    if not present(found) and not any(map(present, also)):
        return same(printing.DASH) if shown.dashed else ""
    if shown.form == "words":
        several = [(shown, found), *zip(shown.also, also, strict=True)]
        told = [context.say(f"{each.under}.{name}") for each, names in several for name in _names(names)]
        return context.say.join(told, SEMICOLON) if len(told) > 1 else told[0]
    return WORDINGS[shown.form](context, shown.under, found)


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


def _table(one: Declared, block: declared.DeclaredTable) -> Table:
    table = one.writer.table()
    numbers = {name: column.form in FORMS or column.form == "money" for name, column in block.columns.items()}
    heads = {name: (column.width, "n" if numbers[name] else column.style) for name, column in block.columns.items()}
    lines = [line for rows in block.rows for line in _lines(one, table, block, rows)]
    printer = partial(_written, one, table)
    notes = [_said(one, note, printer) for note in block.notes if one.holds(note)]
    return table.grid(block.name, heads, lines, *notes, **_facts(one, block.facts, printer))


def _lines(one: Declared, table: CellWriter, block: declared.DeclaredTable, rows: RowSet) -> Iterator[TableRow]:
    found = [value_of(one.scope, rows.one)] if rows.one else _rows(one, [rows.each] if rows.each else [])[: rows.most]
    if rows.heading and found:
        yield answers.heading(one.words(rows.heading))
    for row in found:
        cells = [_cell(one, table, _of_column(block, rows, name), row) for name in block.columns]
        yield TableRow(tuple(cells), rows.emphasis, rows.level)


def _of_column(block: declared.DeclaredTable, rows: RowSet, name: str) -> str | ShownField:
    return rows.cells.get(name, "") if rows.cells else block.columns[name]


def _cell(one: Declared, table: CellWriter, shown: str | ShownField, row: object) -> Any:
    if isinstance(shown, str):
        return one.words(shown) if shown else ""
    return _written(one, table, shown, {**one.scope, ROW: row})


def _pairs(one: Declared, block: declared.PairsChart) -> list[Block]:
    factor, drawn = FORMS[block.end.form][0], []
    for row in _rows(one, block.each):
        scope = {**one.scope, ROW: row}
        before, now = (number(value_of(scope, path)) for path in (block.before, block.now))
        if before is not None and now is not None:
            printed = str(_shown(one, block.end, scope))
            drawn.append(DumbbellRow(_name(one, block.row, scope), before * factor, now * factor, printed))
    facts = _facts(one, block.facts, partial(_shown, one))
    return [drawings.pairs(one.writer, drawn, block.name, n=len(drawn), **facts)] if drawn else []


def _name(one: Declared, shown: ShownField, scope: Scope) -> Any:
    """What a row of a drawing is called: words, or what the hospital wrote, which the drawing puts into words."""
    found: Any = value_of(scope, shown.field)
    return found if shown.form == "own" else _worded(one.context, shown, found)


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
