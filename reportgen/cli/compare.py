"""``reportgen schemes compare``: one hospital by two schemes or more, side by side and never mixed."""

from __future__ import annotations

import json
from string import ascii_uppercase
from typing import TYPE_CHECKING, Annotated, Any

import typer

from reportgen.catalog.messages import grade_name
from reportgen.cli.language import help_text, language
from reportgen.cli.options import (
    CaseArgument,
    EntityOption,
    LanguageOption,
    PeriodOption,
    TableFormat,
    TableFormatOption,
)
from reportgen.model.printing import DASH, number

if TYPE_CHECKING:
    from reportgen.analysis.material import Material
    from reportgen.model.definition import Language
    from reportgen.model.results import Evaluation


FirstArgument = Annotated[str, typer.Argument(metavar="A", help=help_text("option.scheme_id"))]
SecondArgument = Annotated[str, typer.Argument(metavar="B", help=help_text("option.scheme_id"))]
FurtherArgument = Annotated[list[str] | None, typer.Argument(metavar="[C]...", help=help_text("option.scheme_id"))]


def compare(  # noqa: PLR0913 - options of the command line
    case: CaseArgument,
    first: FirstArgument,
    second: SecondArgument,
    further: FurtherArgument = None,
    period: PeriodOption = None,
    entity: EntityOption = None,
    form: TableFormatOption = TableFormat.TABLE,
    lang: LanguageOption = None,
) -> None:
    """Evaluate one hospital by some schemes and print totals, grades, ranks and shared indicators beside each other."""
    from reportgen import pipeline

    checked = pipeline.check(case)
    one = pipeline.evaluate(checked, period=period, entity=entity, scheme=first)
    others = [
        pipeline.evaluate(checked, period=one.period, entity=entity, scheme=name) for name in (second, *(further or ()))
    ]
    if form is TableFormat.JSON:
        typer.echo(json.dumps(_document((one, *others)), ensure_ascii=False, indent=1, allow_nan=False))
    else:
        _print((one, *others), language(lang))


def _document(sides: tuple[Material, ...]) -> dict[str, Any]:
    found = {"schema": "reportgen/comparison/1", "entity": sides[0].entity, "period": sides[0].period}
    return {**found, "schemes": [_side(material) for material in sides]}


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


def _print(sides: tuple[Material, ...], speech: Language) -> None:
    from reportgen.cli import show

    words = sides[0].catalog.words
    names = [side.scheme.name.in_language(speech) for side in sides]
    rows = [
        [words[f"compare.{key}"].in_language(speech), *(_fact(side, key, speech) for side in sides)]
        for key in ("score", "grade", "rank")
    ]
    apart = words["compare.apart"].in_language(speech)
    show.table(["", *names], [*rows, [apart, *(_apart(sides[0], side) for side in sides)]])
    if weights := _weights(sides, speech):
        show.table([words["compare.weights"].in_language(speech), *names], weights, set(range(1, len(names) + 1)))
    shared = [
        row.id
        for row in sides[0].evaluation.indicators
        if all(row.id in _scored(side.evaluation) for side in sides[1:])
    ]
    heads = {key: words[f"cli.head.{key}"].in_language(speech) for key in ("indicator", *KEYS)}
    head = [heads["indicator"], *(f"{heads[key]} {side}" for side in ascii_uppercase[: len(sides)] for key in KEYS)]
    show.table(head, [_row(name, sides, speech) for name in shared], set(range(1, len(head))))
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
            return evaluation.score_printed or DASH
        case "grade":
            found = evaluation.grade
            words = side.catalog.words
            named = words["grade.withheld"] if found is None else grade_name(found, side.scheme, words)
            return named.in_language(speech)
        case _:
            return DASH if evaluation.rank is None else f"{evaluation.rank}/{evaluation.ranked}"


def _apart(first: Material, side: Material) -> str:
    """By how many ranks a scheme places the hospital below the first one (or above it, with a minus)."""
    ranks = first.evaluation.rank, side.evaluation.rank
    if side is first or ranks[0] is None or ranks[1] is None:
        return DASH
    return number(ranks[1] - ranks[0], 0, sign=True)


def _weights(sides: tuple[Material, ...], speech: Language) -> list[list[str]]:
    """The weight of each ability in each scheme and their sum; nothing where the schemes have other abilities."""
    found = [{one.id: one for one in side.evaluation.abilities} for side in sides]
    if not found[0] or any(one.keys() != found[0].keys() for one in found):
        return []
    rows = [
        [one.name.in_language(speech), *(number(100 * of[name].weight, 2) for of in found)]
        for name, one in found[0].items()
    ]
    total = sides[0].catalog.words["appendix.sum"].in_language(speech)
    return [*rows, [total, *(number(100 * sum(one.weight for one in of.values()), 2) for of in found)]]


def _row(name: str, sides: tuple[Material, ...], speech: Language) -> list[str]:
    rows = [side.evaluation.indicator(name) for side in sides]
    cells = [(number(100 * row.weight, 2), DASH if row.score is None else number(row.score, 1)) for row in rows]
    return [sides[0].catalog.indicators[name].name.in_language(speech), *(cell for pair in cells for cell in pair)]
