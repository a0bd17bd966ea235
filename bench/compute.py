"""``python -m bench.compute [--rounds N]``: a nation of hospitals, our way and the way of a wide pandas script.

Both sides compute the same 150 indicators from the same items over hospitals × 5 years, then the quartiles of 60 peer
groups in each year and every hospital's percentile. Ours also gives a reason for every value that is not there.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from bench.usual_compute import script
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
SIZES: Final = (600, 6_000, 60_000)
TARGET, TARGET_LOOP = 1.0, 50.0


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
    return {"values": values, "quartiles": by_group.quantile([0.25, 0.5, 0.75]), "ranks": by_group.rank(pct=True)}


def loop(given: Nation) -> float:
    """Seconds for all values one by one, from some of them."""
    names, rows = list(given.catalog.indicators), list(given.dataset.values.index)
    begin = time.perf_counter()
    for number in range(LOOPED):
        entity, period = rows[number * 97 % len(rows)]
        compute.derive(given.dataset, given.catalog, names[number % len(names)], entity, period)
    return (time.perf_counter() - begin) / LOOPED * len(names) * len(rows)


def plain_loop(given: Nation) -> float:
    """Seconds for the percentiles alone, value by value in plain Python, from the values of two indicators."""
    values = ours(given)["values"].values.to_numpy()[:, :2]  # type: ignore[attr-defined]
    begin = time.perf_counter()
    for column in values.T.tolist():
        peers: dict[int, list[float]] = {}
        for block, value in zip(given.blocks.tolist(), column, strict=True):
            if value == value:  # noqa: PLR0124 - NaN
                peers.setdefault(block, []).append(value)
        for block, value in zip(given.blocks.tolist(), column, strict=True):
            if value == value:  # noqa: PLR0124 - NaN
                among = peers[block]
                _ = (sum(x < value for x in among) + sum(x == value for x in among) / 2) / len(among)
    return (time.perf_counter() - begin) * INDICATORS / 2


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


def _sized(hospitals: int) -> str:
    sample = nation(hospitals)
    took = min(seconds(lambda: ours(sample)) for _ in range(2))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    row = 1e6 * took / hospitals / len(YEARS)
    return f"{hospitals:6d} hospitals {took:7.2f} s  {row:6.1f} us a row  peak {peak:.0f} MB so far"


def main() -> int:
    """Measure in turns and print; 0 if both targets are met."""
    asked = argparse.ArgumentParser(prog="python -m bench.compute", description=__doc__)
    asked.add_argument("--rounds", type=int, default=5)
    rounds = asked.parse_args().rounds
    given = nation(HOSPITALS)
    wide = given.dataset.values.droplevel("view", axis="columns")
    program = script(given.catalog)
    for job in (lambda: ours(given), lambda: usual(given, wide, program)):
        job()
    taken = [(seconds(lambda: ours(given)), seconds(lambda: usual(given, wide, program))) for _ in range(rounds)]
    own, pandas = (statistics.median(side) for side in zip(*taken, strict=True))
    ratio = statistics.median(mine / theirs for mine, theirs in taken)
    values = compute.indicators(given.dataset, given.catalog).values.to_numpy()
    places = min(seconds(lambda: peer_statistics(values, given.blocks)) for _ in range(rounds))
    looped, plain = loop(given), plain_loop(given)
    size = f"{HOSPITALS} hospitals x {len(YEARS)} years x {len(given.catalog.indicators)} indicators"
    print(f"{size}, {rounds} rounds, median; {agreeing(values, program(wide)):.2%} of the values agree")
    print(f"ours          {own:8.2f} s   {ratio:.2f} x the pandas script   (target <= {TARGET:g})")
    print(f"pandas script {pandas:8.2f} s")
    print(f"derivation after derivation {looped:.0f} s   {looped / own:.0f} x ours, from {LOOPED} values")
    print(f"quartiles and percentiles alone {places:.2f} s; percentiles in a loop of plain Python {plain:.0f} s")
    print(f"              {plain / places:.0f} x ours   (target >= {TARGET_LOOP:g})")
    for hospitals in SIZES:
        print(_sized(hospitals))
    return 0 if ratio <= TARGET and plain / places >= TARGET_LOOP else 1


if __name__ == "__main__":
    raise SystemExit(main())
