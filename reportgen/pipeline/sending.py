"""Reports on their way to an agency and back: one folder and ZIP that is sent, the receipt or the return that comes.

Everything goes into the journal; a report that goes out again after a return answers its questions.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, get_args

from reportgen import lifecycle, writing
from reportgen.catalog.calendar_words import dates_in, period_name, years_of
from reportgen.catalog.languages import in_languages, spoken
from reportgen.errors import ExitCode, Refused
from reportgen.export.results import text
from reportgen.lifecycle import Journal, JournalAction, JournalEntry, issued
from reportgen.lifecycle.chain import ISSUES
from reportgen.model import foreign_text
from reportgen.model.definition import Language
from reportgen.model.finding import Fact, Finding
from reportgen.model.place import NOWHERE, Place

if TYPE_CHECKING:
    from pathlib import Path

    from reportgen.catalog import Catalog
    from reportgen.model.casefile import CaseFile
    from reportgen.model.definition import Text

SCHEMA: Final = "reportgen/sending/1"
RECEIPT, LETTER, DATA, LIST, SUMS = "receipt.csv", "letter.txt", "sending.json", "contents.csv", "SHA256SUMS"
BACK: Final = frozenset({JournalAction.RECEIPT, JournalAction.RETURN})
MARK: Final = "\ufeff"


@dataclass(frozen=True)
class Parcel:
    """What is asked to be sent: to whom, by whom, when, with which answers."""

    number: str
    to: str
    by: str
    when: str
    answers: tuple[str, ...] = ()

    @property
    def day(self) -> str:
        """The day, which the files bear: what is sent twice on one is the same."""
        return self.when[:10]


@dataclass(frozen=True)
class Sent:
    """The files by path in the folder, and the line of the journal but for its seal.

    Attributes:
        is_new: whether the journal does not have it yet.
    """

    files: Mapping[str, bytes]
    entry: JournalEntry
    is_new: bool


def prepared(folder: Path, file: CaseFile, catalog: Catalog, parcel: Parcel) -> Sent:
    """Everything that goes to the recipient; the same bytes whenever the same is sent.

    Raises:
        Refused: what is wrong with journal or issued files; J26, if there is no such report; J06, J71, J72, J77.
    """
    journal = _sound(folder)
    issue = _issue(journal, parcel.number)
    later = next((one.number for one in journal.entries if one.what in ISSUES and one.corrects == parcel.number), None)
    if later is not None:
        raise Refused(
            [Finding("J71", Place(lifecycle.NAME), {"number": parcel.number, "current": later})], ExitCode.USAGE
        )
    back = returned(journal, parcel)
    _insist_on_answers(back, parcel)
    files = _files(folder, issue, back, file, catalog, parcel)
    package = _zip(files, parcel.number)
    entry = _line(JournalAction.SEND, issue, parcel.by, parcel.when).model_copy(
        update={
            "to": parcel.to,
            "answers": parcel.answers,
            "answers_to": back.number if back else None,
            "subject": lifecycle.digest(package),
            "language": issue.language,
            "audience": issue.audience,
        }
    )
    whole = {f"{parcel.number}/{name}": content for name, content in files.items()}
    known = any(one.what is JournalAction.SEND and one.subject == entry.subject for one in journal.entries)
    if not known:
        journal.insist_on_day(entry)  # before anything lies in the folder
    return Sent({**whole, f"{parcel.number}.zip": package}, entry, not known)


def returned(journal: Journal, parcel: Parcel) -> JournalEntry | None:
    """The return that this sending answers: the last one of the report, or of those that it corrects.

    One that was answered by another sending than this very one is none.
    """
    numbers = set(_ancestry(journal, parcel.number))
    about = [one for one in journal.entries if one.number in numbers and one.what in {JournalAction.SEND, *BACK}]
    while about and _is_same(about[-1], parcel):
        about.pop()
    returns = [one for one in about if one.what is JournalAction.RETURN]
    if not returns or any(one.what is JournalAction.SEND for one in about[about.index(returns[-1]) :]):
        return None
    return returns[-1]


def _is_same(one: JournalEntry, parcel: Parcel) -> bool:
    said = (one.number, one.to, one.who, str(one.day), one.answers)
    return one.what is JournalAction.SEND and said == (parcel.number, parcel.to, parcel.by, parcel.day, parcel.answers)


def _ancestry(journal: Journal, number: str) -> Iterator[str]:
    """A number, and those that it takes the place of."""
    corrects = {one.number: one.corrects for one in journal.entries if one.what in ISSUES}
    at: str | None = number
    while at is not None:
        yield at
        at = corrects.pop(at, None)


def _insist_on_answers(back: JournalEntry | None, parcel: Parcel) -> None:
    if back is None and parcel.answers:
        raise Refused([Finding("J77", NOWHERE)], ExitCode.USAGE)
    if back is not None and len(parcel.answers) != len(back.questions):
        facts: dict[str, Fact] = {
            "number": back.number,
            "day": str(back.day),
            "count": len(back.questions),
            "given": len(parcel.answers),
            "questions": back.questions,
        }
        raise Refused([Finding("J72", Place(lifecycle.NAME), facts)], ExitCode.USAGE)


def _sound(folder: Path) -> Journal:
    """The journal of a case in which every issued file is as it was.

    Raises:
        Refused: every finding otherwise.
    """
    if found := tuple(lifecycle.problems(folder)):
        raise Refused(found, ExitCode.FINDINGS)
    return lifecycle.read(folder)


def _issue(journal: Journal, number: str) -> JournalEntry:
    """The line by which a report was issued.

    Raises:
        Refused: J26 if none was.
    """
    lifecycle.subject_of(journal, number)
    return next(one for one in journal.entries if one.what in ISSUES and one.number == number)


def _digest(journal: Journal, number: str) -> str:
    """Of the file as it is now: as issued, or with the last signature."""
    last = [one for one in journal.entries if one.number == number and one.what in {*ISSUES, JournalAction.SIGN}]
    return last[-1].subject


def _line(what: JournalAction, issue: JournalEntry, by: str, when: str) -> JournalEntry:
    return JournalEntry(
        when=when,
        who=by,
        what=what,
        report=issue.report,
        entity=issue.entity,
        period=issue.period,
        number=issue.number,
        subject=lifecycle.BEGINNING,
    )


def _files(  # noqa: PLR0913 - all that a letter tells
    folder: Path, issue: JournalEntry, back: JournalEntry | None, file: CaseFile, catalog: Catalog, parcel: Parcel
) -> dict[str, bytes]:
    """The files of a sending but for the package, by name."""
    number = parcel.number
    pdf, results = (path.read_bytes() for path in issued.paths(folder, number))
    found = {f"{number}.pdf": pdf, f"{number}.json": results}
    found[DATA] = text(_document(issue, back, parcel, lifecycle.digest(pdf))).encode()
    found[RECEIPT] = _form(catalog, number, lifecycle.digest(pdf))
    names = [*found, LETTER, LIST, SUMS]
    found[LETTER] = _letter(issue, back, file, catalog, parcel, names).encode()
    found[LIST] = _list(found, catalog, number)
    found[SUMS] = "".join(f"{lifecycle.digest(content)}  {name}\n" for name, content in found.items()).encode()
    return found


def _document(issue: JournalEntry, back: JournalEntry | None, parcel: Parcel, digest: str) -> dict[str, object]:
    return {
        "schema": SCHEMA,
        "number": parcel.number,
        "report": issue.report,
        "entity": issue.entity,
        "period": issue.period,
        "corrects": issue.corrects,
        "sha256": digest,
        "to": parcel.to,
        "by": parcel.by,
        "day": parcel.day,
        "answers_to": None if back is None else {"number": back.number, "day": str(back.day)},
        "answers": [
            {"question": question, "answer": answer}
            for question, answer in zip(back.questions if back else (), parcel.answers, strict=True)
        ],
    }


def _form(catalog: Catalog, number: str, digest: str) -> bytes:
    """The form of receipt: a table of fields to be filled in."""
    known = {"number": number, "sha256": digest}
    keys = ("number", "sha256", "outcome", "by", "date", "reason", *("question",) * 5)
    rows = [[_both(catalog.words[f"sending.form.{key}"]) for key in ("field", "value")]]
    rows += [[_both(catalog.words[f"sending.field.{key}"]), known.get(key, "")] for key in keys]
    return (MARK + foreign_text.table(rows)).encode()


def _both(said: Text) -> str:
    return said.zh if said.zh == said.en else f"{said.zh} {said.en}"


def _letter(  # noqa: PLR0913 - all that it tells
    issue: JournalEntry,
    back: JournalEntry | None,
    file: CaseFile,
    catalog: Catalog,
    parcel: Parcel,
    names: Sequence[str],
) -> str:
    """The text of the letter, for the recipient's portal: in the languages of the report."""
    wanted = spoken(issue.language or file.mode, catalog.languages)
    catalog = in_languages(catalog, wanted)
    kind, name = catalog.reports.get(issue.report), file.name_of(issue.entity)
    if name is None and file.group is not None and file.group.id == issue.entity:
        name = file.group.name
    with dates_in(wanted.locales), years_of(catalog.words, file.fiscal_year_start):
        period, pages = period_name(issue.period), list[str]()
    for language in get_args(Language):
        if wanted.mode not in {language, "zh-en"}:
            continue
        facts: dict[str, object] = {
            "to": parcel.to,
            "by": parcel.by,
            "day": parcel.day,
            "number": issue.number,
            "period": period.in_language(language),
            "hospital": catalog.respell(name.in_language(language)) if name else issue.entity,
            "count": len(names),
            "file": RECEIPT,
            "report": kind.name.in_language(language) if kind else issue.report,
        }

        def say(key: str, language: Language = language, facts: Mapping[str, object] = facts, **more: object) -> str:
            said = catalog.words[f"sending.letter.{key}"].in_language(language)
            return said.format(**{**facts, **more})

        lines = [say("head"), "", say("subject"), ""]
        if back is not None:
            lines.append(say("again", number=back.number, day=str(back.day)))
            for n, (question, answer) in enumerate(zip(back.questions, parcel.answers, strict=True), start=1):
                lines += [say("question", n=n, text=question), say("answer", n=n, text=answer)]
            lines.append("")
        lines += [say("files"), *(f"- {one}" for one in names), "", say("receipt"), "", say("sign"), ""]
        pages.append("\n".join(lines))
    return "\n".join(pages)


def _list(files: Mapping[str, bytes], catalog: Catalog, number: str) -> bytes:
    """The list of contents."""
    what = {
        f"{number}.pdf": "pdf",
        f"{number}.json": "results",
        LETTER: "letter",
        RECEIPT: "receipt",
        DATA: "sending",
    }
    rows = [[_both(catalog.words[f"sending.head.{key}"]) for key in ("file", "what", "bytes", "sha256")]]
    rows += [
        [name, _both(catalog.words[f"sending.what.{what[name]}"]), str(len(content)), lifecycle.digest(content)]
        for name, content in files.items()
    ]
    rows += [
        [name, _both(catalog.words[f"sending.what.{key}"]), "", ""]
        for name, key in ((LIST, "contents"), (SUMS, "sums"))
    ]
    return (MARK + foreign_text.table(rows)).encode()


def _zip(files: Mapping[str, bytes], number: str) -> bytes:
    """The same files in one package; stored, so that no version of a library packs them otherwise."""
    return writing.packed(((f"{number}/{name}", content) for name, content in files.items()), method=zipfile.ZIP_STORED)


def enter(folder: Path, sent: Sent) -> None:
    """Add the line of a sending, once its files lie where they are wanted.

    Raises:
        Refused: as every writing in the journal.
    """
    if not sent.is_new:
        return
    with lifecycle.opened(folder) as desk:
        if all(one.subject != sent.entry.subject for one in desk.journal.entries):
            desk.append(sent.entry)


@dataclass(frozen=True)
class Acknowledged:
    """What came back: received or returned, by whom, when, why, what is asked."""

    number: str
    outcome: str
    by: str
    when: str
    reason: str | None = None
    questions: tuple[str, ...] = ()
    digest: str = ""


def received(folder: Path, one: Acknowledged) -> JournalEntry | None:
    """Enter a receipt or a return; None where the journal has it already.

    Raises:
        Refused: what is wrong with journal or issued files; J26, if there is no such report; J73, J74, J76.
    """
    action = JournalAction(one.outcome)
    with lifecycle.opened(folder) as desk:
        journal = _sound(folder)
        issue = _issue(journal, one.number)
        if all(entry.what is not JournalAction.SEND or entry.number != one.number for entry in journal.entries):
            raise Refused([Finding("J73", Place(lifecycle.NAME), {"number": one.number})], ExitCode.USAGE)
        if one.digest and one.digest.lower() != _digest(journal, one.number):
            raise Refused([Finding("J74", NOWHERE, {"number": one.number})], ExitCode.FINDINGS)
        if action is JournalAction.RETURN and not (one.reason or one.questions):
            raise Refused([Finding("J76", NOWHERE)], ExitCode.USAGE)
        entry = _line(action, issue, one.by, one.when).model_copy(
            update={"why": one.reason or None, "questions": one.questions, "subject": _digest(journal, one.number)}
        )
        same = {"previous": "", "seal": ""}
        if any(known.model_copy(update=same) == entry.model_copy(update=same) for known in journal.entries):
            return None
        return desk.append(entry)


def filled_in(rows: Sequence[Sequence[object]], catalog: Catalog) -> dict[str, list[str]]:
    """The fields of a form of receipt, as far as they are filled in."""
    names: dict[str, str] = {}
    for key, said in catalog.words.under("sending.field").items():
        names.update({word.lower(): key for word in (key, said.zh, said.en, _both(said))})
    found: dict[str, list[str]] = {}
    for row in rows:
        cells = ["" if cell is None else str(cell).strip() for cell in row]
        meant = names.get(cells[0].lower()) if cells else None
        if meant is not None and len(cells) > 1 and cells[1]:
            found.setdefault(meant, []).append(cells[1])
    return found


def outcome_of(said: str, catalog: Catalog) -> str | None:
    """What a word for the outcome means."""
    words = catalog.words.under("sending.outcome")
    return next((key for key, text in words.items() if said.strip().lower() in {key, text.zh, text.en}), None)
