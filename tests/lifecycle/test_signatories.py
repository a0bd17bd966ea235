"""As many sign as the case names: each with role, name and a field of their own; each certificate adds one signature."""

from __future__ import annotations

import io
from pathlib import Path

import pypdfium2
import pytest
from pyhanko.pdf_utils.reader import PdfFileReader

from lifecycle.authority import PASSWORD, Authority
from lifecycle.conftest import CASE, Clinic

PEOPLE = {
    "preparer": ("编制人", "甲"),
    "reviewer": ("复核人", "乙"),
    "accountant": ("总会计师", "丁"),
    "auditor": ("内审负责人", "戊"),
    "director": ("院长", "丙"),
}


@pytest.mark.serves("000-42")
@pytest.mark.parametrize("count", [2, 5])
@pytest.mark.slow
def test_the_sign_off_block_has_all_who_are_named_and_each_certificate_signs_once(tmp_path: Path, count: int):
    named = dict([*PEOPLE.items()][:count])
    clinic = Clinic(tmp_path / "case")
    lines = [f"  - {{id: {key}, role: {{zh: {role}, en: {key}}}, name: {name}}}" for key, (role, name) in named.items()]
    head, _, _ = CASE.partition("signatories:")
    clinic.describe(f"{head}signatories:\n" + "\n".join(lines) + f"\napprovals: [preparer, {[*named][-1]}]\n")
    clinic.review("preparer")
    clinic.issue(role=[*named][-1])
    document = pypdfium2.PdfDocument(clinic.issued())
    text = "\n".join(page.get_textpage().get_text_range() for page in document)

    assert all(role in text and name in text for role, name in named.values())
    assert not any(role in text for key, (role, _) in PEOPLE.items() if key not in named)
    assert text.count("2026-01-1") >= 2  # the days of the two who have approved

    people = Authority()
    (clinic.folder / "authority.pem").write_bytes(people.pem)
    (tmp_path / "secret").write_text(PASSWORD + "\n", encoding="utf-8")
    for signed, (key, (_, name)) in enumerate(named.items(), start=1):
        certificate = tmp_path / f"{key}.p12"
        certificate.write_bytes(people.person(name).pkcs12())
        words = ["--role", key, "--certificate", str(certificate), "--password-file", str(tmp_path / "secret")]
        clinic.run("sign", str(clinic.issued()), *words)
        reader = PdfFileReader(io.BytesIO(clinic.issued().read_bytes()))
        assert len(reader.embedded_signatures) == signed
