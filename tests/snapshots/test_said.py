"""What every kind of report says, and the outline of its HTML, as somebody last read them; no chart is drawn for it."""

from __future__ import annotations

import pytest

from rendered import ALL, Wanted, sketch
from reportgen.report.html import write
from snapshots.looked_at import FOLDER, SAID, STALE
from snapshots.said import said
from snapshots.structure import outlined


def as_kept(name: str, found: str, *, renew: bool) -> list[str]:
    """The lines of a kept text, which is first made what was found where it is to be renewed."""
    if renew:
        (FOLDER / name).write_text(found, encoding="utf-8")
    return (FOLDER / name).read_text(encoding="utf-8").splitlines()


UNREAD = "read what the sections say now; if it is meant so: make snapshots"


@pytest.mark.slow
@pytest.mark.parametrize("wanted", SAID, ids=str)
def test_every_section_says_what_it_said_when_somebody_last_read_it(wanted: Wanted, renew: bool):  # noqa: FBT001
    found = sketch(wanted, "zh-en")
    words = said(found, write(found).html)

    assert as_kept(f"{wanted}-said.txt", words, renew=renew) == words.splitlines(), UNREAD


OUTLINED = [
    pytest.param(wanted, marks=pytest.mark.slow if wanted.kind in {"annual", "group"} else ()) for wanted in ALL
]


@pytest.mark.slow
@pytest.mark.parametrize("wanted", OUTLINED, ids=str)
def test_the_outline_of_every_section_is_the_one_that_was_looked_at(wanted: Wanted, renew: bool):  # noqa: FBT001
    found = sketch(wanted, "zh-en")
    outline = outlined(found, write(found).html)

    assert as_kept(f"{wanted}.txt", outline, renew=renew) == outline.splitlines(), STALE
