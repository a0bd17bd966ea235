"""``python -m bench.compute [--rounds N]``: a nation of hospitals, our way and the way of a wide pandas script.

Both sides compute the same 150 indicators from the same items over hospitals × 5 years, then the quartiles of 60 peer
groups in each year and every hospital's percentile. Ours also gives a reason for every value that is not there. Beside
them a plain loop over cells, and nations of three sizes, each in a process of its own.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from bench import formulas
from bench.formulas import script
from reportgen import compute
from reportgen.catalog import Catalog, load_catalog
from reportgen.compute.peer_groups import peer_statistics
from reportgen.formula import names_in
from reportgen.formula.functions import CALENDAR
from reportgen.model.dataset import Dataset

if TYPE_CHECKING:
    from numpy.typing import NDArray

YEARS: Final = ("2021", "2022", "2023", "2024", "2025")
INDICATORS: Final = 150
GROUPS: Final = 60
HOSPITALS: Final = 6_000
LOOPED: Final = 300
SAMPLED: Final = 20
SIZES: Final = (600, 6_000, 60_000)
TARGET, TARGET_LOOP, TARGET_GROWTH = 1.0, 50.0, 1.25


@dataclass(frozen=True)
class Sized:
    """What a nation of one size took: seconds, and megabytes of the process with its figures and at most."""

    hospitals: int
    seconds: float
    before: float
    peak: float

    @property
    def microseconds_a_row(self) -> float:
        """A row is a hospital in a year."""
        return 1e6 * self.seconds / self.hospitals / len(YEARS)


@dataclass(frozen=True, eq=False)
class Nation:
    """The figures of a nation: rows hospital by hospital, years in order."""

    catalog: Catalog
    dataset: Dataset
    groups: NDArray[np.int64]

    @property
    def blocks(self) -> NDArray[np.int64]:
        """Peer group and year of each row in one number."""
        years = np.tile(np.arange(len(YEARS)), len(self.groups))
        return np.repeat(self.groups, len(YEARS)) * len(YEARS) + years


def nation(hospitals: int) -> Nation:
    """Invented figures with 3 % holes."""
    catalog = _chosen(load_catalog())
    items = sorted({name for one in catalog.expressions.values() for name in names_in(one)} & set(catalog.items))
    chance = np.random.default_rng(1)
    figures = chance.lognormal(12, 1, (hospitals * len(YEARS), len(items)))
    figures[chance.random(figures.shape) < 0.03] = np.nan  # noqa: PLR2004 - 3 %
    index = pd.MultiIndex.from_product(
        [[f"h{number:06}" for number in range(hospitals)], YEARS], names=["entity", "period"]
    )
    columns = pd.MultiIndex.from_product([items, [""]], names=["item", "view"])
    dataset = Dataset(pd.DataFrame(figures, index=index, columns=columns), place=lambda _: None)
    return Nation(catalog, dataset, chance.integers(0, GROUPS, hospitals))


def _chosen(catalog: Catalog) -> Catalog:
    """150 indicators that need only each other, items and the calendar."""
    kept: dict[str, object] = {}
    for name, expression in catalog.expressions.items():
        needs = [other for other in names_in(expression) if other not in CALENDAR and other not in catalog.items]
        if len(kept) < INDICATORS and not catalog.indicators[name].obsolete and all(other in kept for other in needs):
            kept[name] = catalog.indicators[name]
    return replace(catalog, indicators=kept)  # type: ignore[arg-type]


def ours(given: Nation) -> Mapping[str, object]:
    """Values, reasons, quartiles, percentiles."""
    values = compute.indicators(given.dataset, given.catalog)
    return {"values": values, "peers": peer_statistics(values.values.to_numpy(), given.blocks)}


def usual(given: Nation, wide: pd.DataFrame, program: Callable[[pd.DataFrame], pd.DataFrame]) -> Mapping[str, object]:
    """The same by columns of one wide frame, without reasons."""
    values = program(wide)
    by_group = values.groupby(given.blocks)
    return {
        "values": values,
        "quartiles": by_group.quantile(np.array([0.25, 0.5, 0.75])),
        "ranks": by_group.rank(pct=True),
    }


def derived(given: Nation) -> float:
    """Seconds for all values one by one through their derivations, from some of them."""
    names, rows = list(given.catalog.indicators), list(given.dataset.values.index[::97])
    begin = time.perf_counter()
    for number in range(LOOPED):
        entity, period = rows[number % len(rows)]
        compute.derive(given.dataset, given.catalog, names[number % len(names)], entity, period)
    return (time.perf_counter() - begin) / LOOPED * len(names) * len(given.dataset.values)


def looped(given: Nation) -> tuple[float, float]:
    """Seconds of a loop over cells: values, from a twentieth of the hospitals; places, from two indicators."""
    wide = given.dataset.values.droplevel("view", axis="columns").iloc[: len(given.dataset.values) // SAMPLED]
    rows = wide.to_dict("records")
    hospitals = [rows[start : start + len(YEARS)] for start in range(0, len(rows), len(YEARS))]
    values = formulas.seconds_of_values(hospitals, given.catalog) * SAMPLED  # type: ignore[arg-type]
    columns = compute.indicators(given.dataset, given.catalog).values.to_numpy()[:, :2].T.tolist()
    return values, formulas.seconds_of_places(columns, given.blocks.tolist()) * INDICATORS / len(columns)


def seconds(job: Callable[[], object]) -> float:
    """Wall seconds of one run."""
    begin = time.perf_counter()
    job()
    return time.perf_counter() - begin


def agreeing(own: NDArray[np.float64], theirs: pd.DataFrame) -> float:
    """Share of the values on both sides that are equal."""
    other = theirs.to_numpy()
    there = ~np.isnan(own) & ~np.isnan(other)
    return float(np.isclose(own[there], other[there], rtol=1e-9).mean())


def sized(hospitals: int) -> Sized:
    """One size, in this process."""
    sample = nation(hospitals)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    ours(sample)
    took = min(seconds(lambda: ours(sample)) for _ in range(3))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return Sized(hospitals, took, before / 1024, peak / 1024)


def _apart(hospitals: int) -> Sized:
    """One size in a process of its own, so that its memory is its own."""
    command = [sys.executable, "-m", "bench.compute", "--size", str(hospitals)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return Sized(**json.loads(done.stdout))


def compared(rounds: int) -> bool:
    """Ours beside the pandas script and beside the loop; whether both targets are met."""
    given = nation(HOSPITALS)
    wide = given.dataset.values.droplevel("view", axis="columns")
    program = script(given.catalog)
    ours(given), usual(given, wide, program)
    taken = [(seconds(lambda: ours(given)), seconds(lambda: usual(given, wide, program))) for _ in range(rounds)]
    own, pandas = (statistics.median(side) for side in zip(*taken, strict=True))
    ratio = statistics.median(mine / theirs for mine, theirs in taken)
    agree = agreeing(compute.indicators(given.dataset, given.catalog).values.to_numpy(), program(wide))
    (values, places), trees = looped(given), derived(given)
    size = f"{HOSPITALS} hospitals x {len(YEARS)} years x {len(given.catalog.indicators)} indicators"
    print(f"{size}, {rounds} rounds, median; {agree:.2%} of the values agree")
    print(f"ours                      {own:8.2f} s  values, reasons, quartiles, percentiles")
    print(f"pandas script             {pandas:8.2f} s  ours is {ratio:.2f} of it (target <= {TARGET:g})")
    loop = values + places
    print(f"loop over cells           {loop:8.1f} s  {values:.1f} s values, {places:.1f} s quartiles, percentiles")
    print(f"                                    ours is {loop / own:.0f} times as fast (target >= {TARGET_LOOP:g})")
    print(f"one derivation after another {trees:5.0f} s  with all cells and reasons, from {LOOPED} of them")
    return ratio <= TARGET and loop / own >= TARGET_LOOP


def linear() -> bool:
    """The sizes one after another; whether a row costs no more among many than the target says."""
    found = [_apart(hospitals) for hospitals in SIZES]
    for one in found:
        print(
            f"{one.hospitals:6d} hospitals {one.seconds:7.2f} s {one.microseconds_a_row:6.1f} us a row"
            f"  memory {one.before:5.0f} MB before, {one.peak:5.0f} MB at most"
        )
    growth = found[-1].microseconds_a_row / found[-2].microseconds_a_row
    print(f"a row of {SIZES[-1]} costs {growth:.2f} of a row of {SIZES[-2]} (target <= {TARGET_GROWTH:g})")
    return growth <= TARGET_GROWTH


def main() -> int:
    """Measure in turns and print; 0 if all targets are met."""
    asked = argparse.ArgumentParser(prog="python -m bench.compute", description=__doc__)
    asked.add_argument("--rounds", type=int, default=5)
    asked.add_argument("--size", type=int, help="measure this many hospitals alone, as JSON")
    given = asked.parse_args()
    if given.size:
        print(json.dumps(vars(sized(given.size))))
        return 0
    met = [linear(), compared(given.rounds)]  # the small processes first: memory is inherited
    return 0 if all(met) else 1


if __name__ == "__main__":
    raise SystemExit(main())
