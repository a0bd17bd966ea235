"""Filled checklists: a mark, its evidence and its inspector for each row of a scheme that scores by checklist.

Forms that experts filled in one by one, as the round that they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from reportgen.intake.context import FoundValues, ReadingContext
from reportgen.intake.grid import banner
from reportgen.intake.grid.tables import is_footer
from reportgen.intake.statements import proposals
from reportgen.intake.statements.lists import period_of
from reportgen.intake.words.figures import Cell, figure
from reportgen.intake.words.known_names import Alike
from reportgen.intake.words.labels import bare, normalised
from reportgen.intake.words.vocabulary import vocabulary
from reportgen.intake.workbooks.sheets import Sheet
from reportgen.model.dataset import Observation, View
from reportgen.model.experts import ExpertOpinions, Inspection
from reportgen.model.period import MONTHS, Period

if TYPE_CHECKING:
    from reportgen.intake.grid.banner import Banner


SEARCHED: Final = 12
METHOD: Final = "weighted_checklist"
TOLERANCE: Final = 1e-9


@dataclass(frozen=True)
class _ChecklistsLayout:
    """Columns from 0 and the head's row; a column that is not there is None."""

    row: int
    item: int
    mark: int
    columns: Mapping[str, int]


@dataclass(frozen=True)
class _ChecklistRows:
    """The rows that schemes score by checklist: indicator by name, and what each counts at most."""

    context: ReadingContext

    @cached_property
    def full_marks(self) -> dict[str, float]:
        """Full mark by indicator."""
        return {
            name: one.full_mark
            for scheme in self.context.catalog.schemes.values()
            for part in scheme.parts.values()
            if part.method == METHOD
            for name, one in part.indicators.items()
            if one.full_mark is not None and name in self.context.catalog.indicators
        }

    @cached_property
    def names(self) -> dict[str, str]:
        """Ids and names in both languages as compared → indicator."""
        found: dict[str, str] = {}
        for identifier in self.full_marks:
            name = self.context.catalog.indicators[identifier].name
            found |= {identifier: identifier, bare(name.zh).lower(): identifier, bare(name.en).lower(): identifier}
        return found

    @cached_property
    def by_item(self) -> dict[str, str]:
        """Item that a mark is read as → its indicator."""
        return {self.item(identifier): identifier for identifier in self.full_marks}

    def indicator(self, label: str) -> str | None:
        """The row that a name means: by its name, by a spelling of its item, or as mapping.yaml has it."""
        if (known := self.names.get(bare(label).lower())) is not None:
            return known
        found = {self.by_item.get(item) for item in self.context.items_for(normalised(label))} - {None}
        return found.pop() if len(found) == 1 else None

    def alike(self, label: str) -> Alike | None:
        """The item whose row is most alike a name that is not known, or None where none is."""
        best = proposals.nearest(label, self.context)
        return best if best is not None and best[1] in self.by_item else None

    def item(self, indicator: str) -> str:
        """The item that an indicator's mark is read as."""
        return self.context.catalog.indicators[indicator].formula.strip()


def read_checklist(
    sheets: Iterable[Sheet], context: ReadingContext, gathered: FoundValues
) -> tuple[Inspection, ...] | None:
    """The inspections of one file, each mark also as a figure of its item; None where no sheet is a checklist."""
    rows, found, seen = _ChecklistRows(context), [], False
    for sheet in sheets:
        where = _checklists_layout(sheet)
        if where is not None:
            seen = True
            found += list(_inspections(sheet, where, rows, gathered))
    return tuple(found) if seen else None


def _checklists_layout(sheet: Sheet) -> _ChecklistsLayout | None:
    words = vocabulary().checklists
    for row in range(min(SEARCHED, len(sheet.rows))):
        heads = [bare(cell).lower() if isinstance(cell, str) else "" for cell in sheet.rows[row]]
        columns = {
            role: place
            for role, known in words.columns().items()
            if (place := next((column for column, head in enumerate(heads) if head in known), None)) is not None
        }
        if "item" in columns and "mark" in columns:
            return _ChecklistsLayout(row, columns["item"], columns["mark"], columns)
    return None


def _inspections(
    sheet: Sheet, where: _ChecklistsLayout, rows: _ChecklistRows, gathered: FoundValues
) -> Iterator[Inspection]:
    around = banner.around(sheet, where.row, len(sheet.rows))
    for row in range(where.row + 1, len(sheet.rows)):
        if is_footer(sheet, row):
            return
        if str(sheet.at(row, where.item) or "").strip():
            found = _inspection(sheet, row, where, rows, around, gathered)
            if found is not None:
                yield found


def _inspection(  # noqa: PLR0913 - one row, and all that is known around it
    sheet: Sheet, row: int, where: _ChecklistsLayout, rows: _ChecklistRows, around: Banner, gathered: FoundValues
) -> Inspection | None:
    label = str(sheet.at(row, where.item)).strip()
    indicator = rows.indicator(label)
    if indicator is None:
        proposals.tell(label, sheet.place(row, where.item), rows.alike(label), rows.context, gathered)
        return None
    period = _period(sheet, row, where, around)
    if period is None:
        gathered.find("I64", sheet.place(row, where.item), label=label)
        return None
    full = rows.full_marks[indicator]
    stated = figure(_cell(sheet, row, where, "full_mark")).value
    if stated is not None and abs(stated - full) > TOLERANCE:
        gathered.find("I65", sheet.place(row, where.columns["full_mark"]), label=label, stated=stated, full=full)
        return None
    entity = rows.context.entity(_text(sheet, row, where, "entity") or around.entity, gathered)
    mark = _mark(sheet, row, where, full, gathered)
    place = sheet.place(row, where.mark)
    if mark is not None:
        item = rows.item(indicator)
        unit = rows.context.catalog.items[item].unit
        gathered.observations.append(Observation(item, entity, period, View.PERIOD, mark, unit, place, 0.0))
    evidence, inspector = (_text(sheet, row, where, role) for role in ("evidence", "inspector"))
    return Inspection(indicator, entity, period, mark, evidence, inspector, place)


def _mark(sheet: Sheet, row: int, where: _ChecklistsLayout, full: float, gathered: FoundValues) -> float | None:
    """The mark; None for a blank, for words that say not inspected, and for what cannot be a mark (I66)."""
    cell = sheet.at(row, where.mark)
    number = figure(cell)
    if number.value is not None and 0 <= number.value <= full:
        return number.value
    words = vocabulary().checklists.not_inspected
    if number.value is not None or (number.problem is not None and bare(str(cell)).lower() not in words):
        gathered.find("I66", sheet.place(row, where.mark), value=str(cell), full=full)
    return None


def _period(sheet: Sheet, row: int, where: _ChecklistsLayout, around: Banner) -> str | None:
    if "period" in where.columns:
        found = period_of(sheet.at(row, where.columns["period"]))
        if found is not None:
            return str(found)
    return str(around.stated.period) if around.stated else None


def _cell(sheet: Sheet, row: int, where: _ChecklistsLayout, role: str) -> Cell:
    return sheet.at(row, where.columns[role]) if role in where.columns else None


def _text(sheet: Sheet, row: int, where: _ChecklistsLayout, role: str) -> str:
    cell = _cell(sheet, row, where, role)
    return "" if cell is None else str(cell).strip()


MOST_APART: Final = 2
"""Months between the dates of forms of one occasion."""


def rounds_joined(rounds: Iterable[ExpertOpinions]) -> tuple[ExpertOpinions, ...]:
    """Rounds, with forms that single experts filled in on one occasion as one: dates at most so many months apart."""
    kept: list[ExpertOpinions] = []
    forms: list[list[ExpertOpinions]] = []
    for one in sorted(rounds, key=_when):
        if len(one.experts) > 1:
            kept.append(one)
        elif forms and _is_same_occasion(forms[-1], one):
            forms[-1].append(one)
        else:
            forms.append([one])
    return (*kept, *(_as_one(group) if len(group) > 1 else group[0] for group in forms))


def _when(one: ExpertOpinions) -> tuple[int, int, int]:
    """What rounds are sorted by: those of no date first."""
    year, month = Period.parse(one.period).last_month.by_calendar if one.period else (0, 0)
    return one.number or 0, year, month


def _is_same_occasion(forms: Sequence[ExpertOpinions], one: ExpertOpinions) -> bool:
    """Whether a form belongs to those before it: of the same round, of another expert, and not long after them."""
    (number, year, month), (last, last_year, last_month) = _when(one), _when(forms[-1])
    apart = (year - last_year) * MONTHS + month - last_month
    is_another = one.experts[0] not in {who for form in forms for who in form.experts}
    return number == last and is_another and apart <= MOST_APART


def _as_one(forms: Sequence[ExpertOpinions]) -> ExpertOpinions:
    abilities = tuple(dict.fromkeys(name for one in forms for name in one.abilities))
    importance = [dict(zip(one.abilities, one.importance[0], strict=True)) for one in forms]
    levels = [dict(zip(one.abilities, one.levels[0], strict=True)) for one in forms]
    dated = [one.period for one in forms if one.period]
    return ExpertOpinions(
        tuple(one.experts[0] for one in forms),
        abilities,
        tuple(tuple(given.get(name) for name in abilities) for given in importance),
        tuple(tuple(given.get(name) for name in abilities) for given in levels),
        max(dated, key=lambda text: Period.parse(text).sort_key(), default=None),
        forms[0].place,
        forms[0].number,
        tuple(tuple(cell for one in forms for cell in one.cells(name)) for name in abilities),
    )
