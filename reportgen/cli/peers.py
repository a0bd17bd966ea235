"""``reportgen peers build``: peer groups and standard values from a panel."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reportgen.cli.alike import alike
from reportgen.cli.language import help_text, language
from reportgen.cli.options import ForceOption, LanguageOption, OutputOption, PeriodOption, SchemeOption
from reportgen.cli.plain import visible

if TYPE_CHECKING:
    from reportgen.analysis.peer_groups import PeerGroup, PeerStandards
    from reportgen.catalog import Catalog
    from reportgen.model.definition import Language
    from reportgen.model.definitions import Direction

app = typer.Typer(no_args_is_help=True)
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


PanelArgument = Annotated[Path, typer.Argument(metavar="PANEL", help=help_text("option.panel"))]
ByOption = Annotated[Grouping, typer.Option("--by", help=help_text("option.by"))]
ExcludeOption = Annotated[list[str] | None, typer.Option("--exclude", metavar="ID", help=help_text("option.exclude"))]
FewestOption = Annotated[int, typer.Option("--k", min=5, help=help_text("option.fewest"))]
FamilyOption = Annotated[str, typer.Option("--family", metavar="NAME", help=help_text("option.family"))]
FormatOption = Annotated[PeersFormat | None, typer.Option("--format", help=help_text("option.format"))]

COLUMNS = ("n", "mean", "p10", "p25", "p50", "p75", "p90", "best")


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
