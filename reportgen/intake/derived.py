"""Totals that a form lacks and that follow from the lines it has, marked as derived."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from math import fsum

from reportgen.intake.cells import Cell, OpenTable
from reportgen.intake.labels import normalised
from reportgen.model.definitions import Form, Item


def totals(opened: OpenTable, form: Form, cells: list[Cell]) -> list[Cell]:
    """Totals whose row the sheet lacks, where every line that they are made of is on it.

    Lines that only explain are not added; a blank line counts as zero, a line that is not on the sheet does not.
    """
    official = _official(form)
    present = _present(opened, official, {cell.item for cell in cells})
    parts = parts_on(form, opened.context.catalog.items)
    made: dict[str, list[Cell]] = defaultdict(list)
    for cell in cells:
        made[cell.item].append(cell)
    added: list[Cell] = []
    names: list[str] = []
    while ready := _ready(parts, present):
        for item in ready:
            total = _total(item, parts[item], made)
            made[item] = total
            added += total
            present.add(item)
            if total:
                names.append(official[item])
    if names:
        opened.gathered.find("I34", opened.table.sheet.whole, totals=tuple(names))
    return added


def lacking(opened: OpenTable, form: Form, items: Iterable[str]) -> list[str]:
    """Totals that the sheet lacks though it has every line of them, of a table with figures for these items."""
    official = _official(form)
    return _ready(parts_on(form, opened.context.catalog.items), _present(opened, official, set(items)))


def _official(form: Form) -> dict[str, str]:
    """The items of a form with their labels."""
    return {row.item: row.label for row in (*form.rows, *form.right_rows) if row.item}


def _present(opened: OpenTable, official: Mapping[str, str], items: set[str]) -> set[str]:
    keys = opened.table.keys
    return {item for item, label in official.items() if item in items or normalised(label) in keys}


def _ready(parts: Mapping[str, list[tuple[str, int]]], present: set[str]) -> list[str]:
    return sorted(item for item in parts if item not in present and all(part in present for part, _ in parts[item]))


def parts_on(form: Form, items: Mapping[str, Item]) -> dict[str, list[tuple[str, int]]]:
    """The totals of a form with the lines that they are made of, and whether each is added (1) or deducted (-1)."""
    official = _official(form)
    parts: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for identifier in official:
        item = items[identifier]
        if item.parent is not None and item.parent in official and item.sign != "0":
            parts[item.parent].append((identifier, 1 if item.sign == "+" else -1))
    return {total: lines for total, lines in parts.items() if len(lines) > 1}


def _total(item: str, parts: list[tuple[str, int]], made: Mapping[str, list[Cell]]) -> list[Cell]:
    """One cell for each meaning that any of the parts has a figure of, standing at the first of them.

    Two columns may mean the same, such as the year's figure and its cumulative one: of each part one figure is added;
    where the two differ there is no total.
    """
    sums: dict[object, list[tuple[Cell, int]]] = defaultdict(list)
    unsure: set[object] = set()
    for part, sign in parts:
        taken: dict[object, float] = {}
        for cell in made.get(part, ()):
            value = cell.figure.value
            if cell.figure.problem:
                return []
            if value is None:
                continue
            if cell.meaning not in taken:
                sums[cell.meaning].append((cell, sign))
            elif value != taken[cell.meaning]:
                unsure.add(cell.meaning)
            taken.setdefault(cell.meaning, value)
    found = []
    for what, having in sums.items():
        if what in unsure:
            continue
        first = having[0][0]
        value = round(fsum(sign * (cell.figure.value or 0.0) for cell, sign in having), 6)
        found.append(replace(first, item=item, figure=replace(first.figure, value=value), derived=True))
    return found
