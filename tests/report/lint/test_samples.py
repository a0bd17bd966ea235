"""Both samples in every mode: what the lint says of them is known and true."""

from __future__ import annotations

import pytest

from rendered import MODES, Wanted, material, rendered
from report.lint import pages
from reportgen.model.finding import Finding

PERIODS = {"renhe": "2026-10", "us-cms": "2021"}
KNOWN = {
    "L19",  # the passport of a board report holds its main numbers only
    "L22",  # titles of three lines in English
}
"""What is still to be mended."""


def findings(name: str, mode: str) -> tuple[Finding, ...]:
    return rendered(Wanted("board", name, PERIODS[name]), mode).findings


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", PERIODS)
def test_nothing_but_what_is_known_is_found(name: str, mode: str) -> None:
    found = findings(name, mode)

    assert {finding.rule for finding in found} <= KNOWN


def test_findings_can_be_said_in_both_languages() -> None:
    messages = material("renhe", PERIODS["renhe"]).catalog.messages
    of_pages = pages.findings(
        "<p lang=en>The result is undefined.</p><p>得分76.61</p>", about=pages.about(kind="annual")
    )
    found = [*of_pages, *(one for name in PERIODS for mode in MODES for one in findings(name, mode))]
    said = [messages.both(finding) for finding in found]

    assert len(said) > 1
    assert all("@" not in one.message.zh + one.message.en for one in said)
