"""How long reports and commands take: each goal a section of rows, measured on the processor and on the clock.

A report is made by our command with an empty cache folder unless a row says otherwise, and against other engines that
set the same content; see `bench.peers`. What a section needs is made before it is timed.
"""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Final

from bench import content, hospitals, peers
from bench.processes import OURS, Measured, NotEndedError, Word, measured, middle, ours, ratio

BARS: Final = (0.55, None, 0.65, 1.6)
"""Of a cold board report against each of `peers.PEERS`; None: told, no goal."""
SECOND, UNCHANGED, ANNUAL, LINEAR, HELP, FIRST_WORDS = 0.45, 0.15, 0.5, 1.25, 0.35, 0.3
ANNUAL_BEFORE: Final = 5.2
"""Processor time of the annual report in that of the usual script's board report, as it was on 2026-11-22."""
ANNUAL_MEMORY, GROUP_MEMORY, GROUP_GROWTH, PANEL_SECONDS = 900.0, 1000.0, 1.2, 10.0
PANEL_LIMIT: Final = 300.0
"""Seconds that a panel may take before it is ended."""
JUDGED: Final = ("cpu", "wall")
INDICATOR: Final = "current_ratio"


@dataclass(frozen=True)
class Goal:
    """A row: what is measured, how much it may be, and how much it is.

    Attributes:
        bar: None for what is told without a goal.
        figures: one, or the processor's and the clock's; none for what could not be measured.
        said: beside the verdict.
    """

    name: str
    bar: float | None
    figures: tuple[float, ...]
    said: str = ""

    @property
    def won(self) -> bool:
        """Whether every figure keeps the bar; what has none cannot be missed, but what could not be measured is."""
        return bool(self.figures) and (self.bar is None or max(self.figures) <= self.bar)

    def __str__(self) -> str:
        bar = "" if self.bar is None else f"≤ {self.bar:g}"
        figures = " / ".join(f"{one:.0f}" if one >= 100 else f"{one:.2f}" for one in self.figures)  # noqa: PLR2004
        verdict = "LOST" if not self.won else "" if self.bar is None else "won"
        return f"| {self.name} | {bar} | {figures or '—'} | {'; '.join(filter(None, (verdict, self.said)))} |"


@dataclass
class Run:
    """What all sections share.

    Attributes:
        case: whose board report is made.
        folder: to work in.
        rounds: of what is measured in turns.
        warm: rounds of reports before those, which fill the caches of fonts and of bytecode.
        members: sizes of the two groups; `panel`: of the panels with all their results, `figures`: with figures alone.
        usual: what the usual script took, once it is known.
    """

    case: Path
    folder: Path
    rounds: int
    warm: int = 1
    members: tuple[int, int] = (16, 300)
    panel: tuple[int, int, int] = (20, 60, 200)
    figures: tuple[int, int, int] = (20, 200, 6000)
    mode: str = "zh-en"
    usual: list[Measured] = field(default_factory=list)
    told: Callable[[str], None] = lambda _: None
    made: int = 0

    def empty(self) -> Path:
        """A cache folder that nothing was kept in."""
        self.made += 1
        return self.folder / f"cache{self.made}"

    def render(self, case: Path, kind: str, *, mode: str = "", cache: Path | None = None) -> Measured:
        """A report by our command."""
        self.told(f"{kind} report of {case.name}")
        words: list[Word] = ["render", case, "--report", kind, "--lang", mode or self.mode]
        return ours(*words, "--force", "-o", self.folder / f"{kind}.pdf", cache=cache or self.empty())


def cold_board(run: Run) -> Iterator[Goal]:
    """Workbook to PDF, in a new process, against each of the other ways."""
    taken, python = run.folder / "content", peers.interpreter()
    around = peers.surroundings(run.folder)
    measured([sys.executable, "-m", "bench.content", run.case, "board", run.mode, taken])
    targets = [run.folder / f"peer{number}.pdf" for number in range(len(peers.PEERS))]
    own: list[Measured] = []
    others: list[list[Measured]] = [[] for _ in peers.PEERS]
    for turn in range(run.warm + run.rounds):
        own.append(run.render(run.case, "board"))
        for peer, target, rounds in zip(peers.PEERS, targets, others, strict=True):
            run.told(f"{turn} of {run.rounds}: {peer.name}")
            rounds.append(measured(peer.command(python, run.case, taken, target), around=around))
    own, others = own[run.warm :], [rounds[run.warm :] for rounds in others]
    run.usual = others[0]
    wanted = content.counts(json.loads((taken / "content.json").read_text(encoding="utf-8")))
    yield Goal("board report, cold: s of CPU / wall", None, _both(own), f"{middle(own, 'memory'):.0f} MB")
    for peer, target, rounds, bar in zip(peers.PEERS, targets, others, BARS, strict=True):
        unlike = "; ".join(wanted.missing(content.counts_of_file(target), repeats=peer.repeats))
        took = f"it takes {middle(rounds, 'cpu'):.1f} s of CPU; memory {ratio(own, rounds, 'memory'):.2f}"
        figures = () if unlike else _ratios(own, rounds)  # of other content it would mean nothing
        yield Goal(f"the same against {peer.name}", bar, figures, f"other content: {unlike}" if unlike else took)


def _both(rounds: Sequence[Measured]) -> tuple[float, ...]:
    return tuple(middle(rounds, what) for what in JUDGED)


def _ratios(rounds: Sequence[Measured], others: Sequence[Measured]) -> tuple[float, ...]:
    return tuple(ratio(rounds, others, what) for what in JUDGED)


def second_language(run: Run) -> Iterator[Goal]:
    """The report of an unchanged case in another language."""
    first, second = [], []
    for _ in range(run.rounds):
        cache = run.empty()
        first.append(run.render(run.case, "board", mode="zh", cache=cache))
        second.append(run.render(run.case, "board", mode="en", cache=cache))
    told = f"first {middle(first, 'cpu'):.1f} s of CPU"
    yield Goal("board report of an unchanged case in another language, against the first", SECOND,
               _ratios(second, first), told)  # fmt: skip


def unchanged_case(run: Run) -> Iterator[Goal]:
    """Commands on a case that nobody has changed since they last saw it, against the first time."""
    for words in (("check", run.case), ("explain", run.case, INDICATOR), ("evaluate", run.case)):
        first, again = [], []
        for turn in range(run.rounds):
            run.told(f"{words[0]} {turn + 1}")
            cache = run.empty()
            first.append(ours(*words, cache=cache))
            again.append(ours(*words, cache=cache))
        told = f"first {middle(first, 'cpu'):.1f} s of CPU"
        yield Goal(f"`{words[0]}` of an unchanged case, against the first time", UNCHANGED, _ratios(again, first), told)


def annual(run: Run) -> Iterator[Goal]:
    """The annual report, once: in that of the usual script's board report, since what it was before is not run."""
    took = run.render(run.case, "annual")
    if run.usual:
        before = took.cpu / middle(run.usual, "cpu") / ANNUAL_BEFORE
        yield Goal("annual report, against itself before: CPU", ANNUAL, (before,), f"{took.cpu:.1f} s")
    yield Goal("annual report: peak MB", ANNUAL_MEMORY, (took.memory,), f"{took.wall:.1f} s on the clock")


def group(run: Run) -> Iterator[Goal]:
    """The report of a group, by the number of its hospitals, once each."""
    few, many = run.members
    cases = [hospitals.group(run.folder / f"group of {size}", size) for size in run.members]
    small, large = (run.render(case, "group") for case in cases)
    yield Goal(f"report of a group of {many} hospitals: peak MB", GROUP_MEMORY, (large.memory,))
    grown = tuple(large.of(what) / many / (small.of(what) / few) for what in JUDGED)
    yield Goal(f"the same: a hospital of {many} against one of {few}", GROUP_GROWTH, grown, f"{large.cpu:.0f} s of CPU")


def panel(run: Run) -> Iterator[Goal]:
    """Untidy hospitals × 2 years: all results with their derivations, and figures alone."""
    yield from _panel(run, "jsonl", "all results", run.panel, PANEL_SECONDS)
    yield from _panel(run, "csv", "figures", run.figures, None)


def _panel(run: Run, form: str, what: str, sizes: Sequence[int], bar: float | None) -> Iterator[Goal]:
    name, took = f"{{:,}} untidy hospitals × 2 years, `evaluate`, {what}", []
    few, some, many = sizes
    grown = f"the same: a hospital more, {some:,} to {many:,} against {few:,} to {some:,}: CPU"
    for size in sizes:
        run.told(name.format(size))
        case = hospitals.untidy_panel(run.folder / f"{size} {form}", size)
        try:
            words: list[Word] = ["evaluate", case, "--format", form, "-o", run.folder / form, "--force"]
            took.append(ours(*words, cache=run.empty(), limit=PANEL_LIMIT))
        except NotEndedError as reason:
            yield Goal(name.format(size), bar, (), str(reason))
            yield Goal(grown, LINEAR, (), str(reason))
            return
    yield Goal(f"{name.format(sizes[-1])}: s of CPU / wall", bar, _both(took[-1:]), f"{took[-1].memory:.0f} MB")
    (first, later) = (
        (after.cpu - before.cpu) / (large - small)
        for (before, after), (small, large) in zip(pairwise(took), pairwise(sizes), strict=True)
    )
    few, some, many = sizes
    yield Goal(
        f"the same: a hospital more, {some:,} to {many:,} against {few:,} to {some:,}: CPU", LINEAR, (later / first,)
    )


def first_sign(run: Run) -> Iterator[Goal]:
    """What a person waits for before anything is there to be read."""
    turns = range(max(run.rounds, 3))
    cache = run.empty()
    yield Goal("`--help`: wall s", HELP, (median(ours("--help", cache=cache).wall for _ in turns),))
    words: list[Word] = ["render", run.case, "--report", "board", "--force", "-o", run.folder / "seen.pdf"]
    yield Goal(
        "`render`: first words on a terminal, wall s", FIRST_WORDS, (median(_first_words(words) for _ in turns),)
    )


def _first_words(words: Sequence[Word], program: Sequence[str] = OURS) -> float:
    """Seconds until a command says something on a terminal; it is ended there."""
    leader, follower = pty.openpty()
    started = time.perf_counter()
    process = subprocess.Popen([*program, *map(str, words)], stdin=subprocess.DEVNULL, stdout=follower, stderr=follower)
    os.close(follower)
    try:
        os.read(leader, 1)
    except OSError as end:
        raise NotEndedError("ended without a word") from end
    finally:
        took = time.perf_counter() - started
        process.kill()
        process.wait()
        os.close(leader)
    return took


Section = Callable[[Run], Iterator[Goal]]
SECTIONS: Final[tuple[Section, ...]] = (
    cold_board, second_language, unchanged_case, annual, group, panel, first_sign,
)  # fmt: skip


def rows(run: Run, sections: Sequence[Section] = SECTIONS) -> Iterator[Goal]:
    """All rows; a section that cannot be measured is one that is lost, and the others follow."""
    for section in sections:
        try:
            yield from section(run)
        except NotEndedError as reason:
            assert section.__doc__
            yield Goal(section.__doc__.partition("\n")[0].rstrip("."), None, (), str(reason))
