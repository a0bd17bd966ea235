"""Signatures: PAdES at three levels by files and tokens, several in turn, and a file that conforms before and after."""

from __future__ import annotations

import dataclasses
import io
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

import forked
from conformance.verapdf import validate
from lifecycle.authority import DAY, NOW, PASSWORD, Authority, Person, TimeService, self_made, served
from lifecycle.conftest import CASE, Clinic

AUTHORITY = Authority()
NAMES = {"preparer": "甲", "reviewer": "乙", "director": "丙"}
MODULE = Path("/usr/lib/softhsm/libsofthsm2.so")


@pytest.fixture
def clinic(hospital: Clinic, tmp_path: Path) -> Clinic:
    """The hospital with its report issued, and the password of all keys."""
    (tmp_path / "password").write_text(PASSWORD + "\n", encoding="utf-8")
    return hospital


def certificate(clinic: Clinic, person: Person, *others: Any, name: str = "signer.p12") -> Path:
    path = clinic.folder.parent / name
    path.write_bytes(person.pkcs12(*others))
    return path


def sign(clinic: Clinic, role: str, file: Path, *more: str, code: int = 0, report: Path | None = None) -> str:
    words = ["--role", role, "--certificate", str(file), "--password-file", str(clinic.folder.parent / "password")]
    return clinic.run("sign", str(report or clinic.issued()), *words, *more, code=code)


def configured(
    clinic: Clinic, *, timestamp: str | None = None, revoked: tuple[Person, ...] = (), crl: bool = True
) -> None:
    (clinic.folder / "authority.pem").write_bytes(AUTHORITY.pem)
    (clinic.folder / "revoked.crl").write_bytes(AUTHORITY.crl(*revoked))
    lines = ["signing:", "  trust: [authority.pem]"]
    lines += [f"  timestamp: {timestamp}"] if timestamp else []
    lines += ["  revocation: [revoked.crl]"] if crl else []
    clinic.describe(CASE + "\n".join(lines) + "\n")


def statuses(path: Path | bytes) -> list[Any]:
    """What a library of others says of each signature, with our authority alone trusted."""
    content = path if isinstance(path, bytes) else path.read_bytes()
    trust = ValidationContext(trust_roots=list(load_certs_from_pemder_data(AUTHORITY.pem)), allow_fetching=False)
    return [validate_pdf_signature(one, trust) for one in PdfFileReader(io.BytesIO(content)).embedded_signatures]


def read(clinic: Clinic) -> PdfFileReader:
    return PdfFileReader(io.BytesIO(clinic.issued().read_bytes()))


def conforms(path: Path) -> list[str]:
    return [f"{verdict.flavour} {rule.rule}" for verdict in validate([path]) for rule in verdict.broken] + [
        verdict.unreadable for verdict in validate([path]) if verdict.unreadable
    ]


@pytest.mark.serves("000-42", "001-39")
@pytest.mark.parametrize("kind", ["rsa", "ec"])
@pytest.mark.slow
def test_three_sign_in_turn_each_in_a_field_of_their_own_and_the_file_conforms(kind: str, clinic: Clinic):
    before = clinic.issued().read_bytes()
    for number, (role, name) in enumerate(NAMES.items(), start=1):
        person = AUTHORITY.person(name, number=number, kind=kind)
        sign(clinic, role, certificate(clinic, person, AUTHORITY.certificate))

    found = statuses(clinic.issued())
    assert [one.signing_cert.subject.native["common_name"] for one in found] == list(NAMES.values())
    assert all(one.valid and one.intact and one.trusted and one.docmdp_ok for one in found)
    assert found[-1].coverage is SignatureCoverageLevel.ENTIRE_FILE
    assert clinic.issued().read_bytes().startswith(before)
    assert conforms(clinic.issued()) == []
    assert read(clinic).input_version <= (1, 7)
    assert [(line["what"], line.get("role"), line.get("level")) for line in clinic.journal[-3:]] == [
        ("sign", role, "B-B") for role in NAMES
    ]
    assert "J2" not in clinic.run("check", str(clinic.folder))


@pytest.mark.slow
@pytest.mark.serves("000-42")
def test_the_field_shows_who_signed_and_when(clinic: Clinic):
    import pypdfium2

    sign(clinic, "director", certificate(clinic, AUTHORITY.person("丙\U0002a6d6")))
    document = pypdfium2.PdfDocument(clinic.issued())
    document.init_forms()
    (field,) = [
        annotation.get_object()
        for page in _pages(read(clinic))
        for annotation in page.get("/Annots", ())
        if annotation.get_object().get("/T") == "sign-director"
    ]

    drawn = field["/AP"]["/N"].data
    assert "丙〓".encode("utf-16-be").hex() in drawn.hex() or b"/ActualText" in drawn
    assert field["/TU"] == "院长签名 Signature: President" or "院长" in str(field["/TU"])


def _pages(reader: PdfFileReader) -> Iterator[Any]:
    for number in range(int(reader.root["/Pages"]["/Count"])):
        yield reader.find_page_for_modification(number)[0].get_object()


@pytest.mark.slow
def test_certificate_and_key_may_be_pem_with_or_without_a_password(clinic: Clinic):
    person, folder = AUTHORITY.person("甲"), clinic.folder.parent
    (folder / "a.pem").write_bytes(person.pem + AUTHORITY.pem)
    (folder / "a.key").write_bytes(person.key_pem(PASSWORD))
    (folder / "b.pem").write_bytes(person.key_pem() + person.pem)

    sign(clinic, "preparer", folder / "a.pem", "--key", str(folder / "a.key"))
    clinic.run("sign", str(clinic.issued()), "--role", "reviewer", "--certificate", str(folder / "b.pem"))

    assert [one.valid for one in statuses(clinic.issued())] == [True, True]


@pytest.mark.slow
def test_with_a_time_stamp_service_the_signature_is_b_t(clinic: Clinic):
    service = TimeService(AUTHORITY)
    with served(service) as address:
        configured(clinic, timestamp=address, crl=False)
        sign(clinic, "director", certificate(clinic, AUTHORITY.person()))

    (found,) = statuses(clinic.issued())
    assert service.asked > 0
    assert found.timestamp_validity is not None
    assert found.timestamp_validity.valid
    assert clinic.journal[-1]["level"] == "B-T"
    assert conforms(clinic.issued()) == []


@pytest.mark.slow
def test_with_revocation_data_as_well_it_is_b_lt_for_several(clinic: Clinic):
    with served(TimeService(AUTHORITY)) as address:
        configured(clinic, timestamp=address)
        for number, (role, name) in enumerate(NAMES.items(), start=1):
            sign(clinic, role, certificate(clinic, AUTHORITY.person(name, number=number)))

    reader = read(clinic)
    store = reader.root["/DSS"]
    assert len(store["/CRLs"]) >= 1
    assert len(store["/Certs"]) >= 3
    assert all(one.valid and one.intact and one.docmdp_ok for one in statuses(clinic.issued()))
    assert [line["level"] for line in clinic.journal[-3:]] == ["B-LT"] * 3
    assert conforms(clinic.issued()) == []


@pytest.mark.slow
def test_a_lower_level_may_be_asked_for_and_a_higher_one_is_refused(clinic: Clinic):
    with served(TimeService(AUTHORITY)) as address:
        configured(clinic, timestamp=address, crl=False)
        assert "J53" in sign(clinic, "director", certificate(clinic, AUTHORITY.person()), "--level", "B-LT", code=2)
        sign(clinic, "director", certificate(clinic, AUTHORITY.person()), "--level", "B-B")

    assert clinic.journal[-1]["level"] == "B-B"


class Unchanged:
    """Nothing of the case is another after the block."""

    def __init__(self, clinic: Clinic) -> None:
        self.clinic = clinic

    def __enter__(self) -> None:
        self.before = self.clinic.files()

    def __exit__(self, *_: object) -> None:
        assert self.clinic.files() == self.before


def p12(person: Person) -> Callable[[Path], list[str]]:
    def put(folder: Path) -> list[str]:
        (folder / "x.p12").write_bytes(person.pkcs12())
        return ["--certificate", str(folder / "x.p12")]

    return put


def of(*words: str, **files: bytes) -> Callable[[Path], list[str]]:
    def put(folder: Path) -> list[str]:
        for name, content in files.items():
            (folder / name).write_bytes(content)
        return [str(folder / word.removeprefix("@")) if word.startswith("@") else word for word in words]

    return put


PERSON = AUTHORITY.person()
OTHER = AUTHORITY.person("丁", number=3)
BAD_CERTIFICATES = {
    "expired": ("J44", 3, p12(AUTHORITY.person(begins=NOW - 300 * DAY, ends=NOW - DAY))),
    "not yet": ("J45", 3, p12(AUTHORITY.person(begins=NOW + DAY))),
    "self-made": ("J46", 3, p12(self_made())),
    "for nothing named": ("J47", 3, p12(AUTHORITY.person(usage=()))),
    "for encryption": ("J47", 3, p12(AUTHORITY.person(usage=("key_encipherment",)))),
    "not a p12": ("J40", 3, of("--certificate", "@x", x=b"no certificate")),
    "a pdf": ("J40", 3, of("--certificate", "@x", x=b"%PDF-1.7\n")),
    "empty": ("J40", 3, of("--certificate", "@x", x=b"")),
    "cut off": ("J40", 3, of("--certificate", "@x", x=PERSON.pkcs12()[:50])),
    "gone": ("C14", 3, of("--certificate", "@gone")),
    "broken pem": ("J40", 3, of("--certificate", "@x", x=b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")),
    "no key": ("J40", 3, of("--certificate", "@x", x=PERSON.pem)),
    "another's key": ("J43", 3, of("--certificate", "@x", "--key", "@y", x=PERSON.pem, y=OTHER.key_pem())),
    "no certificate": ("J58", 2, of()),
    "no token library": ("J49", 5, of("--token", "@gone.so")),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD_CERTIFICATES)
def test_a_certificate_that_does_not_serve_is_told_and_nothing_changes(name: str, clinic: Clinic):
    rule, code, put = BAD_CERTIFICATES[name]
    words = put(clinic.folder.parent)

    with Unchanged(clinic):
        told = clinic.run(
            "sign", str(clinic.issued()), "--role", "director", *words,
            "--password-file", str(clinic.folder.parent / "password"), code=code,
        )  # fmt: skip

    assert rule in told


@pytest.mark.parametrize(
    "given", [["--password-env", "WRONG"], [], ["--password-env", "UNSET"], ["--password-file", "/nowhere"]]
)
def test_a_wrong_or_missing_password_is_told_without_the_password(
    given: list[str], clinic: Clinic, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("WRONG", "geheimnis")
    file = certificate(clinic, AUTHORITY.person())

    with Unchanged(clinic):
        told = clinic.run(
            "sign", str(clinic.issued()), "--role", "director", "--certificate", str(file), *given, code=3
        )

    assert ("J59" if given[-1:] in (["UNSET"], ["/nowhere"]) else "J42") in told
    assert "geheimnis" not in told


@pytest.mark.slow
def test_a_password_is_typed_unseen_where_somebody_sits_at_a_terminal(clinic: Clinic, monkeypatch: pytest.MonkeyPatch):
    from reportgen.cli import sign as signing_command

    monkeypatch.setattr(signing_command, "typed", lambda: PASSWORD)
    file = certificate(clinic, AUTHORITY.person())

    told = clinic.run("sign", str(clinic.issued()), "--role", "director", "--certificate", str(file))

    assert PASSWORD not in told
    assert len(statuses(clinic.issued())) == 1


def test_no_option_takes_a_password_itself():
    from click.testing import Result
    from typer.testing import CliRunner

    from reportgen.cli.app import app

    done: Result = CliRunner().invoke(app, ["sign", "x.pdf", "--role", "director", "--password", "secret"])

    assert done.exit_code == 2


@pytest.mark.slow
def test_an_own_authority_makes_a_self_made_certificate_good(clinic: Clinic):
    person = self_made()
    (clinic.folder / "own.pem").write_bytes(person.pem)
    clinic.describe(CASE + "signing: {trust: [own.pem]}\n")

    sign(clinic, "director", certificate(clinic, person))

    assert clinic.journal[-1]["what"] == "sign"


def test_a_certificate_of_an_authority_that_the_case_does_not_trust_is_refused(clinic: Clinic):
    configured(clinic, crl=False)
    stranger = Authority("别的机构", number=4).person()

    with Unchanged(clinic):
        assert "J54" in sign(clinic, "director", certificate(clinic, stranger), code=3)


def test_a_revoked_certificate_is_refused(clinic: Clinic):
    person = AUTHORITY.person()
    configured(clinic, revoked=(person,))

    with Unchanged(clinic):
        assert "J54" in sign(clinic, "director", certificate(clinic, person), code=3)


@pytest.mark.parametrize(
    ("lines", "rule"),
    [
        ("signing: {trust: [gone.pem]}", "J39"),
        ("signing: {trust: [case.yaml]}", "J51"),
        ("signing: {trust: [authority.pem], revocation: [case.yaml]}", "J52"),
        ("signing: {trust: [/etc/hostname]}", "I06"),
    ],
)
def test_files_named_under_signing_that_do_not_serve_are_told(lines: str, rule: str, clinic: Clinic):
    (clinic.folder / "authority.pem").write_bytes(AUTHORITY.pem)
    clinic.describe(CASE + lines + "\n")

    with Unchanged(clinic):
        assert rule in sign(clinic, "director", certificate(clinic, AUTHORITY.person()), code=3)


@pytest.mark.parametrize("trouble", ["nobody there", "an error"])
def test_a_time_stamp_service_that_fails_is_told(trouble: str, clinic: Clinic):
    with served(TimeService(AUTHORITY), status=500) as address:
        configured(clinic, timestamp="http://127.0.0.1:9/" if trouble == "nobody there" else address, crl=False)
        with Unchanged(clinic):
            assert "J55" in sign(clinic, "director", certificate(clinic, AUTHORITY.person()), code=5)


@pytest.mark.slow
def test_a_field_is_signed_once_and_a_role_without_a_field_is_answered_with_those_there_are(clinic: Clinic):
    file = certificate(clinic, AUTHORITY.person())
    sign(clinic, "director", file)

    with Unchanged(clinic):
        assert "J36" in sign(clinic, "director", file, code=3)
        told = sign(clinic, "treasurer", file, code=3)
    assert "J35" in told
    assert "sign-preparer, sign-reviewer, sign-director" in told


def encrypted(content: bytes) -> bytes:
    import pikepdf

    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as document:
        document.save(target, encryption=pikepdf.Encryption(owner="o", user="u"))
    return target.getvalue()


def of_others() -> bytes:
    import pikepdf

    target = io.BytesIO()
    document = pikepdf.new()
    document.add_blank_page()
    document.save(target)
    return target.getvalue()


def ofd() -> bytes:
    import zipfile

    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("OFD.xml", '<ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016"/>')
    return target.getvalue()


PAPERS: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "text": ("J31", lambda _: b"words"),
    "nothing": ("J31", lambda _: b""),
    "head alone": ("J33", lambda _: b"%PDF-1.7\n"),
    "cut off": ("J33", lambda content: content[: len(content) // 2]),
    "encrypted": ("J32", encrypted),
    "of others": ("J34", lambda _: of_others()),
    "ofd": ("J30", lambda _: ofd()),
}


@pytest.mark.parametrize("name", PAPERS)
def test_what_is_no_report_of_ours_is_told_by_what_it_is(name: str, clinic: Clinic):
    rule, made = PAPERS[name]
    paper, target = clinic.folder.parent / "paper.pdf", clinic.folder.parent / "signed.pdf"
    paper.write_bytes(made(clinic.issued().read_bytes()))
    file = certificate(clinic, AUTHORITY.person())

    told = sign(clinic, "director", file, "-o", str(target), code=3, report=paper)

    assert rule in told
    assert not target.exists()


@pytest.mark.slow
def test_a_draft_is_not_signed(clinic: Clinic):
    draft, target = clinic.folder.parent / "draft.pdf", clinic.folder.parent / "signed.pdf"
    clinic.comment("又一句。")
    clinic.run("render", str(clinic.folder), "--period", "2025", "-o", str(draft))

    told = sign(clinic, "director", certificate(clinic, AUTHORITY.person()), "-o", str(target), code=1, report=draft)

    assert "J37" in told
    assert not target.exists()


@pytest.mark.slow
def test_a_copy_is_signed_under_a_name_of_its_own(clinic: Clinic):
    copy, target = clinic.folder.parent / "copy.pdf", clinic.folder.parent / "signed.pdf"
    shutil.copy(clinic.issued(), copy)
    file = certificate(clinic, AUTHORITY.person())

    with Unchanged(clinic):
        assert "J57" in sign(clinic, "director", file, code=2, report=copy)
        assert "J60" in sign(clinic, "director", file, "-o", str(target), code=2)
        sign(clinic, "director", file, "-o", str(target), report=copy)
    assert [one.valid for one in statuses(target)] == [True]


def test_an_issued_file_that_was_altered_is_not_signed(clinic: Clinic):
    clinic.issued().write_bytes(clinic.issued().read_bytes() + b"\n")

    with Unchanged(clinic):
        assert "J23" in sign(clinic, "director", certificate(clinic, AUTHORITY.person()), code=1)


@pytest.mark.slow
def test_a_superseded_report_is_not_signed(clinic: Clinic):
    clinic.comment("更正。")
    clinic.reviewed(day="2026-02-01")
    clinic.supersede("XH-2025-001", "更正")

    assert "J38" in sign(clinic, "director", certificate(clinic, AUTHORITY.person()), code=1)


@pytest.mark.slow
def test_a_certificate_of_somebody_else_than_the_case_names_is_pointed_out(clinic: Clinic):
    assert "J56" in sign(clinic, "director", certificate(clinic, AUTHORITY.person("丁")))


def openssl(*words: str, cwd: Path) -> None:
    subprocess.run(["openssl", *words], check=True, capture_output=True, cwd=cwd)


@pytest.fixture(scope="module")
def national(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A key and a certificate of SM2, as PEM and as PKCS#12."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl, which makes SM2 certificates, is not installed")
    folder = tmp_path_factory.mktemp("sm2")
    openssl("genpkey", "-algorithm", "SM2", "-out", "key.pem", cwd=folder)
    openssl("req", "-x509", "-new", "-key", "key.pem", "-sm3", "-subj", "/CN=SM2", "-out", "cert.pem", cwd=folder)
    openssl(
        "pkcs12", "-export", "-inkey", "key.pem", "-in", "cert.pem", "-passout", "pass:x", "-out", "a.p12", cwd=folder
    )
    openssl("pkcs12", "-export", "-inkey", "key.pem", "-in", "cert.pem", "-passout", "pass:x", "-certpbe", "NONE",
            "-keypbe", "NONE", "-out", "open.p12", cwd=folder)  # fmt: skip
    (folder / "x").write_text("x", encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    "words", [("cert.pem", "--key", "key.pem"), ("a.p12",), ("open.p12",)], ids=lambda words: words[0]
)
def test_an_sm2_certificate_is_recognised_and_the_way_on_is_shown(
    words: tuple[str, ...], national: Path, clinic: Clinic
):
    from reportgen.catalog import load_catalog

    named = [str(national / word) if "." in word else word for word in words]
    with Unchanged(clinic):
        told = clinic.run(
            "sign", str(clinic.issued()), "--role", "director", "--certificate", *named,
            "--password-file", str(national / "x"), code=3,
        )  # fmt: skip

    assert "J41" in told
    fix = load_catalog().messages.by_rule["J41"].fix
    assert fix
    assert "RSA" in fix.zh
    assert "RSA" in fix.en


@dataclasses.dataclass(frozen=True)
class SoftToken:
    """A token in software, with one certificate on it."""

    label: str
    key: str


@pytest.fixture
def token(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SoftToken:
    pytest.importorskip("pkcs11", reason="reportgen[token] is not installed")
    if not MODULE.is_file() or shutil.which("softhsm2-util") is None:
        pytest.skip("softhsm2, the token in software, is not installed")
    (tmp_path / "tokens").mkdir()
    (tmp_path / "softhsm2.conf").write_text(f"directories.tokendir = {tmp_path / 'tokens'}\nlog.level = ERROR\n")
    monkeypatch.setenv("SOFTHSM2_CONF", str(tmp_path / "softhsm2.conf"))
    return SoftToken("hospital", "director")


def load(token: SoftToken, person: Person) -> None:
    import pkcs11
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
    from pkcs11.util.rsa import decode_rsa_private_key
    from pkcs11.util.x509 import decode_x509_certificate

    subprocess.run(
        ["softhsm2-util", "--init-token", "--free", "--label", token.label, "--so-pin", "0000", "--pin", "1234"],
        check=True, capture_output=True,
    )  # fmt: skip
    library = pkcs11.lib(str(MODULE))
    library.reinitialize()
    der = person.certificate.public_bytes(Encoding.DER)
    private = person.key.private_bytes(Encoding.DER, PrivateFormat.TraditionalOpenSSL, NoEncryption())
    with library.get_token(token_label=token.label).open(rw=True, user_pin="1234") as session:
        named = {pkcs11.Attribute.TOKEN: True, pkcs11.Attribute.LABEL: token.key, pkcs11.Attribute.ID: b"1"}
        session.create_object(decode_rsa_private_key(private) | named | {pkcs11.Attribute.SIGN: True})
        session.create_object(decode_x509_certificate(der) | named)


@pytest.mark.slow
def test_a_token_signs_by_pkcs11_and_a_wrong_pin_is_told(
    token: SoftToken, clinic: Clinic, monkeypatch: pytest.MonkeyPatch
):
    load(token, AUTHORITY.person())
    monkeypatch.setenv("PIN", "1234")
    monkeypatch.setenv("BAD", "9999")
    words = ["sign", str(clinic.issued()), "--role", "director", "--token", str(MODULE), "--token-label", token.label]

    with Unchanged(clinic):
        assert "J42" in clinic.run(*words, "--password-env", "BAD", code=3)
        assert "J49" in clinic.run(*words[:-1], "another", "--password-env", "PIN", code=5)
        assert "J50" in clinic.run(*words, "--key-label", "another", "--password-env", "PIN", code=2)
    clinic.run(*words, "--password-env", "PIN")

    (found,) = statuses(clinic.issued())
    assert found.valid
    assert found.trusted
    assert conforms(clinic.issued()) == []
    assert clinic.journal[-1]["who"] == "丙"


@pytest.mark.slow
@pytest.mark.serves("001-39")
def test_one_altered_bit_in_what_was_signed_is_seen_by_others(clinic: Clinic):
    sign(clinic, "director", certificate(clinic, AUTHORITY.person()))
    content = bytearray(clinic.issued().read_bytes())
    content[2000] ^= 1

    (found,) = statuses(bytes(content))

    assert not found.intact


@pytest.mark.slow
def test_a_kill_between_file_and_journal_is_put_right_by_the_next_command(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
):
    from reportgen.lifecycle import OpenJournal

    monkeypatch.setattr(OpenJournal, "append", lambda *_: os._exit(9))
    file = certificate(clinic, AUTHORITY.person())
    assert forked.ended(forked.begun(lambda: sign(clinic, "director", file) and None)) == 9

    told = clinic.run("check", str(clinic.folder))
    assert "J63" in told
    assert "J23" not in told
    assert clinic.journal[-1]["what"] == "sign"
