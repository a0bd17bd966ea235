"""Growth over the years: indices and compound rates of the printed amounts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from analysis.cases import case
from pages import section_of
from report.sections.annual import amount, rows
from report.sections.subjects import drawn, page, tables
from reportgen.analysis.material import Material
from reportgen.report.desk.tables.sheet import SectionContent


@pytest.fixture(scope="module")
def sheet(materials: Callable[..., Material]) -> SectionContent:
    return page(materials("renhe", "2025"), "growth")


@pytest.mark.serves("003-146")
def test_indices_and_the_yearly_rate_follow_from_the_amounts(sheet: SectionContent):
    row = next(rows(tables(sheet)[0]))
    *years, fixed, chain, rate = (amount(cell) for cell in row[1:])
    assert len(years) == 4
    assert fixed == pytest.approx(years[-1] / years[0] * 100, abs=0.051)
    assert chain == pytest.approx(years[-1] / years[-2] * 100, abs=0.051)
    assert rate == pytest.approx(((years[-1] / years[0]) ** (1 / 3) - 1) * 100, abs=0.051)


def test_a_rate_from_a_loss_has_a_reason_instead(sheet: SectionContent):
    surplus = next(row for row in rows(tables(sheet)[0]) if row[0] == "本期医疗盈余")
    assert surplus[1].startswith("−")
    assert surplus[-1].startswith("—")


@pytest.mark.serves("003-146")
def test_the_drawing_ends_at_the_indices_of_the_table(sheet: SectionContent):
    income = next(rows(tables(sheet)[0]))
    assert income[-3] in drawn(sheet)[0].picture.alt


def test_the_headline_tells_the_yearly_rate(sheet: SectionContent):
    assert f"{amount(next(rows(tables(sheet)[0]))[-1])}%" in sheet.headline.en
    assert "2022" in sheet.headline.en
    assert "2025" in sheet.headline.en


def test_a_row_that_begins_later_than_the_table_says_the_year_of_its_base(tmp_path: Path):
    figures = {f"total_income@{year}": 1e6 * (year - 2000) for year in range(2022, 2026)}
    figures |= {f"total_assets@{year}": 2e6 * (year - 2000) for year in range(2023, 2026)}
    found = section_of(case(tmp_path, figures, "2025").material, "growth", "en")
    assert found is not None
    row = found.row("Total assets")
    assert row[1].startswith("—")
    assert float(row[-3]) == pytest.approx(100 * 25 / 23, abs=0.051)
    assert "fixed base and rate a year begin in 2023" in found.text


@pytest.mark.serves("003-148")
@pytest.mark.parametrize(("mode", "words"), [("en", "Definitions changed in 2019"), ("zh", "口径在2019年有变动")])
def test_a_change_of_rules_marks_the_rows_that_begin_after_it_and_breaks_their_line(
    tmp_path: Path, mode: str, words: str
):
    figures = {f"total_income@{year}": 1e6 * (year - 2000) for year in range(2017, 2022)}
    found, plain = (
        section_of(case(folder(tmp_path / name), figures, "2021", more=more).material, "growth", mode)
        for name, more in (("broken", "comparable_from: [2019]\n"), ("plain", ""))
    )
    assert found is not None
    assert plain is not None
    assert words in found.text
    assert words not in plain.text
    income, whole = found.tables[0][1], plain.tables[0][1]
    assert float(income[-3]) == pytest.approx(100 * 21 / 19, abs=0.051)
    assert float(whole[-3]) == pytest.approx(100 * 21 / 17, abs=0.051)
    assert found.drawings != plain.drawings


def folder(path: Path) -> Path:
    path.mkdir()
    return path


def test_from_one_year_to_the_next_no_yearly_mean_is_told(tmp_path: Path):
    figures = {"total_income@2024": 100e6, "total_income@2025": 103e6}

    assert (
        page(case(tmp_path, figures, "2025").material, "growth").headline.en == "From 2024 to 2025, income grew by 3.0%"
    )


def test_the_base_is_the_year_of_the_indices_and_not_the_first_that_is_shown(tmp_path: Path):
    """Of six years five are shown, and “the first year is 100” was read of the first of these."""
    figures = {f"total_income@{year}": 1e6 * (year - 2000) for year in range(2020, 2026)}
    figures |= {f"total_assets@{year}": 2e6 * (year - 2000) for year in range(2021, 2026)}
    found = section_of(case(tmp_path, figures, "2025").material, "growth", "en")
    assert found is not None

    assert "2020" not in found.tables[0][0]
    assert float(found.row("Income")[-3]) == pytest.approx(100 * 25 / 20, abs=0.051)
    assert "Fixed base: 2020 is 100" in found.text
    assert "compound rate since 2020" in found.text
    (assets,) = (row for row in found.tables[0] if row[0].startswith("Total assets"))
    assert float(assets[-3]) == pytest.approx(100 * 25 / 21, abs=0.051)
    assert "Nothing is known before 2021: fixed base and rate a year begin there" in found.text
