"""Statements of one case whose units of money do not go together: told at both places."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen import intake
from reportgen.catalog import load_catalog
from reportgen.intake.reading import Reading

CASE = "entity: {id: h, name: {zh: 甲, en: A}}\nregime: other\ncurrency: USD\nscheme: none\n"
EARNED = 'Total operating revenue,"356,440","339,155"\nTotal operating expenses,"350,885","335,245"\n'
OWNED = 'Total current assets,"130,500","126,440"\nTotal assets,"402,300","390,210"\n'
IN_MILLIONS = "Total current assets,130.5,126.4\nTotal assets,402.3,390.2\n"
THOUSANDS, MILLIONS, DOLLARS, NONE = "(in thousands)", "(in millions)", "(in dollars)", ""


def read(folder: Path, *sheets: tuple[str, str], more: str = "") -> Reading:
    (folder / "data").mkdir()
    (folder / "case.yaml").write_text(CASE + more, encoding="utf-8")
    for number, (unit, lines) in enumerate(sheets):
        text = f"Statements,,\n{unit},,\n,2025,2024\n{lines}"
        (folder / "data" / f"{number}.csv").write_text(text, encoding="utf-8")
    return intake.read(intake.open_case(folder), load_catalog())


def told(reading: Reading) -> list[tuple[str, str]]:
    """Both places of each finding."""
    findings = [finding for finding in reading.findings if finding.rule == "I89"]
    for finding in findings:
        for language in ("zh", "en"):
            assert load_catalog().messages.say(finding, language).fix
    return [(str(finding.place), str(finding.facts["first"])) for finding in findings]


@pytest.mark.parametrize("unit", [MILLIONS, DOLLARS])
def test_assets_a_thousand_times_from_income_in_another_unit_are_told(tmp_path: Path, unit: str) -> None:
    reading = read(tmp_path, (unit, EARNED), (THOUSANDS, OWNED))

    assert told(reading) == [("data/1.csv › B5", "data/0.csv › B4")]


@pytest.mark.parametrize("unit", [MILLIONS, DOLLARS])
def test_the_same_figures_in_another_unit_are_told_once(tmp_path: Path, unit: str) -> None:
    reading = read(tmp_path, (unit, OWNED), (THOUSANDS, OWNED))

    assert told(reading) == [("data/1.csv › B4", "data/0.csv › B4")]


def test_a_later_statement_in_a_mistaken_unit_does_not_pass_for_one_that_restates(tmp_path: Path) -> None:
    older = "Total current assets,126.44\nTotal assets,390.21\n"
    reading = read(tmp_path, (THOUSANDS, OWNED))
    (tmp_path / "data" / "1.csv").write_text(f"Statements\n(in thousands)\n,2024\n{older}", encoding="utf-8")
    reading = intake.read(intake.open_case(tmp_path), load_catalog())

    assert told(reading) == [("data/1.csv › B4", "data/0.csv › C4")]


def test_a_statement_read_in_the_unit_of_the_case_beside_one_that_prints_another_is_told(tmp_path: Path) -> None:
    lines = (
        'Net patient service revenue,"342,180","325,440"\nInterest expense,"8,400","8,250"\n'  # no totals to compare
    )
    reading = read(tmp_path, (NONE, lines), (THOUSANDS, OWNED), more="unit: usd\n")

    assert told(reading) == [("data/0.csv › B4", "data/1.csv › B4")]


def test_a_statement_not_read_for_want_of_a_unit_is_told_with_the_one_that_prints_it(tmp_path: Path) -> None:
    assert told(read(tmp_path, (NONE, EARNED), (THOUSANDS, OWNED))) == [("data/0.csv", "data/1.csv › B4")]


@pytest.mark.parametrize(
    ("sheets", "more"),
    [
        (((THOUSANDS, EARNED), (THOUSANDS, OWNED)), ""),
        (((THOUSANDS, EARNED), (MILLIONS, IN_MILLIONS)), ""),  # units that go together
        (((THOUSANDS, OWNED), (MILLIONS, IN_MILLIONS)), ""),  # the same figures, rounded
        (((NONE, EARNED), (THOUSANDS, OWNED)), "unit: thousands\n"),
        (((NONE, EARNED), (NONE, OWNED)), "unit: usd\n"),
        (((NONE, "Average daily census,120,118\nTotal discharges,9500,9400\n"), (THOUSANDS, OWNED)), ""),  # no money
    ],
)
def test_units_that_go_together_are_not_told(tmp_path: Path, sheets: tuple[tuple[str, str], ...], more: str) -> None:
    assert told(read(tmp_path, *sheets, more=more)) == []
