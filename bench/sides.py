"""The two sides: the same prepared case to the same pages, our way and the usual way."""

from __future__ import annotations

import os
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any, Final

from bench import usual_markup
from bench.columns import Widths
from bench.material import Prepared
from reportgen import pipeline
from reportgen.collector import quiet_collector
from reportgen.model.definition import LanguageMode
from reportgen.report import fonts, pdf
from reportgen.report.pdf import Rendered


@dataclass
class Aside:
    """Seconds that a side spent on being made, not on making a report: not counted."""

    wall: float = 0.0
    processor: float = 0.0


aside = Aside()

UNSAID: Final = {"metadata": pdf.FROM_THE_PAGE, "manner": pdf.PLAIN, "inspect": pdf.uninspected}
"""What an order says where nobody says otherwise."""


def ours(prepared: Prepared, mode: LanguageMode) -> Rendered:
    """As `reportgen render` does it."""
    return pipeline.render(prepared.material, report="board", mode=mode)


def usual(prepared: Prepared, mode: LanguageMode) -> Rendered:
    """The same view and templates; charts, markup and writing as they are usually done."""
    from bench import usual_charts
    from reportgen.report.charts.canvas import Canvas

    with (
        fonts_of("usual"),
        replaced(quiet_collector, nullcontext),
        replaced(pdf.write_pdf, partial(written_as_usual, prepared.columns)),
        ExitStack() as stack,
    ):
        stack.callback(setattr, Canvas, "draw", Canvas.draw)
        setattr(Canvas, "draw", usual_charts.draw)  # noqa: B010 - a method for a method
        return pipeline.render(prepared.material, report="board", mode=mode)


SIDES: Final[dict[str, Callable[[Prepared, LanguageMode], Rendered]]] = {"ours": ours, "usual": usual}


@contextmanager
def fonts_of(side: str) -> Iterator[None]:
    """Fonts switched on as a side does it: the usual way shows the charts all that are installed."""
    register = _register_as_usual if side == "usual" else fonts._register_with_charts
    with replaced(fonts._register_with_charts, register):
        fonts.activate()
        yield


@contextmanager
def replaced(original: Any, replacement: Any) -> Iterator[None]:
    """A function exchanged in every module of the program that has it by name."""
    held = [
        (module, name)
        for module in list(sys.modules.values())
        if getattr(module, "__name__", "").startswith("reportgen")
        for name, value in vars(module).items()
        if value is original
    ]
    for module, name in held:
        setattr(module, name, replacement)
    try:
        yield
    finally:
        for module, name in held:
            setattr(module, name, original)


def written_as_usual(columns: Widths, html: str, **order: Any) -> Rendered:
    """A page to a file: default collector, fonts looked through anew, no gates; tags, typography and claims as ours."""
    from reportgen.report.pdf import claims, engine, reading
    from reportgen.report.pdf.markup import Shelf
    from reportgen.report.pdf.patches import altered_engine
    from reportgen.report.pdf.structure import repair

    asked = engine.Order(html=_rewritten(html, order["images"], columns), **{**UNSAID, **order})
    with altered_engine() as traces, warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        shelf = Shelf(asked.folders, asked.images, fonts.font_folder())
        document = engine._read(asked.html, shelf).render(pdf_variant=engine.VARIANT)
        engine._describe(document.metadata, asked)
        given = order["attachments"]
        carried = given(reading.pages(document)) if callable(given) else given

        def finish(document: Any, file: Any) -> None:
            repair(document, file, traces)
            claims.claim(file, carried)

        attachments = list(engine._attached(carried, asked.created))
        written = document.write_pdf(pdf_variant=engine.VARIANT, attachments=attachments, finisher=finish)
    return Rendered(written, (), asked.created)


@cache
def _register_as_usual(folder: Path) -> None:
    """All installed fonts for the charts too."""
    import vl_convert

    os.environ["FONTCONFIG_FILE"] = str(fonts._configuration(folder))
    vl_convert.register_font_directory(str(folder))


def _rewritten(html: str, images: Any, columns: Widths) -> str:
    wall, processor = time.perf_counter(), time.process_time()
    page = usual_markup.usual(html, images, columns)
    aside.wall += time.perf_counter() - wall
    aside.processor += time.process_time() - processor
    return page
