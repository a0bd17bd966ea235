"""Reading measured against the least one can do: a panel against pandas, a workbook of many sheets against calamine.

python -m bench.intake [--panel FOLDER] [--rounds N]

FOLDER is a case folder whose mapping.yaml names wide tables in text; without it a panel of 30,000 rows by 118 columns
is made. The bare side opens the same files with pandas.read_csv, or the same workbook with python-calamine, and keeps
what it gets. Both sides take turns; medians of the rounds.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROWS, COLUMNS, FILES = 30_000, 118, 5
BALANCE_SHEET = "会政财01"
STATEMENTS = (BALANCE_SHEET, "会政财02附01", "会政财02", "会政财04", "会政预01")
PANEL_BAR, WORKBOOK_BAR = 3.0, 2.0


def main() -> int:
    """Measure both, print a table, and return 1 if a bar is not met."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--panel", type=Path)
    asked.add_argument("--rounds", type=int, default=5)
    wanted = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        panel = wanted.panel or synthetic_panel(Path(folder) / "panel")
        workbook = many_sheets(Path(folder) / "book" / "60.xlsx")
        rows = [
            measured("panel / pandas.read_csv", *panel_sides(panel), wanted.rounds, PANEL_BAR),
            measured("60 sheets / python-calamine", *workbook_sides(workbook), wanted.rounds, WORKBOOK_BAR),
        ]
    return int(not all(rows))


def measured(name: str, ours: Callable[[], object], bare: Callable[[], object], rounds: int, bar: float) -> bool:
    """Print medians and their ratio; whether it is within the bar."""
    times: dict[str, list[float]] = {"ours": [], "bare": []}
    ours(), bare()
    for _ in range(rounds):
        for side, work in (("bare", bare), ("ours", ours)):
            begun = time.process_time()
            work()
            times[side].append(time.process_time() - begun)
    own, least = (statistics.median(times[side]) for side in ("ours", "bare"))
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


def many_sheets(path: Path, years: int = 1) -> Path:
    """A workbook with five statements of each month, whose figures agree with each other."""
    from reportgen.catalog import load_catalog
    from scripts import small_workbooks as small

    catalog = load_catalog()
    sheets = {}
    for year in range(2026 - years, 2026):
        opening, to_date = statements(catalog, year), dict[str, dict[str, float]]()
        for month in range(1, 13):
            own = statements(catalog, year * 12 + month)
            for code, made in own.items():
                before = to_date.get(code, {})
                to_date[code] = {item: value + before.get(item, 0) for item, value in made.items()}
                balance = code == BALANCE_SHEET
                heads = ("期末余额", "年初余额") if balance else ("本月数", "本年累计数")
                date = f"{year}年{month}月{28 if balance else ''}{'日' if balance else ''}"
                columns = [made, opening[code] if balance else to_date[code]]
                sheets[f"{code}-{year}{month:02}"] = small.sheet(code, date, heads, columns, catalog=catalog)
    return small.write(path, sheets)


def statements(catalog: Catalog, seed: int) -> dict[str, dict[str, float]]:
    """The five statements of a month: sums tie, and what stands on two of them is the same on both."""
    from scripts import small_workbooks as small

    known: dict[str, int] = {}
    found: dict[str, dict[str, float]] = {}
    for code in STATEMENTS:
        form = catalog.forms[code]
        items = {row.item for row in (*form.rows, *form.right_rows)}
        made = small.figures(code, catalog, 1 + seed % 37, {item: known[item] for item in items & known.keys()})
        known |= made
        found[code] = {item: value / 4 for item, value in made.items()}
    return found


if __name__ == "__main__":
    sys.exit(main())
