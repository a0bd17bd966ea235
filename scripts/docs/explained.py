"""One number of the sample hospital on its way through the program."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from reportgen import pipeline
from reportgen.analysis.material import Material
from reportgen.model.printing import measured
from reportgen.model.values import Derivation
from scripts.docs.architecture import PROJECT
from scripts.docs.markdown import cell, code, number, table
from scripts.docs.words import head, said

INDICATOR: Final = "current_ratio"


def path_of_a_number() -> str:
    """Cell, observation, indicator, score, grade, print: what each package makes of one number."""
    material = pipeline.evaluate(pipeline.check(PROJECT / "samples" / "renhe"))
    return table([head("stage"), head("becomes")], _stages(material))


def _stages(material: Material) -> Iterator[tuple[str, str]]:
    tree = material.derive(INDICATOR)
    row = material.evaluation.indicator(INDICATOR)
    definition = material.catalog.indicators[INDICATOR]
    assert tree.value is not None
    assert row.score is not None
    assert row.points is not None
    assert row.level is not None
    cells = [part for part in _items(tree) if part.place]
    yield code("intake"), "<br>".join(_observation(material, part) for part in cells)
    places = {part.place for part in cells}
    told = sum(bool(places & {finding.place, *finding.places}) for finding in material.findings)
    yield code("checks"), f"held against every rule that names these lines; findings on these cells: {told}"
    yield code("compute"), f"{code(definition.formula)} = {number(tree.value)}, with its derivation on demand"
    standards = row.standards.values() if row.standards else ()
    bounds = ", ".join(f"{low:g}–{high:g}" for low, high in standards if isinstance((low, high), tuple))
    weight = f"weight {row.effective_weight:.4f}"
    yield (
        code("scoring"),
        (
            f"held against {bounds}: score {number(row.score)}, {said(f'grade.{row.level}')}; {weight}, "
            f"points {number(row.points)}"
        ),
    )
    yield code("report"), f"{measured(tree.value, definition)}: rounded half-up here and nowhere before"


def _items(part: Derivation) -> Iterator[Derivation]:
    if part.kind == "item":
        yield part
    for child in part.parts:
        yield from _items(child)


def _observation(material: Material, part: Derivation) -> str:
    assert part.value is not None
    return f"{cell(str(part.place))} → {code(part.id)}, {material.entity}, {part.period}, {part.value:,.2f}"
