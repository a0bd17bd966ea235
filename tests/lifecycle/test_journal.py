"""The journal: every alteration shows, two writers do not lose a line, and a kill leaves the old file whole."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.errors import Refused
from reportgen.lifecycle import chain, opened, read
from reportgen.lifecycle.chain import JournalAction, JournalEntry

NAMES = st.text(st.characters(blacklist_categories=("Cs",)), min_size=1, max_size=12)
ENTRIES = st.builds(
    JournalEntry,
    when=st.dates().map(str),
    who=NAMES,
    role=st.none() | NAMES,
    what=st.sampled_from(JournalAction),
    why=st.none() | NAMES,
    report=st.just("board"),
    entity=NAMES,
    period=st.just("2025"),
    subject=st.binary(min_size=1, max_size=4).map(chain.digest),
    parts=st.dictionaries(NAMES, st.binary(max_size=4).map(chain.digest), max_size=2),
)


def entry(who: str = "甲", when: str = "2026-01-10") -> JournalEntry:
    return JournalEntry(
        when=when, who=who, what=JournalAction.REVIEW, report="board", entity="small", period="2025",
        subject=chain.digest(b"content"),
    )  # fmt: skip


def written(entries: list[JournalEntry]) -> list[bytes]:
    """The lines of a journal of these entries."""
    lines: list[bytes] = []
    for one in entries:
        head = chain.digest(lines[-1]) if lines else chain.BEGINNING
        lines.append(chain.written(chain.sealed(one, head)))
    return lines


def faults(lines: list[bytes]) -> list[tuple[str, int | None]]:
    return [(finding.rule, finding.place.line) for finding in chain.parse(b"".join(lines)).findings]


@given(st.lists(ENTRIES, max_size=6))
def test_what_was_written_is_read_back_and_holds(entries: list[JournalEntry]):
    journal = chain.parse(b"".join(written(entries)))

    assert journal.findings == ()
    assert [one.model_copy(update={"previous": chain.BEGINNING, "seal": ""}) for one in journal.entries] == entries


@given(st.lists(ENTRIES, min_size=1, max_size=5), st.data())
def test_a_single_altered_byte_is_found_at_its_line_or_at_the_next(entries: list[JournalEntry], data: st.DataObject):
    lines = written(entries)
    number = data.draw(st.integers(0, len(lines) - 1))
    at = data.draw(st.integers(0, len(lines[number]) - 1))
    other = data.draw(st.integers(1, 255))
    altered = bytearray(lines[number])
    altered[at] ^= other
    lines[number] = bytes(altered)

    found = faults(lines)

    assert found
    assert found[0][1] == number + 1


@given(st.lists(ENTRIES, min_size=2, max_size=5, unique_by=lambda one: one.who), st.data())
def test_lines_that_are_gone_moved_or_repeated_are_found(entries: list[JournalEntry], data: st.DataObject):
    lines = written(entries)
    number = data.draw(st.integers(0, len(lines) - 2))

    assert faults(lines[:number] + lines[number + 1 :])[0] == ("J02", number + 1)
    swapped = [*lines[:number], lines[number + 1], lines[number], *lines[number + 2 :]]
    assert faults(swapped)[0] == ("J02", number + 1)
    assert faults([*lines[: number + 1], *lines[number:]])[0] == ("J02", number + 2)


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        (b"a note by hand\n", "J03"),
        (b"\n", "J03"),
        (b"\xff\xfe\n", "J03"),
        (b"[" * 100_000 + b"\n", "J03"),
        (b'{"schema": "reportgen/journal/2"}\n', "J03"),
        (b'{"schema": "reportgen/jour', "J05"),
    ],
    ids=["words", "empty", "no text", "deep", "another schema", "cut off"],
)
def test_a_foreign_line_is_named_with_its_number_in_both_languages(line: bytes, rule: str, tmp_path: Path):
    from reportgen.catalog import load_catalog

    (tmp_path / chain.NAME).write_bytes(b"".join([*written([entry(), entry("乙")]), line]))

    (finding,) = read(tmp_path).findings

    assert (finding.rule, finding.place.file, finding.place.line) == (rule, "journal.jsonl", 3)
    said = load_catalog().messages.both(finding)
    assert said.message.zh
    assert said.fix


def test_a_line_whose_values_were_rewritten_with_another_spelling_is_altered():
    first, second = written([entry(), entry("乙")])
    spaced = json.dumps(json.loads(first), ensure_ascii=False, separators=(",", ":")).encode() + b"\n"

    assert faults([spaced, second])[0] == ("J04", 1)


def test_nothing_is_added_to_a_journal_that_does_not_hold(tmp_path: Path):
    first, second = written([entry(), entry("乙")])
    (tmp_path / chain.NAME).write_bytes(second + first)

    with pytest.raises(Refused) as refused, opened(tmp_path):
        pass

    assert [finding.rule for finding in refused.value.findings] == ["J02", "J02"]
    assert (tmp_path / chain.NAME).read_bytes() == second + first


def test_an_entry_never_bears_an_earlier_day_than_the_one_before(tmp_path: Path):
    with opened(tmp_path) as desk:
        desk.append(entry(when="2026-01-10T08:00:00+08:00"))
        desk.append(entry(when="2026-01-10"))
        with pytest.raises(Refused) as refused:
            desk.append(entry(when="2026-01-09"))

    assert [finding.rule for finding in refused.value.findings] == ["J06"]
    assert len(read(tmp_path).entries) == 2


@pytest.mark.parametrize("what", ["folder", "link"])
def test_a_journal_that_is_no_plain_file_is_not_read(what: str, tmp_path: Path):
    case = tmp_path / "case"
    case.mkdir()
    if what == "folder":
        (case / chain.NAME).mkdir()
    else:
        (tmp_path / "elsewhere").write_bytes(written([entry()])[0])
        (case / chain.NAME).symlink_to(tmp_path / "elsewhere")

    assert read(case).entries == ()
    assert len(read(case).findings) == 1


WRITER = """
import sys
from pathlib import Path
from reportgen.lifecycle import opened
from reportgen.lifecycle.chain import JournalAction, JournalEntry
for number in range(10):
    with opened(Path(sys.argv[1])) as desk:
        desk.append(JournalEntry(when="2026-01-10", who=f"{sys.argv[2]}{number}", what=JournalAction.REVIEW, report="board",
                          entity="small", period="2025", subject="0" * 64))
"""
KILLED = """
import os, sys
from pathlib import Path
Path.replace = lambda *_: os._exit(9)  # the machine goes down before the new file has its name
from reportgen.lifecycle import opened
from reportgen.lifecycle.chain import JournalAction, JournalEntry
with opened(Path(sys.argv[1])) as desk:
    desk.append(JournalEntry(when="2026-01-11", who="x", what=JournalAction.REVIEW, report="board", entity="small", period="2025",
                      subject="0" * 64))
"""


IMPATIENT = """
import sys
from pathlib import Path
from reportgen.errors import Refused
from reportgen.lifecycle import opened
try:
    opened(Path(sys.argv[1]), patience=0.1).__enter__()
except Refused as refused:
    print(*(finding.rule for finding in refused.findings), int(refused.exit_code))
"""


def python(script: str, *words: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", script, *words])


@pytest.mark.slow
def test_two_processes_lose_no_line(tmp_path: Path):
    writers = [python(WRITER, str(tmp_path), name) for name in "ab"]

    assert [writer.wait() for writer in writers] == [0, 0]
    journal = read(tmp_path)
    assert journal.findings == ()
    assert sorted(one.who for one in journal.entries) == sorted(
        f"{name}{number}" for name in "ab" for number in range(10)
    )


@pytest.mark.slow
def test_a_kill_in_mid_write_leaves_the_journal_as_it_was_and_free(tmp_path: Path):
    with opened(tmp_path) as desk:
        desk.append(entry())
    before = (tmp_path / chain.NAME).read_bytes()

    assert python(KILLED, str(tmp_path)).wait() == 9
    assert (tmp_path / chain.NAME).read_bytes() == before
    with opened(tmp_path) as desk:
        desk.append(entry("乙"))
    assert [one.who for one in read(tmp_path).entries] == ["甲", "乙"]


@pytest.mark.slow
def test_who_has_to_wait_too_long_is_told(tmp_path: Path):
    with opened(tmp_path):
        ran = subprocess.run(
            [sys.executable, "-c", IMPATIENT, str(tmp_path)], check=True, capture_output=True, text=True
        )

    assert ran.stdout.split() == ["J08", "5"]
