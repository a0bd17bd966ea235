"""``reportgen peers``: groups and standards from a panel (``build``), and the hospitals most like one (``alike``)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from reportgen.cli.language import help_text, language
from reportgen.cli.manner import visible
from reportgen.cli.options import (
    HERE,
    CaseArgument,
    EntityOption,
    ForceOption,
    LanguageOption,
    OutputOption,
    PeriodOption,
    SchemeOption,
    TableFormat,
    TableFormatOption,
)
from reportgen.errors import ExitCode, Refused
from reportgen.model.finding import Finding
from reportgen.model.place import Place

if TYPE_CHECKING:
    from reportgen.analysis.alike import Alike
    from reportgen.analysis.material import Material
    from reportgen.analysis.peer_groups import PeerGroup, PeerStandards
    from reportgen.catalog import Catalog
    from reportgen.model.definition import Language
    from reportgen.model.definitions import Direction

SCHEMA: Final = "reportgen/alike/1"
VariableOption = Annotated[list[str] | None, typer.Option("--by", metavar="ITEM", help=help_text("option.alike_by"))]
CountOption = Annotated[int, typer.Option("--n", min=5, max=100, help=help_text("option.alike_count"))]
app = typer.Typer(no_args_is_help=True)
PanelArgument = Annotated[Path, typer.Argument(metavar="PANEL", help=help_text("option.panel"))]
ExcludeOption = Annotated[list[str] | None, typer.Option("--exclude", metavar="ID", help=help_text("option.exclude"))]
FewestOption = Annotated[int, typer.Option("--k", min=5, help=help_text("option.fewest"))]
FamilyOption = Annotated[str, typer.Option("--family", metavar="NAME", help=help_text("option.family"))]
COLUMNS = ("n", "mean", "p10", "p25", "p50", "p75", "p90", "best")


def alike(  # noqa: PLR0913 - options of the command line
    case: CaseArgument = HERE,
    by: VariableOption = None,
    count: CountOption = 10,
    period: PeriodOption = None,
    entity: EntityOption = None,
    form: TableFormatOption = TableFormat.TABLE,
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
    if form is TableFormat.JSON or output is not None:
        deliver(text(_document(found, material)).encode(), output, force=force)
    else:
        _print_alike(found, material, speech)


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


def _print_alike(found: Alike, material: Material, speech: Language) -> None:
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


app.command("alike", help=help_text("peers_alike"))(alike)


class Grouping(StrEnum):
    """What hospitals are grouped by."""

    CLASS = "class"
    SIZE = "size"
    REGION = "region"
    ALL = "all"


class PeersFormat(StrEnum):
    """How standards are given: as a table to read, as tables for schemes, or as JSON."""

    TABLE = "table"
    YAML = "yaml"
    JSON = "json"


ByOption = Annotated[Grouping, typer.Option("--by", help=help_text("option.by"))]
FormatOption = Annotated[PeersFormat | None, typer.Option("--format", help=help_text("option.format"))]


@app.callback()
def peers() -> None:
    """Hospitals to compare with."""


@app.command("build", help=help_text("peers_build"))
def build(  # noqa: PLR0913 - options of the command line
    panel: PanelArgument,
    by: ByOption = Grouping.CLASS,
    period: PeriodOption = None,
    exclude: ExcludeOption = None,
    fewest: FewestOption = 5,
    family: FamilyOption = "peers",
    scheme: SchemeOption = None,
    form: FormatOption = None,
    output: OutputOption = None,
    lang: LanguageOption = None,
    force: ForceOption = False,
) -> None:
    """Group the panel's hospitals and measure each group; the case's own hospital is left out."""
    from reportgen import pipeline
    from reportgen.cli.options import deliver

    checked = pipeline.check(panel)
    found = pipeline.build_peers(checked, period=period, by=str(by), excluded=exclude or (), k=fewest, scheme=scheme)
    wanted = form or (PeersFormat.TABLE if output is None else PeersFormat.YAML)
    if wanted is PeersFormat.TABLE:
        _print(found, checked.catalog, language(lang))
        return
    directions = pipeline.directions_of(checked, scheme)
    deliver(_content(found, checked.catalog, wanted, (family, panel.resolve().name), directions), output, force=force)


def _content(
    found: PeerStandards,
    catalog: Catalog,
    form: PeersFormat,
    names: tuple[str, str],
    directions: Mapping[str, Direction],
) -> bytes:
    from reportgen.export import group_results, results

    if form is PeersFormat.JSON:
        return results.text(group_results.peer_standards_document(found)).encode()
    import yaml

    from reportgen.cli.writing import sealed

    tables = group_results.tables(found, catalog, *names, directions)
    written = yaml.safe_dump(tables, allow_unicode=True, sort_keys=False, width=1000)
    return sealed(f"peers build; k = {found.k}", written.encode())


def _print(found: PeerStandards, catalog: Catalog, speech: Language) -> None:
    words = catalog.words
    typer.echo(words["peers.head"].in_language(speech).format(period=found.period, k=found.k, hidden=found.hidden))
    if found.excluded:
        typer.echo(words["peers.excluded"].in_language(speech).format(names=visible(", ".join(found.excluded))))
    for group in found.groups:
        typer.echo(words["peers.group"].in_language(speech).format(name=visible(group.name), n=group.n))
        _print_group(group, catalog, speech)


def _print_group(group: PeerGroup, catalog: Catalog, speech: Language) -> None:
    from reportgen.cli import show
    from reportgen.model.printing import measured

    first = catalog.words["cli.head.indicator"].in_language(speech)
    head = [first, *(catalog.words[f"peers.column.{key}"].in_language(speech) for key in COLUMNS)]
    rows = []
    for one in group.standards:
        definition = catalog.indicators[one.indicator]
        numbers = [measured(number, definition) for number in (one.mean, *one.percentiles)]
        best = "—" if one.best is None else measured(one.best, definition)
        rows.append([definition.name.in_language(speech), str(one.n), *numbers, best])
    show.table(head, rows, set(range(1, len(head))))
