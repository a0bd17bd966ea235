"""`calendar`: the deadlines of a year as RFC 5545, read back by the letter of it, and as notices to departments."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from dataclasses import dataclass, field
from pathlib import Path

import pypdfium2
import pytest

from reportgen.model.case_parts import Deadline
from reportgen.model.period import Period
from shell import ROOT, Done, reportgen
from year.years import hospital

DEADLINES = r"""
deadlines:
  - {of: [forms], each: month, day: 31, owner: {zh: "财务科；总账,报表\\组", en: "Finance; ledgers, forms"}}
  - {of: [board], each: month, day: 15, owner: {zh: 院办, en: Office}}
  - {of: [annual], each: year, months: 3, day: 31}
  - {of: [agency], each: quarter, day: 20}
"""
NAME = re.compile(r"[A-Z0-9-]+")
ESCAPED = re.compile(r"\\(.)", re.DOTALL)
LONGEST = 75


@dataclass
class Component:
    """One component of a calendar: its properties by name, and the components in it."""

    name: str
    properties: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    inside: list[Component] = field(default_factory=list)

    def text(self, name: str) -> str:
        ((_, value),) = self.properties[name]
        assert not re.search(r"(?<!\\)(?:\\\\)*[;,]", value), value
        return ESCAPED.sub(lambda match: "\n" if match[1] in "nN" else match[1], value)

    def day(self, name: str) -> dt.date:
        ((parameters, value),) = self.properties[name]
        assert parameters == "VALUE=DATE"
        return dt.datetime.strptime(value, "%Y%m%d").replace(tzinfo=dt.UTC).date()


def parsed(content: bytes) -> Component:
    """A calendar, if it keeps to RFC 5545 3.1: CRLF, folds at 75 octets between characters, balanced components."""
    assert content.endswith(b"\r\n")
    raw = content[:-2].split(b"\r\n")
    assert all(len(line) <= LONGEST and b"\n" not in line and b"\r" not in line for line in raw)
    for line in raw:
        line.decode()  # no character is cut
    lines = re.sub(rb"\r\n[ \t]", b"", content[:-2]).decode().split("\r\n")
    root, stack = Component(""), [Component("")]
    stack[0] = root
    for line in lines:
        head, value = line.split(":", 1)
        name, _, parameters = head.partition(";")
        assert NAME.fullmatch(name), line
        assert not re.search(r"[\x00-\x08\x0a-\x1f\x7f]", value)
        if name == "BEGIN":
            stack.append(Component(value))
        elif name == "END":
            done = stack.pop()
            assert done.name == value
            stack[-1].inside.append(done)
        else:
            stack[-1].properties.setdefault(name, []).append((parameters, value))
    (calendar,) = root.inside
    assert stack == [root]
    return calendar


def asked(case: Path, *words: str | Path, language: str = "zh") -> Done:
    return reportgen("calendar", case, "--year", "2026", *words, language=language)


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return hospital(tmp_path_factory.mktemp("calendar") / "small", DEADLINES)


@pytest.fixture(scope="module")
def calendar(case: Path, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("written") / "due.ics"
    assert asked(case, "-o", path).returncode == 0
    return path.read_bytes()


def test_the_calendar_keeps_to_the_standard(calendar: bytes):
    found = parsed(calendar)

    assert found.name == "VCALENDAR"
    assert found.text("VERSION") == "2.0"
    assert found.properties["PRODID"]
    assert {event.name for event in found.inside} == {"VEVENT"}
    for event in found.inside:
        assert {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY"} <= set(event.properties)
        assert event.day("DTEND") - event.day("DTSTART") == dt.timedelta(days=1)
        assert re.fullmatch(r"\d{8}T\d{6}Z", event.text("DTSTAMP"))
    names = [event.text("UID") for event in found.inside]
    assert len(set(names)) == len(names)


def test_every_deadline_of_the_year_is_there_and_no_other(calendar: bytes):
    events = parsed(calendar).inside
    days = [event.day("DTSTART") for event in events]

    assert days == sorted(days)
    assert {day.year for day in days} == {2026}
    forms = [event for event in events if "资产负债表" in event.text("SUMMARY")]
    assert [event.day("DTSTART").isoformat() for event in forms[:3]] == ["2026-01-31", "2026-02-28", "2026-03-31"]
    assert "2025-12" in forms[0].text("SUMMARY")
    annual = [
        event for event in events if event.day("DTSTART") == dt.date(2026, 3, 31) and "2025：" in event.text("SUMMARY")
    ]
    assert len(annual) == 1
    assert len(events) == 12 + 12 + 1 + 4


def test_marks_of_the_format_come_through(calendar: bytes):
    owners = {event.text("CATEGORIES") for event in parsed(calendar).inside if "CATEGORIES" in event.properties}

    assert owners == {"财务科；总账,报表\\组", "院办"}
    assert "\n院办" in next(event for event in parsed(calendar).inside if event.text("CATEGORIES") == "院办").text(
        "DESCRIPTION"
    )


def test_the_same_deadlines_are_the_same_bytes_and_ids_outlast_a_new_day(case: Path, calendar: bytes, tmp_path: Path):
    assert asked(case, "-o", tmp_path / "again.ics").returncode == 0
    assert (tmp_path / "again.ics").read_bytes() == calendar

    moved = tmp_path / "moved"
    shutil.copytree(case, moved)
    text = (moved / "case.yaml").read_text(encoding="utf-8")
    (moved / "case.yaml").write_text(text.replace("day: 15", "day: 18"), encoding="utf-8")
    asked(moved, "-o", tmp_path / "moved.ics")
    before, after = (parsed(content).inside for content in (calendar, (tmp_path / "moved.ics").read_bytes()))
    assert {event.text("UID") for event in before} == {event.text("UID") for event in after}
    assert {event.day("DTSTART") for event in before} != {event.day("DTSTART") for event in after}


def test_a_calendar_is_written_over_until_somebody_changes_it(case: Path, tmp_path: Path):
    path = tmp_path / "due.ics"
    asked(case, "-o", path)

    assert asked(case, "-o", path, language="en").returncode == 0
    path.write_bytes(path.read_bytes().replace(b"TRANSPARENT", b"OPAQUE", 1))
    done = asked(case, "-o", path)

    assert done.returncode == 2
    assert "C10" in done.stderr
    assert b"OPAQUE" in path.read_bytes()


@pytest.mark.parametrize(
    ("period", "day", "months", "first", "expected"),
    [
        ("2026-10", 15, 1, 1, "2026-11-15"),
        ("2026-12", 31, 2, 1, "2027-02-28"),
        ("2026-10", 25, 0, 1, "2026-10-25"),
        ("2026-Q4", 20, 1, 1, "2027-01-20"),
        ("2025", 30, 4, 1, "2026-04-30"),
        ("2026", 15, 1, 7, "2026-07-15"),
    ],
)
def test_the_day_counts_from_the_end_of_the_period(period: str, day: int, months: int, first: int, expected: str):
    found = Period.parse(period)

    assert Deadline(of=("forms",), each=found.kind, day=day, months=months).on(found, first).isoformat() == expected


@pytest.mark.parametrize(
    ("text", "year", "code"), [("", "2026", "C75"), ("first_year: 2026" + DEADLINES, "2025", "C76")]
)
def test_without_deadlines_there_is_no_calendar(tmp_path: Path, text: str, year: str, code: str):
    case = hospital(tmp_path / "small", text, months=())

    done = reportgen("calendar", case, "--year", year, "-o", tmp_path / "due.ics")

    assert done.returncode == 2
    assert code in done.stderr
    assert not (tmp_path / "due.ics").exists()


def test_a_panel_has_the_deadlines_of_each_hospital(tmp_path: Path):
    case = tmp_path / "group"
    shutil.copytree(ROOT / "samples" / "lianhe", case)
    with (case / "case.yaml").open("a", encoding="utf-8") as file:
        file.write("\ndeadlines:\n  - {of: [figures], each: year, months: 2, day: 30}\n")

    asked(case, "-o", tmp_path / "due.ics")

    events = parsed((tmp_path / "due.ics").read_bytes()).inside
    assert len(events) == len({event.text("UID") for event in events}) == 18
    assert {event.day("DTSTART") for event in events} == {dt.date(2026, 2, 28)}


@pytest.mark.slow
def test_each_department_gets_a_notice(case: Path, tmp_path: Path):
    done = asked(case, "--notices", tmp_path / "notices", "-o", tmp_path / "due.ics", "--lang", "zh-en")

    assert done.returncode == 0, done.stderr
    found = sorted(path.name for path in (tmp_path / "notices").iterdir())
    assert found == ["0002.pdf", "院办.pdf"]  # the other name is none for a file
    document = pypdfium2.PdfDocument(tmp_path / "notices" / "院办.pdf")
    text = "".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    assert "2026-01-15" in text
    assert "2025-12" in text
    assert "资产负债表" not in text


def test_fiscal_years_and_quarters_are_called_so(tmp_path: Path):
    case = hospital(tmp_path / "fiscal", DEADLINES + "fiscal_year_start: 7\n")
    done = asked(case, "-o", tmp_path / "due.ics", "--lang", "en")
    events = parsed((tmp_path / "due.ics").read_bytes()).inside
    said = [(event.day("DTSTART").isoformat(), event.text("SUMMARY").partition(":")[0]) for event in events]

    assert done.returncode == 0
    assert ("2026-01-20", "Due for Q2 FY2026") in said
    assert ("2026-09-30", "Due for FY2026") in said
    assert ("2026-01-15", "Due for 2025-12") in said
