"""What trust costs: ``python -m bench.trust [--rounds N] [--case DIR] [--report KIND]``.

Three ratios of processor time: the finished file against the same pages without tags, claims and gates; the report
against itself without Chinese typography; verifying a file against rendering it. Each is the median over rounds of
the ratio within a round; rounds go to and fro, and what one side leaves behind is cleared before the next is timed, so
that neither the load of the machine nor the order favours a side.
"""

from __future__ import annotations

import argparse
import gc
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, Final, NamedTuple

from reportgen import pipeline, report
from reportgen.model.manifest import Embedding
from reportgen.report import fonts
from reportgen.report.page_sets import PAGE_SETS
from reportgen.report.pdf import write_pdf

CASE: Final = Path(__file__).resolve().parent.parent / "samples" / "renhe"
ROUNDS: Final = 5
BARS: Final = {"tags, claims and gates": 1.25, "Chinese typography": 1.15, "verify": 1.5}


def main() -> int:
    """Measure and print; 0 if every ratio keeps its bar."""
    asked = argparse.ArgumentParser(prog="python -m bench.trust", description=__doc__)
    asked.add_argument("--rounds", type=int, default=ROUNDS)
    asked.add_argument("--case", type=Path, default=CASE)
    asked.add_argument("--report", default="board")
    given = asked.parse_args()
    found = {
        **of_pages(given.case, given.report, given.rounds),
        "verify": of_verify(given.case, given.report, given.rounds),
    }
    for name, (ours, bare, ratio) in found.items():
        bar = BARS[name]
        said = "met" if ratio <= bar else "missed"
        print(f"{name}: {ours:.2f} s against {bare:.2f} s, {ratio:.3f} (at most {bar}: {said})")
    return 0 if all(cost.ratio <= BARS[name] for name, cost in found.items()) else 1


class Cost(NamedTuple):
    """Seconds with and without something, and their ratio within a round; medians of all rounds."""

    ours: float
    bare: float
    ratio: float


def _cost(ours: list[float], bare: list[float]) -> Cost:
    within = statistics.median(one / other for one, other in zip(ours, bare, strict=True))
    return Cost(statistics.median(ours), statistics.median(bare), within)


def of_pages(case: Path, kind: str, rounds: int) -> dict[str, Cost]:
    """Seconds with and without, of tags and of typography."""
    fonts.activate()
    material = pipeline.evaluate(pipeline.check(case))
    page = report.document(material, kind=kind, mode="zh-en")
    order: dict[str, Any] = {
        "folders": {}, "images": page.images, "attachments": (), "created": page.created,
        "families": PAGE_SETS[material.catalog.reports[kind].pages].families,
    }  # fmt: skip
    sides: dict[str, Callable[[], object]] = {
        "whole": partial(write_pdf, page.html, **order),
        "bare": partial(_bare, page.html, order),
        "untypeset": partial(_untypeset, page.html, order),
    }
    times: dict[str, list[float]] = {name: [] for name in sides}
    for turn in range(rounds + 1):
        for name, side in reversed(sides.items()) if turn % 2 else sides.items():
            seconds = _timed(side)
            if turn:  # the first fills caches
                times[name].append(seconds)
    return {
        "tags, claims and gates": _cost(times["whole"], times["bare"]),
        "Chinese typography": _cost(times["whole"], times["untypeset"]),
    }


def _timed(work: Callable[[], object]) -> float:
    gc.collect()  # a render clears what was left before it, which is no cost of its own
    began = time.process_time()
    work()
    return time.process_time() - began


def _bare(html: str, order: dict[str, Any]) -> bytes:
    """The same pages with the same typography as a plain PDF."""
    import weasyprint

    from reportgen.collector import quiet_collector
    from reportgen.report.pdf.markup import BASE, LocalFiles, font_configuration
    from reportgen.report.pdf.patches import altered_engine, settled_references

    with quiet_collector(), settled_references(), altered_engine(), warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        shelf = LocalFiles(order["folders"], order["images"], fonts.font_folder())
        page = weasyprint.HTML(string=html, base_url=BASE, url_fetcher=shelf)
        return bytes(page.render(font_config=font_configuration()).write_pdf())


def _untypeset(html: str, order: dict[str, Any]) -> object:
    """The report with lines as the engine sets them."""
    from reportgen.report.pdf import patches

    plain = {"spaced": lambda original, **_: original, "justified": lambda original: original}
    with _exchanged(patches, plain):
        return write_pdf(html, **order)


@contextmanager
def _exchanged(module: Any, others: dict[str, Any]) -> Iterator[None]:
    held = {name: getattr(module, name) for name in others}
    vars(module).update(others)
    try:
        yield
    finally:
        vars(module).update(held)


def of_verify(case: Path, kind: str, rounds: int) -> Cost:
    """Processor seconds of the two commands as whole processes, with all that they start."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "report.pdf"
        render = [str(case), "--report", kind, "--embed", str(Embedding.ALL), "-o", str(target), "--force"]
        pairs = [(_command("render", *render), _command("verify", str(target))) for _ in range(rounds)]
    return _cost([ours for _, ours in pairs], [bare for bare, _ in pairs])


def _command(*words: str) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([sys.executable, "-m", "reportgen", *words], capture_output=True, check=False, env=os.environ)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in {0, 1}:
        raise RuntimeError(done.stderr.decode())
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    sys.exit(main())
