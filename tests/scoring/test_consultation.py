"""Consulting experts: screening of indicators, rounds with Kendall's W, reliability in print."""

from __future__ import annotations

import statistics
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented import definition, scheme, values
from scipy import stats
from typer.testing import CliRunner

from reportgen.catalog import load_catalog
from reportgen.cli.app import app
from reportgen.errors import Refused
from reportgen.intake import read_paths
from reportgen.model.experts import ExpertOpinions
from reportgen.model.place import Place
from reportgen.model.results import Evaluation
from reportgen.model.schemes import Grade
from reportgen.pipeline import choices
from reportgen.scoring import evaluate
from reportgen.scoring.calculators import CALCULATORS
from reportgen.scoring.kernels.experts import boundaries, consulted

CATALOG = load_catalog()
NAMES = ("decision_ability", "control_ability", "innovation_ability", "planning_ability")
MARKS = [[9, 8, 5, 10], [10, 7, 9, 9], [9, 8, 2, 10], [8, 8, 7, 9]]
RENHE = Path(__file__).parents[2] / "samples" / "renhe"


def run(**inputs: Any) -> dict[str, Any]:
    return CALCULATORS["delphi"].answer({"form": "screening", **inputs})


def opinions(marks: list[list[float | None]] | None = None, number: int | None = None) -> ExpertOpinions:
    rows = tuple(tuple(row) for row in marks or MARKS)
    experts = tuple(f"e{place}" for place in range(len(rows)))
    levels = ((Grade.GOOD, Grade.FAIR, Grade.POOR, Grade.EXCELLENT),) * len(rows)
    return ExpertOpinions(experts, NAMES, rows, levels, "2025", Place(f"experts/{number}.xlsx"), number)  # type: ignore[arg-type]


def judged(screening: dict[str, Any] | None, said: ExpertOpinions | None = None, **more: Any) -> Evaluation:
    part = {
        "share": 1.0,
        "method": "expert_levels",
        "weights": "expert_mean",
        "from": "experts/",
        "screening": screening,
    }
    content = definition() | {
        "abilities": {"management": {"zh": "管理", "en": "Management"}},
        "parts": {"ratings": part | {"indicators": {name: {"ability": "management"} for name in NAMES}}},
    }
    known = values({("own", "2025"): {"current_ratio": 1.0}})
    return evaluate(known, scheme(content), "mine", CATALOG, "own", "2025", opinions=said or opinions(), **more)


@pytest.mark.serves("003-186")
def test_screening_keeps_what_the_experts_find_important_and_agree_on():
    found = judged({"mean": 7.5, "variation": 0.25})

    columns = list(zip(*MARKS, strict=True))
    expected = [statistics.mean(c) >= 7.5 and statistics.stdev(c) / statistics.mean(c) <= 0.25 for c in columns]
    assert expected == [True, True, False, True]
    assert [row.kept for row in found.parts[0].screened] == expected
    assert [row.id for row in found.indicators] == [name for name, keep in zip(NAMES, expected, strict=True) if keep]
    left = next(facts for rule, facts in found.warnings if rule == "S48")
    assert (left["mean"], left["variation"]) == pytest.approx((5.75, statistics.stdev(columns[2]) / 5.75))
    assert sum(row.weight for row in found.indicators) == pytest.approx(1.0)


@pytest.mark.serves("003-186")
def test_boundaries_come_from_the_marks_themselves():
    alone = run(marks=MARKS, full_mark=10)
    found = judged({"boundaries": True})

    means = [statistics.mean(c) for c in zip(*MARKS, strict=True)]
    assert alone["mean_limit"] == pytest.approx(statistics.mean(means) - statistics.stdev(means))
    assert [row.kept for row in found.parts[0].screened] == alone["kept"]


def test_one_indicator_alone_gives_no_limits():
    alone = boundaries(consulted(np.array([[8.0], [9.0], [10.0]]), 10.0))

    assert np.isnan([alone.mean, alone.variation, alone.full_rate]).all()


@pytest.mark.serves("003-186")
def test_limits_of_a_published_consultation():
    """Counts of five scores for four subjects; limits mean − s, CV mean + s, full-score rate mean − s."""
    counts = [[10, 12, 9, 2, 0], [20, 11, 1, 1, 0], [9, 17, 7, 0, 0], [13, 14, 5, 1, 0]]
    found = run(frequencies=counts, scores=[5, 4, 3, 2, 1])

    assert found["mean_limit"] == pytest.approx(3.90894240763)
    assert found["cv_limit"] == pytest.approx(0.222443583656)
    assert found["full_limit"] == pytest.approx(0.243437733073)
    assert found["kept"] == [False, True, True, True]


@given(st.lists(st.lists(st.integers(1, 10), min_size=3, max_size=3), min_size=2, max_size=8))
def test_a_stricter_limit_never_keeps_more(marks: list[list[int]]):
    lenient, strict = run(marks=marks, mean_limit=4.0), run(marks=marks, mean_limit=7.0)

    assert all(one or not other for one, other in zip(lenient["kept"], strict["kept"], strict=True))


def test_nothing_is_left_out_where_nothing_would_remain_or_nobody_marked():
    assert len(judged({"mean": 11.0}).indicators) == 4
    unmarked = opinions([[None] * 4] * 3)
    assert len(judged({"mean": 5.0}, unmarked).indicators) == 4


@pytest.mark.parametrize(
    "inputs",
    [
        {},
        {"marks": [[1, 2]], "frequencies": [[1, 2]]},
        {"marks": [[None, None]]},
        {"frequencies": [[1, 2]], "scores": [1]},
        {"frequencies": [[1.5, 2]], "scores": [1, 2]},
        {"frequencies": [[-1, 2]], "scores": [1, 2]},
        {"marks": [[1, 2], [1]]},
    ],
)
def test_a_screening_that_cannot_be_is_refused(inputs: dict[str, Any]):
    with pytest.raises(Refused):
        run(**inputs)


@pytest.mark.serves("003-188")
def test_each_round_tells_how_far_its_experts_agree():
    first = [[9, 3, 5, 1], [1, 7, 9, 3], [5, 8, 2, 9], [8, 8, 7, 2]]
    held = [opinions(first, 1), opinions(MARKS, 2)]  # type: ignore[arg-type]
    found = judged(None, held[1], rounds=held).parts[0].rounds

    def by_definition(marks: list[list[int]]) -> float:
        ranks = np.array([stats.rankdata(row) for row in marks])
        m, n = ranks.shape
        ties = sum(c**3 - c for row in ranks for c in np.unique(row, return_counts=True)[1])
        spread = ((ranks.sum(axis=0) - ranks.sum() / n) ** 2).sum()
        return float(12 * spread / (m**2 * (n**3 - n) - m * ties))

    assert [one.number for one in found] == [1, 2]
    assert [one.w for one in found] == pytest.approx([by_definition(first), by_definition(MARKS)])
    for one in found:
        assert one.chi2 == pytest.approx(4 * 3 * (one.w or 0))
        assert one.p == pytest.approx(stats.chi2.sf(one.chi2, 3))
    friedman = stats.friedmanchisquare(*np.array(MARKS).T)
    assert found[1].chi2 == pytest.approx(friedman.statistic)
    assert found[1].p == pytest.approx(friedman.pvalue)


def test_experts_who_leave_blanks_do_not_count_and_one_alone_cannot_agree():
    gapped = [*MARKS, [None, 1, 2, 3]]
    full, short = (judged(None, opinions(rows), rounds=[opinions(rows)]) for rows in (MARKS, gapped))  # type: ignore[arg-type]
    assert full.parts[0].rounds == short.parts[0].rounds

    alone = judged(None, opinions(MARKS[:1]), rounds=[opinions(MARKS[:1])]).parts[0]  # type: ignore[arg-type]
    assert (alone.rounds[0].experts, alone.rounds[0].w) == (1, None)


def test_two_experts_are_enough_to_agree_or_not():
    rows = [[9.0, 8, 7, 6], [8, 9, 7, 6]]
    (told,) = judged(None, opinions(rows), rounds=[opinions(rows)]).parts[0].rounds

    # Two rankings that differ by one exchange of neighbours: W = 12 * (sum of (rank sum - 5)^2) / (2^2 * (4^3 - 4)).
    sums = np.array([3, 3, 6, 8])
    assert told.w == pytest.approx(12 * float(((sums - 5) ** 2).sum()) / (4 * 60))


def test_the_last_round_of_a_consultation_speaks_and_the_earlier_ones_are_no_finding():
    held = [opinions(number=1), opinions(number=2)]

    assert choices.of_period(held, "2025") is held[1]
    assert not choices.remarks(held, "2025")
    assert choices.up_to(held[::-1], "2025") == tuple(held)
    assert not choices.up_to(held, "2024")


@pytest.mark.parametrize(
    ("title", "number"), [("专家评议表（第二轮）", 2), ("第3轮专家咨询", 3), ("Round 1", 1), ("专家评议表", None)]
)
def test_the_number_of_a_round_stands_in_its_title(title: str, number: int | None, tmp_path: Path):
    path = tmp_path / "experts.csv"
    path.write_text(f"{title}\n2025年\n专家,决策能力,控制能力\n甲,9,8\n乙,优,良\n", encoding="utf-8")

    assert [one.number for one in read_paths([path], CATALOG).rounds] == [number]


@pytest.mark.slow
@pytest.mark.serves("003-195")
def test_agreement_and_reliability_are_printed_with_experts_and_items():
    shown = CliRunner().invoke(app, ["evaluate", str(RENHE), "--lang", "zh"]).output

    assert "克朗巴赫α" in shown
    assert "α）0.601（专家5人，7项中6项由全体评定）" in shown
    assert "肯德尔W＝" in shown
