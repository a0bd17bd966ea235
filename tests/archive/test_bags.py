"""Bags (RFC 8493) carry a report with all its versions to another archive; bagit-python is the other reader."""

from __future__ import annotations

import hashlib
import json
import warnings
from collections.abc import Callable
from pathlib import Path

import pytest

from archive.conftest import deposit, said, tree
from reportgen import archive
from reportgen.archive import bag
from reportgen.errors import ExitCode, Refused

with warnings.catch_warnings():
    warnings.simplefilter("ignore", UserWarning)  # bagit asks pkg_resources, which is deprecated, for its own version
    import bagit

NUMBER = "XH-2025-001"


@pytest.fixture
def shelf(folder: Path) -> archive.Storage:
    found = archive.founded(str(folder))
    archive.add(found, deposit(content=b"%PDF issued"))
    archive.add(found, deposit(content=b"%PDF issued, signed"))
    archive.hold(found, NUMBER, None, said("审计"))
    return found


@pytest.fixture
def packed(shelf: archive.Storage, tmp_path: Path) -> Path:
    holding = archive.found_holding(shelf, NUMBER)
    target = tmp_path / "bag"
    for name, content in bag.of_object(
        shelf, holding, archive.find(shelf, NUMBER), "2026-11-20", "reportgen 0.1.0"
    ).items():
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        (target / name).write_bytes(content)
    return target


def test_bagit_finds_the_bag_valid_and_reads_what_it_is(packed: Path):
    found = bagit.Bag(str(packed))

    assert found.validate()
    assert found.info["External-Identifier"] == "urn:reportgen:small:XH-2025-001"
    assert found.info["Source-Organization"] == "小河医院"
    octets, count = map(int, found.info["Payload-Oxum"].split("."))
    payload = [path for path in (packed / "data").rglob("*") if path.is_file()]
    assert (octets, count) == (sum(path.stat().st_size for path in payload), len(payload))


def test_another_archive_takes_it_in_with_every_version(shelf: archive.Storage, packed: Path, tmp_path: Path):
    other = archive.founded(str(tmp_path / "other"))
    holding, files = bag.unpacked(archive.located(str(packed)))

    assert archive.admit(other, holding.inventory, files).is_new
    assert not archive.admit(other, holding.inventory, files).is_new

    assert tree(tmp_path / "other") == tree(Path(shelf.location))
    assert archive.restored(other, archive.found_holding(other, NUMBER), "v1")[archive.REPORT] == b"%PDF issued"
    assert list(bag.whole(other)) == []


def test_a_bag_that_bagit_made_anew_of_the_same_payload_is_taken_in(packed: Path, tmp_path: Path):
    payload = tmp_path / "theirs"
    (packed / "data" / "object").rename(tmp_path / "object")
    payload.mkdir()
    (tmp_path / "object").rename(payload / "object")
    bagit.make_bag(str(payload), checksums=["sha256"])

    assert bag.unpacked(archive.located(str(payload)))[0].inventory.head == "v3"


def _alter(packed: Path, name: str) -> None:
    (packed / name).write_bytes((packed / name).read_bytes() + b" ")


def _add(packed: Path, name: str) -> None:
    (packed / name).write_bytes(b"foreign")


def _drop(packed: Path, name: str) -> None:
    (packed / name).unlink()


@pytest.mark.parametrize(
    ("harm", "name"),
    [
        (_alter, "data/object/v1/content/report.pdf"),
        (_drop, "data/object/v1/content/report.pdf"),
        (_add, "data/foreign.exe"),
        (_alter, "bag-info.txt"),
        (_alter, "manifest-sha512.txt"),
        (_drop, "bagit.txt"),
        (_drop, "manifest-sha512.txt"),
        (_add, "fetch.txt"),
    ],
)
def test_an_unsound_bag_is_named_and_not_taken_in(packed: Path, harm: Callable[[Path, str], None], name: str):
    harm(packed, name)

    with pytest.raises(Refused) as refused:
        bag.unpacked(archive.located(str(packed)))

    assert {finding.rule for finding in refused.value.findings} == {"P35"}
    assert any(name.rpartition("/")[2] in str(one.place) for one in refused.value.findings) or name.startswith(
        "manifest"
    )
    assert refused.value.exit_code == ExitCode.INPUT


@pytest.mark.parametrize("path", ["../../etc/passwd", "/etc/passwd", "data/../../outside", "~/outside"])
def test_a_manifest_that_leads_out_of_the_bag_is_refused(packed: Path, path: str):
    with (packed / "manifest-sha512.txt").open("a") as manifest:
        manifest.write(f"{'0' * 128}  {path}\n")

    assert any(one.facts["problem"] == "@bag.outside" for one in bag.problems(archive.located(str(packed))))


@pytest.mark.parametrize("identifier", ["../../../evil", "urn:reportgen:small:XH-2025-002", "x" * 5000])
def test_an_inventory_that_names_another_report_than_its_record_is_refused(packed: Path, identifier: str):
    with pytest.raises(Refused) as refused:
        bag.unpacked(archive.located(str(renamed(packed, identifier))))

    assert [(one.rule, one.facts.get("problem")) for one in refused.value.findings] == [("P35", "@bag.identifier")]


def test_a_hospital_with_a_name_beyond_all_bounds_is_refused(folder: Path, tmp_path: Path):
    found = archive.founded(str(folder))
    archive.add(found, deposit(entity="x" * 5000))
    with pytest.raises(Refused) as refused:
        bag.unpacked(archive.located(str(written_bag(found, tmp_path / "bag"))))

    assert [(one.rule, one.facts.get("problem")) for one in refused.value.findings] == [("P35", "@bag.identifier")]


def renamed(packed: Path, identifier: str) -> Path:
    """A bag, sound in itself, whose inventories bear another id."""
    target = packed / "data" / "object"
    for inventory in target.rglob("inventory.json"):
        said = json.loads(inventory.read_bytes()) | {"id": identifier}
        content = json.dumps(said).encode()
        inventory.write_bytes(content)
        digest = hashlib.sha512(content).hexdigest()
        inventory.with_name("inventory.json.sha512").write_text(f"{digest} inventory.json\n", encoding="ascii")
    for manifest, names in (
        ("manifest-sha512.txt", [path for path in (packed / "data").rglob("*") if path.is_file()]),
        ("tagmanifest-sha512.txt", [packed / name for name in ("bagit.txt", "bag-info.txt", "manifest-sha512.txt")]),
    ):
        lines = [f"{hashlib.sha512(path.read_bytes()).hexdigest()}  {path.relative_to(packed)}\n" for path in names]
        (packed / manifest).write_text("".join(lines), encoding="utf-8")
    return packed


def written_bag(shelf: archive.Storage, target: Path) -> Path:
    holding, row = archive.found_holding(shelf, NUMBER), archive.find(shelf, NUMBER)
    for name, content in bag.of_object(shelf, holding, row, "2026-11-20", "reportgen 0.1.0").items():
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        (target / name).write_bytes(content)
    return target


def test_a_sound_bag_of_something_else_is_refused(tmp_path: Path):
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "cat.jpg").write_bytes(b"jpg")
    bagit.make_bag(str(tmp_path / "photos"), checksums=["sha512"])

    with pytest.raises(Refused) as refused:
        bag.unpacked(archive.located(str(tmp_path / "photos")))

    assert [finding.rule for finding in refused.value.findings] == ["P37"]


def test_another_past_of_the_same_report_is_refused_and_nothing_changes(packed: Path, tmp_path: Path):
    other = archive.founded(str(tmp_path / "other"))
    archive.add(other, deposit(content=b"%PDF issued"))
    before = tree(tmp_path / "other")
    holding, files = bag.unpacked(archive.located(str(packed)))

    with pytest.raises(Refused) as refused:
        archive.admit(other, holding.inventory, files)

    assert [finding.rule for finding in refused.value.findings] == ["P38"]
    assert tree(tmp_path / "other") == before


def test_a_damaged_report_is_not_exported(shelf: archive.Storage, folder: Path):
    holding = archive.found_holding(shelf, NUMBER)
    (folder / holding.folder / "v1" / "content" / "report.pdf").write_bytes(b"%PDF forged")

    with pytest.raises(Refused) as refused:
        bag.of_object(shelf, holding, archive.find(shelf, NUMBER), "2026-11-20", "reportgen 0.1.0")

    assert [finding.rule for finding in refused.value.findings] == ["P21"]
