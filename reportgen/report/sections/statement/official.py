"""Statement pages: the official form, every row of it, with analysis columns after the official ones.

What an official statement shows, in one sentence of the percentages in its column of changes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, Final

from reportgen.catalog.calendar_words import day_name, period_name
from reportgen.compute.cells import Cells
from reportgen.formula.context import Aspect
from reportgen.model.definitions import FormRow
from reportgen.model.submitted import submitted
from reportgen.report.desk.brief.plans import composed
from reportgen.report.desk.captions import Notes
from reportgen.report.desk.documents import form_sheets
from reportgen.report.desk.documents.furniture import short_name
from reportgen.report.desk.tables import figures as desk_figures
from reportgen.report.desk.tables.figures import BALANCES, FormLine, ItemFigures, StatementCell, item_figures
from reportgen.report.sections.statement.findings import RowFigure, income, position
from reportgen.report.sections.statement.table import StatementHead, StatementPage, matrices

if TYPE_CHECKING:
    from reportgen.model.definition import Text
    from reportgen.model.definitions import Form, FormColumn
    from reportgen.model.period import Period
    from reportgen.model.place import Place
    from reportgen.report.desk.context import HospitalContext

FIRST, POSITION, PLAIN = "income", "position", "other"
MARKERS: Final = (
    (FIRST, "period_surplus"),
    (PLAIN, "period_balance_2012"),
    (PLAIN, "balance_1998"),
    (POSITION, "total_assets"),
    ("cash", "cf_net_increase"),
)
"""Kinds of statements, and an item that only this form has as a row; a statement of income by earlier rules knows no
surplus to be told of, and is printed like any other form."""
INCOMES: Final = "total_income"
SURPLUS: Final = "period_surplus"
FINDINGS: Final = {FIRST: income, POSITION: position}
"""What a kind of statement is told to show."""
NOW: Final = ("ytd", "")
BASES: Final = ("comp", "open")
"""Views of the columns that may be held against each other, the first that a form has."""
AT: Final = {"ytd": Aspect.YEAR_TO_DATE, "": Aspect.MONTH, "open": Aspect.OPEN}
"""How what stands in such a column is computed with."""
MOST_ROWS: Final = 56
"""Rows of a statement on one page."""
MOST_WIDE_ROWS: Final = 30
"""Rows that a page on its side surely holds, however long the notes under them are."""
FULL: Final = 0.5
"""Share of its rows with a figure from which a statement is printed row by row; below, it is short and mostly blank."""
MOST_EXACT: Final = 3
"""Columns of amounts to the hundredth that leave room for the names of rows on an upright page."""
EXPENSES: Final = "total_expense"
FUNCTIONS: Final = "expense"
"""The structure whose parts are expenses by function."""


def statements(context: HospitalContext) -> tuple[StatementPage, ...]:
    """The forms that are there for the period: income first, then position, then cash flow."""
    present = _present(context)
    found = []
    for kind, marker in MARKERS:
        for code in sorted(present):
            form = context.material.catalog.forms.get(code)
            if form and form.shape != "matrix" and marker in form.items:
                found.append(_statement(context, form, kind, f"statement-{FIRST if kind == PLAIN else kind}"))
                break
    return tuple(found)


def further(context: HospitalContext) -> list[StatementPage]:
    """The other forms of the period, by their codes, those in rows and columns at once among them.

    Forms that state the same, as two schedules of one statement do, bear their number among them.
    """
    present, found = _present(context), list[StatementPage]()
    alike = Counter({f"statement-{FIRST}": 1})
    for code in sorted(present):
        form = context.material.catalog.forms.get(code)
        if form is None or form.items & {marker for _, marker in MARKERS}:
            continue
        identifier = f"statement-{form.statement}"
        alike[identifier] += 1
        if alike[identifier] > 1:
            identifier = f"{identifier}-{alike[identifier]}"
        if form.shape == "matrix":
            found += matrices(context, form, identifier)
        elif form.items:
            found.append(_statement(context, form, PLAIN, identifier))
    return found


def _present(context: HospitalContext) -> set[str]:
    material = context.material
    return set(submitted(material.dataset, material.catalog.items, material.entity, material.period))


def _statement(context: HospitalContext, form: Form, kind: str, identifier: str) -> StatementPage:
    notes = Notes()
    builder = _StatementRows(context, notes, form, kind, identifier)
    heads = tuple(_heads(context, builder, kind))
    second = _second_side(context, form)
    lines = builder.shown
    first = [builder.row(row) for row in lines[: second or 0]]
    side_notes = notes.lines()
    rows = (*first, *(builder.row(row) for row in lines[second or 0 :]))
    has_composition = kind == FIRST and context.is_year and not context.exact
    is_wide = context.exact and sum(head.style == "amount" for head in heads) > MOST_EXACT
    bars, note = composed(context, identifier) if has_composition else (None, None)
    return StatementPage(
        id=identifier,
        kind=kind,
        title=form.title,
        headline=FINDINGS[kind](context, builder.moved) if kind in FINDINGS else None,
        form=context.say(
            "statement.form",
            code=form_sheets.form_code(context, form),
            period=_dated(context, kind),
            unit=desk_figures.unit(context),
            hospital=short_name(context.subject),
        ),
        heads=heads,
        rows=rows,
        notes=notes.lines(),
        legend=_legend(context, form, kind, builder),
        composition=bars,
        composition_note=note,
        second_side=_second_half(rows) if is_wide else second,
        side_notes=() if is_wide else side_notes,
        is_wide=is_wide,
    )


def _dated(context: HospitalContext, kind: str) -> Text:
    """A balance sheet is of a day, other statements are of a period."""
    material = context.material
    if kind != POSITION:
        return period_name(material.period)
    return day_name(context.period.end(material.terms.first_month).isoformat())


def _legend(context: HospitalContext, form: Form, kind: str, builder: _StatementRows) -> Text:
    """What the columns and marks are, and once that in a larger unit parts may miss their total in the last digit."""
    is_bare = not builder.has_base and not builder.has_budget
    said = [context.say(f"statement.legend.{'bare' if is_bare else kind}")]
    said += [context.say("statement.legend.budget")] if builder.has_budget and kind == FIRST else []
    said += [context.say("statement.natures")] if builder.natures else []
    if left_out := len(builder.labelled) - len(builder.shown):
        said.append(context.say("statement.left_out", n=left_out))
    if context.exact:
        coarse = form_sheets.filed_coarsely(context, form)
        said += [coarse] if coarse else []
    elif kind == FIRST:
        said.append(context.say("statement.rounded", unit=desk_figures.unit(context)))
    return context.say.join(said, "list.sentences")


def _second_side(context: HospitalContext, form: Form) -> int | None:
    """Where liabilities begin, if both sides are more rows than a page holds."""
    left, right = ([row for row in rows if row.label.strip()] for rows in (form.rows, form.right_rows))
    return len(left) if right and context.exact and len(left) + len(right) > MOST_ROWS else None


def _second_half(rows: tuple[FormLine, ...]) -> int | None:
    """The main row nearest the middle, if a page on its side may not hold all: there a statement is parted."""
    main = [place for place, row in enumerate(rows) if place and row.emphasis]
    if len(rows) <= MOST_WIDE_ROWS or not main:
        return None
    return min(main, key=lambda place: abs(place - len(rows) / 2))


def _heads(context: HospitalContext, builder: _StatementRows, kind: str) -> list[StatementHead]:
    span, columns = context.span, builder.columns
    named = FIRST if "ytd" in {column.view for column in columns} else kind
    heads = [
        StatementHead(context.say(f"statement.column.{named}.{column.view or 'period'}.{span}")) for column in columns
    ]
    if builder.has_base:
        if builder.base is None:
            heads.append(StatementHead(context.say(f"statement.column.last_year.{span}"), analysis=True))
        heads.append(StatementHead(context.say("statement.column.change"), analysis=True))
        heads.append(StatementHead(context.say("statement.column.percent"), analysis=True, style="percent"))
    if builder.has_budget:
        heads.append(StatementHead(context.say("statement.column.budget"), analysis=True, style="variance"))
    return heads


def alike(columns: tuple[FormColumn, ...]) -> tuple[int, int | None]:
    """Places of the column that says how it is now, and of that to hold it against: by what they mean, never by place.

    Now is the year to date, or the period where a form has no such column; it is held against the same of last year,
    else the opening balance. A month and its year to date are of unlike length: where a form has but these, there is
    no such column, and last year's amount to date has to be found elsewhere.
    """
    views = [column.view for column in columns]
    now = next((views.index(view) for view in NOW if view in views), 0)
    return now, next((views.index(view) for view in BASES if view in views), None)


class _StatementRows:
    """Makes rows one by one, since the sense of a variance depends on the total above it."""

    def __init__(self, context: HospitalContext, notes: Notes, form: Form, kind: str, section: str) -> None:
        self.context = context
        self.notes = notes
        self.columns = form_sheets.money_columns(context, form)
        self.now, self.base = alike(self.columns)
        self.natures = natures(context, form) if kind == FIRST else ()
        self.lines = tuple(_with_natures(form.every_row, self.natures))
        self.kind = kind
        self.section = section
        self.moved: dict[str, RowFigure] = {}
        self.missing = context.say("statement.not_submitted")
        material = context.material
        self.computed = Cells(material.dataset, material.catalog.items, material.entity, material.terms)
        self.widest = self._widest()
        self.has_budget = self.widest > 0
        self.has_base = any(self._has_base(row, row.item) for row in self.lines if row.item is not None)
        self.sense = 1

    @property
    def labelled(self) -> list[FormRow]:
        """The rows of the form that have a name."""
        return [row for row in self.lines if row.label.strip()]

    @cached_property
    def shown(self) -> list[FormRow]:
        """The rows that are printed: all, or where most of a statement in larger units is blank, those with a figure.

        An “of which” stays whole, and a heading that has a line below it; the form in exact amounts has every row.
        """
        rows = self.labelled
        named = [row for row in rows if row.item is not None and row not in self.natures]
        said = [*self.natures, *(row for row in named if self._says_something(row))]
        if self.context.exact or not said or len(said) - len(self.natures) >= FULL * len(named):
            return rows
        kept = {id(row) for block in _blocks(rows) if any(row in said for row in block) for row in block}
        found = [row for row in rows if row.item is None or id(row) in kept]
        return [row for at, row in enumerate(found) if row.item is not None or _has_lines(found[at + 1 :])]

    def _says_something(self, row: FormRow) -> bool:
        return any(one is not None for one in self._official(row)) or self._has_base(row, row.item or "")

    def _widest(self) -> float:
        totals = (item_figures(self.context.material, item) for item in (INCOMES, EXPENSES, SURPLUS))
        gaps = [budget_gap(figures) for figures in totals if figures is not None]
        return max((abs(gap) for gap in gaps if gap is not None), default=0.0) if self.kind == "income" else 0.0

    def row(self, row: FormRow) -> FormLine:
        """One row of the form."""
        caption, level = desk_figures.caption(self.context, row), desk_figures.level(row, self.lines)
        if row.item is None:
            return FormLine(caption, level, "heading", ())
        self.sense = {INCOMES: 1, EXPENSES: -1, SURPLUS: 0}.get(row.item, self.sense) if self.kind == "income" else 0
        emphasis = "grand" if row.item in {SURPLUS, "liabilities_and_net_assets_total"} else "total" if row.bold else ""
        return FormLine(caption, level, emphasis, tuple(self._cells(row, row.item)))

    def _official(self, row: FormRow) -> list[float | None]:
        """The figures of a row in the columns of the form."""
        keys = [desk_figures.figure_key(self.context, row, column.view) for column in self.columns]
        return [self.context.material.dataset.value(*key) for key in keys]

    def _has_base(self, row: FormRow, identifier: str) -> bool:
        """Whether there is anything that a row's figure can be held against."""
        return self._held_against(row, identifier, self._official(row))[0] is not None

    def _cells(self, row: FormRow, identifier: str) -> list[StatementCell]:
        context = self.context
        figures = item_figures(context.material, identifier)
        official = self._official(row)
        missing = desk_figures.why_absent(context, identifier, self.missing, self.columns[self.now].view)
        pairs = zip(self.columns, official, strict=True)
        cells = [StatementCell(self._printed(row, identifier, *pair)) for pair in pairs]
        if figures is not None:
            desk_figures.enter(context, figures, cells[self.now].text, self.section)
        return [*cells, *self._analysis(row, figures, official, missing)]

    def _printed(self, row: FormRow, identifier: str, column: FormColumn, value: float | None) -> str:
        missing = desk_figures.why_absent(self.context, identifier, self.missing, column.view)
        if value is None and desk_figures.is_not_asked(self.context, row, column.view):
            return f"{desk_figures.NOT_TO_FILL}{self.notes.mark(self.context.say('form.monthly'))}"
        return desk_figures.money(self.context, value, self.notes, missing)

    def _analysis(
        self, row: FormRow, figures: ItemFigures | None, official: list[float | None], missing: Text
    ) -> list[StatementCell]:
        context, notes, identifier = self.context, self.notes, row.item
        assert identifier is not None
        cells = []
        now, (base, is_nil) = official[self.now], self._held_against(row, identifier, official)
        is_opening = self.base is not None and self.columns[self.base].view == "open"
        lack = "blank_is_zero" if is_nil else f"no_{'opening' if is_opening else 'last_year'}"
        without = context.say(f"statement.{lack}")
        if self.has_base and self.base is None:
            cells.append(StatementCell(desk_figures.money(context, base, notes, without)))
        self.moved[identifier] = RowFigure(now, base)
        if now is None and base is not None and self._is_nil(identifier, context.period, self.columns[self.now].view):
            now = 0.0
        if is_nil and now is not None:
            base = 0.0
        if self.has_base:
            cells += desk_figures.change_cells(context, now, base, notes, (missing, without))
        if self.has_budget:
            gap = budget_gap(figures) if figures else None
            cell = desk_figures.variance_cell(context, identifier, gap, self.widest, self.sense)
            cells.append(cell or StatementCell(notes.absent(context.say("statement.no_budget"))))
        return cells

    def _held_against(self, row: FormRow, identifier: str, official: list[float | None]) -> tuple[float | None, bool]:
        """What a row's figure is held against; where it is not there, whether its cell is blank on a form that is."""
        context, period = self.context, self.context.period
        dataset, item = context.material.dataset, context.material.catalog.items[identifier]
        is_opening = self.base is not None and self.columns[self.base].view == "open"
        if self.base is not None:
            value = official[self.base]
        else:
            value = desk_figures.last_year(dataset, item, identifier, context.material.entity, period)
        when, view = (period, "open") if is_opening else (period.previous_year(), "ytd")
        is_asked = not desk_figures.is_not_asked(context, row, view)
        is_proved = not is_opening and self.computed.nils.is_proved(identifier, str(period), "comp")
        return value, value is None and is_asked and (is_proved or self._is_nil(identifier, when, view))

    def _is_nil(self, identifier: str, period: Period, view: str) -> bool:
        """Whether a figure that no cell holds is computed with as nil, for its cell is blank on a filled form."""
        return self.computed.is_nil(identifier, period, AT.get(view, Aspect.BASIS))


def _with_natures(rows: Sequence[FormRow], found: Sequence[FormRow]) -> Iterator[FormRow]:
    """The rows of the form, with expenses by nature below their total."""
    for row in rows:
        yield row
        if row.item == EXPENSES:
            yield from found


def _blocks(rows: Sequence[FormRow]) -> Iterator[list[FormRow]]:
    """Rows of the form one by one, those of one “of which” together."""
    for is_within, found in groupby(rows, lambda row: row.level >= desk_figures.CONTINUED):
        block = list(found)
        yield from [block] if is_within else [[row] for row in block]


def _has_lines(below: Sequence[FormRow]) -> bool:
    """Whether a heading has a line below it, and not at once the total of what it would head."""
    return bool(below) and below[0].item is not None and not below[0].bold


def budget_gap(figures: ItemFigures) -> float | None:
    """Actual less the budget of the same months."""
    if figures.now is None or figures.budget_to_date is None or figures.item.kind in BALANCES:
        return None
    return figures.now - figures.budget_to_date


def natures(context: HospitalContext, form: Form) -> tuple[FormRow, ...]:
    """A row for each, in the order of the sheet; none in exact amounts, which are the form as it is filed.

    Nor where an expense by function that holds those of every nature was submitted: they are parts of it then.
    """
    found = {item: place for item, place in _stated(context) if place is not None}
    catalog = context.material.catalog
    total, rows = found.get(EXPENSES), form.items
    if context.exact or total is None or EXPENSES not in rows or {*found} & {*catalog.structures[FUNCTIONS].by_nature}:
        return ()
    beside = {item: place for item, place in found.items() if (place.file, place.sheet) == (total.file, total.sheet)}
    lines = [(place, item) for item, place in beside.items() if item not in rows and _is_expense(context, item)]
    return tuple(FormRow(label=catalog.items[item].name.zh, item=item, level=1) for _, item in sorted(lines, key=_down))


def _down(line: tuple[Place, str]) -> tuple[int, str]:
    return line[0].row or 0, line[1]


def _stated(context: HospitalContext) -> Iterator[tuple[str, Place | None]]:
    """What was read of the period, with its cell."""
    material = context.material
    for item, view in material.dataset.known(material.entity, material.period):
        key = (item, material.entity, material.period, view)
        if view in {"", "ytd"} and not material.dataset.derived(key):
            yield item, material.dataset.place(key)


def _is_expense(context: HospitalContext, item: str) -> bool:
    """Whether a line belongs to total expense, at whatever remove."""
    items, seen = context.material.catalog.items, set[str]()
    at: str | None = item
    while at is not None and at in items and at not in seen | {EXPENSES}:
        seen.add(at)
        at = items[at].parent
    return at == EXPENSES
