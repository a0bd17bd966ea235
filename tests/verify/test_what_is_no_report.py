"""Files that cannot be verified: each is told by what it is, with the way to go on and the right exit code."""

from __future__ import annotations

import io
import json
import zlib
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pikepdf
import pytest

from lifecycle.test_signing import encrypted, of_others, ofd
from reportgen.catalog import load_catalog
from reportgen.errors import ExitCode
from verify import tampering
from verify.conftest import refusal, told

Put = Callable[[bytes], Path]


def without_manifest(content: bytes) -> bytes:
    return tampering.without_attachment(content, "manifest.json")


def with_nonsense_for_manifest(content: bytes) -> bytes:
    return tampering.with_attachment(content, "manifest.json", b'{"schema": "reportgen/manifest/1", "program": 3}')


def with_a_bomb(content: bytes) -> bytes:
    """An attachment that unfolds to two gigabytes."""
    machine, block, times = zlib.compressobj(9), bytes(1 << 20), 2048
    first, other = (machine.compress(block) + machine.flush(zlib.Z_FULL_FLUSH) for _ in range(2))
    sums = (len(block) * times % 65521 << 16 | 1).to_bytes(4, "big")  # Adler-32 of that many zeros
    packed = first + other * (times - 1) + machine.flush()[:-4] + sums

    def put(document: pikepdf.Pdf) -> None:
        stream = document.Root.Names.EmbeddedFiles.Names[1].EF.F
        stream.write(packed, filter=pikepdf.Name.FlateDecode)

    return tampering.changed(content, put)


def with_a_ring(content: bytes) -> bytes:
    """A tree of attachments that leads into itself."""

    def put(document: pikepdf.Pdf) -> None:
        node = document.make_indirect(pikepdf.Dictionary())
        node.Kids = pikepdf.Array([node])
        document.Root.Names.EmbeddedFiles = node

    return tampering.changed(content, put)


def with_a_source_at(path: str, content: bytes) -> bytes:
    """A list that names another place for a source: outside every folder, or one where no file can lie."""
    about = tampering.manifest(content)
    about["inputs"][-1]["path"] = path
    return tampering.with_attachment(content, "manifest.json", json.dumps(about).encode())


def with_two_of_a_name(content: bytes) -> bytes:
    """Two attachments that are called alike: readers differ over which one they show."""

    def put(document: pikepdf.Pdf) -> None:
        names = document.Root.Names.EmbeddedFiles.Names
        names.append(pikepdf.String("zz"))
        names.append(names[1])

    return tampering.changed(content, put)


def with_a_file_elsewhere(content: bytes) -> bytes:
    """An attachment that readers are to take from outside the report."""

    def put(document: pikepdf.Pdf) -> None:
        document.Root.Names.EmbeddedFiles.Names[1].EF.F.stream_dict.F = pikepdf.String("elsewhere.csv")

    return tampering.changed(content, put)


PAPERS: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "text": ("J31", lambda _: b"words"),
    "nothing": ("J31", lambda _: b""),
    "head alone": ("J33", lambda _: b"%PDF-1.7\n"),
    "cut off": ("J33", lambda content: content[: len(content) // 2]),
    "encrypted": ("J32", encrypted),
    "of others": ("J34", lambda _: of_others()),
    "ofd": ("J30", lambda _: ofd()),
    "no list": ("T16", without_manifest),
    "a list that is none": ("T16", with_nonsense_for_manifest),
    "a bomb": ("J33", with_a_bomb),
    "a ring": ("J33", with_a_ring),
    "a way out": ("T16", partial(with_a_source_at, "../../../../../../etc/passwd")),
    "no path": ("T16", partial(with_a_source_at, ".")),
    "a file for a folder": ("T16", partial(with_a_source_at, "case.yaml/x.csv")),
    "a name without end": ("T16", partial(with_a_source_at, "x" * 5000)),
    "two of a name": ("J33", with_two_of_a_name),
    "a file elsewhere": ("J33", with_a_file_elsewhere),
}


@pytest.mark.parametrize("name", PAPERS)
@pytest.mark.slow
def test_what_cannot_be_verified_is_told_by_what_it_is(name: str, report: Path, altered: Put):
    rule, made = PAPERS[name]
    path = altered(made(report.read_bytes()))
    before = path.read_bytes()

    refused = refusal(path)

    (finding,) = refused.findings
    said = load_catalog().messages.both(finding)
    assert finding.rule == rule
    assert refused.exit_code == ExitCode.INPUT
    assert said.fix is not None
    assert path.read_bytes() == before


def test_a_file_that_is_not_there_is_told(tmp_path: Path):
    (finding,) = refusal(tmp_path / "nowhere.pdf").findings
    said = load_catalog().messages.say(finding, "en")

    assert (finding.rule, said.message) == ("C14", "This cannot be opened: no such file or folder")
    assert said.fix == "Check the path and the permission to read it; close other programs that have it open"


def test_an_ofd_file_is_answered_with_the_way_to_go_on():
    words = load_catalog().messages.by_rule["J30"]

    assert "OFD" in words.message.zh
    assert words.fix is not None
    assert "PDF" in words.fix.zh


@pytest.mark.usefixtures("made_before")
def test_the_answer_goes_into_a_file_that_is_not_somebody_elses(report: Path, tmp_path: Path):
    target = tmp_path / "answer.json"
    assert told(str(report), "--format", "json", "-o", str(target)).exit_code == 0
    assert json.loads(target.read_bytes())["schema"] == "reportgen/verification/1"

    target.write_text("mine")
    assert told(str(report), "--format", "json", "-o", str(target)).exit_code != 0
    assert target.read_text() == "mine"


def test_a_broken_reader_is_no_bug_of_ours(report: Path, altered: Put):
    content = bytearray(report.read_bytes())
    for at in range(200, len(content), 4999):
        content[at] ^= 0x20
    done = told(str(altered(bytes(content))))

    assert done.exit_code in {1, 3} or done.exception is not None
    assert not isinstance(done.exception, (KeyError, ValueError, TypeError, AttributeError, io.UnsupportedOperation))
