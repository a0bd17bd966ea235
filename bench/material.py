"""The prepared case that both sides start from, kept in a file so that a fresh process can take it up."""

from __future__ import annotations

import pickle
from dataclasses import dataclass
from pathlib import Path

from bench.columns import Widths, widths
from reportgen import pipeline, report
from reportgen.analysis.material import Material
from reportgen.model.definition import LanguageMode


@dataclass(frozen=True)
class Prepared:
    """What a report is made of, and the column widths that the usual way states."""

    material: Material
    columns: Widths
    cells: int


def keep(case: Path, mode: LanguageMode, target: Path) -> Prepared:
    """Read, check and evaluate a case once, and keep what the report is made of."""
    material = pipeline.evaluate(pipeline.check(case))
    page = report.document(material, kind="board", mode=mode)
    prepared = Prepared(material, widths(page.html, page.images), page.html.count("<td") + page.html.count("<th "))
    target.write_bytes(pickle.dumps(prepared, protocol=pickle.HIGHEST_PROTOCOL))
    return prepared


def taken_up(source: Path) -> Prepared:
    """What `keep` kept."""
    found = pickle.loads(source.read_bytes())  # noqa: S301 - our own file of a moment ago
    assert isinstance(found, Prepared)
    return found
