"""Every kind of report about every sample, and in every language about one of each kind: what the lint says of them is known and true."""

from __future__ import annotations

import pytest

from rendered import ALL, MODES, QUICK, WHOLE, Wanted, material, rendered
from report.lint import pages
from reportgen.model.finding import Finding

PRINTED = [
    *((wanted, "zh-en") for wanted in ALL),
    *((wanted, "zh") for wanted in ALL if wanted.sample == "renhe" and wanted.kind != "annual"),
    (WHOLE, "en"),
    *((wanted, mode) for wanted in QUICK for mode in MODES),
]
"""Each in both languages, where cells have two lines; in one language those whose readers print one, and all small ones.

Of annual reports those of the small case stand for all in one language: in both, where the pages are twice as many and
every cell is higher, each is laid out whole.
"""
BOARDS = tuple(wanted for wanted in ALL if wanted.kind == "board")
LAST_CHARACTER = "@layout.fault.character"


def is_a_matter_of_words(finding: Finding) -> bool:
    """A title of three lines in English, or a last line of one character: warnings that other words would mend."""
    return finding.rule == "L22" or (finding.rule == "L04" and finding.facts.get("what") == LAST_CHARACTER)


@pytest.mark.slow
@pytest.mark.parametrize(("wanted", "mode"), dict.fromkeys(PRINTED), ids=str)
def test_nothing_but_a_matter_of_words_is_found(wanted: Wanted, mode: str) -> None:
    assert [finding for finding in rendered(wanted, mode).findings if not is_a_matter_of_words(finding)] == []


@pytest.mark.slow
def test_findings_can_be_said_in_both_languages() -> None:
    messages = material("renhe", "2026-10").catalog.messages
    of_pages = pages.findings(
        "<p lang=en>The result is undefined.</p><p>得分76.61</p>"
        '<p>结余，"很好"</p><h1>题</h1><div style="height:225mm"></div><h2 style="break-after:auto">页末</h2>'
        '<p style="break-before:page">正文</p>',
        about=pages.about(kind="annual"),
    )
    found = [*of_pages, *(one for wanted in BOARDS for one in rendered(wanted, "zh-en").findings)]
    said = [messages.both(finding) for finding in found]

    assert len({finding.rule for finding in found}) > 1
    assert all("@" not in one.message.zh + one.message.en for one in said)
