"""The index holds nothing that the reports do not: lost, stale or damaged, it is made anew from them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.conftest import deposit, said, tree
from reportgen import archive
from reportgen.archive import bag, record

OWN = "extensions/reportgen"


def filled(folder: Path) -> archive.Storage:
    shelf = archive.founded(str(folder))
    for year in ("2024", "2025"):
        for month in ("01", "02"):
            period = f"{year}-{month}"
            archive.add(shelf, deposit(f"XH-{period}-001", period.encode(), period=period))
    archive.add(shelf, deposit("XH-2025-001", b"%PDF south", entity="南院/儿科"))
    archive.add(shelf, deposit("XH-2025-001", b"%PDF north"))
    archive.hold(shelf, "XH-2025-02-001", None, said("审计"))
    return shelf


def test_lost_altogether_it_comes_back_byte_for_byte(folder: Path):
    shelf = filled(folder)
    before = tree(folder)
    shutil.rmtree(folder / OWN)
    assert list(archive.rows(shelf)) == []

    assert archive.rebuilt(shelf) == (6, ())

    assert tree(folder) == before


def test_stale_tables_are_told_and_replaced(folder: Path):
    shelf = filled(folder)
    table = folder / OWN / "index" / "small" / "2025.json"
    table.write_bytes(table.read_bytes().replace(b"XH-2025-02-001", b"XH-2025-02-009"))
    (folder / OWN / "index" / "gone").mkdir()
    (folder / OWN / "index" / "gone" / "2020.json").write_text("{}")

    found = [(one.rule, one.place.file) for one in bag.whole(shelf)]
    assert found == [("P28", f"{OWN}/index/gone/2020.json"), ("P28", f"{OWN}/index/small/2025.json")]
    archive.rebuilt(shelf)
    assert list(bag.whole(shelf)) == []


def test_a_damaged_table_hides_nothing_from_a_look_up(folder: Path):
    shelf = filled(folder)
    for table in (folder / OWN / "index").rglob("*.json"):
        table.write_bytes(b"\x00")

    assert archive.find(shelf, "XH-2025-02-001").record.held is not None


def test_reports_are_listed_by_hospital_period_and_number(folder: Path):
    shelf = filled(folder)

    assert [row.record.number for row in archive.rows(shelf, "small", "2025")] == [
        "XH-2025-001", "XH-2025-01-001", "XH-2025-02-001",
    ]  # fmt: skip
    assert [row.record.entity for row in archive.rows(shelf)] == ["small"] * 5 + ["南院/儿科"]


def test_a_look_up_reads_as_much_however_much_there_is(folder: Path):
    """The law behind the times in docs/performance.md: files read and put do not grow with the archive."""
    counts = []
    for size in (1, 40):
        shelf = archive.founded(str(folder / str(size)))
        for number in range(size):
            archive.add(shelf, deposit(f"H{number}-2025-001", str(number).encode(), entity=f"h{number}"))
        reads: list[str] = []
        plain = shelf.read
        shelf.read = lambda name, plain=plain, reads=reads: (reads.append(name), plain(name))[1]  # type: ignore[method-assign]
        archive.find(shelf, "H0-2025-001")
        archive.add(shelf, deposit("NEW-2025-001", b"new", entity="new"))
        counts.append(len(reads))

    assert counts[0] == counts[1]


@pytest.mark.slow
@settings(max_examples=20)
@given(st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from(["2024", "2025-03"]), st.integers(1, 3)), max_size=6))
def test_kept_up_to_date_it_is_what_would_be_made_anew(
    tmp_path_factory: pytest.TempPathFactory, found: list[tuple[str, str, int]]
):
    folder = tmp_path_factory.mktemp("law") / "archive"
    shelf = archive.founded(str(folder))
    for entity, period, serial in found:
        archive.add(
            shelf, deposit(f"{period}-{serial}", f"{entity}{period}{serial}".encode(), entity=entity, period=period)
        )

    rows, wrong = record.from_objects(shelf)

    assert wrong == []
    kept = {name: content for name, content in tree(folder).items() if name.startswith((record.TABLES, record.NUMBERS))}
    assert kept == record.files(rows)
