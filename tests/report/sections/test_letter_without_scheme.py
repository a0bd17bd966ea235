"""A letter without a scheme: neither its title in the file nor its pledge speaks of an evaluation."""

from __future__ import annotations

import pytest

from population.hospitals import drawn, emptied
from report.sections.reading import content
from report.sections.test_letter import KIND
from reportgen import pipeline
from reportgen.analysis.material import Material
from reportgen.report.assembly import hospital

UNSCORED, SCORED = 9815, 9814
"""Drawn hospitals: of quarters without a scheme, of years with one."""


def _material(seed: int, tmp_path_factory: pytest.TempPathFactory) -> Material:
    return pipeline.evaluate(pipeline.check(drawn(seed, emptied(tmp_path_factory.mktemp(str(seed)) / "case")).folder))


@pytest.mark.parametrize(
    ("seed", "zh", "en"),
    [
        (UNSCORED, "康宁关于2026年第2季度财务运行情况的报告", "K: report on financial operation for Q2 2026"),
        (
            SCORED,
            "H2区第1医院关于2025年财务运行综合评价结果的报告",
            "District H2 Hospital No. 1: report on the results of the financial evaluation for 2025",
        ),
    ],
)
def test_the_title_in_the_file_is_that_of_the_letter(
    tmp_path_factory: pytest.TempPathFactory, seed: int, zh: str, en: str
):
    report = hospital(_material(seed, tmp_path_factory), KIND, "zh-en")
    letter = "".join(content(report, "letter").title)

    assert (report.title.zh, report.title.en) == (zh, en)
    assert letter == zh


def test_the_pledge_names_no_evaluation(tmp_path_factory: pytest.TempPathFactory):
    truth, *_ = content(hospital(_material(UNSCORED, tmp_path_factory), KIND, "zh"), "pledge").paragraphs

    assert truth.zh.startswith("本单位2026年第2季度财务运行情况报送件及所附各表")
