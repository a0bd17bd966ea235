"""All workbooks of operations."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from scripts.renhe.business import claims, departments, goods, patients, people, plans
from scripts.renhe.business.registers import Cells, sheet, write
from scripts.renhe.months import Month

if TYPE_CHECKING:
    from scripts.renhe.workbooks import Workbooks

FIRST_YEAR = 2025
MonthRows = Callable[[Month], Iterator[Cells]]


def write_all(workbooks: Workbooks) -> None:
    """Registers of every month from 2025 on; plans, debts, contracts and marks of the last year alone."""
    books, last = workbooks.books, max(workbooks.books.entries)
    by_month: dict[str, dict[str, MonthRows]] = {
        "departments": {"departments": lambda month: departments.rows(books, month)},
        "disease_groups": {"disease_groups": lambda month: patients.groups(books, month)},
        "inventory": {"inventory": lambda month: goods.inventory(books, month)},
        "equipment": {"equipment": lambda month: goods.equipment(books, month)},
        "services": {"service_costs": patients.services},
        "ageing": {
            "receivables_ageing": lambda month: claims.receivables(books, month),
            "payables_ageing": lambda month: claims.payables(books, month),
        },
        "one_offs": {"one_offs": people.one_offs},
    }
    for year in range(FIRST_YEAR, last.year + 1):
        for kind, tables in by_month.items():
            _monthly(workbooks, kind, Month(year, last.number if year == last.year else 12), tables)
    of_this_year: dict[str, dict[str, MonthRows]] = {
        "debts": {"debts": lambda month: claims.debts(books, month), "contracts": claims.contracts},
        "appraisal": {"appraisal": people.appraisal},
        "lines": {"budget_lines": lambda month: plans.lines(books, month)},
        "projects": {"projects": plans.projects},
    }
    for kind, tables in of_this_year.items():
        _monthly(workbooks, kind, last, tables)
    _plans(workbooks, last)


def _monthly(workbooks: Workbooks, kind: str, last: Month, tables: dict[str, MonthRows]) -> None:
    """A workbook with a sheet for each month and table that has rows."""
    found = [
        sheet(workbooks, table, month, rows)
        for month in last.of_year()
        for table, made in tables.items()
        if (rows := list(made(month)))
    ]
    if kind == "lines":
        found.append(sheet(workbooks, "budget_steps", last, plans.steps(last.year)))
    if kind == "projects":
        found.append(sheet(workbooks, "project_flows", last, plans.investments()))
    if found:
        write(workbooks, kind, last.year, found)


def _plans(workbooks: Workbooks, last: Month) -> None:
    year = Month(last.year, 12)
    write(
        workbooks,
        "targets",
        last.year,
        [sheet(workbooks, "department_targets", year, plans.targets(workbooks.books, year), dated="year")],
    )
    write(workbooks, "actions", last.year, [sheet(workbooks, "actions", last, people.actions())])
    write(workbooks, "english_names", last.year, [sheet(workbooks, "english_names", last, people.english_names())])
