"""Where the time goes: the functions of each stage timed from outside, each without what it calls of another stage.

``python -m bench.stages SIDE FILE MODE`` prints processor milliseconds of a first and of later reports as JSON.
"""

from __future__ import annotations

import importlib
import json
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from pathlib import Path
from typing import Any, Final

from reportgen.model.definition import LanguageMode

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
    ("charts: describe", "bench.usual_charts", "draw"),
    ("charts: draw", "vl_convert", "vegalite_to_svg"),
    ("templates", "reportgen.report.html", "write"),
    ("parse HTML", "weasyprint", "HTML.__init__"),
    ("gates", "reportgen.report.pdf.markup", "problems"),
    ("gates", "reportgen.report.pdf.faces", "problems"),
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
    calls: dict[str, int] = field(default_factory=dict)
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
                self.calls[stage] = self.calls.get(stage, 0) + 1
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


def main(side: str, file: str, mode: LanguageMode) -> None:
    """Print stages of one side: imports, the first report, the median of later ones."""
    started = time.process_time()
    from bench.sides import SIDES, fonts_of

    with fonts_of(side):
        for name in (
            "pandas",
            "altair",
            "vl_convert",
            "weasyprint",
            "reportgen.pipeline",
            "reportgen.report.pdf.engine",
        ):
            importlib.import_module(name)
    imports = time.process_time() - started
    from bench import material

    prepared = material.taken_up(Path(file))
    watch = Watch()
    watch.attend()
    rounds = []
    for _ in range(LATER + 1):
        watch.spent, watch.calls = {}, {}
        started = time.process_time()
        SIDES[side](prepared, mode)
        spent = dict(watch.spent)
        spent["other"] = time.process_time() - started - sum(spent.values())
        rounds.append(spent)
    later = {stage: statistics.median(one.get(stage, 0.0) for one in rounds[1:]) for stage in rounds[0]}
    print(json.dumps({"imports": imports, "first": rounds[0], "later": later, "charts": watch.calls["charts: draw"]}))


if __name__ == "__main__":
    main(*sys.argv[1:])  # type: ignore[arg-type]
