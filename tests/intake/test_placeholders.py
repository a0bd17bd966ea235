"""A one in a field of money that has to be filled in stands for nothing."""

from __future__ import annotations

from pathlib import Path

from analysis.cases import write
from reportgen import pipeline
from reportgen.pipeline.checked import Checked

FILED = {
    "medical_income@2024": 48e6, "medical_income@2025": 50e6, "notes_receivable@2024": 2e6, "notes_receivable@2025": 1.0,
    "discharges@2025": 1.0,
}  # fmt: skip


def checked(folder: Path, figures: dict[str, float]) -> Checked:
    write(folder, figures)
    case = folder / "case.yaml"
    case.write_text(case.read_text("utf-8").replace("regime: '2019'", "regime: other\ncurrency: USD"), "utf-8")
    return pipeline.check(folder)


def test_it_is_told_and_not_taken(tmp_path: Path) -> None:
    """Notes receivable fell by 100 %, from two million to one dollar."""
    found = checked(tmp_path, FILED)
    dataset = found.reading.dataset
    told = [(one.facts["items"], one.facts["period"], one.place.row) for one in found.findings if one.rule == "I113"]

    assert told == [(("notes_receivable",), "2025", 5)]
    assert dataset.value("notes_receivable", "h", "2025") is None
    assert ("notes_receivable", "h", "2025") in dataset.unread
    assert dataset.value("discharges", "h", "2025") == 1.0  # one patient is one patient


def test_among_small_amounts_it_is_an_amount(tmp_path: Path) -> None:
    small = {key: min(value, 9_000.0) for key, value in FILED.items()}

    assert checked(tmp_path, small).reading.dataset.value("notes_receivable", "h", "2025") == 1.0
