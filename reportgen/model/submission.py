"""What only the hospital knows of the letter with which it submits a report to its agency (GB/T 9704-2012)."""

from __future__ import annotations

from typing import Annotated, Final

from pydantic import Field

from reportgen.model.calendar_day import IsoDate
from reportgen.model.definition import Definition, NonEmpty, Text

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
