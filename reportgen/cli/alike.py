"""``reportgen peers alike``: the most alike hospitals, and what less would be spent at their level."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from reportgen.cli.language import help_text, language
from reportgen.cli.options import (
    HERE,
    CaseArgument,
    EntityOption,
    ForceOption,
    LanguageOption,
    OutputOption,
    PeriodOption,
)
from reportgen.errors import ExitCode, Refused
from reportgen.model.finding import Finding
from reportgen.model.place import Place

if TYPE_CHECKING:
    from reportgen.analysis.alike import Alike
    from reportgen.analysis.material import Material
    from reportgen.model.definition import Language

SCHEMA: Final = "reportgen/alike/1"


class AlikeFormat(StrEnum):
    """How they are told."""

    TABLE = "table"
    JSON = "json"


VariableOption = Annotated[list[str] | None, typer.Option("--by", metavar="ITEM", help=help_text("option.alike_by"))]
CountOption = Annotated[int, typer.Option("--n", min=5, max=100, help=help_text("option.alike_count"))]
FormatOption = Annotated[AlikeFormat, typer.Option("--format", help=help_text("option.format"))]


def alike(  # noqa: PLR0913 - options of the command line
    case: CaseArgument = HERE,
    by: VariableOption = None,
    count: CountOption = 10,
    period: PeriodOption = None,
    entity: EntityOption = None,
    form: FormatOption = AlikeFormat.TABLE,
    output: OutputOption = None,
    lang: LanguageOption = None,
    force: ForceOption = False,
) -> None:
    """Look for the hospitals of the panel that are most like one's own."""
    from reportgen import pipeline
    from reportgen.analysis.alike import alike as found_by
    from reportgen.cli.options import deliver
    from reportgen.cli.writing import put_right, ready
    from reportgen.export.results import text
    from reportgen.formula.functions import nearest

    speech = language(lang)
    ready(output, "json", force=force)
    put_right(case)
    checked = pipeline.check(case)
    items = checked.catalog.items
    if unknown := [name for name in by or () if name not in items]:
        raise Refused([Finding("G70", Place(""), {"name": one, "nearest": nearest(one, items)}) for one in unknown])
    material = pipeline.evaluate(checked, period=period, entity=entity)
    if material.peer_figures is None:
        raise Refused([Finding("G71", Place("case.yaml"))], ExitCode.USAGE)
    found = found_by(material, material.peer_figures, by or (), count)
    if found is None or not found.found:
        raise Refused([Finding("G72", Place(""), {"names": tuple(by or ())})])
    if form is AlikeFormat.JSON or output is not None:
        deliver(text(_document(found, material)).encode(), output, force=force)
    else:
        _print(found, material, speech)


def _document(found: Alike, material: Material) -> dict[str, Any]:
    from dataclasses import asdict

    from reportgen.analysis.alike import RULES

    return {
        "schema": SCHEMA,
        "entity": material.entity,
        "period": material.period,
        "variables": dict(zip(found.variables, found.own, strict=True)),
        "panel": found.panel,
        "rules": RULES,
        "excluded": [{"id": one, "variable": variable} for one, variable in found.excluded],
        "hospitals": [
            {"id": one.id, "distance": one.distance, "variables": dict(zip(found.variables, one.values, strict=True))}
            for one in found.found
        ],
        "opportunities": [asdict(one) for one in found.opportunities],
    }


def _print(found: Alike, material: Material, speech: Language) -> None:
    from reportgen.cli import show
    from reportgen.model.printing import measured, number

    catalog = material.catalog
    words = {key: said.in_language(speech) for key, said in catalog.words.under("alike").items()}
    names = [catalog.items[name].name.in_language(speech) for name in found.variables]
    facts = {"variables": ", ".join(names), "panel": found.panel, "excluded": len(found.excluded)}
    typer.echo(words["by"].format(**facts))
    lines = [[material.entity, words["own"], "—", *(number(value, 0) for value in found.own)]]
    for one in found.found:
        name = one.name.in_language(speech) if one.name else one.id
        lines.append([one.id, name, number(one.distance, 2), *(number(value, 0) for value in one.values)])
    show.table([words["id"], words["name"], words["distance"], *names], lines, set(range(2, 3 + len(names))))
    typer.echo()
    rows = []
    for chance in (one for one in found.opportunities if one.at_better > 0):
        defined = catalog.indicators[chance.indicator]
        overlaps = ", ".join(catalog.indicators[one].name.in_language(speech) for one in chance.overlaps)
        levels = (measured(value, defined) for value in (chance.value, chance.median, chance.better))
        money = (number(value, 2) for value in (chance.at_median, chance.at_better))
        rows.append([defined.name.in_language(speech), *levels, str(chance.n), *money, overlaps])
    if not rows:
        typer.echo(words["none" if found.opportunities else "unknown"])
        return
    heads = [
        words[key] for key in ("indicator", "value", "median", "better", "n", "at_median", "at_better", "overlaps")
    ]
    show.table(heads, rows, {1, 2, 3, 4, 5, 6})
    typer.echo(words["not_added"])
