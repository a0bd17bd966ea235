"""Reading measured against the least one can do: a panel against pandas, a workbook of many sheets against calamine.

python -m bench.intake [--panel FOLDER] [--rounds N]

FOLDER is a case folder whose mapping.yaml names wide tables in text; without it a panel of 30,000 rows by 118 columns
is made. The bare side opens the same files with pandas.read_csv, or the same workbook with python-calamine, and keeps
what it gets. Both sides take turns; processor time, the best of the rounds, which other work disturbs least.
"""

from __future__ import annotations

import argparse
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from bench.hospitals import BALANCE_SHEET, STATEMENTS, statements

if TYPE_CHECKING:
    from reportgen.catalog import Catalog
    from reportgen.intake.context import FoundValues
    from reportgen.intake.settlement.ledger import Ledger

Done = TypeVar("Done")
ROWS, COLUMNS, FILES = 30_000, 118, 5
PANEL_BAR, BAR = 3.0, 2.0
YEARS: Final = (1, 5)
SHEETS: Final = 12 * len(STATEMENTS)
BALANCES: Final = ("期末余额", "年初余额")
FLOWS: Final = ("本月数", "本年累计数", "上年同期数", "本年预算数")
FIRST: Final = """
import sys, time
from pathlib import Path
from bench import intake
ours, bare = intake.workbook_sides(Path(sys.argv[1]))
import pandas, python_calamine
from reportgen.intake.words.vocabulary import vocabulary
vocabulary()
begun = time.process_time()
ours()
print(time.process_time() - begun)
"""


def main() -> int:
    """Measure both, print a table, and return 1 if a bar is not met."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--panel", type=Path)
    asked.add_argument("--rounds", type=int, default=9)
    wanted = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        panel = wanted.panel or synthetic_panel(Path(folder) / "panel")
        rows = [measured("panel / pandas.read_csv", *panel_sides(panel), wanted.rounds, PANEL_BAR)]
        made = {f"{years * SHEETS} sheets": many_sheets(Path(folder) / f"{years}.xlsx", years) for years in YEARS}
        wide = {"60 sheets of 12 months": months_side_by_side(Path(folder) / "months.xlsx")}
        for name, book in (made | wide).items():
            rows.append(measured(f"{name} / calamine", *workbook_sides(book), wanted.rounds, BAR))
            print(told(book, wanted.rounds))
    return int(not all(rows))


def measured(name: str, ours: Callable[[], object], bare: Callable[[], object], rounds: int, bar: float) -> bool:
    """Print the best times and their ratio; whether it is within the bar."""
    times: dict[str, list[float]] = {"ours": [], "bare": []}
    ours(), bare()
    for _ in range(rounds):
        for side, work in (("bare", bare), ("ours", ours)):
            begun = time.process_time()
            work()
            times[side].append(time.process_time() - begun)
    own, least = (min(times[side]) for side in ("ours", "bare"))
    met = own <= bar * least
    print(f"{name:32} {own:7.3f} s {least:7.3f} s {own / least:6.2f}x  bar {bar:.1f}x  {'met' if met else 'missed'}")
    return met


def panel_sides(folder: Path) -> tuple[Callable[[], object], Callable[[], object]]:
    """Reading and mapping the panel, and bare pandas on the same files."""
    import pandas as pd

    from reportgen import intake
    from reportgen.catalog import load_catalog

    catalog = load_catalog()
    case = intake.open_case(folder)
    files = sorted({path for source in case.mapping.sources for path in folder.glob(source.file)})
    return (lambda: intake.read(case, catalog)), (lambda: [pd.read_csv(path, low_memory=False) for path in files])


def synthetic_panel(folder: Path) -> Path:
    """A case of many hospitals: five years, a row each, forty columns mapped and the others known and unread."""
    from reportgen.catalog import load_catalog

    chance = random.Random(7)  # noqa: S311 - figures to be read
    items = [key for key, item in sorted(load_catalog().items.items()) if item.unit == "money"][:40]
    heads = ["Hospital Id", "Name", "State", "Year", *(f"Column {n}" for n in range(COLUMNS - 4))]
    (folder / "data").mkdir(parents=True)
    for year in range(FILES):
        lines = [",".join(heads)]
        for row in range(ROWS // FILES):
            figures = (str(chance.randint(1, 10**9)) if chance.random() < 0.8 else "" for _ in range(COLUMNS - 4))  # noqa: PLR2004
            lines.append(",".join([f"{row:06}", f"Hospital {row}", "XX", str(2017 + year), *figures]))
        (folder / "data" / f"panel_{2017 + year}.csv").write_text("\n".join(lines), encoding="utf-8")
    columns = "".join(f"      Column {number}: {item}\n" for number, item in enumerate(items))
    (folder / "mapping.yaml").write_text(
        "sources:\n  - file: data/panel_*.csv\n    layout: wide\n"
        "    entity: {id: Hospital Id, name: Name, group: State, pad: 6}\n    period: Year\n"
        f"    columns:\n{columns}    unread: ['*']\n",
        encoding="utf-8",
    )
    (folder / "case.yaml").write_text("regime: other\ncurrency: USD\n", encoding="utf-8")
    return folder


def workbook_sides(path: Path) -> tuple[Callable[[], object], Callable[[], object]]:
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


def told(path: Path, rounds: int) -> str:
    """The cells of a workbook, its first reading in a process, and where the time of a later one goes."""
    sheets = workbook_sides(path)[1]()
    assert isinstance(sheets, list)
    cells = sum(len(rows) * len(rows[0]) for rows in sheets)
    process = subprocess.run([sys.executable, "-c", FIRST, str(path)], capture_output=True, text=True, check=True)
    parts = ", ".join(f"{name} {1000 * seconds:.1f}" for name, seconds in stages(path, rounds).items())
    return f"  {cells:,} cells; first reading in a process {1000 * float(process.stdout):.0f} ms; later, ms: {parts}"


def stages(path: Path, rounds: int) -> dict[str, float]:
    """Processor seconds of each stage of a later reading, medians."""
    from reportgen import intake
    from reportgen.catalog import load_catalog
    from reportgen.intake import sheet_reader
    from reportgen.intake.context import FoundValues, ReadingContext
    from reportgen.intake.grid import layouts
    from reportgen.intake.settlement import ledger
    from reportgen.intake.workbooks import contents, spreadsheets

    catalog, content = load_catalog(), path.read_bytes()
    intake.read_paths([path], catalog)
    taken: dict[str, list[float]] = {}

    def timed(name: str, work: Callable[[], Done]) -> Done:
        begun = time.process_time()
        found = work()
        taken.setdefault(name, []).append(time.process_time() - begun)
        return found

    for _ in range(rounds):
        gathered = FoundValues()
        timed("unpack", lambda: contents.opened(content, path.name))
        sheets = spreadsheets.sheets(content, path.name)[0]
        timed("unpack and take out", lambda: spreadsheets.sheets(content, path.name))
        read = (sheets, ReadingContext(catalog), gathered, layouts.plans_of(catalog))
        timed("understand", partial(sheet_reader.read_file, *read))
        settled = timed("settle", partial(_settled, gathered, catalog))
        timed("dataset", partial(ledger.combined, (), gathered, settled))
    return {name: statistics.median(seconds) for name, seconds in taken.items()}


def _settled(gathered: FoundValues, catalog: Catalog) -> Ledger:
    from reportgen.intake.settlement import conflicts, series

    return series.extended(conflicts.settle(gathered, catalog), catalog)


if __name__ == "__main__":
    sys.exit(main())
