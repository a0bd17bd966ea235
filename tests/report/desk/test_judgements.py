"""What figures of several indicators say together is said with their signs."""

from __future__ import annotations

from pathlib import Path

from analysis.cases import write
from reportgen import pipeline
from reportgen.report.desk.context import HospitalContext
from reportgen.report.desk.grades import gradings
from reportgen.report.desk.tables.answers import scribe


def test_a_surplus_that_became_a_deficit_keeps_its_minus(tmp_path: Path) -> None:
    figures = {
        "medical_activity_income@2024": 4500e4, "medical_activity_expense@2024": 3600e4, "period_surplus@2024": 900e4,
        "medical_activity_income@2025": 3500e4, "medical_activity_expense@2025": 3600e4, "period_surplus@2025": -100e4,
    }  # fmt: skip
    write(tmp_path, figures)
    context = HospitalContext.of(pipeline.evaluate(pipeline.check(tmp_path), period="2025"), "zh-en")

    (said,) = gradings.one_of(scribe(context, "value_added"), "surplus_quality")

    assert "盈余由900.00万元变为−100.00万元" in said.zh
    assert "from ¥9.00 m to −¥1.00 m" in said.en


def test_a_smaller_deficit_is_a_better_result_and_no_larger_surplus(tmp_path: Path) -> None:
    """“A larger surplus” was said of a deficit that had narrowed, and “has not grown” of one that had grown."""
    figures = {
        "medical_activity_income@2024": 3500e4, "medical_activity_expense@2024": 3700e4, "period_surplus@2024": -200e4,
        "medical_activity_income@2025": 3500e4, "medical_activity_expense@2025": 3600e4, "period_surplus@2025": -100e4,
    }  # fmt: skip
    write(tmp_path, figures)
    context = HospitalContext.of(pipeline.evaluate(pipeline.check(tmp_path), period="2025"), "zh-en")

    (said,) = gradings.one_of(scribe(context, "value_added"), "surplus_quality")

    assert said.zh.endswith("：结果好于上年，同样的收入花费更少。")
    assert said.en.endswith(": a better result than last year, and each unit of income costs less.")
