"""What is put into a report after it was made is found without its case: stamps, revisions, an emptied form."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from lifecycle.authority import PASSWORD, Authority
from lifecycle.conftest import CASE, Clinic
from verify import tampering
from verify.conftest import verdict

pytestmark = pytest.mark.filterwarnings("ignore::pikepdf.exceptions.PageCopyWarning")  # the alteration under test
Put = Callable[[bytes], Path]
AUTHORITY = Authority()


@pytest.fixture(scope="session")
def lean_case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case whose report carries its results alone; the authority of its signatories lies beside it."""
    clinic = Clinic(tmp_path_factory.mktemp("additions") / "case")
    (clinic.folder / "authority.pem").write_bytes(AUTHORITY.pem)
    clinic.reviewed()
    clinic.issue()
    return clinic.folder


@pytest.fixture
def lean(lean_case: Path, tmp_path: Path) -> Clinic:
    (tmp_path / "password").write_text(PASSWORD + "\n", encoding="utf-8")
    return Clinic.copied(lean_case, tmp_path / "case")


def sign(clinic: Clinic) -> None:
    beside = clinic.folder.parent
    (beside / "signer.p12").write_bytes(AUTHORITY.person().pkcs12())
    words = ["--certificate", str(beside / "signer.p12"), "--password-file", str(beside / "password")]
    clinic.run("sign", str(clinic.issued()), "--role", "director", *words)


def _over(kind: str, **more: Any) -> Callable[[pikepdf.Pdf], None]:
    def put(document: pikepdf.Pdf) -> None:
        look = document.make_stream(b"BT (96.60) Tj ET", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form)
        one = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name(kind), Rect=[0, 0, 200, 200],
            AP=pikepdf.Dictionary(N=document.make_indirect(look)), **more,
        )  # fmt: skip
        page = document.pages[0].obj
        page.Annots = pikepdf.Array([*page.get("/Annots", []), document.make_indirect(one)])

    return put


@pytest.mark.parametrize(
    "change",
    [
        _over("/Stamp"), _over("/FreeText"), _over("/Highlight"), _over("/Link"),
        _over("/Widget", FT=pikepdf.Name("/Tx"), T="a"),
    ],
    ids=["stamp", "text", "highlight", "link that shows something", "field of a form"],
)  # fmt: skip
def test_anything_laid_over_a_page_is_told_with_its_page(change: Callable[[Any], object], lean: Clinic, altered: Put):
    found = verdict(altered(tampering.changed(lean.issued().read_bytes(), change)))

    assert found.code == 1
    assert found.answers["additions"] == "fails"
    assert found.facts("T42")[0]["page"] == 1


def added(content: bytes, change: Callable[[Any], object]) -> bytes:
    """The file with one more revision behind it."""
    writer, target = IncrementalPdfFileWriter(io.BytesIO(content)), io.BytesIO()
    change(writer)
    writer.update_root()
    writer.write(target)
    return target.getvalue()


def _emptied(writer: Any) -> None:
    writer.root["/AcroForm"] = generic.DictionaryObject({generic.NameObject("/Fields"): generic.ArrayObject()})


def test_a_revision_behind_an_unsigned_report_is_told(lean: Clinic, altered: Put):
    content = added(lean.issued().read_bytes(), lambda writer: writer.root.__setitem__("/Kept", generic.pdf_string("")))

    found = verdict(altered(content))

    assert found.code == 1
    assert found.facts("T43")[0]["count"] == 1


def test_an_end_of_file_behind_the_end_is_told_though_no_table_follows(lean: Clinic, altered: Put):
    content = lean.issued().read_bytes()

    found = verdict(altered(content + content[content.rindex(b"startxref") :]))

    assert found.facts("T43")[0]["count"] == 1


@pytest.mark.slow
def test_a_signed_report_whose_form_was_emptied_does_not_pass_for_unsigned(lean: Clinic, altered: Put):
    sign(lean)
    assert verdict(lean.issued()).code == 0

    found = verdict(altered(added(lean.issued().read_bytes(), _emptied)))

    assert found.code == 1
    assert {"T43", "T44"} <= found.rules


def test_an_emptied_form_is_told_though_the_file_was_written_anew(lean: Clinic, altered: Put):
    def empty(document: pikepdf.Pdf) -> None:
        document.Root.AcroForm.Fields = pikepdf.Array()

    found = verdict(altered(tampering.changed(lean.issued().read_bytes(), empty)))

    assert found.code == 1
    assert {fact["field"] for fact in found.facts("T44")} == {"sign-preparer", "sign-reviewer", "sign-director"}


@pytest.mark.slow
def test_a_changed_definition_in_a_signed_report_is_told_though_its_digest_was_renewed(lean: Clinic, altered: Put):
    sign(lean)
    content = lean.issued().read_bytes()
    before = json.loads(tampering.attached(content, "definitions.json"))
    before["indicators"]["current_ratio"]["formula"] = "current_assets / total_assets"
    after = json.dumps(before, ensure_ascii=False).encode()

    rewritten = verdict(altered(tampering.with_attachment(content, "definitions.json", after, listed=True)))
    behind = verdict(altered(added(content, lambda writer: _replaced(writer, "definitions.json", after))))

    for found in (rewritten, behind):
        assert found.code == 1
        assert found.answers["signatures"] == "fails"


def _replaced(writer: Any, name: str, content: bytes) -> None:
    names = writer.root["/Names"]["/EmbeddedFiles"]["/Names"]
    at = next(index for index in range(0, len(names), 2) if str(names[index]) == name)
    specification = names[at + 1]
    stream = generic.StreamObject(stream_data=content)
    specification["/EF"]["/F"] = specification["/EF"]["/UF"] = writer.add_object(stream)
    writer.update_container(specification)


@pytest.mark.slow
def test_it_is_said_who_vouched_and_that_a_case_vouches_for_itself(lean: Clinic):
    sign(lean)
    trust = ("--trust", str(lean.folder / "authority.pem"))
    given = verdict(lean.issued(), *trust)
    lean.describe(CASE + "signing: {trust: [authority.pem]}\n")
    own = verdict(lean.issued(), "--case", str(lean.folder))
    assert own.code == 0
    assert not own.rules & {"T13", "T35", "T38"}, "the case now says whom it trusts; the report is as it was"
    nobody = verdict(lean.issued())

    said = [
        next(check for check in one.content["checks"] if check["id"] == "signatures") for one in (given, own, nobody)
    ]
    assert said[0]["detail"]["en"].endswith("named by --trust: “测试认证机构 (authority.pem)”")
    assert "the case's own list" in said[1]["detail"]["en"]
    assert "案例自己的信任清单" in said[1]["detail"]["zh"]
    assert said[1]["facts"]["own"] == ["测试认证机构 (authority.pem)"]
    assert said[2]["detail"]["en"] == "sign-director (丙)"
    both = verdict(lean.issued(), "--case", str(lean.folder), *trust).content["checks"]
    assert next(check for check in both if check["id"] == "signatures")["facts"]["given"]
