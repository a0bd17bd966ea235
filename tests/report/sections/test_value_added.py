"""Financial risk, Z-scores and value added, with their caveats first."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from analysis.cases import case, write
from pages import page_of, read, section_of
from report.sections.annual import amount, rows
from report.sections.subjects import page, tables, told
from reportgen import pipeline
from reportgen.analysis.material import Material
from reportgen.model.reports import SectionEntry
from reportgen.report.assembly import hospital
from reportgen.report.desk.tables.sheet import Paragraphs, SectionContent


@pytest.fixture(scope="module")
def month(materials: Callable[..., Material]) -> Material:
    return materials("renhe", "2026-10")


@pytest.fixture(scope="module")
def sheet(month: Material) -> SectionContent:
    return page(month, "value_added")


def test_the_caveats_of_a_public_hospital_stand_before_the_tables(sheet: SectionContent):
    first = sheet.blocks[0]
    assert isinstance(first, Paragraphs)
    words = " ".join(line.en for line in first.lines)
    assert "has not been tested on public hospitals" in words
    assert "enters no score" in words


@pytest.mark.serves("001-01")
def test_value_added_stands_with_asset_growth_and_the_quality_of_the_surplus(month: Material):
    page = page_of(month, "value_added")
    growth = month.values.at("total_asset_growth", "renhe", "2026-10").value or 0.0
    value = month.analysis["value.eva"].now.value

    assert page.row("Economic value added")[1].replace("−", "-") == f"{value / 1e4:,.2f}"
    assert f"Growth of total assets on last year: {100 * growth:.2f}%." in page.text
    assert "a worse result than last year, and each unit of income costs more." in page.text


@pytest.mark.serves("001-01")
def test_without_figures_of_capital_the_chapter_is_left_out_and_the_numbering_closes(tmp_path: Path):
    write(tmp_path, {"outpatient_emergency_visits@2025": 10.0})
    found = pipeline.evaluate(pipeline.check(tmp_path), period="2025")
    entries = tuple(SectionEntry(section=name) for name in ("basis", "value_added", "gaps", "files"))
    kind = found.catalog.reports["annual"].model_copy(update={"sections": entries})
    report = read(hospital(replace(found, catalog=replace(found.catalog, reports={"annual": kind})), "annual", "en"))

    assert "value_added" not in report
    numbers = [int(number) for number in re.findall(r"Table (\d+)\. ", report.text)]
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) > 2


@pytest.mark.serves("003-033")
def test_the_headline_counts_lines_reached_and_moves_for_the_worse(sheet: SectionContent):
    lines = [row for row in rows(tables(sheet)[0], "en") if len(row) > 1]
    reached, worse = sum(bool(row[5]) for row in lines), sum(row[4] == "worse" for row in lines)
    assert (
        f"Of {len(lines)} indicators of financial risk {reached} reach a warning line and {worse} are worse"
        in sheet.headline.en
    )


def test_a_group_of_indicators_without_a_value_has_no_heading(materials: Callable[..., Material]):
    listed = list(rows(tables(page(materials("us-cms", "2021"), "value_added"))[0], "en"))
    headings = [row[0] for row in listed if len(row) == 1]
    assert headings == ["Solvency", "Efficiency"]
    assert len(listed[-1]) > 1


@pytest.mark.serves("003-033")
def test_solvency_assets_and_efficiency_have_a_table_a_drawing_and_sentences_with_the_numbers_of_the_table(
    month: Material,
):
    found = section_of(month, "value_added")
    assert found is not None
    groups: dict[str, dict[str, list[str]]] = {}
    for row in found.tables[0][1:]:
        if len(row) == 1:
            groups[row[0]] = {}
        else:
            groups[list(groups)[-1]][row[0]] = row[1:]
    assert list(groups) == ["Solvency", "Quality of assets", "Efficiency"]
    changes = {}
    for group, lines in groups.items():
        moves = {name: amount(row[1]) / amount(row[2]) - 1 for name, row in lines.items() if amount(row[2]) > 0}
        changes |= {name: (move, amount(lines[name][2])) for name, move in moves.items()}
        most = max(moves, key=lambda name: abs(moves[name]))
        better, worse = (sum(lines[name][3] == word for name in moves) for word in ("better", "worse"))
        unit, now, before = lines[most][:3]
        said = f"{most[0].lower()}{most[1:]} moved most, from {before} to {now} ({unit})."
        assert f"{group}: {better} better, {worse} worse; {said}" in found.text
    drawing = found.drawings[0]
    names = [part.rpartition(" ") for part in drawing.partition(": ")[2].split(", ")]
    assert len(names) == 12
    for name, _, change in names:
        move, before = next(known for one, known in changes.items() if name.endswith(one))
        assert amount(change) == pytest.approx(100 * move, abs=0.1 + 1.2 / before)  # both were rounded in the table


@pytest.mark.serves("003-063", "003-061")
def test_result_less_charge_is_the_value_added(sheet: SectionContent):
    found = {row[0]: [amount(cell) for cell in row[1:]] for row in rows(tables(sheet)[2], "en")}
    for column in (0, 1):
        result = sum(found[name][column] for name in ("Surplus", "Interest", "Adjustments that the hospital states"))
        assert result == pytest.approx(found["Result before the cost of capital"][column], abs=0.011)
        value = result - found["Charge for capital"][column]
        assert value == pytest.approx(found["Economic value added"][column], abs=0.016)


@pytest.mark.serves("003-063", "003-061")
@pytest.mark.parametrize(
    ("more", "rate", "value"), [("", "5.5", "−310.00"), ("analysis: {capital_charge: 0.04}\n", "4.0", "320.00")]
)
def test_the_worked_example_prints_for_information_with_the_rate_of_the_case(
    tmp_path: Path, more: str, rate: str, value: str
):
    flows = {"period_surplus": 1200, "interest_expense": 300, "eva_adjustments": 500}
    balances = {"total_assets": 60000, "current_liabilities": 15000, "construction_in_progress": 3000, "net_assets": 45000,
                "short_term_loans": 0, "current_portion_non_current_liabilities": 0}  # fmt: skip
    figures = {f"{name}@2025": amount * 1e4 for name, amount in (flows | balances).items()}
    figures |= {f"{name}@2024": amount * 1e4 for name, amount in balances.items()}
    found = section_of(case(tmp_path, figures, "2025", more=more).material, "value_added")
    assert found is not None
    assert found.row("Economic value added")[1] == value
    assert f"Cost of capital {rate}% a year" in found.text
    assert "EVA only shows what the capital could have earned elsewhere, and enters no score" in found.text


def test_the_state_and_its_aims_are_told_of_public_hospitals_alone(renhe: Material):
    file = renhe.case.file.model_copy(update={"regime": "other"})
    other = replace(renhe, case=replace(renhe.case, file=file))
    ours, theirs = (told(page(one, "value_added")) for one in (renhe, other))

    assert "The net assets of a public hospital are the state" in ours
    assert "A public hospital" in ours
    assert "ublic hospital are" not in theirs
    assert "A public hospital" not in theirs
    assert "EVA only shows" in theirs
