"""The signatures of a report: whether the file is still what was signed, and who vouches for those who signed it.

The journal of a case: whether it names this very file as issued, and holds.

A report whose case was worked in since: what comes out otherwise now is said of the case, never of the report.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any, Final

from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.general import SigningError
from pyhanko.sign.validation import DocumentSecurityStore, EmbeddedPdfSignature, validate_pdf_signature
from pyhanko.sign.validation.errors import NoDSSFoundError, SignatureValidationError
from pyhanko.sign.validation.settings import KeyUsageConstraints

from reportgen import lifecycle
from reportgen.lifecycle.chain import ISSUES, JournalAction
from reportgen.lifecycle.signing import is_intact, is_rightly_continued
from reportgen.lifecycle.signing.credentials import NATIONAL, USAGES
from reportgen.model.finding import Fact, Finding
from reportgen.model.place import Place
from reportgen.verify.outcome import ANEW, Answer, Check

if TYPE_CHECKING:
    from collections.abc import Sequence

    from asn1crypto.x509 import Certificate

    from reportgen.lifecycle import Journal
    from reportgen.lifecycle.paper import Paper
    from reportgen.lifecycle.signing import Services

USAGE: Final = KeyUsageConstraints(key_usage=set(USAGES), match_all_key_usages=False)
WARNINGS: Final = frozenset({"T21", "T23"})
BAD: Final = (SigningError, SignatureValidationError, PdfError, ValueError, TypeError, KeyError, AttributeError)


@dataclass(frozen=True)
class SignatureGrounds:
    """What signatures are judged by.

    Attributes:
        services: the authorities that are trusted, and what they published.
        now: the moment at which they are judged, where no time stamp names another.
    """

    services: Services
    now: datetime


def check(paper: Paper, grounds: SignatureGrounds) -> Check:
    """All signatures, each by itself."""
    for name in ("pyhanko", "pyhanko_certvalidator"):
        logging.getLogger(name).addHandler(logging.NullHandler())
        logging.getLogger(name).propagate = False
    if not any(field.signed for field in paper.fields):
        return Check("signatures", Answer.OPEN, "not_signed")
    found: list[Finding] = []
    names: list[str] = []
    vouching: dict[bool, list[str]] = {True: [], False: []}
    for field in _signed(paper):
        name = "\N{EM DASH}" if field.certificate is None else _name(field.certificate)
        facts: dict[str, Fact] = {"field": field.name, "name": name}
        names.append(f"{field.name} ({name})")
        place = Place(paper.name)
        status, faults = _judged(field, grounds)
        found += [Finding(rule, place, facts | more) for rule, more in faults]
        if (voucher := _voucher(status, grounds)) is not None:
            vouching[voucher[1]].append(voucher[0])
    fails = [finding for finding in found if finding.rule not in WARNINGS]
    if fails:
        return Check("signatures", Answer.FAILS, "findings", {"count": len(fails)}, tuple(found))
    own, given = (tuple(dict.fromkeys(vouching[is_own])) for is_own in (True, False))
    detail = "signatures_of_case" if own and not given else "signatures_both" if own else "signatures_trusted"
    told: dict[str, Fact] = {"names": tuple(names), "own": own, "given": given}
    return Check("signatures", Answer.HOLDS, detail if own or given else "signatures", told, tuple(found))


def _voucher(status: Any, grounds: SignatureGrounds) -> tuple[str, bool] | None:
    """The authority at the end of the chain with the file that names it, and whether that is the case's own list."""
    path = None if status is None else status.validation_path
    anchor = getattr(getattr(path, "trust_anchor", None), "certificate", None)
    if anchor is None:
        return None
    file, is_own = grounds.services.naming(anchor)
    return (f"{_name(anchor)} ({PurePath(file).name})", is_own) if file else None


@dataclass(frozen=True, eq=False)
class SignedField:
    """A field that is signed.

    Attributes:
        content: the signature as it stands in the file.
        signature: the library's view of it; None where it has none.
        problem: why it has none.
        certificate: of the one who signed, where that can be read.
    """

    name: str
    content: bytes
    signature: Any = None
    problem: str = ""
    certificate: Certificate | None = None


def _signed(paper: Paper) -> Iterator[SignedField]:
    for name, value, field in enumerate_sig_fields(paper.reader, filled_status=True):
        content = _contents(value)
        try:
            signature = EmbeddedPdfSignature(paper.reader, field.get_object(), name)
        except BAD as error:
            yield SignedField(str(name), content, problem=str(error).partition("\n")[0][:120])
            continue
        yield SignedField(str(name), content, signature, certificate=_certificate(signature))


def _contents(value: Any) -> bytes:
    """The signature itself; nothing where the field holds none."""
    try:
        return bytes(value.get_object().raw_get("/Contents").original_bytes)
    except BAD:
        return b""


def _certificate(signature: Any) -> Certificate | None:
    try:
        found: Certificate = signature.signer_cert
        assert found.subject.native is not None
    except (*BAD, AssertionError):
        return None
    return found


def _name(certificate: Certificate) -> str:
    native = certificate.subject.native
    return str(native.get("common_name") or native.get("organization_name") or certificate.subject.human_friendly)


Fault = tuple[str, dict[str, Fact]]


def _judged(field: SignedField, grounds: SignatureGrounds) -> tuple[Any, list[Fault]]:
    """The library's verdict, None where it has none, and what is wrong with a signature, or remains doubtful."""
    if NATIONAL in field.content:
        return None, [("T24", {})]
    if field.signature is None or field.certificate is None:
        return None, [("T25", {"problem": field.problem or "\N{EM DASH}"})]
    try:
        status = _status(field.signature, grounds)
    except BAD as error:
        is_unknown = "SubFilter" in str(error) or "algorithm" in str(error).lower()
        return None, [("T24", {}) if is_unknown else ("T25", {"problem": str(error).partition("\n")[0][:120]})]
    of_certificate = _of_certificate(status, field.certificate, grounds) if is_intact(status) else ()
    return status, [*_of_file(status), *of_certificate]


def _of_file(status: Any) -> Iterator[Fault]:
    """T17: other bytes than those that were signed; T22: something was added that may not be."""
    if not is_intact(status):
        yield "T17", {}
    elif not is_rightly_continued(status):
        level = status.modification_level
        yield "T22", {"problem": level.name if level is not None else str(status.coverage.name)}


def _of_certificate(status: Any, certificate: Certificate, grounds: SignatureGrounds) -> Iterator[Fault]:
    moment = _stamped(status) or grounds.now
    begins, ends = certificate.not_valid_before, certificate.not_valid_after
    trusted = {one.sha256 for one in grounds.services.authorities}
    if status.revoked:
        yield "T18", {}
    elif not begins <= moment <= ends:
        yield "T19", {"begins": str(begins.date()), "ends": str(ends.date())}
    elif certificate.self_signed != "no" and certificate.sha256 not in trusted:
        yield "T20", {}
    elif status.validation_path is None and not status.trusted and not _is_unknown(status):
        yield "T21", {"issuer": str(certificate.issuer.human_friendly)}
    elif (_is_unknown(status) or not _is_answered(grounds)) and certificate.sha256 not in trusted:
        yield "T23", {}


def _is_unknown(status: Any) -> bool:
    """Whether all there is to say against a certificate is that nobody said whether it is revoked."""
    problem = status.trust_problem_indic
    return problem is not None and problem.name in {"TRY_LATER", "REVOCATION_OUT_OF_BOUNDS_NO_POE"}


def _is_answered(grounds: SignatureGrounds) -> bool:
    """Whether there was anybody to ask."""
    return bool(grounds.services.revocation) or grounds.services.online


def _stamped(status: Any) -> datetime | None:
    """The moment that a valid time stamp names."""
    stamp = status.timestamp_validity
    return stamp.timestamp if stamp is not None and stamp.intact and stamp.valid and stamp.trusted else None


def _status(signature: Any, grounds: SignatureGrounds) -> Any:
    """The library's verdict: as of now, and where a time stamp names an earlier moment, as of then."""
    status = validate_pdf_signature(signature, _context(signature, grounds, None), key_usage_settings=USAGE)
    moment = _stamped(status)
    if moment is None or status.trusted or status.revoked:
        return status
    return validate_pdf_signature(
        signature, _context(signature, grounds, moment), _context(signature, grounds, None), key_usage_settings=USAGE
    )


def _context(signature: Any, grounds: SignatureGrounds, moment: datetime | None) -> Any:
    """Authorities and revocation data as given, and the data for long-term validation that the file carries."""
    services = grounds.services
    try:
        store = DocumentSecurityStore.read_dss(signature.reader)
        certificates = tuple(store.load_certs())
    except (NoDSSFoundError, *BAD):
        return services.validation(tuple(signature.other_embedded_certs), moment)
    return services.validation((*certificates, *signature.other_embedded_certs), moment, kept=store)


def now() -> datetime:
    """The clock's moment."""
    return datetime.now(UTC)


def check_journal(content: bytes, standing: Mapping[str, Any] | None, case: Path | None) -> Check:
    """The line that issued the report, the line before it, and every other line.

    Args:
        content: the file.
        standing: its state as its results say it.
        case: the case folder, None where none was given.
    """
    if not standing or standing.get("state") not in {"issued", "superseded"}:
        return Check("journal", Answer.OPEN, "not_issued")
    if case is None:
        return Check("journal", Answer.OPEN, "no_case")
    journal = lifecycle.read(case)
    number = str(standing.get("number"))
    line = next((at for at, one in enumerate(journal.entries, 1) if one.what in ISSUES and one.number == number), 0)
    found = (*journal.findings, *_faults(content, standing, journal, number, line))
    later = next((one.number for one in journal.entries if one.corrects == number), None)
    if found:
        return Check("journal", Answer.FAILS, "findings", {"count": len(found)}, found)
    remarks = () if later is None else (Finding("T31", Place(lifecycle.NAME), {"number": number, "later": later}),)
    return Check("journal", Answer.HOLDS, "journal", {"line": line}, remarks)


def _faults(content: bytes, standing: Mapping[str, Any], journal: Journal, number: str, line: int) -> Iterator[Finding]:
    place = Place(lifecycle.NAME, line=line or None)
    if not line:
        yield Finding("T28", place, {"number": number})
        return
    issue = journal.entries[line - 1]
    known = {
        one.subject for one in journal.entries if one.number == number and one.what in {*ISSUES, JournalAction.SIGN}
    }
    if sha256(content).hexdigest() not in known:
        yield Finding("T29", place, {"number": number, "line": line})
    if standing.get("journal") != issue.previous:
        yield Finding("T30", place)


RESULTS: Final = "results"
DIFFERENT: Final = "T08"
NAMED: Final = 20
"""Values that are told one by one."""


def judged(anew: Iterable[Check], own: Sequence[Check]) -> Iterator[Check]:
    """Each check that holds against the report made anew, and instead of the others those by the report alone.

    Args:
        anew: the answers against a report made from the case as it now is.
        own: the answers by what the report itself carries.
    """
    alone = {check.id: check for check in own}
    for check in anew:
        if check.answer is not Answer.FAILS or check.id not in ANEW:
            yield check
        elif check.id in alone and alone[check.id].answer is not Answer.OPEN:
            yield alone[check.id]
        else:
            yield Check(check.id, Answer.OPEN, "changed_since")


def otherwise(anew: Iterable[Check]) -> tuple[Finding, ...]:
    """The results that the case as it now is has otherwise."""
    found = [
        Finding("T40", Place(one.place.file), one.facts)
        for check in anew
        if check.id == RESULTS
        for one in check.findings
        if one.rule == DIFFERENT
    ]
    more = [Finding("T41", found[0].place, {"count": len(found) - NAMED})] if len(found) > NAMED else []
    return (*found[:NAMED], *more)
