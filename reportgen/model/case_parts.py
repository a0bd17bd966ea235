"""Parts of case.yaml that say something about one matter each.

Days of the calendar as definitions write them.

What-if: which causes change by how much.

Numbers of reports, by the pattern that a case names.

By when the hospital's departments bring what belongs to a period.

What only the hospital knows of the letter with which it submits a report to its agency (GB/T 9704-2012).
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from string import Formatter
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, Field, Strict
from pydantic_core import PydanticCustomError

from reportgen.model.definition import Definition, NonEmpty, Text
from reportgen.model.period import MONTHS, Period, PeriodKind


class TermOfOffice(Definition):
    """One appointment: its first and last fiscal year, and of whom, where that is to be printed."""

    first_year: int = Field(ge=1900, le=9999)
    last_year: int = Field(ge=1900, le=9999)
    of: Text | None = None


class CommentarySettings(Definition):
    """What a case has said before its reports; `preface` names the words."""

    preface: Literal["business-finance"] | None = None


class SigningSettings(Definition):
    """What electronic signatures rest on besides the certificate of the one who signs.

    Attributes:
        timestamp: address of a time-stamp service (RFC 3161); without it signatures are PAdES B-B.
        trust: files of the case with certificates of authorities, PEM or DER.
        revocation: files of the case with revocation lists (CRL) or answers (OCSP), as the authority published them.
        online: whether revocation data may be fetched from the addresses that certificates name.
    """

    timestamp: str | None = Field(None, pattern=r"^https?://[^\s@]+$")
    trust: tuple[NonEmpty, ...] = ()
    revocation: tuple[NonEmpty, ...] = ()
    online: bool = False


def _real(text: str) -> str:
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        raise PydanticCustomError("no_date", "no date of the calendar") from None
    return text


IsoDate = Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"), AfterValidator(_real)]
"""A day of the calendar, as 2026-11-05."""


class Cause(StrEnum):
    """What may be assumed to change, relative to the figures of the period."""

    OUTPATIENT_VOLUME = "outpatient_volume"
    INPATIENT_VOLUME = "inpatient_volume"
    SERVICE_PRICES = "service_prices"  # of all services but drugs and consumables
    TEST_PRICES = "test_prices"  # of examinations and laboratory
    DRUG_PRICES = "drug_prices"  # bought and sold alike: no mark-up
    CONSUMABLES_PRICES = "consumables_prices"  # likewise
    WAGES = "wages"
    APPROPRIATIONS = "appropriations"


class Scenario(Definition):
    """One what-if, each cause with its relative change: −0.05 is a fall by five percent."""

    name: Text
    source: NonEmpty
    assumptions: dict[Cause, float] = Field(min_length=1)


USUAL_NUMBER: Final = "{prefix}-{period}-{serial:03}"
"""Prefix, period, and a serial number of three digits: RHB-2026-10-001."""
PARTS: Final = frozenset({"prefix", "type", "entity", "period", "year", "serial"})
WIDTH: Final = re.compile(r"(?:0?[1-9])?")  # of {serial:03}
SAFE: Final = re.compile(r"[^\x00-\x20\x7f<>:\"/\\|?*.][^\x00-\x1f\x7f<>:\"/\\|?*]{0,98}")
"""What may name a file on every system."""


@dataclass(frozen=True)
class Labels:
    """What the parts of a pattern stand for; {type} is the kind of report in capitals."""

    prefix: str
    report: str
    entity: str
    period: str

    def number(self, pattern: str, serial: int) -> str:
        """The number with a serial, by a pattern in which `faults` finds nothing."""
        return pattern.format(
            prefix=self.prefix,
            type=self.report.upper(),
            entity=self.entity,
            period=self.period,
            year=self.period[:4],
            serial=serial,
        )


def faults(pattern: str) -> Iterator[str]:
    """Keys of words (number_pattern.*) that say why a pattern cannot be used."""
    try:
        parts = list(Formatter().parse(pattern))
    except ValueError:
        yield "braces"
        return
    named = [(name, form or "", conversion) for _, name, form, conversion in parts if name is not None]
    if any(name not in PARTS or conversion for name, _, conversion in named):
        yield "unknown_part"
    elif any(form and (name != "serial" or not WIDTH.fullmatch(form)) for name, form, _ in named):
        yield "width"
    elif not any(name == "serial" for name, _, _ in named):
        yield "no_serial"
    elif not is_file_name(Labels("A", "board", "a", "2026-10").number(pattern, 1)):
        yield "no_file_name"


def is_file_name(text: str) -> bool:
    """Whether a number can name a file on every system; prefix and entity may hold what a file name cannot."""
    return SAFE.fullmatch(text) is not None and not text.endswith((" ", "."))


DocumentNumber = Annotated[str, Field(pattern="^[^\\s\u3014\u3015]+\u3014[0-9]{4}\u3015[1-9][0-9]*\u53f7$")]
"""A document number: the issuer's short name, the year in tortoise-shell brackets, a number without leading zeros."""


PERIOD: Final = r"^[0-9]{4}(-(Q[1-4]|0[1-9]|1[0-2]))?$"


class Arrangement(Definition):
    """One corrective measure; what is left out is left for a pen.

    Attributes:
        indicator: which indicator it is to mend, by id.
        owner: department in charge; due: by when.
        target: the value that the indicator is to reach by then, in its own unit, a share as a decimal.
    """

    action: Text
    indicator: NonEmpty | None = None
    owner: Text | None = None
    due: IsoDate | None = None
    target: float | None = None


class Contact(Definition):
    """Whom the agency may ask."""

    name: NonEmpty
    telephone: NonEmpty


class Letter(Definition):
    """The letter of one period.

    Attributes:
        number: of the document.
        signer: who signs it for issue, where it is not the usual one.
        date: of the document, where it is not the issue date of the reports; printed_on: where that is another day.
        copy_number, secrecy, urgency: marks at the top left, only where they apply.
        is_audited: whether the statements have been audited.
        causes: why an indicator is weak, by its id.
        measures: what is done about it.
        remarks: further matters that the agency is to know.
    """

    number: DocumentNumber | None = None
    signer: NonEmpty | None = None
    date: IsoDate | None = None
    printed_on: IsoDate | None = None
    copy_number: str | None = Field(None, pattern=r"^[0-9]{6}$")
    secrecy: NonEmpty | None = None
    urgency: NonEmpty | None = None
    is_audited: bool | None = None
    causes: dict[str, Text] = Field(default_factory=dict)
    measures: tuple[Arrangement, ...] = ()
    remarks: tuple[Text, ...] = ()


class Submission(Definition):
    """The parts of official letters that no workbook holds; each may be left out and is then a blank to fill by hand.

    Attributes:
        issuer: who issues them, where that is not the hospital's own name.
        recipient: the agency; copies: who else gets them.
        signer: who signs them for issue.
        printed_by: the office that prints and sends them.
        contact: whom the agency may ask.
        letters: what belongs to one letter, by period.
    """

    issuer: Text | None = None
    recipient: Text | None = None
    copies: tuple[Text, ...] = ()
    signer: NonEmpty | None = None
    printed_by: Text | None = None
    contact: Contact | None = None
    letters: dict[Annotated[str, Field(pattern=PERIOD)], Letter] = Field(default_factory=dict)


class DueKind(StrEnum):
    """What comes for a period; a deadline may name all of a kind, but reports only by themselves."""

    FORMS = "forms"
    FIGURES = "figures"  # that stand on no official form
    REGISTERS = "registers"
    EXPERTS = "experts"
    COMMENTARY = "commentary"
    REPORT = "report"


Length = Annotated[PeriodKind, Strict(False)]  # noqa: FBT003 - the words of a file name it
"""How long a period is, by its word."""


class Deadline(Definition):
    """By when something has to be here after the end of each period, and who brings it.

    Attributes:
        of: a kind (`DueKind`), or one thing: a form by its code, a register or a kind of report by its id.
        each: of months, quarters or years.
        day: of the month that comes so many `months` after the period's last one; its last day where it is shorter.
        owner: department that brings it.
    """

    of: tuple[NonEmpty, ...] = Field(min_length=1)
    each: Length
    day: int = Field(ge=1, le=31)
    months: int = Field(1, ge=0, le=24)
    owner: Text | None = None

    def on(self, period: Period, first_month: int = 1) -> dt.date:
        """The day for one period."""
        end = period.end(first_month)
        year, month = divmod(end.year * MONTHS + end.month - 1 + self.months, MONTHS)
        return dt.date(year, month + 1, min(self.day, calendar.monthrange(year, month + 1)[1]))
