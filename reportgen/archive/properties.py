"""The four properties of an electronic record: authentic, complete, usable, safe; each as checks that can fail.

Source: DA/T 70-2018 (test of the four properties of electronic records), sections 5 to 8.

How long a report is kept: by its kind and period, counted from the end of its accounting year.

Source: 会计档案管理办法 (Ministry of Finance and National Archives Administration, order 79), art. 14 to 16.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

from reportgen.archive.record import Keeping
from reportgen.errors import ExitCode, Refused
from reportgen.model.finding import Fact, Finding
from reportgen.model.period import Period, years_beginning_in
from reportgen.model.place import NOWHERE

if TYPE_CHECKING:
    from reportgen.archive.record import ArchivedReport, Hold
    from reportgen.model.manifest import RetentionTerm

PROGRAM: Final = "reportgen"
CARRIED: Final = ("results.json", "numbers.json")
"""What every issued report carries inside."""
DATA: Final = frozenset(
    {
        "json",
        "yaml",
        "yml",
        "csv",
        "tsv",
        "txt",
        "md",
        "xlsx",
        "xls",
        "xlsb",
        "ods",
        "html",
        "css",
        "png",
        "svg",
        "parquet",
    }
)
"""Kinds of attached files that are data and run nothing."""


class Property(StrEnum):
    """What an electronic record has to be."""

    AUTHENTICITY = "authenticity"
    INTEGRITY = "integrity"
    USABILITY = "usability"
    SAFETY = "safety"


class CheckVerdict(StrEnum):
    """Whether a check holds; open is what the program cannot judge."""

    HOLDS = "holds"
    FAILS = "fails"
    OPEN = "open"


@dataclass(frozen=True)
class RecordCheck:
    """One check of one report: its words stand in the catalogue under its id, the facts fill them."""

    id: str
    property: Property
    verdict: CheckVerdict
    facts: Mapping[str, Fact] = field(default_factory=dict)


@dataclass(frozen=True)
class PaperFacts:
    """What was found in the file of a report.

    Attributes:
        readable: whether its structure can be read, without a password.
        problem: why not.
        generator: the program that it names as its maker.
        results: the results inside it, empty where there are none.
        attachments: names of the files inside.
        pages: how many; silent: those of them without any text.
        claims: conformance that it claims: ``PDF/A-3A``, ``PDF/UA-1``.
        bare_fonts: fonts that it does not carry.
        active: actions that run something, fetch something or lead out of the file.
        signatures: of each field that is signed, whether what it covers is untouched and rightly continued.
        journal: whether the journal beside it holds and knows this very file; None where there is none.
    """

    readable: bool = False
    problem: str = ""
    generator: str = ""
    results: Mapping[str, Any] = field(default_factory=dict)
    attachments: tuple[str, ...] = ()
    pages: int = 0
    silent: tuple[int, ...] = ()
    claims: tuple[str, ...] = ()
    bare_fonts: tuple[str, ...] = ()
    active: tuple[str, ...] = ()
    signatures: Mapping[str, bool] = field(default_factory=dict)
    journal: bool | None = None


def four(
    record: ArchivedReport, report: bytes, paper: PaperFacts, faults: Iterable[Finding], versions: int
) -> tuple[RecordCheck, ...]:
    """Every check of one report.

    Args:
        record: what the archive knows of it.
        report: its bytes.
        paper: what was found in them.
        faults: what the fixity of its object found.
        versions: how many the object has.
    """
    found = tuple(faults)
    return (
        *_authentic(record, report, paper),
        *_complete(record, paper, found, versions),
        *_usable(paper),
        *_safe(record, paper),
    )


def _verdict(*, holds: bool) -> CheckVerdict:
    return CheckVerdict.HOLDS if holds else CheckVerdict.FAILS


def _authentic(record: ArchivedReport, report: bytes, paper: PaperFacts) -> list[RecordCheck]:
    kind = Property.AUTHENTICITY
    same = _says(paper.results) == (record.number, record.entity, record.period, record.issued)
    digest = sha256(report).hexdigest()
    broken = tuple(name for name, intact in paper.signatures.items() if not intact)
    signed = _verdict(holds=not broken) if paper.signatures else CheckVerdict.OPEN
    journal = CheckVerdict.OPEN if paper.journal is None else _verdict(holds=paper.journal)
    return [
        RecordCheck("source", kind, _verdict(holds=PROGRAM in paper.generator), {"generator": paper.generator or None}),
        RecordCheck("identity", kind, _verdict(holds=same), {"number": record.number, "day": record.issued}),
        RecordCheck("digest", kind, _verdict(holds=digest == record.sha256), {"digest": digest[:16]}),
        RecordCheck("journal", kind, journal),
        RecordCheck("signatures", kind, signed, {"count": len(paper.signatures), "broken": broken}),
    ]


def _says(results: Mapping[str, Any]) -> tuple[Any, ...]:
    """What a report says of itself: number, hospital, period, day of issue."""
    standing = results.get("standing") or {}
    return (
        standing.get("number"),
        (results.get("entity") or {}).get("id"),
        results.get("period"),
        standing.get("issued"),
    )


def _complete(
    record: ArchivedReport, paper: PaperFacts, faults: tuple[Finding, ...], versions: int
) -> list[RecordCheck]:
    kind = Property.INTEGRITY
    missing = tuple(name for name in CARRIED if name not in paper.attachments)
    places = tuple(dict.fromkeys(str(fault.place) for fault in faults))
    return [
        RecordCheck("fixity", kind, _verdict(holds=not faults), {"versions": versions, "places": places}),
        RecordCheck(
            "pages", kind, _verdict(holds=paper.pages == record.pages), {"found": paper.pages, "pages": record.pages}
        ),
        RecordCheck(
            "carried", kind, _verdict(holds=not missing), {"count": len(paper.attachments), "missing": missing}
        ),
        RecordCheck(
            "described",
            kind,
            _verdict(holds=bool(record.report and record.title and record.language)),
            {"kind": record.report, "title": record.title or None, "language": record.language},
        ),
    ]


def _usable(paper: PaperFacts) -> list[RecordCheck]:
    kind = Property.USABILITY
    claimed = {"PDF/A-3A", "PDF/UA-1"} <= set(paper.claims)
    silent = tuple(map(str, paper.silent))
    return [
        RecordCheck("opens", kind, _verdict(holds=paper.readable), {"problem": paper.problem or None}),
        RecordCheck("claims", kind, _verdict(holds=claimed), {"claims": paper.claims}),
        RecordCheck(
            "fonts", kind, _verdict(holds=paper.readable and not paper.bare_fonts), {"fonts": paper.bare_fonts}
        ),
        RecordCheck("text", kind, _verdict(holds=paper.readable and not silent), {"pages": silent}),
    ]


def _safe(record: ArchivedReport, paper: PaperFacts) -> list[RecordCheck]:
    kind = Property.SAFETY
    strange = tuple(name for name in paper.attachments if name.rpartition(".")[2].lower() not in DATA)
    hold = record.held
    return [
        RecordCheck("active", kind, _verdict(holds=paper.readable and not paper.active), {"actions": paper.active}),
        RecordCheck("attached", kind, _verdict(holds=paper.readable and not strange), {"names": strange}),
        RecordCheck(
            "term",
            kind,
            CheckVerdict.HOLDS,
            {
                "mark": record.keeping.mark,
                "since": record.keeping.since,
                "until": record.keeping.until or "@archive.for_good",
            },
        ),
        *([_held(hold)] if hold else ()),
        *([RecordCheck("paper", kind, CheckVerdict.OPEN)] if record.keeping.paper else ()),
    ]


def _held(hold: Hold) -> RecordCheck:
    return RecordCheck("held", Property.SAFETY, CheckVerdict.HOLDS, {"by": hold.placed.by, "why": hold.placed.why})


def term_of(report: str | None, period: str, terms: Mapping[str, RetentionTerm]) -> str:
    """The id of the first term that holds for a kind of report and a length of period.

    Raises:
        LookupError: if there is none, which the built-in terms never leave open.
    """
    kind = Period.parse(period).kind
    for identifier, term in terms.items():
        if kind in term.periods and (not term.reports or report in term.reports):
            return identifier
    raise LookupError(period)


def keeping(term: RetentionTerm, period: str, first_month: int = 1) -> Keeping:
    """A term in days: it begins on the day after the accounting year.

    Args:
        term: the term.
        period: of the report.
        first_month: in which the accounting year begins.
    """
    with years_beginning_in(first_month):
        since = Period.parse(period).fiscal_year.end() + dt.timedelta(days=1)
    until = None if term.years is None else since.replace(year=since.year + term.years) - dt.timedelta(days=1)
    return Keeping(
        mark=term.mark,
        years=term.years,
        since=str(since),
        until=str(until) if until else None,
        paper=term.paper,
        source=term.source,
    )


def chosen(
    asked: str | None, report: str | None, period: str, terms: Mapping[str, RetentionTerm], first_month: int = 1
) -> Keeping:
    """The term of the rules, or a longer one that was asked for.

    Raises:
        Refused: P32 if what was asked for is no term, or a shorter one: terms are the least.
    """
    usual = terms[term_of(report, period, terms)]
    if asked is None:
        return keeping(usual, period, first_month)
    named = next((term for term in terms.values() if term.mark == asked), None)
    if named is None or _length(named) < _length(usual):
        facts: dict[str, Fact] = {
            "asked": asked,
            "least": usual.mark,
            "choices": tuple(sorted({term.mark for term in terms.values()})),
        }
        raise Refused([Finding("P32", NOWHERE, facts)], ExitCode.USAGE)
    return keeping(named, period, first_month)


def _length(term: RetentionTerm) -> float:
    return float("inf") if term.years is None else term.years


def is_due(record: ArchivedReport, day: dt.date) -> bool:
    """Whether the term of a report has run out by a day; one that is held, or kept for good, is never due."""
    return is_past(record, day) and record.held is None


def is_past(record: ArchivedReport, day: dt.date) -> bool:
    """Whether the term itself has run out."""
    until = record.keeping.until
    return until is not None and dt.date.fromisoformat(until) < day


def due(records: Iterable[ArchivedReport], day: dt.date) -> tuple[list[ArchivedReport], list[ArchivedReport]]:
    """Reports to be appraised by a day, and those past their term that a hold keeps."""
    past = [record for record in records if is_past(record, day)]
    return [record for record in past if record.held is None], [record for record in past if record.held is not None]
