"""What is timed is an archive as large as it says, of reports that can all be found again."""

from __future__ import annotations

from pathlib import Path

from bench import archive as bench
from reportgen import archive
from reportgen.archive import bag


def test_each_size_is_reached_and_every_report_is_there(tmp_path: Path):
    found = bench.measured(tmp_path, [3, 7])
    shelf = archive.opened(str(tmp_path / "archive"))

    assert [one.size for one in found] == [3, 7]
    assert len(list(archive.rows(shelf))) == 7
    assert list(bag.whole(shelf)) == []
    assert bench.table(found).count("\n") == 3


def test_the_reports_of_a_province_are_all_different():
    records = [bench.deposit(place).record for place in range(1_000)]

    assert len({record.identifier for record in records}) == len(records)
