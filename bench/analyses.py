"""``python -m bench.analyses [--rounds N]``: what all analyses of one hospital cost beside its board report.

The sample's months are written back to sixty, its registers with them; both are timed in processor time in one process,
after a first round of each, and the median counts.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from reportgen import pipeline
from reportgen.analysis.material import Analyses
from reportgen.model.dataset import Dataset
from reportgen.model.period import MONTHS, Period, PeriodKind
from reportgen.model.registers import Register, Registers
from reportgen.pipeline.checked import Checked

CASE: Final = Path(__file__).resolve().parent.parent / "samples" / "renhe"
NEEDED: Final = 60
LIMIT: Final = 0.3
ROUNDS: Final = 5
SHRINK: Final = 0.96
"""What a year before is to the year after it, where it is made."""


def main() -> int:
    """Measure and print; 0 if the analyses keep to their share."""
    asked = argparse.ArgumentParser(prog="python -m bench.analyses", description=__doc__)
    asked.add_argument("--rounds", type=int, default=ROUNDS)
    given = asked.parse_args()
    material = pipeline.evaluate(long_history(pipeline.check(CASE)))
    months = len(Analyses(material).books.all_months)
    departments = len(Analyses(material)["drivers.departments"].departments)
    analyses = median(given.rounds, lambda: list(Analyses(material).values()))
    report = median(given.rounds, lambda: pipeline.render(material, report="board", mode="zh-en"))
    share = analyses / report
    print(f"{months} months, {departments} departments, {len(Analyses(material))} analyses")
    print(f"analyses {analyses * 1000:7.1f} ms")
    print(f"report   {report * 1000:7.1f} ms")
    print(f"analyses / report: {share:.2f} (at most {LIMIT})")
    return 0 if share <= LIMIT else 1


def median(rounds: int, run: Callable[[], object]) -> float:
    """Processor seconds of a later round."""
    run()
    found = []
    for _ in range(rounds):
        started = time.process_time()
        run()
        found.append(time.process_time() - started)
    return statistics.median(found)


def long_history(checked: Checked) -> Checked:
    """The case with every month of the last five years and more: missing ones as a year later, a little smaller."""
    dataset, registers = checked.reading.dataset, checked.reading.registers
    newest = max((Period.parse(p) for _, p in dataset.values.index), key=Period.sort_key)
    wanted = list(_months(newest.year, NEEDED + MONTHS))
    longer = Registers({name: _register(register, wanted) for name, register in registers.by_id.items()})
    reading = replace(checked.reading, dataset=_dataset(dataset, wanted), registers=longer)
    return replace(checked, reading=reading)


def _months(last_year: int, count: int) -> Iterator[str]:
    """Months of the last years, newest first."""
    for back in range(count):
        year, month = divmod(last_year * MONTHS + MONTHS - 1 - back, MONTHS)
        yield str(Period(year, PeriodKind.MONTH, month + 1))


def _dataset(dataset: Dataset, wanted: list[str]) -> Dataset:
    import pandas as pd

    table = dataset.values
    rows: dict[tuple[str, str], pd.Series] = {}
    entity = table.index[0][0]
    for month in wanted:
        key, later = (entity, month), (entity, str(Period.parse(month).previous_year(-1)))
        known = table.loc[key] if key in table.index else None
        base = rows.get(later, table.loc[later] if later in table.index else None)
        if base is None:
            continue
        rows[key] = base * SHRINK if known is None else known.where(known.notna(), base * SHRINK)
    made = pd.DataFrame(rows.values(), index=pd.MultiIndex.from_tuples(rows, names=table.index.names))
    made.columns = table.columns
    kept = table.loc[[key for key in table.index if key not in rows]]
    return replace(dataset, values=pd.concat([kept, made]).sort_index())


def _register(register: Register, wanted: list[str]) -> Register:
    by_period = {period: list(register.of("renhe", period)) for period in register.periods("renhe")}
    for month in wanted:
        later = str(Period.parse(month).previous_year(-1))
        if month not in by_period and later in by_period:
            by_period[month] = [replace(record, period=month) for record in by_period[later]]
    return Register(register.id, tuple(record for records in by_period.values() for record in records))


if __name__ == "__main__":
    sys.exit(main())
