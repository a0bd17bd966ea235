"""Whose a sheet is, and whose its columns are.

Whose a sheet is that has no line for it: by the first line of an English one, or by its name.

Columns of hospitals: of the campuses of one beside that of all of them, parts of it; or of others (I80).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from functools import lru_cache
from math import inf
from typing import Final

from reportgen.intake.context import FoundValues, ReadingContext
from reportgen.intake.grid import head_columns
from reportgen.intake.grid.banner import LINES
from reportgen.intake.grid.head_columns import HeadColumn
from reportgen.intake.grid.head_words import Role
from reportgen.intake.grid.recognition import RecognisedTable
from reportgen.intake.grid.tables import SheetTable, TableSide
from reportgen.intake.words import known_names
from reportgen.intake.words.labels import bare
from reportgen.intake.words.vocabulary import vocabulary
from reportgen.model.casefile import EntityFile
from reportgen.model.dataset import Entity
from reportgen.model.definitions import NO_RULES


def with_hospitals(
    found: Sequence[RecognisedTable], context: ReadingContext, gathered: FoundValues
) -> Iterator[RecognisedTable]:
    """The tables of a file, those without a hospital of their own with the one after which their sheet is named.

    The first line above the tables of a sheet, or of Chinese ones any of the first few that is such a name, tells it
    before the name of the sheet does. One name
    alone counts only where no case says whose figures are read and a title says it, or it is the whole name of the
    sheet, or where a title shares no word with the case's own. What adds up the hospitals of a file is of the case,
    where that is none of them.
    """
    titles = list(_titled(found, context.regime))
    named = [
        title or known_names.hospital_of_name(each.table.sheet.name or "")
        for each, title in zip(found, titles, strict=True)
    ]
    names = _unlike(filter(None, named))
    several, own = len(names) > 1, context.case.file.entity if context.case else None
    for each, said, title in zip(found, named, titles, strict=True):
        sheet, banner, name = each.table.sheet, each.table.banner, said
        if several and known_names.adds_up(sheet.name or ""):
            is_own = own is not None and not any(context.is_own(one) for one in names)
            name = "" if is_own else sheet.name or ""
            whole = Entity(own.id, own.name.zh) if own and is_own else Entity(name, name)
            gathered.entities[whole.id] = replace(whole, is_total=True)
        alone = own is None and (bool(title) or bare(name) == bare(sheet.name or ""))
        if banner.entity or not name or not (several or alone or (own and title and _is_stranger(title, own))):
            yield each
            continue
        banner = replace(banner, entity=name, entity_at=sheet.whole)
        yield replace(each, table=replace(each.table, banner=banner))


def _titled(found: Iterable[RecognisedTable], regime: str | None) -> Iterator[str]:
    """The hospital that the first line above each table is the name of, or else above the one before on its sheet."""
    titles: dict[str, str] = {}
    for each in found:
        sheet, texts = each.table.sheet.name or "", each.table.banner.texts
        title = known_names.hospital_of_title(texts[0]) if texts and regime == NO_RULES else ""
        title = title or next(filter(None, map(known_names.hospital_in_chinese, texts[:LINES])), "")
        titles[sheet] = title or titles.get(sheet, "")
        yield titles[sheet]


def _is_stranger(name: str, own: EntityFile) -> bool:
    """Whether a name shares no word with any English one of the hospital, but those that many hospitals have.

    A Chinese one is a stranger's that is neither part of one of the hospital's nor the same but for such words.
    """
    if not name.isascii():
        own_names = [bare(one) for one in (own.name.zh, *own.aliases) if one and not one.isascii()]
        folded = bare(name)
        alike = (
            one in folded or folded in one or known_names.distinctive(one) == known_names.distinctive(folded)
            for one in own_names
        )
        return bool(own_names) and not any(alike)
    known = _words(" ".join(one for one in (own.name.en, *own.aliases) if one and one.isascii()))
    said = _words(name)
    return bool(known and said) and not known & said


def _words(name: str) -> frozenset[str]:
    common = {word for ending in vocabulary().hospital_endings for word in ending.lower().split()}
    return frozenset(re.findall(r"\w+", name.lower())) - common - {*vocabulary().common_in_names}


def _unlike(names: Iterable[str]) -> frozenset[str]:
    """Names without those that only say another in more words: Cedar Hospital, Cedar Community Hospital."""
    words = {name: frozenset(re.findall(r"\w+", name.lower())) for name in names}
    return frozenset(name for name, own in words.items() if not any(other < own for other in words.values()))


RULE: Final = "W67"
OF_THE_GROUP: Final = "I154"


def as_one(table: SheetTable, context: ReadingContext, gathered: FoundValues) -> SheetTable | None:
    """A statement of one hospital in columns of its campuses, with those of the whole alone; any other as it is.

    Whose statement it is stands above it or in the case. None where no column has the whole, which W67 tells: a sum
    stands in no cell, and a campus is not the hospital. Columns of the whole alone are the hospital's, too; those of
    other hospitals in a case of one are told (I80).
    """
    own = context.case.file.entity if context.case else None
    named = [column for side in table.sides for column in side.columns if column.entity]
    parts = [column for column in named if not _is_whole(column)]
    if not named or context.is_of_many:
        return table
    if not parts and (own or table.banner.entity) and all(one.entity for side in table.sides for one in side.columns):
        return replace(table, sides=tuple(_whole(side, table) for side in table.sides))
    is_whose = bool(table.banner.entity or own) and not any(context.is_own(one.entity) for one in named)
    hospital = (
        (table.banner.entity,) if table.banner.entity or own is None else (own.name.zh, own.name.en, *own.aliases)
    )
    if not parts or not is_whose or not all(_names_campus(one.entity, hospital) for one in parts):
        others = tuple(dict.fromkeys(one.entity for one in named if not context.is_own(one.entity)))
        gathered.tell_others(others, table.sheet.whole, context)
        return _without_sums(table) if any(context.is_own(one.entity) for one in named) else table
    sides = tuple(_whole(side, table) for side in table.sides)
    if all(side.columns for side in sides):
        return replace(table, sides=sides, worked_out=(*table.worked_out, *parts))
    _tell_no_total(table, parts, gathered)
    return None


def _without_sums(table: SheetTable) -> SheetTable:
    """A table with columns of the hospital and of others, without those of all of them, which are nobody's own."""
    wholes = {*vocabulary().consolidated}
    columns = [column for side in table.sides for column in side.columns if not column.entity]
    sums = tuple(column for column in columns if {bare(word).lower() for word in column.words} & wholes)
    if not sums:
        return table
    sides = tuple(replace(side, columns=tuple(one for one in side.columns if one not in sums)) for side in table.sides)
    return replace(table, sides=sides, worked_out=(*table.worked_out, *sums))


def of_hospital(table: SheetTable, context: ReadingContext, gathered: FoundValues) -> SheetTable:
    """Of a statement of several companies, eliminations among them, the hospital's own column or else that of all.

    The other columns are of other companies, under whatever names, and count as parts of others; where none is the
    hospital's, all do that no hospital is named above. Other tables, and those of many hospitals, stay as they are.
    Beside the columns of a group those of the company itself are the hospital's (I154).
    """
    wholes, columns = {*vocabulary().consolidated}, [column for side in table.sides for column in side.columns]
    if context.case is None or context.is_of_many:
        return table
    if itself := _of_company(columns, wholes):
        group = tuple(column for column in columns if column not in itself)
        gathered.find(OF_THE_GROUP, table.head_place(group[0]), heads=_heads(group), own=_heads(itself))
        return replace(table, sides=tuple(_with(side, itself) for side in table.sides))
    if not any(_takes_off(column) for column in columns):
        return table
    own = {column.index for column in columns if any(map(context.is_own, column.written))}
    own = own or {column.index for column in columns if {word.lower() for word in column.words} & wholes}
    kept = [replace(column, entity="") for column in columns if column.index in own]
    kept = kept or [column for column in columns if column.entity]
    told = {column.index: column for column in kept}
    sides = tuple(
        replace(side, columns=tuple(told[column.index] for column in side.columns if column.index in told))
        for side in table.sides
    )
    parts = tuple(column for column in columns if column.index not in told)
    return replace(table, sides=sides, worked_out=(*table.worked_out, *parts))


def _of_company(columns: Sequence[HeadColumn], wholes: AbstractSet[str]) -> tuple[HeadColumn, ...]:
    """The columns of the company itself, where each of the others is of its group; none of any other table."""
    said = [{word.lower() for word in column.words} for column in columns]
    itself = tuple(column for column, words in zip(columns, said, strict=True) if words & {*vocabulary().parents})
    is_of_both = itself and all(words & {*vocabulary().parents, *wholes} for words in said)
    return itself if is_of_both and len(itself) < len(columns) else ()


def _heads(columns: Sequence[HeadColumn]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(column.head for column in columns))


def _with(side: TableSide, columns: tuple[HeadColumn, ...]) -> TableSide:
    """A side with these of its columns alone, as those of nobody else."""
    return replace(side, columns=tuple(replace(one, entity="") for one in side.columns if one in columns))


def _takes_off(column: HeadColumn) -> bool:
    return any(part in word.lower() for word in column.words for part in vocabulary().eliminations)


def _tell_no_total(table: SheetTable, parts: Sequence[HeadColumn], gathered: FoundValues) -> None:
    """W67, with the sum of the first column of each campus: those that follow are of other periods, or another side."""
    first: dict[str, HeadColumn] = {}
    for column in parts:
        first.setdefault(column.entity, column)
    place, formula = head_columns.sum_of(tuple(first.values()), table.sheet, table.head.last)
    gathered.find(RULE, place, heads=tuple(first), formula=formula)


def _whole(side: TableSide, table: SheetTable) -> TableSide:
    """A side with the columns that name no campus, or else with those of the totals of all campuses."""
    kept = [replace(column, entity="") for column in side.columns if not column.entity or _is_whole(column)]
    totals = [replace(column, role=head_columns.of_span(column)) for column in _behind(side, table)]
    return replace(side, columns=tuple(kept or totals))


def _behind(side: TableSide, table: SheetTable) -> list[HeadColumn]:
    """The totals that stand behind a side's own labels and before those of the next side."""
    first, labels = _labels(side), map(_labels, table.sides)
    end = min((index for index in labels if index > first), default=inf)
    return [column for column in table.head.of(Role.TOTAL) if first < column.index < end]


def _labels(side: TableSide) -> int:
    """The first column of the names of a side's lines."""
    return min((line.column for line in side.lines), default=side.columns[0].index)


def _is_whole(column: HeadColumn) -> bool:
    return bare(column.entity).lower() in vocabulary().consolidated


@lru_cache(maxsize=8192)
def _names_campus(head: str, hospital: tuple[str | None, ...]) -> bool:
    """Whether a head names a campus, that of the hospital before it or none, and not another hospital."""
    folded, words = bare(head), vocabulary()
    for name in filter(None, hospital):
        folded = folded.replace(bare(name), "")
    plain = next((folded.replace(word, "") for word in words.campuses if word in folded), None)
    return plain is not None and not any(bare(word) in plain for word in words.hospital_endings)
