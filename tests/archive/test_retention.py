"""How long a report is kept: 会计档案管理办法, worked out by hand; a hold outlasts every term."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from archive.conftest import deposit, said
from reportgen import archive
from reportgen.archive import properties
from reportgen.catalog import load_catalog
from reportgen.errors import ExitCode, Refused

TERMS = load_catalog().retention


@pytest.mark.parametrize(
    ("report", "period", "mark", "until"),
    [
        ("annual", "2025", "Y", None),
        ("board", "2025", "Y", None),
        ("board", "2025-10", "D10", "2035-12-31"),
        ("annual", "2025-Q3", "D10", "2035-12-31"),
        ("agency", "2025", "D30", "2055-12-31"),
        ("agency", "2025-10", "D30", "2055-12-31"),
        (None, "2025-10", "D10", "2035-12-31"),
        ("our_own_kind", "2025", "Y", None),
    ],
)
def test_terms_follow_kind_and_period(report: str | None, period: str, mark: str, until: str | None):
    found = properties.chosen(None, report, period, TERMS)

    assert (found.mark, found.since, found.until) == (mark, "2026-01-01", until)
    assert found.paper == (mark == "Y")


def test_a_term_is_counted_from_the_end_of_the_accounting_year():
    found = properties.chosen(None, "board", "2025-10", TERMS, first_month=7)  # July 2025 to June 2026

    assert (found.since, found.until) == ("2026-07-01", "2036-06-30")


@pytest.mark.parametrize(
    ("asked", "report", "period"), [("D10", "annual", "2025"), ("D10", "agency", "2025-10"), ("D5", "board", "2025-10")]
)
def test_a_term_is_never_shorter_than_the_rule(asked: str, report: str, period: str):
    with pytest.raises(Refused) as refused:
        properties.chosen(asked, report, period, TERMS)

    assert (refused.value.findings[0].rule, refused.value.exit_code) == ("P32", ExitCode.USAGE)


def test_a_longer_term_may_be_asked_for():
    assert properties.chosen("Y", "board", "2025-10", TERMS).until is None
    assert properties.chosen("D30", "board", "2025-10", TERMS).until == "2055-12-31"


def test_a_report_is_due_on_the_day_after_its_term_and_not_on_its_last():
    record = deposit(period="2025-10").record

    assert not properties.is_due(record, dt.date(2035, 12, 31))
    assert properties.is_due(record, dt.date(2036, 1, 1))
    assert not properties.is_due(deposit(period="2025").record, dt.date(2999, 1, 1))


def test_a_hold_outlasts_the_term_until_it_is_released(folder: Path):
    shelf = archive.founded(str(folder))
    archive.add(shelf, deposit("XH-2025-10-001", period="2025-10"))
    day = dt.date(2040, 1, 1)
    archive.hold(shelf, "XH-2025-10-001", None, said("诉讼", "2034-01-01"))
    held = properties.due([row.record for row in archive.rows(shelf)], day)
    archive.release(shelf, "XH-2025-10-001", None, said("结案", "2039-01-01"))
    free = properties.due([row.record for row in archive.rows(shelf)], day)

    assert [[one.number for one in part] for part in held] == [[], ["XH-2025-10-001"]]
    assert [[one.number for one in part] for part in free] == [["XH-2025-10-001"], []]
    (kept,) = archive.find(shelf, "XH-2025-10-001").record.holds
    assert (kept.placed.why, kept.released.why if kept.released else None) == ("诉讼", "结案")


def test_a_report_is_held_once_and_released_once(folder: Path):
    shelf = archive.founded(str(folder))
    archive.add(shelf, deposit())
    with pytest.raises(Refused) as never:
        archive.release(shelf, "XH-2025-001", None, said("结案"))
    archive.hold(shelf, "XH-2025-001", None, said("诉讼"))
    with pytest.raises(Refused) as twice:
        archive.hold(shelf, "XH-2025-001", None, said("审计"))

    assert [never.value.findings[0].rule, twice.value.findings[0].rule] == ["P34", "P33"]


def test_a_signed_copy_keeps_term_hold_and_file_code(folder: Path):
    shelf = archive.founded(str(folder))
    archive.add(shelf, deposit(content=b"%PDF issued"))
    archive.hold(shelf, "XH-2025-001", None, said("诉讼"))
    archive.add(shelf, deposit(content=b"%PDF issued, signed"))

    assert archive.find(shelf, "XH-2025-001").record.held is not None


def test_every_term_names_its_rule():
    assert all(term.source and term.name.zh and term.name.en for term in TERMS.values())
    assert {term.mark: term.years for term in TERMS.values()} == {"Y": None, "D30": 30, "D10": 10}


@pytest.mark.parametrize("day", ["2026-03-01", "2026-03-01T08:00:00+08:00"])
def test_a_hold_is_not_released_before_the_day_on_which_it_was_placed(folder: Path, day: str):
    shelf = archive.founded(str(folder))
    archive.add(shelf, deposit())
    archive.hold(shelf, "XH-2025-001", None, said("诉讼", "2026-03-02T23:00:00+08:00"))
    with pytest.raises(Refused) as early:
        archive.release(shelf, "XH-2025-001", None, said("结案", day))

    assert (early.value.findings[0].rule, early.value.exit_code) == ("P44", ExitCode.USAGE)
    assert archive.find(shelf, "XH-2025-001").record.held is not None
    archive.release(shelf, "XH-2025-001", None, said("结案", "2026-03-02"))
    assert archive.find(shelf, "XH-2025-001").record.held is None
