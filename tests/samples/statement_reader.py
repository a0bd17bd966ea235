"""Reads statement workbooks for the tests of the samples, by the labels printed on them and by nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from python_calamine import CalamineWorkbook

LABEL_HEADS = ("项目", "资产", "负债和净资产")
FEN = Decimal("0.01")


@dataclass(frozen=True)
class Lines:
    """The lines of one side of a statement: labels without white space, and one list of figures for each column."""

    labels: tuple[str, ...]
    columns: dict[str, tuple[Decimal | None, ...]]

    def at(self, label: str, column: str, occurrence: int = 0) -> Decimal:
        """A figure by its label; an empty cell counts as zero."""
        found = [i for i, text in enumerate(self.labels) if bare(text) == label]
        return self.columns[column][found[occurrence]] or Decimal(0)

    def printed(self, label: str, column: str) -> Decimal | None:
        """The figure as it stands, None if the cell is empty."""
        return self.columns[column][self.labels.index(label)]

    def sum(self, labels: Iterable[str], column: str) -> Decimal:
        """The sum of some lines."""
        return sum((self.at(label, column) for label in labels), Decimal(0))


def bare(label: str) -> str:
    """A label without numbering, prefix, star and note."""
    text = re.sub(r"^(其中：|减：|[一二三四五]、|（[一二三四五六七八九十]+）|\d\.)", "", label)
    return re.sub(r"（[^）]*填列）$", "", text).rstrip("：*")


def stripped(cell: Any) -> str:
    """A cell's text without any white space."""
    return re.sub(r"\s", "", str(cell))


def figure(cell: Any) -> Decimal | None:
    """A cell's number at the fen; words and empty cells are None."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return Decimal(repr(cell)).quantize(Decimal("0.0001")).normalize()
    return None


@cache
def workbook(path: Path) -> dict[str, list[list[Any]]]:
    """All sheets of a workbook as rows of cells."""
    book = CalamineWorkbook.from_path(str(path))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def sides(rows: Sequence[Sequence[Any]]) -> list[Lines]:
    """The side or sides of a sheet whose head is one row."""
    top = next(i for i, row in enumerate(rows) if stripped(row[0]) in LABEL_HEADS)
    heads = [stripped(cell) for cell in rows[top]]
    body = [row for row in rows[top + 1 :] if not stripped(row[0]).startswith(("单位负责人", "报出日期", "注："))]
    starts = [i for i, head in enumerate(heads) if head in LABEL_HEADS]
    found = []
    for start, end in zip(starts, [*starts[1:], len(heads)], strict=True):
        kept = [row for row in body if stripped(row[start])]
        columns = {heads[i]: tuple(figure(row[i]) for row in kept) for i in range(start + 1, end) if heads[i] != "单位"}
        found.append(Lines(tuple(stripped(row[start]) for row in kept), columns))
    return found


def both(rows: Sequence[Sequence[Any]]) -> Lines:
    """A two-sided sheet as one list of lines."""
    left, right = sides(rows)
    columns = {head: left.columns[head] + right.columns[head] for head in left.columns}
    return Lines(left.labels + right.labels, columns)
