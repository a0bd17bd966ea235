"""The validator is worth asking: it passes a sound file and names the rule that each broken one breaks."""

from __future__ import annotations

from pathlib import Path

import pytest

from conformance import specimen
from conformance.verapdf import Verdict, validate


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Verdict]:
    """All specimens held against both flavours in one go."""
    files = specimen.write(tmp_path_factory.mktemp("specimens"))
    return {(verdict.path.stem, verdict.flavour): verdict for verdict in validate(files.values())}


def test_a_sound_file_conforms_to_both(verdicts: dict[tuple[str, str], Verdict]) -> None:
    assert verdicts["sound", "3a"].conforms
    assert verdicts["sound", "ua1"].conforms


@pytest.mark.parametrize("name", specimen.BREAKS)
def test_a_broken_file_fails_by_the_rule_that_it_breaks(name: str, verdicts: dict[tuple[str, str], Verdict]) -> None:
    _, archive, accessible = specimen.BREAKS[name]

    assert verdicts[name, "3a"].rules == archive
    assert verdicts[name, "ua1"].rules == accessible


def test_what_is_no_pdf_does_not_conform(tmp_path: Path) -> None:
    stray = tmp_path / "报告 1.pdf"
    stray.write_text("not a PDF")

    (verdict,) = validate([stray], ["3a"])

    assert not verdict.conforms
    assert verdict.unreadable
