"""What goes into an archive comes out byte for byte, by the standard, from every version."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive import ocfl_reader
from archive.conftest import deposit, said
from reportgen import archive
from reportgen.archive import bag, objects
from reportgen.archive.objects import ObjectInventory, parsed
from reportgen.errors import ExitCode, Refused

NUMBER = "XH-2025-001"


def test_a_report_comes_back_byte_for_byte(location: str):
    shelf = archive.founded(location)
    kept = archive.add(shelf, deposit(content=b"%PDF-1.7 \x00\xff pages"))

    assert kept.is_new
    assert archive.restored(shelf, archive.found_holding(shelf, NUMBER))[archive.REPORT] == b"%PDF-1.7 \x00\xff pages"
    assert list(bag.whole(shelf)) == []


def test_the_same_report_again_changes_nothing(location: str):
    shelf = archive.founded(location)
    archive.add(shelf, deposit())
    before = {name: shelf.read(name) for name in shelf.names() if not name.endswith("/lock")}

    assert not archive.add(shelf, deposit()).is_new
    assert {name: shelf.read(name) for name in shelf.names() if not name.endswith("/lock")} == before


def test_a_signed_copy_is_a_new_version_and_the_old_one_stays(location: str):
    shelf = archive.founded(location)
    archive.add(shelf, deposit(content=b"%PDF issued"))
    kept = archive.add(shelf, deposit(content=b"%PDF issued, signed"))
    holding = archive.found_holding(shelf, NUMBER)

    assert (kept.is_new, kept.row.version) == (True, "v2")
    assert archive.restored(shelf, holding)[archive.REPORT] == b"%PDF issued, signed"
    assert archive.restored(shelf, holding, "v1")[archive.REPORT] == b"%PDF issued"


def test_another_report_under_the_same_number_is_refused_and_nothing_changes(location: str):
    shelf = archive.founded(location)
    archive.add(shelf, deposit(content=b"%PDF issued"))
    before = {name: shelf.read(name) for name in shelf.names() if not name.endswith("/lock")}

    with pytest.raises(Refused) as refused:
        archive.add(shelf, deposit(content=b"%PDF of somebody else"))

    assert [finding.rule for finding in refused.value.findings] == ["P30"]
    assert {name: shelf.read(name) for name in shelf.names() if not name.endswith("/lock")} == before


def test_another_reader_of_the_standard_finds_a_valid_archive(folder: Path):
    shelf = archive.founded(str(folder))
    archive.add(shelf, deposit(content=b"%PDF issued"))
    archive.add(shelf, deposit(content=b"%PDF issued, signed"))
    archive.hold(shelf, NUMBER, None, said("审计"))
    archive.add(shelf, deposit("XH-2025-002", content=b"%PDF issued"))

    found = ocfl_reader.objects(folder)

    assert set(found) == {"urn:reportgen:small:XH-2025-001", "urn:reportgen:small:XH-2025-002"}
    versions = ocfl_reader.checked(found["urn:reportgen:small:XH-2025-001"])
    assert [one[archive.REPORT] for one in versions.values()] == [
        b"%PDF issued",
        b"%PDF issued, signed",
        b"%PDF issued, signed",
    ]
    ocfl_reader.checked(found["urn:reportgen:small:XH-2025-002"])


def test_unchanged_bytes_are_not_stored_again(folder: Path):
    shelf = archive.founded(str(folder))
    archive.add(shelf, deposit(content=b"%PDF" + b"x" * 100_000))
    archive.hold(shelf, NUMBER, None, said("审计"))
    archive.release(shelf, NUMBER, None, said("审计结束"))

    assert len(list(folder.rglob("report.pdf"))) == 1
    assert len(list(folder.rglob("record.json"))) == 3


def test_a_report_is_found_by_number_and_told_apart_by_hospital(location: str):
    shelf = archive.founded(location)
    archive.add(shelf, deposit("2025-001", entity="north"))
    archive.add(shelf, deposit("2025-001", entity="south", content=b"%PDF south"))

    with pytest.raises(Refused) as several:
        archive.find(shelf, "2025-001")
    with pytest.raises(Refused) as unknown:
        archive.find(shelf, "2025-002")

    assert archive.find(shelf, "2025-001", "south").record.entity == "south"
    assert several.value.findings[0].facts["hospitals"] == ("north", "south")
    assert (unknown.value.findings[0].facts["nearest"], unknown.value.exit_code) == ("2025-001", ExitCode.USAGE)


@given(st.text(min_size=1, max_size=80), st.text(min_size=1, max_size=80))
def test_two_identifiers_never_share_a_folder(one: str, other: str):
    assert (objects.folder_of(one) == objects.folder_of(other)) == (one == other)
    assert all(part not in {"", ".", ".."} for part in objects.folder_of(one).split("/"))


def test_the_folder_of_an_identifier_is_that_of_the_published_layout():
    # examples of extension 0003 itself
    assert objects.folder_of("object-01") == "3c0/ff4/240/object-01"
    assert objects.folder_of("..hor/rib:le-$id") == "487/326/d8c/%2e%2ehor%2frib%3ale-%24id"


@pytest.mark.parametrize(
    "change",
    [
        ('"head": "v1"', '"head": "v2"'),
        ('"v1/content/report.pdf"', '"../outside.pdf"'),
        ('"v1/content/report.pdf"', '"/etc/passwd"'),
        ('"sha512"', '"md5"'),
        ('"id"', '"name"'),
    ],
)
def test_an_inventory_that_does_not_hold_together_is_none(folder: Path, change: tuple[str, str]):
    shelf = archive.founded(str(folder))
    holding = archive.found_holding(shelf, archive.add(shelf, deposit()).row.record.number)
    content = shelf.read(f"{holding.folder}/inventory.json").decode()
    assert isinstance(parsed(content.encode()), ObjectInventory)

    with pytest.raises(ValueError, match=r".+"):
        parsed(content.replace(*change).encode())


@pytest.mark.parametrize("rest", ["report.docx", "0=ocfl_1.0", "extensions/other/file"])
def test_an_archive_is_not_made_where_something_else_lies(folder: Path, rest: str):
    (folder / rest).parent.mkdir(parents=True)
    (folder / rest).write_text("mine")

    with pytest.raises(Refused) as refused:
        archive.founded(str(folder))

    assert [finding.rule for finding in refused.value.findings] == ["P02"]
    assert [path for path in folder.rglob("*") if path.is_file()] == [folder / rest]


def test_what_is_no_archive_is_told_from_one_of_another_kind(folder: Path, tmp_path: Path):
    with pytest.raises(Refused) as nothing:
        archive.opened(str(folder))
    other = archive.founded(str(tmp_path / "other"))
    other.put("ocfl_layout.json", b'{"extension": "0004-hashed-n-tuple-storage-layout"}')
    with pytest.raises(Refused) as foreign:
        archive.opened(str(tmp_path / "other"))
    with pytest.raises(Refused) as nowhere:
        archive.opened("nosuchprotocol://bucket/archive")

    found = [refused.value.findings[0].rule for refused in (nothing, foreign, nowhere)]
    assert found == ["P01", "P04", "P03"]
    assert {refused.value.exit_code for refused in (nothing, foreign, nowhere)} == {ExitCode.INPUT}
