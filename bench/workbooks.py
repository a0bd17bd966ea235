"""Workbooks of monthly statements as they are read by us and by bare calamine, and where our time goes."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from reportgen.catalog import Catalog
    from reportgen.intake.context import Gathered
    from reportgen.intake.ledger import Ledger

Done = TypeVar("Done")
BAR: Final = 2.0
YEARS: Final = (1, 5)
BALANCE_SHEET: Final = "会政财01"
STATEMENTS: Final = (BALANCE_SHEET, "会政财02附01", "会政财02", "会政财04", "会政预01")
SHEETS: Final = 12 * len(STATEMENTS)
BALANCES: Final = ("期末余额", "年初余额")
FLOWS: Final = ("本月数", "本年累计数", "上年同期数", "本年预算数")
FIRST: Final = """
import sys, time
from pathlib import Path
from bench import workbooks
ours, bare = workbooks.sides(Path(sys.argv[1]))
import pandas, python_calamine
from reportgen.intake.vocabulary import vocabulary
vocabulary()
begun = time.process_time()
ours()
print(time.process_time() - begun)
"""


def sides(path: Path) -> tuple[Callable[[], object], Callable[[], object]]:
    """Reading the statements of a workbook, and bare calamine on the same file."""
    import python_calamine

    from reportgen import intake
    from reportgen.catalog import load_catalog

    catalog = load_catalog()

    def bare() -> object:
        book = python_calamine.CalamineWorkbook.from_path(path)
        return [book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names]

    return (lambda: intake.read_paths([path], catalog)), bare


def many_sheets(path: Path, years: int = 1) -> Path:
    """A workbook with five statements of each month, whose figures agree with each other."""
    from reportgen.catalog import load_catalog
    from scripts import small_workbooks as small

    catalog = load_catalog()
    sheets = {}
    for year in range(2026 - years, 2026):
        opening = statements(catalog, year)
        to_date: dict[str, dict[str, float]] = {}
        for month in range(1, 13):
            own = statements(catalog, year * 12 + month)
            for code, made in own.items():
                before = to_date.get(code, {})
                to_date[code] = {item: value + before.get(item, 0) for item, value in made.items()}
                balance = code == BALANCE_SHEET
                heads = BALANCES if balance else FLOWS
                date = f"{year}年{month}月28日" if balance else f"{year}年{month}月"
                flows = [
                    made,
                    to_date[code],
                    opening[code],
                    {item: 12 * value for item, value in opening[code].items()},
                ]
                columns = [made, opening[code]] if balance else flows
                sheets[f"{code}-{year}{month:02}"] = small.sheet(code, date, heads, columns, catalog=catalog)
    return small.write(path, sheets)


def months_side_by_side(path: Path, years: int = 12) -> Path:
    """A workbook with five statements of each year, whose columns are its months."""
    from reportgen.catalog import load_catalog
    from scripts import small_workbooks as small

    catalog = load_catalog()
    sheets = {}
    for year in range(2026 - years, 2026):
        made = [statements(catalog, year * 12 + month) for month in range(1, 13)]
        heads = [f"{year}年{month}月" for month in range(1, 13)]
        for code in STATEMENTS:
            columns = [month[code] for month in made]
            sheets[f"{code}-{year}"] = small.sheet(code, f"{year}年", heads, columns, catalog=catalog)
    return small.write(path, sheets)


def statements(catalog: Catalog, seed: int) -> dict[str, dict[str, float]]:
    """The five statements of a month: sums tie, and what stands on two of them is the same on both."""
    from scripts import small_workbooks as small

    known: dict[str, int] = {}
    found: dict[str, dict[str, float]] = {}
    for code in STATEMENTS:
        form = catalog.forms[code]
        items = {row.item for row in (*form.rows, *form.right_rows) if row.item}
        made = small.figures(code, catalog, 1 + seed % 37, {item: known[item] for item in items & known.keys()})
        known |= made
        found[code] = {item: value / 4 for item, value in made.items()}
    return found


def told(path: Path, rounds: int) -> str:
    """The cells of a workbook, its first reading in a process, and where the time of a later one goes."""
    sheets = sides(path)[1]()
    assert isinstance(sheets, list)
    cells = sum(len(rows) * len(rows[0]) for rows in sheets)
    process = subprocess.run([sys.executable, "-c", FIRST, str(path)], capture_output=True, text=True, check=True)
    parts = ", ".join(f"{name} {1000 * seconds:.1f}" for name, seconds in stages(path, rounds).items())
    return f"  {cells:,} cells; first reading in a process {1000 * float(process.stdout):.0f} ms; later, ms: {parts}"


def stages(path: Path, rounds: int) -> dict[str, float]:
    """Processor seconds of each stage of a later reading, medians."""
    from reportgen import intake
    from reportgen.catalog import load_catalog
    from reportgen.intake import contents, layouts, ledger, sheet_reader, workbooks
    from reportgen.intake.context import Context, Gathered

    catalog, content = load_catalog(), path.read_bytes()
    intake.read_paths([path], catalog)
    taken: dict[str, list[float]] = {}

    def timed(name: str, work: Callable[[], Done]) -> Done:
        begun = time.process_time()
        found = work()
        taken.setdefault(name, []).append(time.process_time() - begun)
        return found

    for _ in range(rounds):
        gathered = Gathered()
        timed("unpack", lambda: contents.opened(content, path.name))
        sheets = workbooks.sheets(content, path.name)[0]
        timed("unpack and take out", lambda: workbooks.sheets(content, path.name))
        read = (sheets, Context(catalog), gathered, layouts.plans_of(catalog))
        timed("understand", partial(sheet_reader.read_file, *read))
        settled = timed("settle", partial(_settled, gathered, catalog))
        timed("dataset", partial(ledger.combined, (), gathered, settled))
    return {name: statistics.median(seconds) for name, seconds in taken.items()}


def _settled(gathered: Gathered, catalog: Catalog) -> Ledger:
    from reportgen.intake import conflicts, series

    return series.extended(conflicts.settle(gathered, catalog), catalog)
