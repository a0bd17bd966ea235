"""Every step of the score table is there and adds up."""

from __future__ import annotations

import shutil
import statistics
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from pages import page_of, parts_of, section_of
from rendered import checked
from report.sections.reading import content
from reportgen import pipeline
from reportgen.analysis.material import Material
from reportgen.model.printing import PERCENT, number
from reportgen.report.desk.captions import Notes
from reportgen.report.desk.context import HospitalContext
from reportgen.report.section import Report
from reportgen.report.sections import method

GOLDEN = Path(__file__).parents[2] / "cases" / "golden"
CLINIC = GOLDEN.parent / "clinic"


@pytest.fixture(scope="module")
def golden() -> Material:
    return pipeline.evaluate(pipeline.check(GOLDEN / "complete"))


def called(material: Material, indicator: str) -> str:
    one = material.catalog.indicators[indicator]
    return (one.short or one.name).en


@pytest.mark.serves("002-08")
def test_experts_give_a_part_of_their_own_beside_the_figures(reports: Callable[..., Report]):
    parts = {part.id: part for part in content(reports("renhe", "zh-en"), "method").parts}
    assert not parts["qualitative"].is_quantitative
    assert len(parts["qualitative"].rows) == 7
    assert parts["qualitative"].score_sum != parts["quantitative"].score_sum


@pytest.mark.serves("002-29", "002-32")
def test_the_score_table_prints_every_step_of_the_worked_case_and_its_total(golden: Material):
    page = page_of(golden, "method")
    head, *lines, total = page.table("Indicator", "Actual", "Standard", "Level met", "Coeff.", "Weight", "Score")

    assert head == ["Indicator", "Actual", "Standard", "Level met", "Coeff.", "Base", "Step", "Weight", "Score"]
    assert [line[-1] for line in lines] == [
        "13.064", "9.540", "11.656", "10.856", "8.832", "11.790", "7.470", "6.580", "8.692",
    ]  # fmt: skip
    assert total == ["Sum", "100.00", "88.48"]
    scored = [row for row in golden.evaluation.indicators if row.part == "quantitative"]
    assert [line[0] for line in lines] == [called(golden, row.id) for row in scored]
    assert [line[1] for line in lines] == ["3.60", "1.04", "0.92", "34.0", "22.0", "34.00", "1.85", "7.00", "8.20"]
    assert [line[2] for line in lines[:6]] == ["≥ 4.00", "≥ 1.06", "≥ 0.95", "≤ 30.0", "≤ 20.0", "≤ 30.00"]
    for line, row in zip(lines, scored, strict=True):
        level, *steps = line[3:]
        assert level == {"good": "2", "fair": "3"}[row.level or ""]
        coefficient, base, step, weight, score = map(float, steps)
        assert coefficient == {"good": 0.8, "fair": 0.6}[row.level or ""]
        assert base == pytest.approx(coefficient * weight, abs=0.0006)
        assert base + step == pytest.approx(score, abs=0.0011)


@pytest.mark.serves("000-43", "001-02")
def test_finance_operations_and_judgement_print_a_score_each_and_their_weighted_sum():
    found = pipeline.evaluate(checked("renhe"), period="2025", scheme="finance_and_operations")
    page, scores = page_of(found, "method"), [part.score or 0.0 for part in found.evaluation.parts]
    tables = [table for table in page.tables if table[0][-1] == "Score"]

    assert len({f"{score:.2f}" for score in scores}) == 3
    assert [table[-1] for table in tables] == [["Sum", "100.00", f"{score:.2f}"] for score in scores]
    total = 0.5 * scores[0] + 0.3 * scores[1] + 0.2 * scores[2]
    assert page.text.partition("Overall score = ")[2].startswith(
        f"50% × {scores[0]:.2f} (finance) + 30% × {scores[1]:.2f} (operations) + "
        f"20% × {scores[2]:.2f} (qualitative part) = {total:.2f}."
    )
    names = [line[0] for table in tables for line in table[1:-1]]
    assert names == [called(found, row.id) for row in found.evaluation.indicators]
    assert all(line[-2] and line[-1] for table in tables for line in table[1:-1])


@pytest.mark.serves("002-18")
def test_the_table_of_quantitative_weights_prints_what_each_weight_comes_from_and_sums_to_100(renhe: Material):
    page = page_of(renhe, "method")
    assert renhe.peers is not None
    head, *lines, total = page.table("Ability", "Indicator", "Weight %")
    scored = [row for row in renhe.evaluation.indicators if row.part == "quantitative"]
    groups = {one.id: one.name.en for one in renhe.evaluation.abilities}
    peers = {entity for entity, _ in renhe.peers.values.index}
    columns = {
        row.id: [row.value or 0.0, *(renhe.peers.at(row.id, peer, renhe.period).value or 0.0 for peer in peers)]
        for row in scored
    }
    variation = {name: statistics.stdev(column) / statistics.mean(column) for name, column in columns.items()}

    assert head == ["Ability", "Indicator", "Mean", "Std dev.", "CV", "Weight %"]
    assert len(peers) == 24
    for line, row in zip(lines, scored, strict=True):
        column = columns[row.id]
        assert line[:2] == [groups[row.ability], called(renhe, row.id)]
        assert [float(cell) for cell in line[2:]] == [
            pytest.approx(statistics.mean(column), abs=0.00006),
            pytest.approx(statistics.stdev(column), abs=0.00006),
            pytest.approx(variation[row.id], abs=0.00006),
            pytest.approx(100 * variation[row.id] / sum(variation.values()), abs=0.0051),
        ]
    assert total == ["Sum", "100.00"]


@pytest.mark.serves("002-20", "002-19")
def test_the_table_of_qualitative_weights_prints_the_seven_abilities_what_experts_said_of_them_and_the_rule(
    renhe: Material,
):
    page = page_of(renhe, "method")
    head, *lines, total = page.table("Ability", "Mean mark", "Weight")
    marks = [
        [9, 8, 7, 7, 6, 8, 7], [8, 9, 7, 6, 6, 8, 8], [9, 9, 6, 7, 5, 7, 6], [10, 8, 8, 6, 7, 9, 7], [9, 9, 7, 7, 6, 8, 9],
    ]  # fmt: skip
    columns = list(zip(*marks, strict=True))
    means = [statistics.mean(column) for column in columns]
    variations = [statistics.stdev(column) / statistics.mean(column) for column in columns]

    assert head == ["Ability", "Mean mark", "Mean", "Std dev.", "CV", "By mean %", "By CV %", "Weight", "Score"]
    assert [line[0] for line in lines] == [
        "Personnel", "Decision-making", "Planning", "Organising", "Commanding", "Control", "Innovation",
    ]  # fmt: skip
    for line, column, mean, variation in zip(lines, columns, means, variations, strict=True):
        by_mean, by_variation = 100 * mean / sum(means), 100 * variation / sum(variations)
        assert line[2:5] == [f"{mean:.4f}", f"{statistics.stdev(column):.4f}", f"{variation:.4f}"]
        assert [float(cell) for cell in line[5:8]] == [
            pytest.approx(by_mean, abs=0.0051),
            pytest.approx(by_variation, abs=0.0051),
            pytest.approx((by_mean + by_variation) / 2, abs=0.0051),
        ]
    assert total[:2] == ["Sum", "100.00"]
    assert "Average of expert mean and coefficient of variation" in page.text


def test_levels_of_standards_are_numbers_and_no_grades(reports: Callable[..., Report]):
    report = reports("renhe", "zh-en")
    part = next(part for part in content(report, "method").parts if part.is_quantitative)

    assert {row.level.zh for row in part.rows} <= {"1档", "2档", "3档", "4档", "5档"}
    assert {row.level.en for row in part.rows} <= {"1", "2", "3", "4", "5"}


def test_the_range_of_a_rank_and_the_way_to_the_next_grade_are_explained(reports: Callable[..., Report]):
    told = "".join(one.zh for one in content(reports("renhe", "zh-en"), "method").paragraphs)

    assert "±20%内变动时95%情形下的位次" in told
    assert "不超过同级较好四分之一或本院曾达到的最好水平" in told


@pytest.mark.slow
def test_words_over_weights_begin_with_a_capital(reports: Callable[..., Report]):
    found = content(reports("renhe", "en"), "method")
    told = [table.words.en for table in found.weights] + [part.weighting.en for part in found.parts if part.weighting]

    assert told
    assert all(words[0].isupper() for words in told)


def test_weights_within_a_part_are_told_apart_from_those_of_the_total(renhe: Material, clinic: Material):
    """Cards gave 5.33% for what the table of the method gave 6.67."""
    assert "权数以定量评价为100；乘80%，即指标卡和能力表中占总分的权重。" in page_of(renhe, "method", "zh").text
    assert not [*method._of_part(HospitalContext.of(clinic, "zh"), clinic.evaluation.parts[0])]


def test_where_nothing_was_weighed_the_table_has_the_weights_of_the_scheme(renhe: Material):
    parts = tuple(replace(one, score=None) for one in renhe.evaluation.parts)
    rows = tuple(replace(one, effective_weight=0.0) for one in renhe.evaluation.indicators)
    evaluation = replace(renhe.evaluation, score=None, grade=None, parts=parts, indicators=rows)
    context = HospitalContext.of(replace(renhe, evaluation=evaluation), "zh")
    one = evaluation.indicator("current_ratio")
    (part,) = (part for part in parts if part.id == one.part)

    assert method._score_row(context, one, part, Notes()).weight == number(one.weight / part.share, 2, times=PERCENT)


def rated(folder: Path, experts: tuple[str, ...]) -> Material:
    """A clinic whose experts give levels and no importances."""
    (folder / "experts").mkdir(parents=True)
    shutil.copytree(CLINIC / "data", folder / "data")
    said = (CLINIC / "case.yaml").read_text("utf-8").partition("reports:")[0]
    (folder / "case.yaml").write_text(said.replace("clinic_six", "comprehensive_80_20"), "utf-8")
    head = "专家,人员能力,决策能力,计划能力,组织能力,指挥能力,控制能力,创新能力"
    lines = [f"{who},优,良,良,中,良,优,良" for who in experts]
    (folder / "experts" / "a.csv").write_text("\n".join([head, *lines]), "utf-8")
    return pipeline.evaluate(pipeline.check(folder), period="2025")


@pytest.mark.parametrize("experts", [("甲", "乙"), ("甲",)], ids=["levels alone", "one expert"])
def test_weights_that_rest_on_no_marks_have_no_table_of_marks(tmp_path: Path, experts: tuple[str, ...]):
    material = rated(tmp_path / "case", experts)

    (part,) = [one for one in material.evaluation.parts if one.id == "qualitative"]
    assert all(row.mean is None for row in part.weights)
    page = section_of(material, "method", "en", "annual")
    assert page is not None
    assert "Score table: Qualitative part" in page.text
    assert "How weights were found: Qualitative" not in page.text
    assert "undefined" not in page.text


def test_indicators_of_one_score_are_counted_in_a_headline_and_not_listed(tmp_path: Path):
    material = rated(tmp_path / "case", ("甲", "乙"))

    titles = [one.title for one in parts_of(material, "ability", "en", "annual", of="rest")]
    assert any(title.endswith("to 100.0 (2 indicators)") for title in titles)
