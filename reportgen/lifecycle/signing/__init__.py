"""Signatures in the prepared fields of an issued report: PAdES, by certificate files or a token.

Whether a signed file is still what was signed, whoever signed it.
"""

from __future__ import annotations

from typing import Any, Final

from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import SignatureCoverageLevel

from reportgen.lifecycle.signing.credentials import Credential, KeyToken, of_pem, of_pkcs12, of_token
from reportgen.lifecycle.signing.services import Services, SignatureLevel
from reportgen.lifecycle.signing.signature import SignedFile, SigningOrder, SigningPerson, entered, sign

__all__ = [
    "Credential",
    "KeyToken",
    "Services",
    "SignatureLevel",
    "SignedFile",
    "SigningOrder",
    "SigningPerson",
    "entered",
    "of_pem",
    "of_pkcs12",
    "of_token",
    "sign",
]


ALLOWED: Final = frozenset({ModificationLevel.LTA_UPDATES, ModificationLevel.FORM_FILLING})
"""Later revisions that a signed report may have: validation data, and the other signatures."""


def is_intact(status: Any) -> bool:
    """Whether the bytes that were signed are those that stand there; `status` is the library's."""
    return bool(status.intact and status.valid)


def is_rightly_continued(status: Any) -> bool:
    """Whether what came behind a signature, if anything did, is what may come."""
    is_last = status.coverage is SignatureCoverageLevel.ENTIRE_FILE
    return bool(status.docmdp_ok) and (is_last or status.modification_level in ALLOWED)
