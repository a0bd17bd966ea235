"""An evaluation as a table on the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from reportgen.catalog.grades import grade_name
from reportgen.cli import parts_page, show
from reportgen.cli.language import say
from reportgen.cli.plain import visible
from reportgen.cli.units import unit_of
from reportgen.export.results import entity_name, grade_of
from reportgen.model.printing import displayed, measured, number
from reportgen.model.schemes import Grade

if TYPE_CHECKING:
    from reportgen.analysis.material import Material
    from reportgen.model.definition import Language
    from reportgen.model.results import ScoredIndicator


def print_results(material: Material, speech: Language) -> None:
    """One line a scored indicator, then the total; without a scheme, every indicator with its value or reason."""
    typer.echo(f"{visible(entity_name(material).in_language(speech))} · {material.period} · {material.scheme_id}")
    if not material.evaluation.indicators:
        _print_values(material, speech)
        return
    keys = ("indicator", "unit", "value", "standard", "weight", "score", "grade", "level", "reason")
    rows = [_row(row, material, speech) for row in material.evaluation.indicators]
    show.table([say(f"head.{key}", speech) for key in keys], rows, {2, 3, 4, 5})
    inspected = parts_page.checklist(material, speech)
    if inspected is not None:
        show.table(*inspected, {1, 2, 3})
    for line in parts_page.lines(material, speech):
        typer.echo(line)
    typer.echo(_total(material, speech))
    if coefficient := parts_page.pay(material, speech):
        typer.echo(coefficient)


def _row(row: ScoredIndicator, material: Material, speech: Language) -> list[str]:
    words, definition = material.catalog.words, material.catalog.indicators[row.id]
    best = row.reference.value if row.reference else row.standards.excellent if row.standards else ()
    bounds = best if isinstance(best, tuple) else (best,)
    standard = "-".join(f"{displayed(bound, definition.unit):g}" for bound in bounds)
    if row.reference is not None:
        standard = f"{standard} {words[f'standard.{row.reference.kind}'].in_language(speech)}"
    return [
        definition.name.in_language(speech),
        unit_of(material, row.id, speech),
        "—" if row.value is None else measured(row.value, definition),
        standard,
        number(row.effective_weight * 100, 2),
        "—" if row.score is None else number(row.score, 1),
        _named(grade_of(row.score, material), material, speech),
        _named(row.level, material, speech),
        words[f"reason.{row.reason}"].in_language(speech) if row.reason else "",
    ]


def _named(grade: str | None, material: Material, speech: Language) -> str:
    return grade_name(Grade(grade), material.scheme, material.catalog.words).in_language(speech) if grade else ""


def _total(material: Material, speech: Language) -> str:
    evaluation = material.evaluation
    if evaluation.score_printed is None or evaluation.grade is None:
        key = "ranked_alone" if parts_page.ranked_alone(material) else "not_graded"
        return f"{say('head.total', speech)}: {say(key, speech)}"
    interim = say("interim", speech) if evaluation.interim else ""
    grade = _named(evaluation.grade, material, speech)
    return f"{say('head.total', speech)}: {evaluation.score_printed} {grade}{interim}"


def _print_values(material: Material, speech: Language) -> None:
    words = material.catalog.words
    rows = []
    for identifier, definition in material.catalog.indicators.items():
        if definition.obsolete:
            continue
        now = material.values.at(identifier, material.entity, material.period)
        value = "—" if now.value is None else measured(now.value, definition)
        reason = words[f"reason.{now.reason}"].in_language(speech) if now.reason else ""
        unit = unit_of(material, identifier, speech)
        rows.append([identifier, definition.name.in_language(speech), unit, value, reason])
    show.table([say(f"head.{key}", speech) for key in ("id", "indicator", "unit", "value", "reason")], rows, {3})
