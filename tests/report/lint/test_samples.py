"""Both samples in every mode: what the lint says of them is known and true."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from reportgen import pipeline
from reportgen.analysis.material import Material
from reportgen.report.pdf import Rendered

SAMPLES = Path(__file__).parents[3] / "samples"
PERIODS = {"renhe": "2026-10", "us-cms": "2021"}
MODES = ("zh", "en", "zh-en")
KNOWN = {
    "L19",  # the passport of a board report holds its main numbers only
    "L22",  # titles of three lines in English
}
"""What is still to be mended."""


@cache
def material(name: str) -> Material:
    return pipeline.evaluate(pipeline.check(SAMPLES / name), period=PERIODS[name])


@cache
def rendered(name: str, mode: str) -> Rendered:
    return pipeline.render(material(name), report="board", mode=mode)  # type: ignore[arg-type]


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", PERIODS)
def test_nothing_but_what_is_known_is_found(name: str, mode: str) -> None:
    found = rendered(name, mode).findings

    assert {finding.rule for finding in found} <= KNOWN


def test_findings_can_be_said_in_both_languages() -> None:
    said = [material("renhe").catalog.messages.both(finding) for finding in rendered("renhe", "zh-en").findings]

    assert said
    assert all("@" not in one.message.zh + one.message.en for one in said)
