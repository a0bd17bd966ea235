"""``reportgen verify``: what holds of a report; ``facts``: the figures that its pages name, read from the PDF alone."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from reportgen.cli.catalogue import ListFormat
from reportgen.cli.language import help_text, language, say
from reportgen.cli.manner import step
from reportgen.cli.options import (
    ForceOption,
    LanguageOption,
    OutputOption,
    ReportLanguage,
    TableFormat,
    TableFormatOption,
)
from reportgen.errors import ExitCode

if TYPE_CHECKING:
    from reportgen.catalog import Catalog
    from reportgen.lifecycle.signing import Services
    from reportgen.model.definition import Language
    from reportgen.verify import Verification
    from reportgen.verify.data import PageFact

ReportArgument = Annotated[Path, typer.Argument(metavar="REPORT.pdf", help=help_text("option.verified_report"))]
CaseOption = Annotated[Path | None, typer.Option("--case", metavar="CASE", help=help_text("option.verify_case"))]
ReportLanguageOption = Annotated[ReportLanguage | None, typer.Option("--lang", help=help_text("option.lang"))]
TrustOption = Annotated[list[Path] | None, typer.Option("--trust", metavar="FILE", help=help_text("option.trust"))]
RevocationOption = Annotated[
    list[Path] | None, typer.Option("--revocation", metavar="FILE", help=help_text("option.revocation"))
]
OnlineOption = Annotated[bool, typer.Option("--online", help=help_text("option.online"))]
SCHEMA: Final = "reportgen/facts/1"
ReportFile = Annotated[Path, typer.Argument(metavar="REPORT.pdf", help=help_text("option.verified_report"))]
KeyOption = Annotated[str, typer.Option("--key", metavar="TEXT", help=help_text("option.fact_key"))]
PageOption = Annotated[int | None, typer.Option("--page", metavar="N", min=1, help=help_text("option.fact_page"))]
ListFormatOption = Annotated[ListFormat, typer.Option("--format", help=help_text("option.format"))]
COLUMNS: Final = ("page", "printed", "value", "key", "element")


def verify(  # noqa: PLR0913 - options of the command line
    report: ReportArgument,
    case: CaseOption = None,
    form: TableFormatOption = TableFormat.TABLE,
    lang: ReportLanguageOption = None,
    trust: TrustOption = None,
    revocation: RevocationOption = None,
    online: OnlineOption = False,
    output: OutputOption = None,
    force: ForceOption = False,
) -> None:
    """Verify a report; exit 1 where something does not hold."""
    from reportgen.catalog import load_catalog
    from reportgen.cli.writing import put_right
    from reportgen.verify import Given
    from reportgen.verify import verify as verified

    if case is not None:
        put_right(case)
    content = _read(report)
    with step("verify"):
        services = _services(case, trust or [], revocation or [], online=online)
        found = verified(content, report.name, Given(case, services))
    catalog = load_catalog()
    if form is TableFormat.JSON:
        _deliver(found, catalog, output, force=force)
    else:
        for spoken in ("zh", "en") if lang is ReportLanguage.BOTH else (language(lang),):
            _show(found, catalog, spoken)
    raise typer.Exit(ExitCode.DONE if found.holds else ExitCode.FINDINGS)


def _services(case: Path | None, trust: list[Path], revocation: list[Path], *, online: bool) -> Services:
    """What the case trusts, and what was named besides."""
    from reportgen.intake import open_case
    from reportgen.lifecycle.signing import Services

    own = Services.of_case(open_case(case)) if case is not None else Services()
    return Services(
        trust={**own.trust, **{str(path): _read(path) for path in trust}},
        revocation={**own.revocation, **{str(path): _read(path) for path in revocation}},
        online=own.online or online,
        named=frozenset(str(path) for path in trust),
    )


def _deliver(found: Verification, catalog: Catalog, output: Path | None, *, force: bool) -> None:
    from reportgen.cli.options import deliver
    from reportgen.export import results
    from reportgen.verify.outcome import document

    deliver(results.text(document(found, catalog)).encode(), output, force=force)


def _show(found: Verification, catalog: Catalog, spoken: Language) -> None:
    """A line for each check, what does not agree, and the verdict."""
    from reportgen.catalog.messages import JOINT
    from reportgen.cli import show
    from reportgen.verify.outcome import ANEW, Answer, detail

    def word(key: str) -> str:
        return catalog.words[f"verify.{key}"].in_language(spoken)

    head = [word(f"head.{key}") for key in ("check", "answer", "detail")]
    rows = [
        (word(f"check.{check.id}"), word(f"answer.{check.answer}"), detail(check, catalog, spoken))
        for check in found.checks
    ]
    show.table(head, rows)
    if found.findings:
        show.findings(found.findings, catalog, spoken)
    about = found.manifest
    assert about is not None
    facts = {"report": about.number or about.report, "entity": about.entity, "period": about.period}
    unsure = [check for check in found.checks if check.answer is Answer.OPEN and check.id in ANEW]
    names = JOINT[spoken].join(word(f"check.{check.id}") for check in unsure)
    verdict = "holds" if found.holds and not unsure else "open" if found.holds else found.worst
    show.console().print(word(f"verdict.{verdict}").format(**facts, names=names))


def _read(path: Path) -> bytes:
    from reportgen.intake.workbooks.contents import bounded
    from reportgen.lifecycle.paper import MAX_BYTES

    return bounded(path, MAX_BYTES, rule="J33")


def facts(  # noqa: PLR0913 - options of the command line
    report: ReportFile,
    key: KeyOption = "",
    page: PageOption = None,
    form: ListFormatOption = ListFormat.TABLE,
    lang: LanguageOption = None,
    output: OutputOption = None,
    force: ForceOption = False,
) -> None:
    """List the figures that a report's pages name, in reading order: page, number as printed, value, key.

    Raises:
        Refused: J30-J34 what is no PDF of ours, or is damaged.
    """
    from reportgen.cli.options import deliver
    from reportgen.intake.workbooks.contents import bounded
    from reportgen.lifecycle import paper
    from reportgen.verify.data import facts as named

    opened = paper.opened(bounded(report, paper.MAX_BYTES, rule="J33"), report.name)
    found = [one for one in named(opened) if key in one.key and page in {None, one.page}]
    if form is ListFormat.TABLE and output is None:
        from reportgen.cli import show

        speech = language(lang)
        show.table([say(f"head.{name}", speech) for name in COLUMNS], [_row(one) for one in found])
    else:
        deliver(_written(found, form), output, force=force)


def _row(one: PageFact) -> list[str]:
    told = asdict(one) | {"value": "" if one.value is None else repr(one.value)}
    return [str(told[name]) for name in COLUMNS]


def _written(found: list[PageFact], form: ListFormat) -> bytes:
    from reportgen.model import foreign_text

    if form is ListFormat.JSON:
        rows = [asdict(one) for one in found]
        return json.dumps({"schema": SCHEMA, "facts": rows}, ensure_ascii=False, indent=1).encode()
    return foreign_text.table([COLUMNS, *(_row(one) for one in found)], "\n").encode()
