"""Every step of the score table is there and adds up."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from report.sections.reading import BOTH, content
from reportgen.analysis.material import Material
from reportgen.report.section import Report


@pytest.mark.serves("002-08")
def test_experts_give_a_part_of_their_own_beside_the_figures(reports: Callable[..., Report]):
    parts = {part.id: part for part in content(reports("renhe", "zh-en"), "method").parts}
    assert not parts["qualitative"].is_quantitative
    assert len(parts["qualitative"].rows) == 7
    assert parts["qualitative"].score_sum != parts["quantitative"].score_sum


@pytest.mark.serves("002-29", "002-32")
@BOTH
def test_the_score_table_shows_every_step_and_adds_up(reports: Callable[..., Report], name: str):
    report = reports(name, "zh-en")
    for part in content(report, "method").parts:
        assert sum(float(row.score) for row in part.rows) == pytest.approx(float(part.score_sum), abs=0.02)
        assert part.weight_sum == "100.00"
        for row in part.rows:
            if part.is_quantitative:
                assert float(row.base) + float(row.adjustment) == pytest.approx(float(row.score), abs=0.002)


@pytest.mark.serves("002-18", "002-20")
def test_both_tables_of_weights_name_every_indicator_of_the_scheme_with_its_weight(
    reports: Callable[..., Report], materials: Callable[..., Material]
):
    scheme, known = materials("renhe").scheme, materials("renhe").catalog.indicators
    for part in content(reports("renhe", "zh"), "method").parts:
        names = [(known[name].short or known[name].name).zh for name in scheme.parts[part.id].indicators]
        assert sorted(row.name.zh for row in part.rows) == sorted(names)
        assert sum(float(row.weight) for row in part.rows) == pytest.approx(100, abs=0.06)


def test_levels_of_standards_are_numbers_and_no_grades(reports: Callable[..., Report]):
    report = reports("renhe", "zh-en")
    part = next(part for part in content(report, "method").parts if part.is_quantitative)

    assert {row.level.zh for row in part.rows} <= {"1档", "2档", "3档", "4档", "5档"}
    assert {row.level.en for row in part.rows} <= {"1", "2", "3", "4", "5"}


def test_the_range_of_a_rank_and_the_way_to_the_next_grade_are_explained(reports: Callable[..., Report]):
    told = "".join(one.zh for one in content(reports("renhe", "zh-en"), "method").paragraphs)

    assert "±20%内变动时95%情形下的位次" in told
    assert "不超过同级较好四分之一或本院曾达到的最好水平" in told


def test_words_over_weights_begin_with_a_capital(reports: Callable[..., Report]):
    found = content(reports("renhe", "en"), "method")
    told = [table.words.en for table in found.weights] + [part.weighting.en for part in found.parts if part.weighting]

    assert told
    assert all(words[0].isupper() for words in told)
