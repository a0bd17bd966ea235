"""What a signature rests on besides its certificate: a time-stamp service, authorities, revocation data."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Any

from asn1crypto import crl, ocsp, pem
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.sign.timestamps import HTTPTimeStamper
from pyhanko_certvalidator import ValidationContext

from reportgen.errors import Refused
from reportgen.intake.case.folder import refused
from reportgen.model.finding import Finding
from reportgen.model.place import Place

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from asn1crypto.x509 import Certificate

    from reportgen.model.casefile import Case


class SignatureLevel(StrEnum):
    """Levels of PAdES (ETSI EN 319 142-1): basic, with a time stamp, with the data to validate it for long."""

    B = "B-B"
    T = "B-T"
    LT = "B-LT"


@dataclass(frozen=True)
class Services:
    """The services and data that a case names under ``signing:``.

    Attributes:
        timestamp: address of a time-stamp service, None for none.
        trust: certificates of authorities by file name, PEM or DER.
        revocation: revocation lists and answers by file name.
        online: whether revocation data may be fetched from where certificates say.
        named: files of `trust` that were named on the command line; the case itself names the others.
    """

    timestamp: str | None = None
    trust: Mapping[str, bytes] = field(default_factory=dict)
    revocation: Mapping[str, bytes] = field(default_factory=dict)
    online: bool = False
    named: frozenset[str] = frozenset()

    @staticmethod
    def of_case(case: Case) -> Services:
        """Those that case.yaml names; its files are plain files of the case.

        Raises:
            Refused: I06, I07, I38 or J39 for every file that is none.
        """
        said, findings = case.file.signing, list[Finding]()
        trust = {name: _content(case, name, findings) for name in said.trust}
        revocation = {name: _content(case, name, findings) for name in said.revocation}
        if findings:
            raise Refused(findings)
        return Services(said.timestamp, trust, revocation, said.online)

    @property
    def best(self) -> SignatureLevel:
        """The highest level that they allow."""
        if self.timestamp is None:
            return SignatureLevel.B
        return SignatureLevel.LT if self.trust and (self.revocation or self.online) else SignatureLevel.T

    @cached_property
    def authorities(self) -> tuple[Certificate, ...]:
        """The certificates of the authorities.

        Raises:
            Refused: J51 naming each file that holds none.
        """
        found: list[Certificate] = []
        wrong = []
        for name, content in self.trust.items():
            try:
                certificates = list(load_certs_from_pemder_data(content))
                [certificate.subject.native for certificate in certificates]  # read, so that another file fails here
                found += certificates
            except (ValueError, TypeError):
                wrong.append(Finding("J51", Place(name)))
        if wrong:
            raise Refused(wrong)
        return tuple(found)

    def naming(self, authority: Certificate) -> tuple[str, bool]:
        """The file that names an authority, and whether the case did so itself; nothing of one that none names."""
        files = sorted(self.trust, key=lambda name: name not in self.named)
        for name in files:
            if any(one.sha256 == authority.sha256 for one in load_certs_from_pemder_data(self.trust[name])):
                return name, name not in self.named
        return "", False

    def validation(self, others: tuple[Certificate, ...] = (), moment: datetime | None = None, kept: Any = None) -> Any:
        """What certificates are validated by; revocation must be known wherever data on it can be had.

        Args:
            others: certificates that may stand between an authority and the one who signed.
            moment: as of when; None for now.
            kept: the library's view of validation data that a file carries.

        Raises:
            Refused: J51 if a file holds no certificate, J52 if one holds no revocation data.
        """
        lists, answers = self._published()
        if kept is not None:
            lists += [crl.CertificateList.load(one.get_object().data) for one in kept.crls]
            answers += [ocsp.OCSPResponse.load(one.get_object().data) for one in kept.ocsps]
        known = bool(lists or answers) or self.online
        return ValidationContext(
            trust_roots=list(self.authorities),
            other_certs=list(others),
            crls=lists,
            ocsps=answers,
            moment=moment,
            allow_fetching=self.online,
            revocation_mode="require" if known else "soft-fail",
        )

    def _published(self) -> tuple[list[Any], list[Any]]:
        """Revocation lists and answers, each by what its content is."""
        lists: list[Any] = []
        answers: list[Any] = []
        wrong = []
        for name, content in self.revocation.items():
            kind, found = _revocation(content)
            if found is None:
                wrong.append(Finding("J52", Place(name)))
            elif kind == "crl":
                lists.append(found)
            else:
                answers.append(found)
        if wrong:
            raise Refused(wrong)
        return lists, answers

    def timestamper(self) -> Any:
        """The client of the time-stamp service, or None."""
        if self.timestamp is None:
            return None
        return HTTPTimeStamper(self.timestamp, timeout=20)


def _content(case: Case, name: str, findings: list[Finding]) -> bytes:
    path = case.folder / name
    if not path.is_file() and not path.is_symlink():
        findings.append(Finding("J39", Place("case.yaml"), {"file": name}))
        return b""
    return b"" if refused(path, case.folder, findings) else path.read_bytes()


def _revocation(content: bytes) -> tuple[str, Any]:
    try:
        der = pem.unarmor(content)[2] if pem.detect(content) else content
    except ValueError:
        return "", None
    for kind, model, part in (
        ("crl", crl.CertificateList, "tbs_cert_list"),
        ("ocsp", ocsp.OCSPResponse, "response_status"),
    ):
        try:
            found = model.load(der, strict=True)
            found[part].native  # noqa: B018 - read, so that another file fails here
        except (ValueError, TypeError, KeyError):
            continue
        return kind, found
    return "", None
