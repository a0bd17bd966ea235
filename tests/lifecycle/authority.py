"""A certificate authority of the tests' own: people, a time-stamp service on this machine, revocation lists."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from asn1crypto import keys as asn1_keys
from asn1crypto import tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)  # fmt: skip
from cryptography.x509 import ocsp
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID, NameOID
from pyhanko.sign.timestamps import DummyTimeStamper

NOW = dt.datetime.now(dt.UTC).replace(microsecond=0)
DAY = dt.timedelta(days=1)
PASSWORD = "秘密 pass"  # noqa: S105 - of certificates that live as long as a test
SIGNING = ("digital_signature", "content_commitment")
BITS = (
    "digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
    "key_cert_sign", "crl_sign", "encipher_only", "decipher_only",
)  # fmt: skip


@cache
def key(number: int, kind: str = "rsa") -> Any:
    """The same key each time one is asked for by its number: making them is what takes long."""
    del number
    if kind == "ec":
        return ec.generate_private_key(ec.SECP256R1())
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def name(common: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "小河医院"),
            x509.NameAttribute(NameOID.COMMON_NAME, common),
        ]
    )


@dataclass(frozen=True)
class Person:
    """A certificate and its key."""

    certificate: x509.Certificate
    key: Any

    def pkcs12(self, *others: x509.Certificate, password: str | None = PASSWORD) -> bytes:
        how = BestAvailableEncryption(password.encode()) if password else NoEncryption()
        return pkcs12.serialize_key_and_certificates(b"signer", self.key, self.certificate, list(others), how)

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(Encoding.PEM)

    def key_pem(self, password: str | None = None) -> bytes:
        how = BestAvailableEncryption(password.encode()) if password else NoEncryption()
        return self.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, how)


@dataclass(frozen=True)
class Authority:
    """An authority, by name."""

    common: str = "测试认证机构"
    number: int = 0
    revoked: list[int] = field(default_factory=list)

    @property
    def key(self) -> Any:
        return key(self.number)

    @property
    def certificate(self) -> x509.Certificate:
        usage = {"key_cert_sign": True, "crl_sign": True}
        return _built(self.common, self.key, self, NOW - 400 * DAY, NOW + 4000 * DAY, usage, ca=True)

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(Encoding.PEM)

    def person(
        self,
        common: str = "丙",
        *,
        number: int = 1,
        kind: str = "rsa",
        begins: dt.datetime = NOW - DAY,
        ends: dt.datetime = NOW + 300 * DAY,
        usage: tuple[str, ...] = SIGNING,
        purpose: x509.ObjectIdentifier = ExtendedKeyUsageOID.EMAIL_PROTECTION,
        responder: str | None = None,
    ) -> Person:
        own = key(number, kind)
        bits = dict.fromkeys(usage, True)
        return Person(_built(common, own, self, begins, ends, bits, purpose=purpose, responder=responder), own)

    def crl(self, *revoked: Person) -> bytes:
        """A revocation list, DER."""
        built = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(name(self.common))
            .last_update(NOW - DAY)
            .next_update(NOW + 30 * DAY)
            .add_extension(x509.CRLNumber(1), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key()), critical=False)
        )
        for person in revoked:
            entry = x509.RevokedCertificateBuilder().serial_number(person.certificate.serial_number)
            built = built.add_revoked_certificate(entry.revocation_date(NOW - DAY).build())
        return built.sign(self.key, hashes.SHA256()).public_bytes(Encoding.DER)


def self_made(common: str = "丙") -> Person:
    own = key(7)
    return Person(_built(common, own, None, NOW - DAY, NOW + 300 * DAY, dict.fromkeys(SIGNING, True)), own)


def _built(
    common: str, own: Any, issuer: Authority | None, begins: dt.datetime, ends: dt.datetime, bits: dict[str, bool],
    *, ca: bool = False, purpose: x509.ObjectIdentifier | None = None, responder: str | None = None,
) -> x509.Certificate:  # fmt: skip
    signing = issuer.key if issuer else own
    built = (
        x509.CertificateBuilder()
        .subject_name(name(common))
        .issuer_name(name(issuer.common if issuer else common))
        .public_key(own.public_key())
        .serial_number(_serial(common, begins, issuer))
        .not_valid_before(begins)
        .not_valid_after(ends)
        .add_extension(x509.BasicConstraints(ca=ca, path_length=0 if ca else None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(own.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signing.public_key()), critical=False)
    )
    if bits:
        usages = x509.KeyUsage(**(dict.fromkeys(BITS, False) | bits))
        built = built.add_extension(usages, critical=True)
    if purpose is not None:
        built = built.add_extension(
            x509.ExtendedKeyUsage([purpose]), critical=purpose == ExtendedKeyUsageOID.TIME_STAMPING
        )
    if responder is not None:
        where = x509.AccessDescription(AuthorityInformationAccessOID.OCSP, x509.UniformResourceIdentifier(responder))
        built = built.add_extension(x509.AuthorityInformationAccess([where]), critical=False)
    return built.sign(signing, hashes.SHA256())


def _serial(common: str, begins: dt.datetime, issuer: Authority | None) -> int:
    """The same certificate each time."""
    from hashlib import sha256

    told = f"{common} {begins} {issuer.common if issuer else ''}"
    return int.from_bytes(sha256(told.encode()).digest()[:16], "big") >> 1


class TimeService:
    """A time-stamp service (RFC 3161) on this machine; what was asked of it is counted."""

    def __init__(self, authority: Authority) -> None:
        person = authority.person(
            "时间戳服务", number=2, usage=("digital_signature",), purpose=ExtendedKeyUsageOID.TIME_STAMPING
        )
        der = person.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        self.person = person
        self.asked = 0
        self._stamper = DummyTimeStamper(
            asn1_x509.Certificate.load(person.certificate.public_bytes(Encoding.DER)),
            asn1_keys.PrivateKeyInfo.load(der),
        )

    def answer(self, request: bytes) -> bytes:
        self.asked += 1
        return self._stamper.request_tsa_response(tsp.TimeStampReq.load(request)).dump()


@contextmanager
def served(service: TimeService, status: int = 200) -> Iterator[str]:
    """The address at which it answers."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            request = self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(status)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.end_headers()
            if status == 200:
                self.wfile.write(service.answer(request))

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


def ocsp_answer(authority: Authority, person: Person, *, is_revoked: bool) -> bytes:
    """What the authority says of one certificate (RFC 6960), DER."""
    built = ocsp.OCSPResponseBuilder().add_response(
        cert=person.certificate, issuer=authority.certificate, algorithm=hashes.SHA1(),  # noqa: S303 - as clients ask
        cert_status=ocsp.OCSPCertStatus.REVOKED if is_revoked else ocsp.OCSPCertStatus.GOOD,
        this_update=NOW - DAY, next_update=NOW + 30 * DAY,
        revocation_time=NOW - DAY if is_revoked else None, revocation_reason=None,
    )  # fmt: skip
    named = built.responder_id(ocsp.OCSPResponderEncoding.HASH, authority.certificate)
    return named.sign(authority.key, hashes.SHA256()).public_bytes(Encoding.DER)


@dataclass
class Responder:
    """A responder on this machine: of whom it knows whether they are revoked, and how often it was asked."""

    address: str = ""
    known: dict[Person, bool] = field(default_factory=dict)
    asked: int = 0

    def answer(self, authority: Authority, request: bytes) -> bytes:
        self.asked += 1
        serial = ocsp.load_der_ocsp_request(request).serial_number
        person = next(one for one in self.known if one.certificate.serial_number == serial)
        return ocsp_answer(authority, person, is_revoked=self.known[person])


@contextmanager
def answering(authority: Authority) -> Iterator[Responder]:
    """The responder of an authority."""
    responder = Responder()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            request = self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(200)
            self.send_header("Content-Type", "application/ocsp-response")
            self.end_headers()
            self.wfile.write(responder.answer(authority, request))

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    responder.address = f"http://127.0.0.1:{server.server_port}/"
    try:
        yield responder
    finally:
        server.shutdown()
        server.server_close()
