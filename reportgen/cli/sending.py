"""``reportgen send`` and ``receive``: a report to its recipient, and the receipt or the return that comes back."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from reportgen.cli.issuing import DateOption
from reportgen.cli.language import help_text, language, moment
from reportgen.cli.manner import starting, visible
from reportgen.cli.options import CaseArgument, LanguageOption
from reportgen.errors import ExitCode, Refused
from reportgen.model.finding import Finding
from reportgen.model.place import NOWHERE, Place

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reportgen.catalog import Catalog
    from reportgen.model.casefile import CaseFile

NumberArgument = Annotated[str, typer.Argument(metavar="NUMBER", help=help_text("option.sent_number"))]
ToOption = Annotated[str, typer.Option("--to", metavar="NAME", help=help_text("option.recipient"))]
FolderOption = Annotated[Path, typer.Option("--out", "-o", metavar="DIR", help=help_text("option.sent_folder"))]
SenderOption = Annotated[str | None, typer.Option("--by", metavar="NAME", help=help_text("option.sender"))]
AnswerOption = Annotated[list[str] | None, typer.Option("--answer", metavar="TEXT", help=help_text("option.answer"))]
FormArgument = Annotated[Path | None, typer.Argument(metavar="[RECEIPT]", help=help_text("option.receipt"))]
ReceivedOption = Annotated[str | None, typer.Option("--number", metavar="NUMBER", help=help_text("option.sent_number"))]
AgencyOption = Annotated[str | None, typer.Option("--by", metavar="NAME", help=help_text("option.received_by"))]
ReasonOption = Annotated[str | None, typer.Option("--why", metavar="WHY", help=help_text("option.returned_why"))]
QuestionOption = Annotated[
    list[str] | None, typer.Option("--question", metavar="TEXT", help=help_text("option.question"))
]
LARGEST: Final = 10_000_000


class OutcomeChoice(StrEnum):
    """What the recipient says."""

    RECEIPT = "receipt"
    RETURN = "return"


OutcomeOption = Annotated[OutcomeChoice | None, typer.Option("--outcome", help=help_text("option.outcome"))]


def send(  # noqa: PLR0913 - options of the command line
    case: CaseArgument,
    number: NumberArgument,
    to: ToOption,
    out: FolderOption,
    by: SenderOption = None,
    date: DateOption = None,
    answer: AnswerOption = None,
    lang: LanguageOption = None,
) -> None:
    """Put an issued report with all that goes along into a folder and a ZIP, and enter it in the journal."""
    del lang  # heard by `speak_as`
    when = moment(date)
    with starting():
        from reportgen.catalog import languages, load_catalog
        from reportgen.cli.writing import fill, put_right
        from reportgen.intake import open_case
        from reportgen.pipeline import sending
    put_right(case)
    opened, known = open_case(case), load_catalog()
    catalog = replace(known, own_languages=languages.own(case, known))
    whom = (by or _sender(opened.file) or "").strip()
    if not whom or not to.strip():
        raise Refused([Finding("J09", Place("case.yaml"), {"role": None})], ExitCode.USAGE)
    parcel = sending.Parcel(number, to.strip(), whom, when, tuple(one.strip() for one in answer or ()))
    sent = sending.prepared(opened.folder, opened.file, catalog, parcel)
    fill(out, sent.files, "J70")
    sending.enter(opened.folder, sent)
    _tell(
        "send" if sent.is_new else "again",
        number=number,
        to=parcel.to,
        path=visible(str(out)),
        count=len(sent.files) - 1,
    )


def _sender(file: CaseFile) -> str | None:
    """Who prepares reports, or the first who signs them."""
    return file.person("preparer") or next((one.name for one in file.signatories if one.name), None)


def receive(  # noqa: PLR0913 - options of the command line
    case: CaseArgument,
    form: FormArgument = None,
    number: ReceivedOption = None,
    outcome: OutcomeOption = None,
    by: AgencyOption = None,
    date: Annotated[str | None, typer.Option("--date", metavar="DATE", help=help_text("option.received_date"))] = None,
    why: ReasonOption = None,
    question: QuestionOption = None,
    lang: LanguageOption = None,
) -> None:
    """Enter a receipt or a return in the journal, from the form that came back or as options say."""
    del lang  # heard by `speak_as`
    with starting():
        from reportgen.catalog import load_catalog
        from reportgen.cli.writing import put_right
        from reportgen.intake import open_case
        from reportgen.pipeline import sending
    put_right(case)
    opened, catalog = open_case(case), load_catalog()
    said: Mapping[str, list[str]] = _form(form, catalog) if form is not None else {}

    def one(key: str, given: str | None) -> str:
        return (given or next(iter(said.get(key, ())), "")).strip()

    known = sending.outcome_of(outcome or one("outcome", None), catalog) or ""
    found = {"number": one("number", number), "outcome": known, "by": one("by", by), "date": one("date", date)}
    _insist(found, catalog)
    asked = tuple(text.strip() for text in (question or said.get("question", [])) if text.strip())
    answered = sending.Acknowledged(
        found["number"],
        known,
        found["by"],
        moment(found["date"]),
        one("reason", why) or None,
        asked,
        one("sha256", None),
    )
    entry = sending.received(opened.folder, answered)
    if entry is None:
        _tell("known")
    else:
        _tell(known, by=entry.who, number=entry.number, day=str(entry.day), count=len(asked))


def _form(path: Path, catalog: Catalog) -> Mapping[str, list[str]]:
    from reportgen.intake.workbooks import contents, opening
    from reportgen.pipeline import sending

    sheets, problems = opening.sheets(contents.bounded(path, LARGEST), path.name)
    rows: list[Sequence[object]] = [row for sheet in sheets for row in sheet.rows]
    if problems and not rows:
        raise Refused(problems, ExitCode.INPUT)
    return sending.filled_in(rows, catalog)


def _insist(found: Mapping[str, str], catalog: Catalog) -> None:
    from reportgen.catalog.messages import in_a_row

    lost = [catalog.words[f"sending.field.{key}"] for key, value in found.items() if not value]
    if lost:
        raise Refused([Finding("J75", NOWHERE, {"lost": in_a_row(lost)})], ExitCode.USAGE)


def _tell(key: str, **facts: object) -> None:
    from reportgen.catalog import load_catalog

    said = load_catalog().words[f"sending.done.{key}"].in_language(language())
    typer.echo(said.format(**facts), err=True)
