"""Reading measured against the least one can do: a panel against pandas, a workbook of many sheets against calamine.

python -m bench.intake [--panel FOLDER] [--rounds N]

FOLDER is a case folder whose mapping.yaml names wide tables in text; without it a panel of 30,000 rows by 118 columns
is made. The bare side opens the same files with pandas.read_csv, or the same workbook with python-calamine, and keeps
what it gets. Both sides take turns; processor time, the best of the rounds, which other work disturbs least.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bench import workbooks

ROWS, COLUMNS, FILES = 30_000, 118, 5
PANEL_BAR = 3.0


def main() -> int:
    """Measure both, print a table, and return 1 if a bar is not met."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--panel", type=Path)
    asked.add_argument("--rounds", type=int, default=9)
    wanted = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        panel = wanted.panel or synthetic_panel(Path(folder) / "panel")
        rows = [measured("panel / pandas.read_csv", *panel_sides(panel), wanted.rounds, PANEL_BAR)]
        made = {
            f"{years * workbooks.SHEETS} sheets": workbooks.many_sheets(Path(folder) / f"{years}.xlsx", years)
            for years in workbooks.YEARS
        }
        wide = {"60 sheets of 12 months": workbooks.months_side_by_side(Path(folder) / "months.xlsx")}
        for name, book in (made | wide).items():
            rows.append(measured(f"{name} / calamine", *workbooks.sides(book), wanted.rounds, workbooks.BAR))
            print(workbooks.told(book, wanted.rounds))
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


if __name__ == "__main__":
    sys.exit(main())
