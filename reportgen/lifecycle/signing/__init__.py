"""Signatures in the prepared fields of an issued report: PAdES, by certificate files or a token.

Whether a signed file is still what was signed, whoever signed it.

How a signature looks in its field: the name of the certificate, the time, and that it is electronic.

A signature on an issued report: the file in issued/ takes the signed bytes, the journal names who signed.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from fontTools.ttLib import TTFont
from pyhanko.pdf_utils.font import FontEngine, FontEngineFactory
from pyhanko.pdf_utils.font.opentype import GlyphAccumulator
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import AxisAlignment, Margins, SimpleBoxLayoutRule
from pyhanko.pdf_utils.text import TextBoxStyle
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, constants
from pyhanko.sign.signers.pdf_signer import DSSContentSettings
from pyhanko.sign.timestamps import TimestampRequestError
from pyhanko.sign.validation import SignatureCoverageLevel
from pyhanko.stamp import TextStampStyle
from pyhanko_certvalidator.errors import PathError, ValidationError

from reportgen.errors import ExitCode, Refused
from reportgen.lifecycle import chain, issued, paper
from reportgen.lifecycle import desk as lifecycle_desk
from reportgen.lifecycle.chain import ISSUES, NAME, JournalAction, JournalEntry, digest
from reportgen.lifecycle.signing.credentials import Credential, KeyToken, of_pem, of_pkcs12, of_token, problems
from reportgen.lifecycle.signing.services import Services, SignatureLevel
from reportgen.model.finding import Finding
from reportgen.model.place import Place

if TYPE_CHECKING:
    from reportgen.lifecycle.desk import OpenJournal
    from reportgen.lifecycle.paper import Paper

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
GETA: Final = "\N{GETA MARK}"
"""What Chinese and Japanese printers set where a character is not at hand."""
SIZE: Final = 8
LEADING: Final = 11
MARGIN: Final = 3
TIME: Final = "%Y-%m-%d %H:%M:%S %z"
RESERVED: Final = 32_768
"""Room for a signature with its time stamp, in bytes of hexadecimal text."""


def is_intact(status: Any) -> bool:
    """Whether the bytes that were signed are those that stand there; `status` is the library's."""
    return bool(status.intact and status.valid)


def is_rightly_continued(status: Any) -> bool:
    """Whether what came behind a signature, if anything did, is what may come."""
    is_last = status.coverage is SignatureCoverageLevel.ENTIRE_FILE
    return bool(status.docmdp_ok) and (is_last or status.modification_level in ALLOWED)


@dataclass(frozen=True)
class StampFont(FontEngineFactory):
    """A font in memory; the library's own factory leaves its file open."""

    content: bytes

    def create_font_engine(self, writer: Any, obj_stream: Any = None) -> FontEngine:
        """Draws with it, and embeds what was drawn."""
        return GlyphAccumulator(writer, io.BytesIO(self.content), font_size=SIZE, obj_stream=obj_stream)


def style(face: Path, *, name: str, words: str) -> Any:
    """The style of a stamp.

    Args:
        face: a font file of one face; what is drawn of it is embedded.
        name: whose certificate it is; characters that the face lacks are printed as 〓.
        words: that it is an electronic signature, in the language of the report.
    """
    above, below = (line.replace("%", "%%") for line in (printable(name, face), words))
    return TextStampStyle(
        stamp_text=f"{above}\n%(ts)s\n{below}",
        timestamp_format=TIME,
        border_width=0,
        background=None,
        text_box_style=TextBoxStyle(font=StampFont(face.read_bytes()), font_size=SIZE, leading=LEADING),
        inner_content_layout=SimpleBoxLayoutRule(
            AxisAlignment.ALIGN_MIN, AxisAlignment.ALIGN_MID, Margins(MARGIN, MARGIN, MARGIN, MARGIN)
        ),
    )


def printable(text: str, face: Path) -> str:
    """A text in the characters of a face."""
    with TTFont(face, lazy=True) as font:
        known = font.getBestCmap()
    return "".join(character if ord(character) in known else GETA for character in text)


@dataclass(frozen=True, eq=False)
class SigningOrder:
    """What is to be signed, how and by whom.

    Attributes:
        field: name of the field in the file.
        reason: what signing means, such as approval; it is written into the signature.
        words: what the stamp says below name and time.
        face: font file of one face for the stamp.
        level: the level asked for, None for the highest that the services allow.
    """

    field: str
    reason: str
    words: str
    face: Path
    level: SignatureLevel | None = None


@dataclass(frozen=True)
class SignedFile:
    """The signed file, and the level and field of its new signature."""

    pdf: bytes
    level: SignatureLevel
    field: str


class KeptAtPdf17(PdfSigner):
    """A signer that leaves the file at PDF 1.7, as PDF/A-3 demands, also for an elliptic curve.

    ISO/TS 32002 would declare PDF 2.0 for it; the signature itself is the same.
    """

    def register_extensions(self, pdf_out: Any, *, md_algorithm: str) -> None:
        """Declare PAdES alone."""
        del md_algorithm
        pdf_out.register_extension(constants.ESIC_EXTENSION_1)


def sign(paper: Paper, order: SigningOrder, credential: Credential, services: Services) -> SignedFile:
    """Sign a field that is there and empty.

    Raises:
        Refused: J35 no such field, J36 signed already, J41-J47 the certificate, J51-J52 files of `services`, J53 a
            level that they do not allow, J54 no chain to an authority, revoked, or not known whether it is, J55 no time
            stamp.
    """
    _stop(_of_field(paper, order.field))
    _stop(list(problems(credential, datetime.now(UTC), services.authorities)))
    level = order.level or services.best
    if list(SignatureLevel).index(level) > list(SignatureLevel).index(services.best):
        raise Refused([Finding("J53", Place("case.yaml"), {"level": level, "best": services.best})], ExitCode.USAGE)
    _be_quiet()
    return SignedFile(_signed(paper, order, credential, services, level), level, order.field)


def _of_field(paper: Paper, name: str) -> list[Finding]:
    known = {field.name: field for field in paper.fields}
    place = Place(paper.name)
    if name not in known:
        return [Finding("J35", place, {"field": name, "known": tuple(known)})]
    return [Finding("J36", place, {"field": name})] if known[name].signed else []


def _signed(
    paper: Paper, order: SigningOrder, credential: Credential, services: Services, level: SignatureLevel
) -> bytes:
    output = io.BytesIO()
    signer = _signer(paper, order, credential, services, level)
    try:
        signer.sign_pdf(
            IncrementalPdfFileWriter(io.BytesIO(paper.content)),
            existing_fields_only=True,
            bytes_reserved=RESERVED if level is not SignatureLevel.B else None,
            output=output,
        )
    except (TimestampRequestError, TimeoutError) as error:
        raise _refused("J55", services.timestamp or "", error, ExitCode.ENVIRONMENT) from None
    except (PathError, ValidationError, SigningError) as error:
        raise _refused("J54", credential.file, error) from None
    return output.getvalue()


def _signer(
    paper: Paper, order: SigningOrder, credential: Credential, services: Services, level: SignatureLevel
) -> Any:
    is_first = not any(field.signed for field in paper.fields)
    meta = PdfSignatureMetadata(
        field_name=order.field,
        subfilter=SigSeedSubFilter.PADES,
        md_algorithm="sha256",
        name=credential.name,
        reason=order.reason,
        certify=is_first,
        docmdp_permissions=MDPPerm.FILL_FORMS,
        embed_validation_info=level is SignatureLevel.LT,
        validation_context=services.validation(credential.chain) if services.trust else None,
        signer_key_usage={credential.usage},
        dss_settings=DSSContentSettings(include_vri=False),
    )
    look = style(order.face, name=credential.name, words=order.words)
    timestamper = services.timestamper() if level is not SignatureLevel.B else None
    return KeptAtPdf17(meta, credential.signer, timestamper=timestamper, stamp_style=look)


def _be_quiet() -> None:
    """What the libraries log is told by findings of ours."""
    for name in ("pyhanko", "pyhanko_certvalidator"):
        logging.getLogger(name).addHandler(logging.NullHandler())


def _refused(rule: str, file: str, error: Exception, code: ExitCode = ExitCode.INPUT) -> Refused:
    return Refused([Finding(rule, Place(file), {"problem": str(error).partition("\n")[0][:200]})], code)


def _stop(findings: list[Finding]) -> None:
    if findings:
        raise Refused(findings)


@dataclass(frozen=True, eq=False)
class SigningPerson:
    """Who signs which report: its number, the role, the day or moment for the journal, and the certificate."""

    number: str
    role: str
    when: str
    credential: Credential


def entered(folder: Path, signatory: SigningPerson, signing: Callable[[Paper], SignedFile]) -> SignedFile:
    """Sign an issued report in its place and enter it; both or nothing.

    Args:
        folder: the case.
        signatory: who signs, and which report.
        signing: makes the signed file of the report.

    Raises:
        Refused: what `signing` refuses; J23 the file is not the one that was issued, J24 it was never issued, J38 a
            later report has taken its place.
    """
    path, _ = issued.paths(folder, signatory.number)
    with lifecycle_desk.opened(folder) as desk:
        before = path.read_bytes()
        entry = _of_report(desk, signatory.number, before)
        name = f"{chain.FOLDER}/{path.name}"
        signed = signing(paper.opened(before, name))
        desk.enter(_entry(entry, signatory, signed), {name: signed.pdf})
        return signed


def _of_report(desk: OpenJournal, number: str, content: bytes) -> JournalEntry:
    """The issue of a number, if its file is the one that the journal knows and no later one corrects it."""
    lines = [entry for entry in desk.journal.entries if entry.number == number]
    place = Place(f"{chain.FOLDER}/{number}.pdf")
    if not any(entry.what in ISSUES for entry in lines):
        raise Refused([Finding("J24", place, {"number": number})], ExitCode.FINDINGS)
    if digest(content) != lines[-1].subject:
        line = desk.journal.entries.index(lines[-1]) + 1
        raise Refused([Finding("J23", place, {"number": number, "line": line, "file": NAME})], ExitCode.FINDINGS)
    later = [entry.number for entry in desk.journal.entries if entry.corrects == number]
    if later:
        raise Refused([Finding("J38", place, {"number": number, "later": later[0]})], ExitCode.FINDINGS)
    return lines[0]


def _entry(issue: JournalEntry, signatory: SigningPerson, signed: SignedFile) -> JournalEntry:
    credential = signatory.credential
    return JournalEntry(
        when=signatory.when,
        who=credential.name,
        role=signatory.role,
        what=JournalAction.SIGN,
        report=issue.report,
        entity=issue.entity,
        period=issue.period,
        language=issue.language,
        number=issue.number,
        subject=digest(signed.pdf),
        certificate=credential.fingerprint,
        level=str(signed.level),
        field=signed.field,
    )
