"""Experts' sheets: how important each ability is, and at which level they see it.

They are tables of experts by abilities or of abilities by experts, lists with a row for each opinion, and forms that
one expert fills in or ticks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import Final

from reportgen.intake.context import FoundValues, ReadingContext
from reportgen.intake.grid import banner
from reportgen.intake.grid.tables import is_footer
from reportgen.intake.words.figures import Cell, figure
from reportgen.intake.words.labels import bare
from reportgen.intake.words.vocabulary import vocabulary
from reportgen.intake.workbooks.sheets import Sheet
from reportgen.model.experts import ExpertOpinions
from reportgen.model.place import Place
from reportgen.model.schemes import Grade

LEAST: Final = 1.0
MOST: Final = 10.0
"""Marks of importance."""
SEARCHED: Final = 12
COUNTED: Final = "I128"
FEWEST: Final = 2
"""Rows of abilities that make a table of them."""
FEWEST_LEVELS: Final = 3
"""Columns of levels that make a form to tick."""
MARKS: Final[Mapping[float | None, Grade]] = dict(zip((5.0, 4.0, 3.0, 2.0, 1.0), Grade, strict=True))
"""The marks of the five levels, best first, as the literature gives them beside its words."""


class OpinionKind(StrEnum):
    """What a cell answers; of a table that asks one of the two its words and numbers tell which."""

    IMPORTANCE = "importance"
    LEVEL = "level"
    EITHER = "either"


@dataclass(frozen=True)
class ExpertAnswer:
    """One cell: whose opinion of what it is; the level that a tick in it means."""

    expert: str
    ability: str
    row: int
    column: int
    asked: OpinionKind
    level: Grade | None = None


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

    def take(self, sheet: Sheet, answers: Sequence[ExpertAnswer], asked: OpinionKind) -> None:
        """Take the answers of a sheet; `asked` is what the numbers of those are that may be either."""
        with_marks = {one.ability for one in answers if figure(sheet.at(one.row, one.column)).value is not None}
        for one in answers:
            self.experts += [one.expert] if one.expert not in self.experts else []
            self.abilities += [one.ability] if one.ability not in self.abilities else []
            is_level = (asked if one.asked is OpinionKind.EITHER else one.asked) is OpinionKind.LEVEL
            if one.level is not None:
                self._keep(one.level, sheet.place(one.row, one.column), (one.expert, one.ability))
            elif is_level:
                self._rate(sheet, one)
            else:
                self._weigh(sheet, one, is_mark=one.asked is not OpinionKind.EITHER or one.ability in with_marks)

    def _weigh(self, sheet: Sheet, one: ExpertAnswer, *, is_mark: bool) -> None:
        """A number is an importance, a word a level unless a number is due; a blank is no opinion."""
        cell, place = sheet.at(one.row, one.column), sheet.place(one.row, one.column)
        number = figure(cell)
        if number.value is not None and LEAST <= number.value <= MOST:
            self.importance[one.expert, one.ability] = number.value
        elif number.value is not None:
            self.gathered.find("I30", place, value=number.value)
        elif number.problem is not None:
            self._level(str(cell), place, one, rule="I59" if is_mark else "I32")

    def _rate(self, sheet: Sheet, one: ExpertAnswer) -> None:
        """A word, or its mark on the scale of five; a blank is no opinion."""
        cell, place = sheet.at(one.row, one.column), sheet.place(one.row, one.column)
        number = figure(cell)
        if number.value in MARKS:
            self._keep(MARKS[number.value], place, (one.expert, one.ability))
        elif number.value is not None:
            self.gathered.find("I32", place, text=f"{number.value:g}")
        elif number.problem is not None:
            self._level(str(cell), place, one, rule="I32")

    def _level(self, word: str, place: Place, one: ExpertAnswer, *, rule: str) -> None:
        level = levels_known().get(bare(word).lower())
        if level is None:
            self.gathered.find(rule, place, text=word[:40])
        else:
            self._keep(level, place, (one.expert, one.ability))

    def _keep(self, level: Grade, place: Place, key: tuple[str, str]) -> None:
        self.levels[key] = level
        self.rated.setdefault(key[1], []).append(place)


def read(sheets: Iterable[Sheet], context: ReadingContext, gathered: FoundValues) -> ExpertOpinions | None:
    """One workbook of opinions, or None where no sheet of it is one."""
    found, known = _Round(_abilities(context), gathered), list(sheets)
    tables = [table for sheet in known if (table := _table(sheet, found.names, is_alone=len(known) == 1)) is not None]
    said = [(table, tuple(table.answers(gathered))) for table in tables]
    worded = {one.ability for table, answers in said for one in answers if _is_word(table.sheet, one)}
    for table, answers in said:
        sheet, around = table.sheet, banner.around(table.sheet, table.row, len(table.sheet.rows))
        if around.stated and found.period is None:
            found.period = str(around.stated.period)
        found.place = found.place or sheet.whole
        title, name, file = around.title, sheet.name or "", sheet.file.rpartition("/")[2]
        if found.number is None:
            found.number = _number_of_round((title, file, name))
        found.take(sheet, answers, _asked(sheet, answers, (title, name), worded, gathered))
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


def _asked(
    sheet: Sheet, answers: Sequence[ExpertAnswer], titles: Iterable[str], worded: set[str], gathered: FoundValues
) -> OpinionKind:
    """What the numbers of a table are, by its words: what nothing tells may be either, which is told (I130).

    Marks above five are no levels, and beside levels in words elsewhere in the workbook numbers are importances.
    """
    words, said = vocabulary().experts, " ".join(bare(title).lower() for title in titles)
    numbers = [figure(sheet.at(one.row, one.column)).value for one in answers if one.asked is OpinionKind.EITHER]
    numbers = [number for number in numbers if number is not None]
    if not numbers or any(mark in said for mark in words.of_importance):
        return OpinionKind.IMPORTANCE
    if any(mark in said for mark in words.of_levels):
        return OpinionKind.LEVEL
    if all(number in MARKS for number in numbers) and not worded & {one.ability for one in answers}:
        gathered.find("I130", sheet.whole, count=len(numbers))
    return OpinionKind.IMPORTANCE


def _is_word(sheet: Sheet, one: ExpertAnswer) -> bool:
    return one.level is not None or bare(str(sheet.at(one.row, one.column))).lower() in levels_known()


@dataclass(frozen=True)
class ExpertTable:
    """One sheet of opinions.

    Attributes:
        row: of the head.
        heads: its words as they are compared, by column.
        names: words → ability.
        expert: the column of experts' names, None where they head columns or one expert fills in all.
        listed: the column of the names of abilities, None where these head columns.
        is_alone: whether the workbook has no other sheet.
    """

    sheet: Sheet
    row: int
    heads: tuple[str, ...]
    names: Mapping[str, str]
    expert: int | None
    listed: int | None
    is_alone: bool

    def answers(self, gathered: FoundValues) -> Iterator[ExpertAnswer]:
        """All of its cells, in whichever of the ways it is laid out."""
        if self.expert is not None and self.abilities:
            self._tell_unknown_heads(self.expert, gathered)
            yield from self._by_expert(self.expert)
        elif self.listed is None:
            return
        elif self.expert is not None:
            yield from self._by_opinion(self.expert, self.listed, gathered)
        elif len(self.levels) >= FEWEST_LEVELS:
            self._tell_unknown(self.listed, self.levels, gathered)
            yield from self._ticked(self.listed, gathered)
        elif self.persons:
            self._tell_unknown(self.listed, self.persons, gathered)
            for row, ability in self.rows(self.listed):
                yield from (
                    ExpertAnswer(who, ability, row, column, OpinionKind.EITHER) for column, who in self.persons.items()
                )
        else:
            yield from self._by_opinion(None, self.listed, gathered)

    @property
    def is_of_opinions(self) -> bool:
        """Whether it can be read in one of these ways."""
        if self.expert is not None:
            return bool(self.abilities) or (self.listed is not None and self.asks)
        if self.listed is None or len(list(self.rows(self.listed))) < FEWEST:
            return False
        return len(self.levels) >= FEWEST_LEVELS or bool(self.persons) or self.asks

    @property
    def abilities(self) -> dict[int, str]:
        """The columns of abilities."""
        return {column: found for column, head in enumerate(self.heads) if (found := self.names.get(head))}

    @property
    def levels(self) -> dict[int, Grade]:
        """The columns of levels, to be ticked."""
        return {column: found for column, head in enumerate(self.heads) if (found := levels_known().get(head))}

    @property
    def persons(self) -> dict[int, str]:
        """The columns of experts: two at least, or one that says so; none of sums, notes and what a list asks."""
        words = vocabulary().experts
        other = {*words.aside, *words.importance, *words.level}
        found = {
            column: _text(self.sheet, self.row, column)
            for column, head in enumerate(self.heads)
            if self.listed is not None and column > self.listed and head and head not in other
        }
        says_so = any(word in self.heads[column] for column in found for word in words.expert)
        return found if says_so or len(found) > 1 else {}

    @property
    def asks(self) -> bool:
        """Whether a column of importances or of levels is there."""
        words = vocabulary().experts
        return any(_column(self.heads, known) is not None for known in (words.importance, words.level))

    def below(self) -> Iterator[int]:
        """The rows below the head, to the foot of the table."""
        for row in range(self.row + 1, len(self.sheet.rows)):
            if is_footer(self.sheet, row):
                return
            yield row

    def rows(self, listed: int) -> Iterator[tuple[int, str]]:
        """The rows of known abilities."""
        for row in self.below():
            if ability := self.names.get(bare(_text(self.sheet, row, listed)).lower()):
                yield row, ability

    def _tell_unknown(self, listed: int, columns: Iterable[int], gathered: FoundValues) -> None:
        """I13 for rows with an answer below what no scheme asks about; none for sums."""
        known = {row for row, _ in self.rows(listed)}
        for row in self.below():
            label = _text(self.sheet, row, listed)
            is_said = label and bare(label).lower() not in vocabulary().experts.aside
            if is_said and row not in known and any(self.sheet.at(row, one) not in {"", None} for one in columns):
                gathered.find("I13", self.sheet.place(row, listed), label=label)

    def _tell_unknown_heads(self, expert: int, gathered: FoundValues) -> None:
        """I13 for heads that no scheme asks about, above answers; none for sums, notes and what experts are."""
        for column, head in enumerate(self.heads):
            is_aside = column == expert or head in {"", *self.names, *vocabulary().experts.aside}
            if not is_aside and any(_is_opinion(self.sheet.at(row, column)) for row in self.below()):
                place = self.sheet.place(self.row, column)
                gathered.find("I13", place, label=_text(self.sheet, self.row, column))

    def _by_expert(self, expert: int) -> Iterator[ExpertAnswer]:
        for row in self.below():
            who = _text(self.sheet, row, expert)
            if who and bare(who).lower() not in vocabulary().experts.aside:
                yield from (
                    ExpertAnswer(who, ability, row, at, OpinionKind.EITHER) for at, ability in self.abilities.items()
                )

    def _by_opinion(self, expert: int | None, listed: int, gathered: FoundValues) -> Iterator[ExpertAnswer]:
        """A row for each opinion, of the expert of a column or of the one who filled in all."""
        words = vocabulary().experts
        importance, level = _column(self.heads, words.importance), _column(self.heads, words.level)
        for row in self.below():
            word = _text(self.sheet, row, listed)
            who = self.filled_in_by if expert is None else _text(self.sheet, row, expert)
            ability = self.names.get(bare(word).lower())
            if who and word and ability is None:
                gathered.find("I13", self.sheet.place(row, listed), label=word)
            if not who or ability is None:
                continue
            if importance is not None:
                yield ExpertAnswer(who, ability, row, importance, OpinionKind.IMPORTANCE)
            if level is not None:
                yield ExpertAnswer(who, ability, row, level, OpinionKind.LEVEL)

    def _ticked(self, listed: int, gathered: FoundValues) -> Iterator[ExpertAnswer]:
        """One tick in each row; numbers of experts at each level are nobody's opinion (I128), two ticks none (I32)."""
        counted, levels = list[Place](), self.levels
        for row, ability in self.rows(listed):
            filled = [column for column in levels if self.sheet.at(row, column) not in {"", None}]
            words = [_text(self.sheet, row, column) for column in filled]
            if len(filled) == 1 and bare(words[0]).lower() in vocabulary().experts.ticks:
                yield ExpertAnswer(self.filled_in_by, ability, row, filled[0], OpinionKind.LEVEL, levels[filled[0]])
            elif any(figure(self.sheet.at(row, column)).value is not None for column in filled):
                counted.append(self.sheet.place(row, filled[0]))
            elif filled:
                gathered.find("I32", self.sheet.place(row, filled[0]), text=" ".join(words)[:40])
        if counted:
            gathered.find(COUNTED, counted[0], count=len(counted))

    @cached_property
    def filled_in_by(self) -> str:
        """Who filled in a form: who signs it, else the name of the sheet, or of the file of a single one."""
        person = re.compile(vocabulary().experts.person, re.IGNORECASE)
        signed = (match for cell in self.sheet.flat if isinstance(cell, str) and (match := person.search(cell)))
        stem = self.sheet.file.rpartition("/")[2].rpartition(".")[0]
        unsigned = stem if self.is_alone or not self.sheet.name else self.sheet.name
        return next((match[1].strip() for match in signed), "") or unsigned


def _is_opinion(cell: Cell) -> bool:
    """Whether a cell could be an importance or a level."""
    number = figure(cell).value
    is_mark = number is not None and LEAST <= number <= MOST
    return is_mark or (isinstance(cell, str) and bare(cell).lower() in levels_known())


def _table(sheet: Sheet, names: Mapping[str, str], *, is_alone: bool) -> ExpertTable | None:
    words = vocabulary().experts
    for row in range(min(SEARCHED, len(sheet.rows))):
        heads = tuple(bare(cell).lower() if isinstance(cell, str) else "" for cell in sheet.rows[row])
        expert, listed = _column(heads, words.expert), _column(heads, words.ability)
        found = ExpertTable(sheet, row, heads, names, expert, listed, is_alone)
        if found.is_of_opinions:
            return found
    return None


def _column(heads: Sequence[str], known: Sequence[str]) -> int | None:
    return next((column for column, head in enumerate(heads) if head in known), None)


def _text(sheet: Sheet, row: int, column: int) -> str:
    return str(sheet.at(row, column)).strip()


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


def _number_of_round(texts: Iterable[str]) -> int | None:
    """The number of the round that one of some texts states."""
    words = vocabulary().experts
    for text in texts:
        match = re.search(words.round, bare(text).lower())
        if match:
            number = next(group for group in match.groups() if group)
            return int(number) if number.isdigit() else vocabulary().ordinals.index(number) + 1
    return None


@lru_cache(maxsize=1)
def levels_known() -> dict[str, Grade]:
    """Every word for one of the five levels, as compared."""
    return {bare(word): Grade(level) for level, words in vocabulary().experts.levels.items() for word in words}
