"""A statement as it is printed, official or not.

Official forms whose figures stand in rows and columns at once, on landscape pages.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from reportgen.analysis.amounts import line_place
from reportgen.catalog.calendar_words import period_name
from reportgen.intake.words.labels import normalised
from reportgen.model import printing
from reportgen.model.definition import Text
from reportgen.model.submitted import submitted
from reportgen.report.desk.captions import Breaks
from reportgen.report.desk.documents import form_sheets
from reportgen.report.desk.documents.furniture import short_name
from reportgen.report.desk.tables import figures
from reportgen.report.desk.tables.figures import FormLine, StatementCell
from reportgen.report.speech import same

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reportgen.model.dataset import OwnLine
    from reportgen.model.definitions import Form, FormColumn, FormRow
    from reportgen.model.place import Place
    from reportgen.report.desk.captions import Caption
    from reportgen.report.desk.context import HospitalContext, PlacedChart


ROOM: Final = 12
EXACT_ROOM: Final = 17
"""Characters of an amount that the columns have room for in the usual size, and where it stands to the hundredth."""
EXACT_USUAL: Final = 16
"""Of an amount to the hundredth those that narrow columns have room for: an amount of billions, without a sign."""

AIRY: Final = 36
ROOMY: Final = 48
AIRY_WIDE: Final = 24
LONE: Final = 18
"""Rows up to which a page has room for much more and for some more air between them, though some take two lines."""
SHEET_MM: Final = 257.0
UPRIGHT_MM: Final = 170.0
TITLE_MM: Final = (5.8, 1.75)
NOTE_MM: Final = (2.54, 1.3)
"""Of a Chinese and of a Latin character on average, in a title of both languages and in the note beside it."""
NOTE_SHARE: Final = 0.58
"""Of the line at most, as the style sheet has it."""
CAPTION_MM: Final = 40.0
MANY: Final = 9
"""Columns of amounts on one landscape page, from which on each is as wide as its amounts are long."""
LEAST: Final = 9
"""Characters of the narrowest column, for the words of its head."""
BETWEEN: Final = "/"
HEAD_LINE: Final = 5
SPAN_LINE: Final = 10
"""Characters on a line of a head, of one column and of two."""
ORDINAL: Final = re.compile(r"^\d+\W\s*")
HAN: Final = re.compile("[\u3400-\u9fff]")
BRACKETS: Final = str.maketrans("()", "\uff08\uff09")
"""Those of Chinese, which names lose where they are compared."""


@dataclass(frozen=True)
class StatementHead:
    """Head of a column; `analysis` columns are not part of the form.

    Attributes:
        over: the head that the column shares with its neighbours.
        parts: its Chinese where it goes on to a second line.
    """

    words: Text
    analysis: bool = False
    style: str = "amount"
    over: StatementHead | None = None
    parts: tuple[str, ...] = ()


@dataclass(frozen=True)
class StatementPage:
    """One statement page.

    Attributes:
        is_wide: whether it stands on landscape pages.
        is_exact: whether amounts stand to the hundredth of the currency, which takes wider columns.
        second_side: the number of the row from which the second side of the form stands, on a page of its own; on
            landscape pages that of the main row where it is parted, if it has to be. None where all fits a page.
        side_notes: the reasons that rows of the first side name, told on its page.
        caption: under which the list of tables names it.
        headline: what it shows, over a table that is no official form; its own name stands above it then.
        is_alone: whether it is the only table of its form.
    """

    id: str
    kind: str
    title: Text
    form: Text
    heads: tuple[StatementHead, ...]
    rows: tuple[FormLine, ...]
    notes: tuple[Text, ...]
    legend: Text
    composition: PlacedChart | None = None
    composition_note: Text | None = None
    is_wide: bool = False
    is_exact: bool = False
    caption: Caption | None = None
    headline: Text | None = None
    second_side: int | None = None
    side_notes: tuple[Text, ...] = ()
    is_alone: bool = False

    @property
    def has_long(self) -> bool:
        """Whether an amount is too long for its column in the usual size."""
        return self._longest > (EXACT_ROOM if self.is_exact else ROOM)

    @property
    def has_long_title(self) -> bool:
        """Whether its name in both languages and the note beside it are longer than a line."""
        line = SHEET_MM if self.is_wide else UPRIGHT_MM
        note = max(len(self.form.zh) * NOTE_MM[0], len(self.form.en) * NOTE_MM[1])
        title = len(self.title.zh) * TITLE_MM[0] + len(self.title.en) * TITLE_MM[1]
        return title + min(note, NOTE_SHARE * line) > line

    @property
    def is_full(self) -> bool:
        """Whether amounts to the hundredth take more than the narrow columns that leave captions their room."""
        return self.is_exact and self._longest > EXACT_USUAL

    @property
    def _longest(self) -> int:
        return max((len(cell.text) for row in self.rows for cell in row.cells), default=0)

    @property
    def air(self) -> str:
        """How the rows of a page share its height: the fewer they are, the more each has.

        Matrices of two years share a page; one alone has it to itself.
        """
        if not self.is_exact or (self.kind == "matrix" and not self.is_alone):
            return ""
        if self.kind == "matrix":
            return "lone" if len(self.rows) <= LONE else ""
        if self.is_wide:
            return "airy" if len(self.rows) <= AIRY_WIDE else ""
        most = max(self.second_side or 0, len(self.rows) - (self.second_side or 0))
        return "airy" if most <= AIRY else "roomy" if most <= ROOMY else ""

    @property
    def spans(self) -> tuple[tuple[StatementHead, int], ...]:
        """The upper of two rows of heads: the first column of each span and how many it holds; none where one row does.

        A column without a shared head has 0, and its own head takes both rows.
        """
        if not any(head.over for head in self.heads):
            return ()
        found: list[tuple[StatementHead, int]] = []
        for head in self.heads:
            if head.over and found and found[-1][0].over == head.over:
                found[-1] = (found[-1][0], found[-1][1] + 1)
            else:
                found.append((head, 1 if head.over else 0))
        return tuple(found)

    @property
    def widths(self) -> tuple[float, ...]:
        """Of the captions and of each column in millimetres, by the longest amount; none where the style sheet says it.

        A form of a dozen columns has columns of zeros beside columns of billions.
        """
        if not self.is_wide or len(self.heads) < MANY:
            return ()
        amounts = [[len(row.cells[index].text) for row in self.rows if row.cells] for index in range(len(self.heads))]
        longest = [max(LEAST, *lengths) for lengths in amounts]
        each = (SHEET_MM - CAPTION_MM) / sum(longest)
        return (CAPTION_MM, *(round(each * length, 2) for length in longest))


def matrices(context: HospitalContext, form: Form, identifier: str) -> list[StatementPage]:
    """One table for each period of the form that has any figure: this year's, then last year's."""
    found = [_matrix(context, form, column, identifier) for column in form.annual or (None,)]
    known = [statement for statement in found if statement is not None]
    return [replace(known[0], is_alone=True)] if len(known) == 1 else known


def _matrix(context: HospitalContext, form: Form, column: FormColumn | None, identifier: str) -> StatementPage | None:
    view = column.view if column else ""
    rows = [one for row in form.rows for one in _rows(context, form, row, view)]
    if not any(cell.text for row in rows for cell in row.cells):
        return None
    span = column.label if column and len(form.annual) > 1 else ""
    return StatementPage(
        id=f"{identifier}-{view}" if view else identifier,
        kind="matrix",
        title=_titled(context, form, view) if span else form.title,
        form=context.say(
            "statement.form",
            code=form_sheets.form_code(context, form),
            period=period_name(context.material.period),
            unit=figures.unit(context),
            hospital=short_name(context.subject),
        ),
        heads=tuple(_heads(context, form)),
        rows=tuple(rows),
        notes=(),
        legend=context.say("statement.legend.matrix"),
        is_wide=True,
    )


def _rows(context: HospitalContext, form: Form, row: FormRow, view: str) -> Iterator[FormLine]:
    """A row of the form, then the lines by which the hospital divides it."""
    caption, level = figures.caption(context, row), figures.level(row, form.rows)
    if row.item is None:
        yield FormLine(caption, level, "heading", ())
        return
    material = context.material
    items = [f"{row.item}__{suffix}" for suffix in form.matrix_columns.values()]
    values = [material.dataset.value(item, material.entity, material.period, view) for item in items]
    yield FormLine(caption, level, "total" if row.bold else "", tuple(_cell(context, value) for value in values))
    for line in _own(context, form, row.item):
        found = {one.item: one for one in line.figures if one.view == view}
        cells = tuple(
            _cell(context, one.value, one.place) if (one := found.get(item)) else StatementCell("") for item in items
        )
        yield FormLine(_named(context, line.label), level + 1, "", cells)


def _own(context: HospitalContext, form: Form, item: str) -> Iterator[OwnLine]:
    """The lines of the hospital's own below a row of the form."""
    material = context.material
    read = submitted(material.dataset, material.catalog.items, material.entity, material.period).get(form.code)
    return (line for line in (read.own if read else ()) if line.row == item)


def _named(context: HospitalContext, label: str) -> Text:
    """A line of the hospital's own; in English without its number, as the rows of the form above it."""
    return Text(zh=context.material.catalog.respell(label), en=context.own(ORDINAL.sub("", label)).en)


def _titled(context: HospitalContext, form: Form, view: str) -> Text:
    return context.say("statement.titled", title=form.title, words=context.say(f"statement.view.{view or 'period'}"))


def _cell(context: HospitalContext, value: float | None, *places: Place) -> StatementCell:
    """An amount; a cell that the form leaves blank stays blank."""
    if value is None:
        return StatementCell("")
    return StatementCell(printing.placed(printing.number(value, figures.DECIMALS, over=figures.scale(context)), places))


def _heads(context: HospitalContext, form: Form) -> Iterator[StatementHead]:
    """Heads of the columns, and those that they share with their neighbours, which stand before the stroke."""
    labels = [label.rpartition(BETWEEN) for label in form.matrix_columns]
    words = {part: _said(context, part) for label in labels for part in label if part not in {"", BETWEEN}}
    breaks = Breaks(said.zh for said in words.values())

    def head(part: str, most: int, over: StatementHead | None = None) -> StatementHead:
        return StatementHead(words[part], over=over, parts=breaks.parts(words[part].zh, most))

    for upper, _, own in labels:
        yield head(own, HEAD_LINE, head(upper, SPAN_LINE) if upper else None)


def _said(context: HospitalContext, words: str) -> Text:
    key = f"submission.head.{words}"
    return context.say(key) if key in context.say.words else same(words)


if TYPE_CHECKING:
    from reportgen.report.desk.context import HospitalContext


def line_name(context: HospitalContext, identifier: str) -> Text:
    """The name of a line as the newest statement up to the period writes it, else that of the catalogue.

    A figure that is made of several lines bears none of their names. In the other language than the statement's it is
    that of the catalogue, or on a page in that language alone what the hospital's table of English names says. The
    number of a line and remarks on its sign, which belong to the order of the sheet, are left out.
    """
    known, written = context.caption(identifier), _written(context, identifier)
    if not written:
        return known
    if not HAN.search(written):
        return Text(zh=known.zh, en=written)
    english = context.own(written).en
    chinese = context.material.catalog.respell(normalised(written).translate(BRACKETS))
    return Text(zh=chinese, en=known.en if english == written else english)


def _written(context: HospitalContext, identifier: str) -> str:
    material = context.material
    place = line_place(material.dataset, material.entity, context.period, identifier)
    return material.dataset.labels[place] if place is not None else ""


def plain_form(context: HospitalContext, span: Text, *, has_money: bool) -> Text:
    """The periods of a table of plain items, and the unit of its amounts where it has any."""
    key = f"statement.plain.form{'' if has_money else '.counts'}"
    return context.say(key, period=span, **({"unit": figures.unit(context)} if has_money else {}))


def plain_legend(context: HospitalContext, rows: Iterable[FormLine], *, has_changes: bool, has_money: bool) -> Text:
    """What rows and changes are, as far as there are any; amounts of money foot before they are rounded, not after."""
    say, left = context.say, context.say("statement.rest")
    told = [say("statement.legend.plain")]
    if any(row.caption == left for row in rows):
        told.append(say("statement.legend.plain.rest"))
    if has_changes:
        told.append(say(f"statement.legend.plain.changes{'' if context.is_year else '.part'}"))
    if has_money:
        told.append(say("statement.rounded.one", unit=figures.unit(context)))
    return say.join(told, "list.sentences")
