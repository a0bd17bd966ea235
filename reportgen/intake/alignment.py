"""Rows of a sheet against the rows of an official form, by their words and their order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from reportgen.model.definitions import FormRow

Label = TypeVar("Label")


@dataclass(frozen=True)
class Matched:
    """The outcome for one side of a sheet.

    Attributes:
        rows: for each label the index of its official row, or None.
        ambiguous: labels that fit several rows equally well, with the indices of those.
        disordered: labels that were found, but out of the official order.
    """

    rows: tuple[int | None, ...]
    ambiguous: dict[int, tuple[int, ...]]
    disordered: tuple[int, ...]

    @property
    def count(self) -> int:
        """How many labels were found."""
        return sum(row is not None for row in self.rows)


def align(labels: Sequence[Label], official: Sequence[FormRow], fits: Callable[[Label, FormRow], bool]) -> Matched:
    """The longest common order of labels and official rows.

    A label that occurs in several sections is placed by its neighbours; where these leave a choice, by its section's
    heading above it; where that leaves one too, nowhere.
    """
    fit = [[fits(label, row) for row in official] for label in labels]
    before, after = _before(fit, len(official)), _after(fit, len(official))
    best = before[len(labels)][len(official)]
    options = [
        tuple(j for j in range(len(official)) if fit[i][j] and before[i][j] + 1 + after[i + 1][j + 1] == best)
        for i in range(len(labels))
    ]
    sure: list[int | None] = [choice[0] if len(choice) == 1 else None for choice in options]
    ambiguous: dict[int, tuple[int, ...]] = {}
    for index, choice in enumerate(options):
        if len(choice) > 1:
            sure[index] = _under_heading(index, choice, sure, official)
            if sure[index] is None:
                ambiguous[index] = choice
    disordered = _out_of_order(fit, sure, ambiguous)
    return Matched(tuple(sure), ambiguous, disordered)


def _before(fit: list[list[bool]], width: int) -> list[list[int]]:
    """Longest order of the first i labels and first j rows."""
    table = [[0] * (width + 1) for _ in range(len(fit) + 1)]
    for i, row in enumerate(fit):
        here, next_row = table[i], table[i + 1]
        for j in range(width):
            next_row[j + 1] = here[j] + 1 if row[j] else max(here[j + 1], next_row[j])
    return table


def _after(fit: list[list[bool]], width: int) -> list[list[int]]:
    """Longest order of the labels from i and rows from j."""
    table = [[0] * (width + 1) for _ in range(len(fit) + 1)]
    for i in range(len(fit) - 1, -1, -1):
        for j in range(width - 1, -1, -1):
            table[i][j] = table[i + 1][j + 1] + 1 if fit[i][j] else max(table[i + 1][j], table[i][j + 1])
    return table


def _under_heading(
    index: int, choice: tuple[int, ...], sure: list[int | None], official: Sequence[FormRow]
) -> int | None:
    """The only choice of the section in which the label above stands."""
    above = next((row for row in reversed(sure[:index]) if row is not None), None)
    if len({official[row].item for row in choice}) == 1:
        return choice[0]
    if above is None:
        return None
    within = [row for row in choice if row > above and _same_section(above, row, official)]
    return within[0] if len(within) == 1 else None


def _same_section(above: int, row: int, official: Sequence[FormRow]) -> bool:
    """Whether no row of a higher level than `row` comes between, `above` itself being in or on top of the section."""
    return all(official[between].level >= official[row].level for between in range(above + 1, row))


def _out_of_order(
    fit: list[list[bool]], sure: list[int | None], ambiguous: dict[int, tuple[int, ...]]
) -> tuple[int, ...]:
    """Place labels that stand elsewhere than the form has them, where only one free row fits."""
    taken = {row for row in sure if row is not None}
    found = []
    for index, row in enumerate(sure):
        if row is not None or index in ambiguous:
            continue
        fitting = [j for j, ok in enumerate(fit[index]) if ok]
        if len(fitting) == 1 and fitting[0] not in taken:
            sure[index] = fitting[0]
            taken.add(fitting[0])
            found.append(index)
    return tuple(found)
