"""The workbook that computes: LibreOffice recalculates every indicator from the cells of the statements."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from functools import cache
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from rendered import checked
from reportgen import pipeline
from reportgen.analysis.grade_path import score_at
from reportgen.analysis.material import Material
from reportgen.catalog.messages import grade_name
from reportgen.export import live

INDICATORS, VALUE = "指标", 3
SCORES, HISTORY, SCORE, POINTS = "评分", "历期综合得分", 6, 8
RELATIVE = 1e-9


@cache
def material(sample: str, period: str | None = None) -> Material:
    return pipeline.evaluate(checked(sample), period=period)


@cache
def written(sample: str, period: str | None = None) -> bytes:
    return live.workbook(material(sample, period))


def recalculated(content: bytes, sheet: str = INDICATORS, column: int = VALUE) -> dict[str, object]:
    """Values of a sheet by the first cell of their row, after LibreOffice computed a copy without cached values."""
    return {str(row[0] or row[1]): row[column - 1] for row in computed(content)[sheet]}


@cache
def computed(content: bytes) -> dict[str, list[tuple[object, ...]]]:
    """The rows below the head of each sheet; it takes seconds until LibreOffice has started, so once for each workbook."""
    soffice = shutil.which("soffice")
    assert soffice, "LibreOffice is missing: make setup-test"
    book = openpyxl.load_workbook(BytesIO(content))
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        book.save(folder / "bare.xlsx")
        (folder / "out").mkdir()
        subprocess.run(
            [soffice, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", "xlsx",
             "--outdir", str(folder / "out"), str(folder / "bare.xlsx")],
            check=True, capture_output=True, timeout=180,
        )  # fmt: skip
        found = openpyxl.load_workbook(BytesIO((folder / "out" / "bare.xlsx").read_bytes()), data_only=True)
    return {sheet.title: [*sheet.iter_rows(min_row=4, values_only=True)] for sheet in found}


@pytest.mark.parametrize(("sample", "period"), [("renhe", None), ("renhe", "2025"), ("us-cms", None)])
@pytest.mark.slow
def test_libreoffice_recalculates_our_values(sample: str, period: str | None):
    own = material(sample, period)
    found = recalculated(written(sample, period))

    numbers = 0
    for name, defined in own.catalog.indicators.items():
        if defined.obsolete:
            continue
        ours = own.values.at(name, own.entity, own.period).value
        if ours is None:
            assert found[name] == "—", name
            continue
        assert found[name] == pytest.approx(ours, rel=RELATIVE, abs=1e-12), name
        numbers += 1
    assert numbers > (100 if sample == "renhe" else 25)


def test_indicators_are_formulas_over_statement_cells_and_follow_them():
    content = written("renhe", "2025")
    book = openpyxl.load_workbook(BytesIO(content))
    formulas = {row[0].value: row[VALUE - 1].value for row in book[INDICATORS].iter_rows(min_row=4)}
    assert formulas["current_ratio"].startswith("=('资产负债表'!$")

    sheet = book["资产负债表"]
    row = next(row for row in sheet.iter_rows(min_row=4) if row[0].value == "current_liabilities")
    for cell in row[4:]:
        cell.value = cell.value and cell.value * 2
    changed = BytesIO()
    book.save(changed)

    ours = material("renhe", "2025").values.at("current_ratio", "renhe", "2025").value
    assert ours is not None
    assert recalculated(changed.getvalue())["current_ratio"] == pytest.approx(ours / 2)


@pytest.mark.slow
def test_names_formats_and_places_stand_in_the_workbook():
    book = openpyxl.load_workbook(BytesIO(written("renhe", "2025")))

    assert "item.current_assets" in book.defined_names
    assert "indicator.current_ratio" in book.defined_names
    cell = next(row for row in book[INDICATORS].iter_rows(min_row=4) if row[0].value == "asset_liability_ratio")
    assert cell[VALUE - 1].number_format == "#,##0.00%"
    assert (cell[1].value, cell[3].value) == ("资产负债率", "Debt ratio")
    places = [c.comment.text for row in book["资产负债表"].iter_rows(min_row=4) for c in row if c.comment]
    assert any("资产负债表!" in place for place in places)


@pytest.mark.slow
def test_the_same_results_give_the_same_bytes():
    assert live.workbook(material("renhe", "2025")) == live.workbook(material("renhe", "2025"))


@pytest.mark.parametrize("sample", ["renhe", "us-cms"])
@pytest.mark.slow
def test_libreoffice_adds_the_points_up_to_our_total_and_finds_our_grade(sample: str):
    own = material(sample)
    found = recalculated(written(sample), SCORES, POINTS)
    scored = [one for one in own.evaluation.indicators if one.points is not None]

    assert len(scored) > 10
    for one in scored:
        assert found[one.id] == pytest.approx(one.points, rel=RELATIVE), one.id
    assert found["综合得分 Overall score"] == pytest.approx(own.evaluation.score, rel=RELATIVE)
    assert own.evaluation.grade is not None
    assert found["等级 Grade"] == grade_words(own)


def grade_words(own: Material) -> str:
    named = grade_name(own.evaluation.grade, own.scheme, own.catalog.words)
    return f"{named.zh} {named.en}"


@pytest.mark.slow
def test_a_score_that_is_changed_changes_total_and_grade():
    own = material("renhe")
    book = openpyxl.load_workbook(BytesIO(written("renhe")))
    sheet = book[SCORES]
    for row in sheet.iter_rows(min_row=4, max_row=3 + len(own.evaluation.indicators)):
        row[SCORE - 1].value = 100
    changed = BytesIO()
    book.save(changed)
    found = recalculated(changed.getvalue(), SCORES, POINTS)

    assert found["综合得分 Overall score"] == pytest.approx(100)
    assert found["等级 Grade"] == "优 Excellent"


@pytest.mark.slow
def test_scores_by_ability_are_formulas_that_come_to_ours():
    own = material("renhe")
    content = written("renhe")
    found = recalculated(content, SCORES, SCORE)
    typed = {
        row[1].value: row[SCORE - 1].value
        for row in openpyxl.load_workbook(BytesIO(content))[SCORES].iter_rows(min_row=4)
    }

    for ability in own.evaluation.abilities:
        assert found[f"{ability.name.zh} {ability.name.en}"] == pytest.approx(ability.score, rel=RELATIVE)
        assert str(typed[f"{ability.name.zh} {ability.name.en}"]).startswith("=SUMPRODUCT(")


@pytest.mark.slow
def test_the_workbook_has_charts_frozen_heads_and_names_for_scores():
    book = openpyxl.load_workbook(BytesIO(written("renhe")))

    assert [len(book[name]._charts) for name in (SCORES, HISTORY)] == [2, 1]
    assert all(sheet.freeze_panes for sheet in book)
    assert {"score.total", "score.current_ratio", "indicator.current_ratio"} <= set(book.defined_names)
    periods = [row[0].value for row in book[HISTORY].iter_rows(min_row=4) if row[0].value]
    assert periods == sorted(periods)
    assert periods[-1] == "2026-10"


GRADE = 10


@pytest.mark.parametrize("sample", ["renhe", "us-cms"])
@pytest.mark.slow
def test_no_score_that_follows_from_a_value_is_a_constant_and_libreoffice_finds_them_all(sample: str):
    own = material(sample)
    content = written(sample)
    typed = {row[0].value: row for row in openpyxl.load_workbook(BytesIO(content))[SCORES].iter_rows(min_row=4)}
    found = recalculated(content, SCORES, SCORE)
    valued = [one for one in own.evaluation.indicators if one.standards is not None and one.value is not None]

    assert len(valued) > 10
    for one in valued:
        assert str(typed[one.id][SCORE - 1].value).startswith("=100*IF("), one.id
        assert str(typed[one.id][GRADE - 1].value).startswith("=IF("), one.id
        assert found[one.id] == pytest.approx(one.score, rel=RELATIVE), one.id
    entered = [one for one in own.evaluation.indicators if one.score is not None and one not in valued]
    for one in entered:
        assert "录入的得分" in typed[one.id][SCORE - 1].comment.text


@pytest.mark.slow
def test_another_figure_or_standard_gives_the_score_and_the_total_of_the_program():
    own = material("renhe")
    one = own.evaluation.indicator("asset_liability_ratio")
    assert one.value is not None
    book = openpyxl.load_workbook(BytesIO(written("renhe")))
    for row in book["资产负债表"].iter_rows(min_row=4):
        if row[0].value == "total_liabilities":
            for cell in row[4:]:
                cell.value = cell.value and cell.value * 1.5
    for row in book["标准"].iter_rows(min_row=4):
        if row[0].value == "current_ratio":
            row[2].value = 1.1  # the best level now begins below the hospital's 1.18
    changed = BytesIO()
    book.save(changed)
    scores = recalculated(changed.getvalue(), SCORES, SCORE)
    points = recalculated(changed.getvalue(), SCORES, POINTS)

    expected = score_at(one, own.scheme, one.value * 1.5)
    assert scores[one.id] == pytest.approx(expected, rel=RELATIVE)
    assert expected < one.score
    assert scores["current_ratio"] == pytest.approx(100)
    assert points["综合得分 Overall score"] == pytest.approx(
        sum(points[each.id] for each in own.evaluation.indicators), rel=RELATIVE
    )
    assert points["综合得分 Overall score"] != pytest.approx(own.evaluation.score, abs=0.01)


@pytest.mark.slow
def test_the_first_sheet_has_scores_and_grades_and_rated_indicators_are_not_called_missing():
    book = openpyxl.load_workbook(BytesIO(written("renhe")))
    reasons = {row[0].value: row[5].value for row in book[INDICATORS].iter_rows(min_row=4)}

    assert book.sheetnames[0] == SCORES
    assert reasons["control_ability"] == "由专家评议，得分见“评分”"


@pytest.mark.slow
def test_what_has_a_value_comes_first_and_a_case_in_english_has_sheets_with_english_names(tmp_path: Path):
    (tmp_path / "data").mkdir()
    (tmp_path / "case.yaml").write_text(
        "entity: {id: a, name: {en: A}}\nregime: other\ncurrency: USD\nlanguages: en\nscheme: us_hospital_financial\n",
        encoding="utf-8",
    )
    rows = [
        f"2025,{item},{value}"
        for item, value in (("current_assets", 30), ("current_liabilities", 20), ("total_assets", 90))
    ]
    (tmp_path / "data" / "a.csv").write_text("\n".join(["period,item,value", *rows]), encoding="utf-8")
    own = pipeline.evaluate(pipeline.check(tmp_path))
    book = openpyxl.load_workbook(BytesIO(live.workbook(own)))
    values = [row[VALUE - 1] for row in book["Indicators"].iter_rows(min_row=4, values_only=True)]
    without = values.index("—")

    assert 0 < without < len(values)
    assert set(values[without:]) == {"—"}
    assert book["Indicators"]["A1"].value == "A"
    assert book.sheetnames == ["Scores", "Overall score by period", "Standards", "Indicators", "Balance sheet"]
