"""Filled checklists: a mark, its evidence and its inspector for each row of a scheme that scores by checklist.

Experts' workbooks: how important each ability is, and at which level they see it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Final

from reportgen.intake import banner, proposals
from reportgen.intake.context import FoundValues, ReadingContext
from reportgen.intake.figures import Cell, figure
from reportgen.intake.lists import period_of
from reportgen.intake.sheets import Sheet
from reportgen.intake.tables import is_footer
from reportgen.intake.vocabulary import bare, normalised, vocabulary
from reportgen.model.dataset import Observation, View
from reportgen.model.experts import ExpertOpinions, Inspection
from reportgen.model.place import Place
from reportgen.model.schemes import Grade

if TYPE_CHECKING:
    from reportgen.intake.banner import Banner


LEAST: Final = 1.0
MOST: Final = 10.0
SEARCHED: Final = 12
MARKS: Final[Mapping[float | None, Grade]] = dict(zip((5.0, 4.0, 3.0, 2.0, 1.0), Grade, strict=True))
"""The marks of the five levels, best first, as the literature gives them beside its words."""


@dataclass
class _Round:
    """The opinions of one workbook while it is read: (expert, ability) → mark or level; `names` are words → ability."""

    names: Mapping[str, str]
    gathered: FoundValues
    experts: list[str] = field(default_factory=list)
    abilities: list[str] = field(default_factory=list)
    importance: dict[tuple[str, str], float] = field(default_factory=dict)
    levels: dict[tuple[str, str], Grade] = field(default_factory=dict)
    rated: dict[str, list[Place]] = field(default_factory=dict)
    period: str | None = None
    place: Place | None = None
    number: int | None = None

    def put(self, sheet: Sheet, row: int, column: int, key: tuple[str, str], *, mark: bool) -> None:
        """Take one cell: a number is an importance, a word a level; a blank is no opinion; `mark`: a number is due."""
        cell = sheet.at(row, column)
        number = figure(cell)
        if number.value is not None and LEAST <= number.value <= MOST:
            self.importance[key] = number.value
        elif number.value is not None:
            self.gathered.find("I30", sheet.place(row, column), value=number.value)
        elif number.problem is not None:
            self._level(str(cell), sheet.place(row, column), key, mark=mark)

    def rate(self, sheet: Sheet, row: int, column: int, key: tuple[str, str]) -> None:
        """Take one cell of a column of levels: a word, or its mark on the scale of five; a blank is no opinion."""
        cell = sheet.at(row, column)
        mark = figure(cell).value
        place = sheet.place(row, column)
        if mark in MARKS:
            self.levels[key] = MARKS[mark]
            self.rated.setdefault(key[1], []).append(place)
        elif mark is not None:
            self.gathered.find("I32", place, text=f"{mark:g}")
        elif figure(cell).problem is not None:
            self._level(str(cell), place, key, mark=False)

    def _level(self, word: str, place: Place, key: tuple[str, str], *, mark: bool) -> None:
        level = levels_known().get(bare(word).lower())
        if level is None:
            self.gathered.find("I59" if mark else "I32", place, text=word[:40])
        else:
            self.levels[key] = level
            self.rated.setdefault(key[1], []).append(place)


@dataclass(frozen=True)
class _ExpertLayout:
    """Where the head stands, the expert's column, the columns of abilities or of a list's figures."""

    row: int
    expert: int
    abilities: dict[int, str]
    ability: int | None = None
    importance: int | None = None
    level: int | None = None


def read(sheets: Iterable[Sheet], context: ReadingContext, gathered: FoundValues) -> ExpertOpinions | None:
    """One workbook of opinions, or None where no sheet of it is one."""
    found = _Round(_abilities(context), gathered)
    for sheet in sheets:
        where = _layout(sheet, found.names)
        if where is not None:
            _head(sheet, where, found)
            _rows(sheet, where, found)
    if not found.experts or not found.abilities:
        return None
    return ExpertOpinions(
        tuple(found.experts),
        tuple(found.abilities),
        tuple(tuple(found.importance.get((who, what)) for what in found.abilities) for who in found.experts),
        tuple(tuple(found.levels.get((who, what)) for what in found.abilities) for who in found.experts),
        found.period,
        found.place,
        found.number,
        tuple(tuple(found.rated.get(what, ())) for what in found.abilities),
    )


def _layout(sheet: Sheet, names: Mapping[str, str]) -> _ExpertLayout | None:
    words = vocabulary().experts
    for row in range(min(SEARCHED, len(sheet.rows))):
        heads = [bare(cell).lower() if isinstance(cell, str) else "" for cell in sheet.rows[row]]
        expert = next((column for column, head in enumerate(heads) if head in words.expert), None)
        if expert is None:
            continue
        abilities = {column: found for column, head in enumerate(heads) if (found := names.get(head))}
        if abilities:
            return _ExpertLayout(row, expert, abilities)
        listed = [_column(heads, known) for known in (words.ability, words.importance, words.level)]
        if listed[0] is not None and (listed[1] is not None or listed[2] is not None):
            return _ExpertLayout(row, expert, {}, *listed)
    return None


def _column(heads: list[str], known: tuple[str, ...]) -> int | None:
    return next((column for column, head in enumerate(heads) if head in known), None)


def _abilities(context: ReadingContext) -> dict[str, str]:
    """The qualitative indicators that schemes ask experts for, by id and by their names in both languages."""
    scored = {
        identifier
        for scheme in context.catalog.schemes.values()
        for part in scheme.parts.values()
        if part.from_folder is not None
        for identifier in part.indicators
    }
    names: dict[str, str] = {}
    for identifier in sorted(scored & set(context.catalog.indicators)):
        name = context.catalog.indicators[identifier].name
        names |= {identifier: identifier, bare(name.zh).lower(): identifier, bare(name.en).lower(): identifier}
    return names


def _head(sheet: Sheet, where: _ExpertLayout, found: _Round) -> None:
    around = banner.around(sheet, where.row, len(sheet.rows))
    if around.stated and found.period is None:
        found.period = str(around.stated.period)
    found.place = found.place or sheet.whole
    if found.number is None:
        found.number = _number_of_round([around.title, sheet.file.rpartition("/")[2], sheet.name or ""])
    found.abilities += [ability for ability in where.abilities.values() if ability not in found.abilities]


def _number_of_round(texts: Iterable[str]) -> int | None:
    """The number of the round that one of some texts states."""
    words = vocabulary().experts
    for text in texts:
        match = re.search(words.round, bare(text).lower())
        if match:
            number = next(group for group in match.groups() if group)
            return int(number) if number.isdigit() else vocabulary().ordinals.index(number) + 1
    return None


def _rows(sheet: Sheet, where: _ExpertLayout, found: _Round) -> None:
    for row in range(where.row + 1, len(sheet.rows)):
        who = str(sheet.at(row, where.expert)).strip()
        if is_footer(sheet, row):
            return
        if not who:
            continue
        if who not in found.experts:
            found.experts.append(who)
        for column, ability in where.abilities.items():
            found.put(sheet, row, column, (who, ability), mark=_has_marks(sheet, where.row, column))
        if where.ability is not None:
            _listed(sheet, row, where, who, found)


def _listed(sheet: Sheet, row: int, where: _ExpertLayout, who: str, found: _Round) -> None:
    assert where.ability is not None
    word = str(sheet.at(row, where.ability))
    ability = found.names.get(bare(word).lower())
    if ability is None:
        found.gathered.find("I13", sheet.place(row, where.ability), label=word)
        return
    if ability not in found.abilities:
        found.abilities.append(ability)
    if where.importance is not None:
        found.put(sheet, row, where.importance, (who, ability), mark=True)
    if where.level is not None:
        found.rate(sheet, row, where.level, (who, ability))


def _has_marks(sheet: Sheet, head: int, column: int) -> bool:
    """Whether a column holds numbers: then its words are no levels."""
    return any(figure(sheet.at(row, column)).value is not None for row in range(head + 1, len(sheet.rows)))


@lru_cache(maxsize=1)
def levels_known() -> dict[str, Grade]:
    """Every word for one of the five levels, as compared."""
    return {bare(word): Grade(level) for level, words in vocabulary().experts.levels.items() for word in words}


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

    def alike(self, label: str) -> proposals.Alike | None:
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
