"""``reportgen collect``: an agency's side of a reporting period."""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reportgen import __version__
from reportgen.cli.batch import JobsOption, TimeoutOption, cores
from reportgen.cli.language import help_text, language, moment, say
from reportgen.cli.manner import starting, step, visible
from reportgen.cli.options import ForceOption
from reportgen.cli.render import ReportLanguageOption
from reportgen.errors import ExitCode, Refused
from reportgen.model.finding import Finding
from reportgen.model.period import PATTERN
from reportgen.model.place import NOWHERE, Place

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.catalog import Catalog
    from reportgen.collect.judging import Collection
    from reportgen.model.definition import Language, LanguageMode

InboxArgument = Annotated[Path, typer.Argument(metavar="INBOX", help=help_text("option.inbox"))]
RosterOption = Annotated[Path, typer.Option("--roster", metavar="FILE", help=help_text("option.roster"))]
KindOption = Annotated[str, typer.Option("--report", metavar="REPORT", help=help_text("option.collected_report"))]
PeriodOption = Annotated[
    str, typer.Option("--period", "-p", metavar="PERIOD", help=help_text("option.collected_period"))
]
DueOption = Annotated[str | None, typer.Option("--due", metavar="DATE", help=help_text("option.due"))]
OutOption = Annotated[Path, typer.Option("--out", "-o", metavar="DIR", help=help_text("option.collected_folder"))]
FewestOption = Annotated[int, typer.Option("--k", min=5, help=help_text("option.shared_fewest"))]
AsOfOption = Annotated[str | None, typer.Option("--date", metavar="DATE", help=help_text("option.as_of"))]
DATA, WORKBOOK, TABLE, SUMS, SHARED = "collected.json", "collected.xlsx", "collected.csv", "sums.csv", "shared.csv"
LETTERS, GROUP = "letters", "group"


def collect(  # noqa: PLR0913 - options of the command line
    inbox: InboxArgument,
    roster: RosterOption,
    period: PeriodOption,
    out: OutOption,
    report: KindOption = "agency",
    due: DueOption = None,
    date: AsOfOption = None,
    fewest: FewestOption = 5,
    lang: ReportLanguageOption = None,
    jobs: JobsOption = None,
    timeout: TimeoutOption = 900.0,
    force: ForceOption = False,
) -> None:
    """Collect and verify submissions; exit 1 where a hospital is missing or its report goes back."""
    from reportgen.cli.writing import ready

    speech = language(lang)
    if not PATTERN.fullmatch(period):
        raise Refused([Finding("G45", NOWHERE, {"text": period})], ExitCode.USAGE)
    for name in (DATA, WORKBOOK, TABLE, SUMS, SHARED):
        ready(out / name, force=force)
    day, today = (None if due is None else _day(due)), _day(date)
    with starting():
        from reportgen.batch.pool import Bounds
        from reportgen.catalog import load_catalog
        from reportgen.cli.writing import write_all
        from reportgen.collect import inbox as received
        from reportgen.collect import judging, letters
        from reportgen.collect import roster as rosters
    catalog, bounds = load_catalog(), Bounds(jobs or cores(), timeout)
    members = rosters.read(roster, catalog)
    with tempfile.TemporaryDirectory(prefix="reportgen-") as scratch:
        with step("inbox"):
            papers = received.opened(inbox, Path(scratch))
        with step("collect"):
            found = judging.judged(members, papers, judging.Due(report, period, day, today), catalog, bounds)
    with step("letters"):
        mode: LanguageMode = lang.value if lang else speech
        printed, unprinted = letters.printed(found, catalog, mode, f"reportgen {__version__}", bounds)
    files = _tables(found, catalog, speech, fewest) | {f"{LETTERS}/{name}": each for name, each in printed.items()}
    write_all(out, files, force=force)
    _drop_letters(out, files)
    _write_group(found, out, force=force)
    _tell(found, unprinted, catalog, out, speech)


def _day(asked: str | None) -> dt.date:
    return dt.date.fromisoformat(moment(asked)[:10])


def _tables(found: Collection, catalog: Catalog, speech: Language, fewest: int) -> dict[str, bytes]:
    """Everything about all hospitals that is written, by its path in the folder."""
    from reportgen.collect import tables
    from reportgen.export.results import text

    made = tables.sheets(found, catalog, speech, fewest)
    return {
        DATA: text(tables.document(found, catalog)).encode(),
        WORKBOOK: tables.workbook(made, catalog, speech),
        TABLE: tables.csv(made["status"]),
        SUMS: tables.csv(made["sums"]),
        SHARED: tables.csv(made["shared"]),
    }


def _drop_letters(out: Path, files: Mapping[str, bytes]) -> None:
    """Take away letters of an earlier run to hospitals of which nothing is wanted any more."""
    from reportgen.cli.writing import is_ours

    for path in sorted((out / LETTERS).glob("*.pdf")):
        if f"{LETTERS}/{path.name}" not in files and is_ours(path):
            path.unlink()


def _write_group(found: Collection, out: Path, *, force: bool) -> None:
    """The case of the group, in the place of one that an earlier run has made of fewer hospitals.

    Raises:
        Refused: C10, if somebody else's case lies there.
    """
    from reportgen.cli.writing import is_ours, sealed
    from reportgen.collect import tables
    from reportgen.writing import replace

    files, there = tables.files(found, GROUP, None), out / GROUP / tables.CASE
    if there.exists() and not force and not is_ours(there):
        raise Refused([Finding("C10", Place(str(there)))], ExitCode.USAGE)
    for name, content in files.items():
        replace(out / GROUP / name, sealed("collect", content) if name == tables.CASE else content)


def _tell(found: Collection, unprinted: list[Finding], catalog: Catalog, out: Path, speech: Language) -> None:
    """Hospital by hospital what goes back or is missing, then the counts; ends with the code of the run."""
    from reportgen.cli import show
    from reportgen.collect.judging import RosterStatus

    rows = []
    for one in found.hospitals:
        word = catalog.words[f"collect.status.{one.status}"].in_language(speech)
        first = next(iter(one.findings), None)
        why = catalog.messages.say(first, speech).message if first and one.status is not RosterStatus.RECEIVED else ""
        score = str(one.results.get("score_printed") or "")
        rows.append([one.member.id, one.member.name, word, str(one.late or ""), score, why])
    heads = ("id", "name", "status", "late", "score", "remarks")
    show.table([catalog.words[f"collect.head.{key}"].in_language(speech) for key in heads], rows, {3, 4})
    show.concerns([*found.strangers, *unprinted], catalog, speech)
    counts = {str(status): found.count(status) for status in RosterStatus}
    counts |= {"late": found.late, "strangers": len({one.place.file for one in found.strangers})}
    typer.echo(say("collected", speech).format(path=visible(str(out)), **counts), err=True)
    is_whole = not counts["returned"] and not counts["missing"] and not unprinted
    raise typer.Exit(ExitCode.DONE if is_whole else ExitCode.FINDINGS)
