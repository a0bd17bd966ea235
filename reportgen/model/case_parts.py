"""Parts of case.yaml that say something about one matter each."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from reportgen.model.definition import Definition, NonEmpty, Text


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
