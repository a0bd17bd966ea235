"""Which register a sheet is, by the heads of its columns; or would be, were none of them missing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from reportgen.catalog.messages import JOINT
from reportgen.intake.figures import Cell
from reportgen.intake.labels import bare
from reportgen.intake.sheets import Sheet
from reportgen.intake.vocabulary import vocabulary
from reportgen.model.definition import Text
from reportgen.model.registers import RegisterColumn, RegisterDefinition

if TYPE_CHECKING:
    from reportgen.catalog import Catalog
    from reportgen.intake.context import Context

SEARCHED: Final = 8
UNIT: Final = re.compile(r"^(.+?)\((?:[^()]*?)([^()]+)\)$")  # a name with its unit in brackets
NEAR: Final = 3
"""Heads of a table from which a sheet is taken for it, though required ones are missing."""

Heads = Mapping[str, tuple[tuple[str, str], ...]]


@dataclass(frozen=True)
class Layout:
    """Which register a sheet is, the row of its head, and column → (name, factor of the unit in the head)."""

    id: str
    row: int
    columns: Mapping[int, tuple[str, float | None]]


Columns = dict[int, tuple[str, float | None]]


def layout(sheet: Sheet, context: Context) -> Layout | None:
    """The register that a sheet is, None where it is none; of several the one with most columns."""
    for row in range(min(SEARCHED, len(sheet.rows))):
        found = _matched(sheet.rows[row], _heads(context.catalog))
        fits = [name for name, columns in found.items() if not _lacking(context.catalog.registers[name], columns)]
        if fits:
            best = max(fits, key=lambda register: (len(found[register]), register))
            return Layout(best, row, found[best])
    return None


def almost(sheet: Sheet, context: Context) -> tuple[RegisterDefinition, list[RegisterColumn]] | None:
    """The register that a sheet would be with the columns that it lacks, None where its heads are of none."""
    for row in range(min(SEARCHED, len(sheet.rows))):
        found = _matched(sheet.rows[row], _heads(context.catalog))
        near = [name for name, columns in found.items() if len(columns) >= NEAR]
        if near:
            best = max(near, key=lambda register: (len(found[register]), register))
            definition = context.catalog.registers[best]
            return definition, _lacking(definition, found[best])
    return None


def _matched(cells: Sequence[Cell], known: Heads) -> dict[str, Columns]:
    """The columns of a row of heads by register; the first of several alike."""
    found: dict[str, Columns] = {}
    for column, cell in enumerate(cells):
        if isinstance(cell, str) and cell:
            head, factor = _unit(bare(cell).lower())
            for register, name in known.get(head, ()):
                if name not in {taken for taken, _ in found.get(register, {}).values()}:
                    found.setdefault(register, {})[column] = (name, factor)
    return found


def named(columns: Iterable[RegisterColumn]) -> Text:
    """The heads of columns."""
    return joined(column.name for column in columns)


def joined(names: Iterable[Text]) -> Text:
    """Names in a row, in both languages."""
    words = tuple(names)
    return Text(zh=JOINT["zh"].join(one.zh for one in words), en=JOINT["en"].join(one.en for one in words))


@lru_cache(maxsize=4)
def _heads(catalog: Catalog) -> Heads:
    """Heads as compared → the registers and columns that they may stand over."""
    found: dict[str, list[tuple[str, str]]] = {}
    for register, definition in catalog.registers.items():
        for name, column in definition.columns.items():
            for words in {column.name.zh, column.name.en, *column.also}:
                found.setdefault(bare(words).lower(), []).append((register, name))
    return {head: tuple(meant) for head, meant in found.items()}


def _lacking(definition: RegisterDefinition, columns: Columns) -> list[RegisterColumn]:
    names = {name for name, _ in columns.values()}
    return [column for name, column in definition.columns.items() if column.required and name not in names]


def _unit(head: str) -> tuple[str, float | None]:
    """A head without the unit behind it, and the factor of that unit."""
    match = UNIT.match(head)
    units = vocabulary().units
    if match and match[2] in units:
        return match[1], float(units[match[2]])
    return head, None
