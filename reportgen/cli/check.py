"""``reportgen check``: all findings of a case, with their places; ``reportgen read``: what was understood of files."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from enum import StrEnum
from functools import partial
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Annotated

import typer

from reportgen.cli import again
from reportgen.cli.language import help_text, language
from reportgen.cli.manner import LogOption, QuietOption, logged, manner, speak, starting, step, written
from reportgen.cli.options import HERE, CaseArgument, ForceOption, LanguageOption, OutputOption, StrictOption
from reportgen.errors import ExitCode, Refused
from reportgen.model.definition import Text
from reportgen.model.finding import Finding, Severity
from reportgen.model.place import NOWHERE, Place

if TYPE_CHECKING:
    from reportgen.model.definition import Language
    from reportgen.model.quality import Judged
    from reportgen.pipeline.checked import Checked


SummaryOption = Annotated[bool, typer.Option("--summary", help=help_text("option.summary"))]
OfPeriodOption = Annotated[
    str | None, typer.Option("--period", "-p", metavar="PERIOD", help=help_text("option.check_period"))
]
RuleOption = Annotated[list[str] | None, typer.Option("--rule", metavar="ID", help=help_text("option.rule"))]
PathsArgument = Annotated[list[Path], typer.Argument(metavar="PATHS...", help=help_text("option.paths"))]
RecalculateOption = Annotated[bool, typer.Option("--recalculate", help=help_text("option.recalculate"))]


class CheckFormat(StrEnum):
    """How findings are shown."""

    TABLE = "table"
    JSON = "json"
    HTML = "html"
    XLSX = "xlsx"


FormatOption = Annotated[CheckFormat, typer.Option("--format", help=help_text("option.format"))]


def check(  # noqa: PLR0913 - options of the command line
    case: CaseArgument = HERE,
    form: FormatOption = CheckFormat.TABLE,
    output: OutputOption = None,
    lang: LanguageOption = None,
    strict: StrictOption = False,
    force: ForceOption = False,
    summary: SummaryOption = False,
    rule: RuleOption = None,
    period: OfPeriodOption = None,
    quiet: QuietOption = False,
    log: LogOption = None,
) -> None:
    """Read and check one case; print what was found, of one period or of all; exit 1 if any is an error.

    Strictly, exit 1 if any is a warning, too.
    """
    speak(quiet=quiet, log=log)
    if form is CheckFormat.XLSX and output is None:
        raise Refused([Finding("C21", NOWHERE)], ExitCode.USAGE)
    speech, rules = language(lang), tuple(rule or ())
    give = partial(_check, case, form, output, speech, rules, period, strict=strict, force=force, summary=summary)
    if output is not None or log is not None:
        give()
    else:
        again.answer("check", case, (form, speech, strict, summary, rules, period, manner()), give)


def _check(  # noqa: PLR0913 - as asked
    case: Path,
    form: CheckFormat,
    output: Path | None,
    speech: Language,
    rules: Sequence[str],
    period: str | None,
    *,
    strict: bool,
    force: bool,
    summary: bool,
) -> None:
    with starting():
        from reportgen import pipeline
        from reportgen.cli.options import verdict
        from reportgen.cli.writing import put_right
        from reportgen.pipeline.periods import parsed
    put_right(case)
    with step("read"):
        read = pipeline.check(case)
    if period is not None:
        period = parsed(period)
        read = pipeline.of_period(read, period)
    checked = pipeline.with_brand(read)
    logged(_only(checked, rules).findings, checked.catalog)
    judged = pipeline.quality(read, period) if form is not CheckFormat.XLSX else None
    if form is CheckFormat.TABLE:
        _print(checked, judged, speech, rules, period, summary=summary)
    else:
        _deliver(_only(checked, rules), judged, form, output, period, force=force)
    severities = {checked.catalog.messages.severity(finding) for finding in checked.findings}
    if strict and Severity.WARNING in severities:
        raise typer.Exit(ExitCode.FINDINGS)
    raise typer.Exit(verdict(checked.findings, checked.catalog))


def _only(checked: Checked, rules: Sequence[str]) -> Checked:
    """The same case with the findings of these rules alone; all of them where none is named.

    Raises:
        Refused: C08 if there is no such rule.
    """
    from dataclasses import replace

    from reportgen.cli.explain import known_rule

    asked = {known_rule(rule, checked.catalog) for rule in rules}
    kept = tuple(finding for finding in checked.findings if not asked or finding.rule in asked)
    return replace(checked, findings=kept)


def _print(  # noqa: PLR0913 - as asked
    checked: Checked,
    judged: Judged | None,
    speech: Language,
    rules: Sequence[str],
    period: str | None,
    *,
    summary: bool,
) -> None:
    """On the terminal: alike together, the single ones of a rule, or how many of each; then what is still missing."""
    from reportgen import pipeline
    from reportgen.cli import show

    kept = _only(checked, rules).findings
    if period is not None:
        show.of_period(period, checked.catalog, speech)
    said = show.summary if summary else show.findings if rules else show.grouped
    said(kept, checked.catalog, speech)
    if judged is not None and not rules:
        show.quality(judged, checked.catalog, speech)
    if not rules:
        show.lacking(pipeline.lacking(checked, period), checked, speech)


def _deliver(  # noqa: PLR0913 - as asked
    checked: Checked, judged: Judged | None, form: CheckFormat, output: Path | None, period: str | None, *, force: bool
) -> None:
    from reportgen import pipeline
    from reportgen.cli.options import deliver
    from reportgen.export import findings, results

    if form is CheckFormat.JSON:
        content = findings.document(checked.findings, checked.catalog, judged, pipeline.lacking(checked, period))
        deliver(results.text(content).encode(), output, force=force)
    elif form is CheckFormat.HTML:
        from reportgen.report.leaflet import findings_page as page

        subject = checked.subject if period is None else _of_period(checked.subject, period)
        html = page(checked.findings, checked.catalog, subject, judged)
        deliver(html.encode(), output, force=force)
    else:
        assert output is not None
        _write_copies(checked, output, force=force)


def _of_period(subject: Text, period: str) -> Text:
    return Text(zh=f"{subject.zh} · {period}", en=f"{subject.en} · {period}")


def _write_copies(checked: Checked, folder: Path, *, force: bool) -> None:
    """Copies of the workbooks into a folder, as they lie in the case; the case itself is never written to."""
    from reportgen.cli.writing import write_all
    from reportgen.export.marked import workbooks

    if folder.exists() and not folder.is_dir():
        raise Refused([Finding("C22", Place(str(folder)))], ExitCode.USAGE)
    files = [file.name for file in checked.reading.files]
    case = checked.case.folder.resolve()
    sources = {case / PurePosixPath(name).parts[0] for name in files}
    if folder.resolve() == case or any(folder.resolve().is_relative_to(source) for source in sources):
        raise Refused([Finding("C23", Place(str(folder)))], ExitCode.USAGE)
    write_all(folder, workbooks(checked.findings, checked.case.folder, files, checked.catalog), force=force)
    written(folder)


class ReadFormat(StrEnum):
    """How readings are shown."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    PARQUET = "parquet"


ReadingFormatOption = Annotated[ReadFormat, typer.Option("--format", help=help_text("option.format"))]


def read(  # noqa: PLR0913 - options of the command line
    paths: PathsArgument,
    form: ReadingFormatOption = ReadFormat.TABLE,
    output: OutputOption = None,
    lang: LanguageOption = None,
    force: ForceOption = False,
    recalculate: RecalculateOption = False,
) -> None:
    """Read files, print every value with its place; exit 1 if a finding is an error."""
    from reportgen import pipeline
    from reportgen.catalog import load_catalog
    from reportgen.cli import show
    from reportgen.cli.options import deliver, verdict
    from reportgen.cli.writing import ready
    from reportgen.export import readings

    ready(output, form, force=force)
    catalog = load_catalog()
    speech = language(lang)
    reading = pipeline.look(paths, catalog, recalculate=recalculate)
    match form:
        case ReadFormat.JSON:
            deliver(readings.text(reading, catalog).encode(), output, force=force)
        case ReadFormat.CSV:
            deliver(readings.csv(reading, catalog), output, force=force)
        case ReadFormat.PARQUET:
            deliver(readings.parquet(reading), output, force=force)
        case ReadFormat.TABLE:
            show.readings(reading, catalog, speech)
            show.findings(reading.findings, catalog, speech, sys.stderr)
    code = verdict(reading.findings, catalog)
    nothing = not reading.has_values and not reading.rounds
    raise typer.Exit(ExitCode.INPUT if nothing else code)
