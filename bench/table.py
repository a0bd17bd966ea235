"""The figures as text: medians, ratios, targets met or missed; stages with milliseconds for a cell and a chart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

from bench.rounds import Compared, Measured
from bench.sameness import Sameness

TARGETS: Final = {"cold": 0.65, "warm": 0.60}
MEASURES: Final = ("wall", "cpu", "memory")
JUDGED: Final = ("wall", "cpu")
CELL_STAGES: Final = ("templates", "parse HTML", "cascade", "boxes", "layout", "paint")
CHART_STAGES: Final = ("charts: describe", "charts: draw", "pictures")


@dataclass(frozen=True)
class Stages:
    """Processor seconds by stage of one side; `charts` in the report."""

    imports: float
    first: Mapping[str, float]
    later: Mapping[str, float]
    charts: int


def met(cold: Compared, warm: Compared) -> bool:
    """Whether both targets hold, on the clock and on the processor."""
    return all(
        found.ratio(what) <= TARGETS[name] for name, found in (("cold", cold), ("warm", warm)) for what in JUDGED
    )


def compared(cold: Compared, warm: Compared, command: Sequence[Measured], same: Sameness) -> str:
    """The first table."""
    words = "the same words on every page" if not same.differing else f"other words on pages {same.differing}"
    lines = [
        f"Pages: ours {same.ours}, usual {same.usual}; {words}.",
        "",
        "|                                              | wall s | CPU s | peak MB |",
        "| -------------------------------------------- | -----: | ----: | ------: |",
    ]
    for name, found in (("cold", cold), ("warm", warm)):
        lines += [
            _row(f"{name}, {side}", [found.middle(side, what) for what in MEASURES]) for side in ("ours", "usual")
        ]
        lines.append(
            _row(
                f"{name}, ratio (≤ {TARGETS[name]:.2f}: {_verdict(name, found)})",
                [found.ratio(what) for what in MEASURES],
            )
        )
    whole = [median(one.of(what) for one in command) for what in MEASURES]
    return "\n".join([*lines, _row("`reportgen render`, whole command", whole), ""])


def _verdict(name: str, found: Compared) -> str:
    said = [f"{what} {'met' if found.ratio(what) <= TARGETS[name] else 'MISSED'}" for what in JUDGED]
    return ", ".join(said)


def _row(name: str, figures: Sequence[float]) -> str:
    wall, cpu, memory = figures
    last = f"{memory:7.2f}" if memory < 10 else f"{memory:7.0f}"  # noqa: PLR2004 - a ratio, not megabytes
    return f"| {name:<44} | {wall:6.2f} | {cpu:5.2f} | {last} |"


def stages(sides: Mapping[str, Stages], cells: int) -> str:
    """The second table."""
    ours, usual = sides["ours"], sides["usual"]
    order = sorted({*ours.later, *usual.later} - {"other"}, key=lambda stage: -usual.later.get(stage, 0.0))
    lines = [
        "| CPU ms                | ours, first | ours, later | usual, first | usual, later |",
        "| --------------------- | ----------: | ----------: | -----------: | -----------: |",
        _stage("imports", [ours.imports, 0.0, usual.imports, 0.0]),
    ]
    for stage in (*order, "other"):
        columns = (ours.first, ours.later, usual.first, usual.later)
        lines.append(_stage(stage, [column.get(stage, 0.0) for column in columns]))
    totals = [sum(one.values()) for one in (ours.first, ours.later, usual.first, usual.later)]
    return "\n".join([*lines, _stage("sum, without imports", totals), "", *_each(sides, cells)])


def _stage(name: str, seconds: Sequence[float]) -> str:
    widths = (11, 11, 12, 12)
    figures = " | ".join(f"{1000 * one:{width}.0f}" for one, width in zip(seconds, widths, strict=True))
    return f"| {name:<21} | {figures} |"


def _each(sides: Mapping[str, Stages], cells: int) -> Iterator[str]:
    for name, side in sides.items():
        cell = sum(side.later.get(stage, 0.0) for stage in CELL_STAGES) / cells * 1000
        chart = sum(side.later.get(stage, 0.0) for stage in CHART_STAGES) / side.charts * 1000
        yield f"{name}: {cell:.2f} ms for each of {cells} cells, {chart:.1f} ms for each of {side.charts} charts"
