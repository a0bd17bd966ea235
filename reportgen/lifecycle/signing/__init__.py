"""Signatures in the prepared fields of an issued report: PAdES, by certificate files or a token."""

from __future__ import annotations

from reportgen.lifecycle.signing.credentials import Credential, of_pem, of_pkcs12
from reportgen.lifecycle.signing.entering import Signatory, entered
from reportgen.lifecycle.signing.services import Level, Services
from reportgen.lifecycle.signing.signature import Order, Signed, sign
from reportgen.lifecycle.signing.tokens import Token, of_token

__all__ = [
    "Credential",
    "Level",
    "Order",
    "Services",
    "Signatory",
    "Signed",
    "Token",
    "entered",
    "of_pem",
    "of_pkcs12",
    "of_token",
    "sign",
]
