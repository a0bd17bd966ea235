"""Where the time of a report goes: the functions of each stage timed from outside, without what they call of another.

``python -m bench.stages [--case DIR] [--report KIND]`` prints processor milliseconds of a first and of later reports.
"""

from __future__ import annotations

import argparse
import importlib
import statistics
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import wraps
from pathlib import Path
from typing import Any, Final

CASE: Final = Path(__file__).resolve().parent.parent / "samples" / "renhe"
LATER: Final = 3

TIMED: Final = (
    ("read", "reportgen.intake", "open_case"),
    ("read", "reportgen.intake", "read"),
    ("read", "reportgen.intake", "read_peers"),
    ("catalogue", "reportgen.pipeline", "load_catalog"),
    ("check", "reportgen.checks", "all_of"),
    ("check", "reportgen.checks", "quality"),
    ("compute", "reportgen.compute", "indicators"),
    ("score", "reportgen.scoring", "evaluate"),
    ("view", "reportgen.report.assembly", "hospital"),
    ("results", "reportgen.export.results", "document"),
    ("results", "reportgen.export.results", "text"),
    ("charts: describe", "reportgen.report.charts.canvas", "Canvas.draw"),
    ("charts: draw", "vl_convert", "vegalite_to_svg"),
    ("templates", "reportgen.report.html", "write"),
    ("parse HTML", "weasyprint", "HTML.__init__"),
    ("gates", "reportgen.report.pdf.markup", "problems"),
    ("gates", "reportgen.report.pdf.markup", "problems"),
    ("gates", "reportgen.report.pdf.reading", "pages"),
    ("lint", "reportgen.report.lint.survey", "layout"),
    ("lint", "reportgen.report.lint", "lint"),
    ("fonts looked through", "weasyprint.text.fonts", "FontConfiguration.__init__"),
    ("cascade", "weasyprint.document", "get_all_computed_styles"),
    ("boxes", "weasyprint.document", "build_formatting_structure"),
    ("layout", "weasyprint.document", "layout_document"),
    ("paint", "weasyprint.document", "Page.paint"),
    ("pictures", "weasyprint.svg", "SVG.__init__"),
    ("pictures", "weasyprint.svg", "SVG.draw"),
    ("fonts subset", "weasyprint.pdf", "build_fonts_dictionary"),
    ("structure: engine", "weasyprint.pdf", "add_tags"),
    ("structure: repair", "reportgen.report.pdf.structure", "repair"),
    ("write", "pydyf", "PDF.write"),
)
"""Stage, module, function; a generator is timed as far as it is consumed by the one who asked for it."""


@dataclass
class Watch:
    """Processor seconds by stage; time inside a stage that another one called is the inner one's alone."""

    spent: dict[str, float] = field(default_factory=dict)
    running: list[list[float]] = field(default_factory=list)

    def time(self, stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function, timed."""

        @wraps(function)
        def timed(*given: Any, **named: Any) -> Any:
            inner = [0.0]
            self.running.append(inner)
            started = time.process_time()
            try:
                answer = function(*given, **named)
                return list(answer) if hasattr(answer, "send") else answer
            finally:
                took = time.process_time() - started
                self.running.pop()
                self.spent[stage] = self.spent.get(stage, 0.0) + took - inner[0]
                if self.running:
                    self.running[-1][0] += took

        return timed

    def attend(self) -> None:
        """Time all stages, from now on."""
        for stage, module, name in TIMED:
            holder: Any = importlib.import_module(module)
            *path, last = name.split(".")
            for part in path:
                holder = getattr(holder, part)
            original = getattr(holder, last)
            timed = self.time(stage, original)
            setattr(holder, last, timed)
            for other in list(sys.modules.values()):
                if getattr(other, "__name__", "").startswith("reportgen") and vars(other).get(last) is original:
                    setattr(other, last, timed)


def main() -> None:
    """Print stages: imports, the first report from its workbooks on, the median of later ones."""
    asked = argparse.ArgumentParser(prog="python -m bench.stages", description=__doc__)
    asked.add_argument("--case", type=Path, default=CASE)
    asked.add_argument("--report", default="board")
    given = asked.parse_args()
    started = time.process_time()
    from reportgen.report import fonts

    fonts.activate()
    watch = Watch()
    watch.attend()
    from reportgen import pipeline

    imports = time.process_time() - started
    rounds = []
    for _ in range(LATER + 1):
        watch.spent = {}
        started = time.process_time()
        material = pipeline.grounds(pipeline.check(given.case), report=given.report)
        pipeline.render(material, report=given.report, mode="zh-en")
        rounds.append(watch.spent | {"other": time.process_time() - started - sum(watch.spent.values())})
    print(table(imports, rounds))


def table(imports: float, rounds: Sequence[Mapping[str, float]]) -> str:
    """A row for each stage, the longest first; the first round, and the median of the others."""
    first = {"imports": imports, **rounds[0]}
    later = {stage: statistics.median(one.get(stage, 0.0) for one in rounds[1:]) for stage in first}
    lines = ["| CPU ms | first | later |", "| --- | ---: | ---: |"]
    for stage, seconds in sorted(first.items(), key=lambda pair: -pair[1]):
        lines += [f"| {stage} | {1000 * seconds:,.0f} | {1000 * later[stage]:,.0f} |"]
    whole = (1000 * sum(one.values()) for one in (first, later))
    return "\n".join([*lines, "| sum | {:,.0f} | {:,.0f} |".format(*whole)])


if __name__ == "__main__":
    main()
