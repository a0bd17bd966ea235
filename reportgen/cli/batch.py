"""``reportgen batch``: many reports on all cores, taken up again where they stopped."""

from __future__ import annotations

import datetime as dt
import os
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reportgen import __version__
from reportgen.cli.language import help_text, language, moment, say
from reportgen.cli.manner import starting, step, visible
from reportgen.cli.options import AudienceOption, ForceOption, PeriodOption, SchemeOption
from reportgen.cli.render import KindOption, LanguagesOption
from reportgen.errors import ExitCode, Refused
from reportgen.model.casefile import BOTH
from reportgen.model.finding import Finding
from reportgen.model.place import NOWHERE, Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from distributed import Client

    from reportgen.batch.orders import Order
    from reportgen.batch.pool import Each
    from reportgen.batch.run import Outcome
    from reportgen.model.definition import Language


class PagesFormat(StrEnum):
    """What the reports of a batch are written as."""

    PDF = "pdf"
    HTML = "html"


CasesArgument = Annotated[list[Path] | None, typer.Argument(metavar="CASES…", help=help_text("option.cases"))]
PanelOption = Annotated[list[Path] | None, typer.Option("--panel", metavar="CASE", help=help_text("option.panels"))]
OutOption = Annotated[Path, typer.Option("--out", "-o", metavar="DIR", help=help_text("option.batch_folder"))]
JobsOption = Annotated[int | None, typer.Option("--jobs", min=1, help=help_text("option.jobs"))]
TimeoutOption = Annotated[float, typer.Option("--timeout", min=1.0, help=help_text("option.timeout"))]
RetryOption = Annotated[bool, typer.Option("--retry-failed", help=help_text("option.retry_failed"))]
ComparisonOption = Annotated[
    bool | None, typer.Option("--comparison/--no-comparison", help=help_text("option.comparison"))
]
ClusterOption = Annotated[str | None, typer.Option("--cluster", metavar="ADDRESS", help=help_text("option.cluster"))]
FilesOption = Annotated[str | None, typer.Option("--files", metavar="LOCATION", help=help_text("option.cluster_files"))]
FormatOption = Annotated[PagesFormat, typer.Option("--format", help=help_text("option.batch_format"))]
RESULTS, WORKBOOK, PAGE = "results.json", "summary.xlsx", "summary.html"


def batch(  # noqa: PLR0913 - options of the command line
    out: OutOption,
    cases: CasesArgument = None,
    panel: PanelOption = None,
    report: KindOption = "board",
    period: PeriodOption = None,
    lang: LanguagesOption = None,
    scheme: SchemeOption = None,
    audience: AudienceOption = None,
    form: FormatOption = PagesFormat.PDF,
    jobs: JobsOption = None,
    timeout: TimeoutOption = 900.0,
    cluster: ClusterOption = None,
    files: FilesOption = None,
    retry_failed: RetryOption = False,
    comparison: ComparisonOption = None,
    force: ForceOption = False,
) -> None:
    """Make many reports; called again, it goes on where it stopped. Exit 4 where some came to nothing."""
    if not cases and not panel:
        raise Refused([Finding("G29", NOWHERE)], ExitCode.USAGE)
    if files is not None and cluster is None:
        raise Refused([Finding("G87", Place(files))], ExitCode.USAGE)
    speech = language(lang)
    with starting():
        from reportgen.batch.orders import WantedReport, orders
        from reportgen.batch.pool import Bounds
        from reportgen.batch.record import opened
        from reportgen.batch.run import run
    wanted = WantedReport(report, period, lang, scheme, audience and str(audience), str(form), comparison)
    with step("read"):
        found = orders(cases or [], panel or [], wanted, out)
    bounds = Bounds(jobs or cores(), timeout)
    with _joined(cluster) as client, opened(out) as record:
        elsewhere = client and _elsewhere(client, files, out, found)
        with step("batch"):
            done = run(found, record, bounds, retry=retry_failed, force=force, elsewhere=elsewhere)
        _write(done, out, lang, speech)
    _tell(done, out, speech)


@contextmanager
def _joined(address: str | None) -> Iterator[Client | None]:
    """A cluster whose machines are as this one is; None where none is named."""
    if address is None:
        yield None
        return
    from reportgen.batch import cluster

    with cluster.joined(address) as client:
        cluster.require_alike(client)
        yield client


def _elsewhere(client: Client, files: str | None, out: Path, found: Iterable[Order]) -> Each:
    """The workers of a cluster, which see the disk of this machine, or whose files go by way of a place."""
    from reportgen.batch import cluster
    from reportgen.batch.carrying import through

    if files is not None:
        return through(cluster.each_on(client), files)
    cluster.require_seen(client, out.resolve(), (one.case for one in found))
    return cluster.each_on(client)


def cores() -> int:
    """Cores that this process may use."""
    usable = getattr(os, "sched_getaffinity", None)
    return len(usable(0)) if usable else os.cpu_count() or 1


def _write(done: Outcome, out: Path, lang: str | None, speech: Language) -> None:
    """The results, and the summary as a workbook and as a page; they are made anew by each run."""
    from reportgen.batch.run import document, notice, workbook
    from reportgen.catalog import load_catalog
    from reportgen.cli import show
    from reportgen.export.results import text
    from reportgen.writing import replace

    catalog = load_catalog()
    day = dt.date.fromisoformat(moment(None)[:10])
    page = notice(done, catalog, out.resolve().name, day, f"reportgen {__version__}")
    replace(out / RESULTS, text(document(done)).encode())
    replace(out / WORKBOOK, workbook(done, catalog, speech))
    replace(out / PAGE, show.page(page, None if lang == BOTH else speech))


def _tell(done: Outcome, out: Path, speech: Language) -> None:
    """On stderr what came to nothing, and the counts; ends with the code of the run."""
    from reportgen.batch.run import BatchStatus

    for report in done.reports:
        if report.status is BatchStatus.FAILED:
            who = report.made["entity"] or report.order.name or Path(report.order.case).name
            _errors(f"{who}: ", report.made["errors"], speech)
    _errors("", done.stopped, speech)
    counts = {str(status): done.count(status) for status in BatchStatus} | {"left": done.left}
    typer.echo(say("batched", speech).format(path=visible(str(out)), **counts), err=True)
    if done.left:
        raise typer.Exit(ExitCode.ENVIRONMENT)
    raise typer.Exit(ExitCode.BATCH if done.count(BatchStatus.FAILED) else ExitCode.DONE)


def _errors(who: str, errors: Sequence[Mapping[str, object]], speech: Language) -> None:
    from reportgen.batch.run import said

    for one in errors:
        typer.echo(visible(f"{who}{said(one, 'message', speech)}"), err=True)
        if one["fix"]:
            typer.echo(visible(f"    \N{RIGHTWARDS ARROW} {said(one, 'fix', speech)}"), err=True)
