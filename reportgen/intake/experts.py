"""Experts' workbooks: how important each ability is, and at which level they see it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from reportgen.intake import banner
from reportgen.intake.context import Context, Gathered
from reportgen.intake.figures import figure
from reportgen.intake.labels import bare
from reportgen.intake.sheets import Sheet
from reportgen.intake.tables import is_footer
from reportgen.intake.vocabulary import vocabulary
from reportgen.model.experts import ExpertOpinions
from reportgen.model.place import Place
from reportgen.model.schemes import Grade

LEAST: Final = 1.0
MOST: Final = 10.0
SEARCHED: Final = 12
MARKS: Final[Mapping[float | None, Grade]] = dict(zip((5.0, 4.0, 3.0, 2.0, 1.0), Grade, strict=True))
"""The marks of the five levels, best first, as the literature gives them beside its words."""


@dataclass
class _Round:
    """The opinions of one workbook while it is read: (expert, ability) → mark or level; `names` are words → ability."""

    names: Mapping[str, str]
    gathered: Gathered
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
        level = _levels().get(bare(word).lower())
        if level is None:
            self.gathered.find("I59" if mark else "I32", place, text=word[:40])
        else:
            self.levels[key] = level
            self.rated.setdefault(key[1], []).append(place)


@dataclass(frozen=True)
class _Layout:
    """Where the head stands, the expert's column, the columns of abilities or of a list's figures."""

    row: int
    expert: int
    abilities: dict[int, str]
    ability: int | None = None
    importance: int | None = None
    level: int | None = None


def read(sheets: Iterable[Sheet], context: Context, gathered: Gathered) -> ExpertOpinions | None:
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


def _layout(sheet: Sheet, names: Mapping[str, str]) -> _Layout | None:
    words = vocabulary().experts
    for row in range(min(SEARCHED, len(sheet.rows))):
        heads = [bare(cell).lower() if isinstance(cell, str) else "" for cell in sheet.rows[row]]
        expert = next((column for column, head in enumerate(heads) if head in words.expert), None)
        if expert is None:
            continue
        abilities = {column: found for column, head in enumerate(heads) if (found := names.get(head))}
        if abilities:
            return _Layout(row, expert, abilities)
        listed = [_column(heads, known) for known in (words.ability, words.importance, words.level)]
        if listed[0] is not None and (listed[1] is not None or listed[2] is not None):
            return _Layout(row, expert, {}, *listed)
    return None


def _column(heads: list[str], known: tuple[str, ...]) -> int | None:
    return next((column for column, head in enumerate(heads) if head in known), None)


def _abilities(context: Context) -> dict[str, str]:
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


def _head(sheet: Sheet, where: _Layout, found: _Round) -> None:
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


def _rows(sheet: Sheet, where: _Layout, found: _Round) -> None:
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


def _listed(sheet: Sheet, row: int, where: _Layout, who: str, found: _Round) -> None:
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
def _levels() -> dict[str, Grade]:
    return {bare(word): Grade(level) for level, words in vocabulary().experts.levels.items() for word in words}
