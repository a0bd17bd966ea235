"""Signatures of a report: whole, altered, revoked, expired, self-made, of nobody who is trusted, or of a national kind."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from lifecycle.authority import (
    DAY,
    NOW,
    PASSWORD,
    Authority,
    Person,
    TimeService,
    answering,
    ocsp_answer,
    self_made,
    served,
)
from lifecycle.conftest import CASE, Clinic
from verify import tampering
from verify.conftest import Verdict, verdict

Put = Callable[[bytes], Path]
AUTHORITY = Authority()
NAMES = {"preparer": "甲", "reviewer": "乙", "director": "丙"}


@pytest.fixture
def clinic(issued_case: Path, tmp_path: Path) -> Clinic:
    """The case with its issued report, to be signed."""
    found = Clinic.copied(issued_case, tmp_path / "case")
    (tmp_path / "password").write_text(PASSWORD + "\n", encoding="utf-8")
    (found.folder / "authority.pem").write_bytes(AUTHORITY.pem)
    return found


def sign(clinic: Clinic, role: str, person: Person, *more: str) -> None:
    beside = clinic.folder.parent
    (beside / "signer.p12").write_bytes(person.pkcs12())
    words = ["--role", role, "--certificate", str(beside / "signer.p12"), "--password-file", str(beside / "password")]
    clinic.run("sign", str(clinic.issued()), *words, *more)


def configured(clinic: Clinic, *lines: str) -> None:
    clinic.describe(CASE + "\n".join(["signing:", *(f"  {line}" for line in lines)]) + "\n")


pytestmark = pytest.mark.usefixtures("made_before")  # the pages are not at issue here


def trusted(clinic: Clinic, *more: str) -> Verdict:
    return verdict(clinic.issued(), "--trust", str(clinic.folder / "authority.pem"), *more)


def with_list(clinic: Clinic, *revoked: Person) -> tuple[str, str]:
    path = clinic.folder.parent / "list.crl"
    path.write_bytes(AUTHORITY.crl(*revoked))
    return "--revocation", str(path)


def test_three_signatures_hold_and_the_report_below_them_is_the_one_made_anew(clinic: Clinic):
    for number, (role, name) in enumerate(NAMES.items(), start=1):
        sign(clinic, role, AUTHORITY.person(name, number=number))

    found = trusted(clinic, *with_list(clinic), "--case", str(clinic.folder))

    assert found.code == 0, found.content["findings"]
    assert found.answers["signatures"] == found.answers["journal"] == found.answers["drawing"] == "holds"
    details = {check["id"]: check for check in found.content["checks"]}
    assert details["signatures"]["facts"]["names"] == [f"sign-{role} ({name})" for role, name in NAMES.items()]
    assert details["drawing"]["detail"]["en"].startswith("up to the signatures byte for byte")
    assert not found.rules & {"T21", "T23"}


@pytest.mark.slow
def test_one_byte_altered_in_a_signed_file_breaks_its_signature_by_name(clinic: Clinic, altered: Put):
    sign(clinic, "director", AUTHORITY.person())
    content = clinic.issued().read_bytes()
    at = content.index(b"<dc:title")
    at = content.index(b"2025", at)

    found = verdict(
        altered(content[:at] + b"2026" + content[at + 4 :]), "--trust", str(clinic.folder / "authority.pem")
    )

    assert found.code == 1
    assert found.answers["signatures"] == "fails"
    assert found.facts("T17")[0]["field"] == "sign-director"
    assert found.facts("T17")[0]["name"] == "丙"


@pytest.mark.slow
def test_what_is_added_behind_the_signatures_is_told(clinic: Clinic, altered: Put):
    sign(clinic, "director", AUTHORITY.person())
    import io

    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer = IncrementalPdfFileWriter(io.BytesIO(clinic.issued().read_bytes()))
    page = writer.root["/Pages"]["/Kids"][0]
    while page["/Type"] != "/Page":
        page = page["/Kids"][0]
    from pyhanko.pdf_utils import generic

    page["/Rotate"] = generic.NumberObject(90)
    writer.update_container(page)
    target = io.BytesIO()
    writer.write(target)

    found = verdict(altered(target.getvalue()), "--trust", str(clinic.folder / "authority.pem"))

    assert found.facts("T22")[0]["field"] == "sign-director"
    assert found.answers["signatures"] == "fails"
    assert {1} <= {fact["page"] for fact in found.facts("T11")}


def _rewritten(content: bytes) -> bytes:
    return tampering.changed(content, lambda document: document.docinfo.__setitem__("/Title", "Another title"))


def _added_to(content: bytes) -> bytes:
    import io

    from pyhanko.pdf_utils import generic
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer, target = IncrementalPdfFileWriter(io.BytesIO(content)), io.BytesIO()
    writer.root["/Hidden"] = generic.pdf_string("to be shown later")
    writer.update_root()
    writer.write(target)
    return target.getvalue()


@pytest.mark.parametrize("change", [_rewritten, _added_to], ids=["rewritten", "added to"])
@pytest.mark.slow
def test_a_report_that_was_altered_before_it_was_signed_is_told_however_good_the_signature(
    change: Callable[[bytes], bytes], clinic: Clinic, altered: Put
):
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import fields, signers

    beside = clinic.folder.parent
    (beside / "signer.p12").write_bytes(AUTHORITY.person().pkcs12())
    signer = signers.SimpleSigner.load_pkcs12(str(beside / "signer.p12"), passphrase=PASSWORD.encode())
    assert signer is not None
    about = signers.PdfSignatureMetadata(
        "sign-director", subfilter=fields.SigSeedSubFilter.PADES, certify=True,
        docmdp_permissions=fields.MDPPerm.FILL_FORMS,
    )  # fmt: skip
    import io

    writer = IncrementalPdfFileWriter(io.BytesIO(change(clinic.issued().read_bytes())))
    signed = signers.PdfSigner(about, signer).sign_pdf(writer, output=io.BytesIO())

    found = verdict(altered(signed.getvalue()), "--trust", str(clinic.folder / "authority.pem"))

    assert found.answers["signatures"] == "holds"
    assert found.answers["drawing"] == "fails"
    assert "T35" in found.rules


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (lambda document: document.docinfo.__setitem__("/Title", "Another title"), "Title"),
        (lambda document: document.docinfo.__setitem__("/Subject", "Another subject"), "Subject"),
        (
            lambda document: document.Root.Metadata.write(_said_otherwise(document.Root.Metadata.read_bytes())),
            "title en",
        ),
        (lambda document: document.Root.Metadata.write(b"<x/>"), "title en"),
        (lambda document: document.Root.__delitem__("/Metadata"), "title en"),
    ],
    ids=["title", "subject", "title of the metadata", "no such metadata", "no metadata"],
)
@pytest.mark.slow
def test_another_title_behind_a_signature_is_told_though_signatures_allow_it(
    change: Callable[[Any], object], what: str, report: Path
):
    from reportgen import verify as verify_about
    from reportgen.lifecycle import paper

    content = report.read_bytes()
    found = verify_about.check(
        paper.opened(tampering.changed(content, change), "a.pdf"), paper.opened(content, "b.pdf")
    )

    assert found.answer == "fails"
    assert {"T36"} == {finding.rule for finding in found.findings}
    assert what in {finding.facts["what"] for finding in found.findings}


def _said_otherwise(packet: bytes) -> bytes:
    return packet.replace(b"Xiaohe Hospital: ", b"Dahe Hospital: ")


@pytest.mark.slow
def test_junk_behind_a_signed_file_is_told(clinic: Clinic, altered: Put):
    sign(clinic, "director", AUTHORITY.person())

    found = verdict(altered(clinic.issued().read_bytes() + b"\n% junk\n"))

    assert "T22" in found.rules


@pytest.mark.slow
def test_an_authority_that_nobody_named_leaves_a_remark(clinic: Clinic):
    sign(clinic, "director", AUTHORITY.person())

    found = verdict(clinic.issued())

    assert found.code == 0
    assert "测试认证机构" in str(found.facts("T21")[0]["issuer"])


@pytest.mark.slow
def test_that_nobody_said_whether_a_certificate_is_revoked_leaves_a_remark(clinic: Clinic):
    sign(clinic, "director", AUTHORITY.person())

    found = trusted(clinic)

    assert found.code == 0
    assert found.rules == {"T23"}


@pytest.mark.slow
def test_a_certificate_revoked_by_the_list_of_its_authority_is_told(clinic: Clinic):
    person = AUTHORITY.person()
    sign(clinic, "director", person)

    found = trusted(clinic, *with_list(clinic, person))

    assert found.code == 1
    assert found.facts("T18")[0]["name"] == "丙"


@pytest.mark.slow
def test_a_certificate_revoked_by_the_answer_of_a_responder_is_told(clinic: Clinic):
    person = AUTHORITY.person("戊", number=5, responder="http://127.0.0.1:9/")
    sign(clinic, "director", person)
    kept = clinic.folder.parent / "answer.ocsp"
    kept.write_bytes(ocsp_answer(AUTHORITY, person, is_revoked=True))
    assert trusted(clinic, "--revocation", str(kept)).facts("T18")[0]["name"] == "戊"

    kept.write_bytes(ocsp_answer(AUTHORITY, person, is_revoked=False))
    assert trusted(clinic, "--revocation", str(kept)).rules == set()


@pytest.mark.parametrize("is_revoked", [True, False])
@pytest.mark.slow
def test_a_responder_is_asked_where_that_is_allowed(
    is_revoked: bool,  # noqa: FBT001
    clinic: Clinic,
):
    with answering(AUTHORITY) as responder:
        person = AUTHORITY.person("己", number=6, responder=responder.address)
        responder.known[person] = is_revoked
        sign(clinic, "director", person)

        found = trusted(clinic, "--online")

    assert responder.asked
    assert ("T18" in found.rules) == is_revoked
    assert found.code == int(is_revoked)


@pytest.mark.slow
def test_a_certificate_that_has_expired_since_is_told_unless_a_time_stamp_shows_the_day(
    clinic: Clinic, monkeypatch: Any
):
    from reportgen.verify import signatures

    with served(TimeService(AUTHORITY)) as address:
        configured(clinic, "trust: [authority.pem]", f"timestamp: {address}")
        sign(clinic, "director", AUTHORITY.person("丙", ends=NOW + 10 * DAY))
    configured(clinic, "trust: [authority.pem]")
    sign(clinic, "reviewer", AUTHORITY.person("乙", number=2, ends=NOW + 10 * DAY), "--level", "B-B")
    monkeypatch.setattr(signatures, "now", lambda: NOW + 20 * DAY)

    found = trusted(clinic)

    (fact,) = found.facts("T19")
    assert fact["field"] == "sign-reviewer"
    assert fact["ends"] == str((NOW + 10 * DAY).date())


@pytest.mark.slow
def test_a_self_made_certificate_is_told_unless_it_is_trusted(clinic: Clinic):
    person = self_made()
    (clinic.folder / "own.pem").write_bytes(person.pem)
    configured(clinic, "trust: [own.pem]")
    sign(clinic, "director", person)

    assert verdict(clinic.issued()).facts("T20")[0]["name"] == "丙"
    found = verdict(clinic.issued(), "--case", str(clinic.folder))
    assert found.answers["signatures"] == "holds"
    assert not found.rules & {"T20", "T21"}


@pytest.mark.slow
def test_a_signature_of_a_national_algorithm_is_told_and_the_numbers_are_verified_all_the_same(
    clinic: Clinic, altered: Put
):
    sign(clinic, "director", AUTHORITY.person())
    content = clinic.issued().read_bytes()
    rsa = re.compile(b"06092a864886f70d010101", re.IGNORECASE)  # the identifier of RSA, in hexadecimal
    assert rsa.search(content)

    found = verdict(altered(rsa.sub(b"06092a811ccf5501822d00", content)))

    assert found.facts("T24")[0]["field"] == "sign-director"
    assert found.answers["pages"] == "holds"


@pytest.mark.slow
def test_a_certificate_of_long_validation_holds_by_what_the_file_carries(clinic: Clinic):
    (clinic.folder / "revoked.crl").write_bytes(AUTHORITY.crl())
    with served(TimeService(AUTHORITY)) as address:
        configured(clinic, "trust: [authority.pem]", "revocation: [revoked.crl]", f"timestamp: {address}")
        sign(clinic, "director", AUTHORITY.person())

    found = trusted(clinic)

    assert found.code == 0, found.content["findings"]
    assert found.answers["signatures"] == "holds"


@pytest.mark.slow
def test_a_damaged_signature_is_told(clinic: Clinic, altered: Put):
    sign(clinic, "director", AUTHORITY.person())
    content = clinic.issued().read_bytes()
    at = content.index(b"/Contents <30") + len(b"/Contents <")

    found = verdict(altered(content[:at] + b"00" + content[at + 2 :]))

    assert found.code == 1
    assert found.rules & {"T17", "T25"}


@pytest.mark.parametrize("trouble", ["--trust", "--revocation"])
@pytest.mark.slow
def test_a_file_that_holds_no_certificate_or_list_is_told(trouble: str, clinic: Clinic):
    from verify.conftest import refusal

    sign(clinic, "director", AUTHORITY.person())
    stray = clinic.folder / "case.yaml"

    found = refusal(clinic.issued(), "--trust", str(clinic.folder / "authority.pem"), trouble, str(stray))

    assert {finding.rule for finding in found.findings} == {"J51" if trouble == "--trust" else "J52"}
    assert found.exit_code == 3


@pytest.mark.slow
def test_a_changed_file_is_never_changed_by_verifying_it(clinic: Clinic):
    sign(clinic, "director", AUTHORITY.person())
    before = clinic.files()

    trusted(clinic, "--case", str(clinic.folder))

    assert clinic.files() == before
    assert tampering.attached(clinic.issued().read_bytes(), "manifest.json")
