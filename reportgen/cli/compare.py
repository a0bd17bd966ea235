"""``reportgen schemes compare``: one hospital by two schemes, side by side and never mixed."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from reportgen.catalog.grades import grade_name
from reportgen.cli.language import help_text, language
from reportgen.cli.options import CaseArgument, EntityOption, LanguageOption, PeriodOption

if TYPE_CHECKING:
    from reportgen.analysis.material import Material
    from reportgen.model.definition import Language
    from reportgen.model.results import Evaluation

FirstArgument = Annotated[str, typer.Argument(metavar="A", help=help_text("option.scheme_id"))]
SecondArgument = Annotated[str, typer.Argument(metavar="B", help=help_text("option.scheme_id"))]


class CompareFormat(StrEnum):
    """How the comparison is shown."""

    TABLE = "table"
    JSON = "json"


FormatOption = Annotated[CompareFormat, typer.Option("--format", help=help_text("option.format"))]


def compare(  # noqa: PLR0913 - options of the command line
    case: CaseArgument,
    first: FirstArgument,
    second: SecondArgument,
    period: PeriodOption = None,
    entity: EntityOption = None,
    form: FormatOption = CompareFormat.TABLE,
    lang: LanguageOption = None,
) -> None:
    """Evaluate one hospital by two schemes and print totals, grades, ranks and shared indicators beside each other."""
    from reportgen import pipeline

    checked = pipeline.check(case)
    one = pipeline.evaluate(checked, period=period, entity=entity, scheme=first)
    other = pipeline.evaluate(checked, period=one.period, entity=entity, scheme=second)
    if form is CompareFormat.JSON:
        typer.echo(json.dumps(_document(one, other), ensure_ascii=False, indent=1, allow_nan=False))
    else:
        _print((one, other), language(lang))


def _document(one: Material, other: Material) -> dict[str, Any]:
    sides = [_side(material) for material in (one, other)]
    return {"schema": "reportgen/comparison/1", "entity": one.entity, "period": one.period, "schemes": sides}


def _side(material: Material) -> dict[str, Any]:
    evaluation = material.evaluation
    return {
        "id": material.scheme_id,
        "score": evaluation.score,
        "score_printed": evaluation.score_printed,
        "grade": None if evaluation.grade is None else str(evaluation.grade),
        "rank": evaluation.rank,
        "ranked": evaluation.ranked,
        "indicators": [{"id": row.id, "weight": row.weight, "score": row.score} for row in evaluation.indicators],
    }


def _print(sides: tuple[Material, Material], speech: Language) -> None:
    from reportgen.cli import show

    words = sides[0].catalog.words
    names = [side.scheme.name.in_language(speech) for side in sides]
    rows = [
        [words[f"compare.{key}"].in_language(speech), *(_fact(side, key, speech) for side in sides)]
        for key in ("score", "grade", "rank")
    ]
    show.table(["", *names], rows)
    shared = [row.id for row in sides[0].evaluation.indicators if row.id in _scored(sides[1].evaluation)]
    heads = {key: words[f"cli.head.{key}"].in_language(speech) for key in ("indicator", *KEYS)}
    head = [heads["indicator"], *(f"{heads[key]} {side}" for side in "AB" for key in KEYS)]
    show.table(head, [_row(name, sides, speech) for name in shared], {1, 2, 3, 4})
    for side in sides:
        alone = len(side.evaluation.indicators) - len(shared)
        typer.echo(words["compare.alone"].in_language(speech).format(scheme=side.scheme_id, n=alone))


KEYS = ("weight", "score")


def _scored(evaluation: Evaluation) -> frozenset[str]:
    return frozenset(row.id for row in evaluation.indicators)


def _fact(side: Material, key: str, speech: Language) -> str:
    evaluation = side.evaluation
    match key:
        case "score":
            return evaluation.score_printed or "—"
        case "grade":
            found = evaluation.grade
            words = side.catalog.words
            named = words["grade.withheld"] if found is None else grade_name(found, side.scheme, words)
            return named.in_language(speech)
        case _:
            return "—" if evaluation.rank is None else f"{evaluation.rank}/{evaluation.ranked}"


def _row(name: str, sides: tuple[Material, Material], speech: Language) -> list[str]:
    from reportgen.model.printing import number

    rows = [side.evaluation.indicator(name) for side in sides]
    cells = [(number(100 * row.weight, 2), "—" if row.score is None else number(row.score, 1)) for row in rows]
    return [sides[0].catalog.indicators[name].name.in_language(speech), *(cell for pair in cells for cell in pair)]
