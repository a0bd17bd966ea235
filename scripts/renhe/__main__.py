"""`python -m scripts.renhe [FOLDER]`: writes the workbooks of samples/renhe."""

from __future__ import annotations

import sys
from pathlib import Path

from scripts.renhe.assumptions import Assumptions
from scripts.renhe.books import keep
from scripts.renhe.budgets import write_budget
from scripts.renhe.business.books import write_all
from scripts.renhe.months import Month, from_to
from scripts.renhe.peers import write_peers
from scripts.renhe.workbooks import FIRST_MONTHLY_YEAR, Workbooks

FIRST_ANNUAL_YEAR = 2023


def build(folder: Path) -> None:
    """Write everything that the model makes into a case folder."""
    books = keep(Assumptions())
    workbooks, last = Workbooks(books, folder), max(books.entries)
    for year in range(FIRST_ANNUAL_YEAR, last.year):
        workbooks.annual(year)
        workbooks.operations(Month(year, 12))
    workbooks.operations(last)
    for month in from_to(Month(FIRST_MONTHLY_YEAR, 1), last):
        workbooks.monthly(month)
    for year in range(FIRST_MONTHLY_YEAR, last.year + 1):
        write_budget(workbooks, year)
    workbooks.experts()
    write_all(workbooks)
    write_peers(books, folder / workbooks.words["files"]["peers"])


if __name__ == "__main__":
    build(Path(sys.argv[1]) if sys.argv[1:] else Path(__file__).parents[2] / "samples" / "renhe")
