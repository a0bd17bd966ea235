"""A measure is proposed only where it can move its indicator, aims beyond the peers, and is no longer than any step seen."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from analysis.cases import sample
from analysis.registers import with_rows, written
from reportgen.analysis.draws import Rescoring
from reportgen.analysis.outlook.proposed import NotProposed, Proposed, is_reached, longest_step
from reportgen.model.registers import Record


def with_aims(**aims: float) -> Proposed:
    """The proposals of the sample with other aims in the register, by the ids of measures."""

    def change(row: Record) -> Record:
        name = row.text("action").replace("-", "_")
        return written(row, expected=aims[name]) if name in aims else row

    found: Proposed = with_rows("actions", change).analysis["outlook.proposed"]
    return found


def why(found: Proposed) -> dict[str, NotProposed]:
    return {one.action.indicator: one.why for one in found.left_out}


def test_only_what_passes_is_proposed_and_the_rest_is_told_with_its_reason():
    found = sample()["outlook.proposed"]

    assert [step.action.indicator for step in found.steps] == ["receivable_turnover_days"]
    assert why(found) == {
        "current_ratio": NotProposed.TOO_FAR, "consumables_per_100_medical_income": NotProposed.TOO_FAR,
        "admin_expense_rate": NotProposed.BEHIND, "total_asset_growth": NotProposed.NO_LEVER,
        "interest_cover": NotProposed.NO_LEVER,
    }  # fmt: skip


def test_the_longest_step_is_looked_for_among_the_peers_and_in_the_own_months():
    material = sample().material
    peers = material.peers.values["current_ratio"].unstack()
    own = max(after - before for before, after in [("2023", "2024"), ("2024", "2025"), ("2025-10", "2026-10")]
              for before, after in zip(peers[before], peers[after], strict=True))  # fmt: skip

    assert longest_step(material, "current_ratio", 1) == pytest.approx(own)


def test_a_shorter_step_passes_and_one_behind_the_median_does_not():
    near = sample()["signals.follow_up"].actions[0].now.value + 0.05
    assert "current_ratio" in {step.action.indicator for step in with_aims(ZG2026_01=near).steps}

    behind = with_aims(ZG2026_05=12.95 - 0.2, ZG2026_02=48.0)
    assert why(behind)["receivable_turnover_days"] is NotProposed.NO_AIM  # worse than the value now


def test_back_to_where_it_stood_a_year_ago_is_never_too_far_and_beyond_it_is():
    before = sample().books.indicator("receivable_turnover_days", sample().books.now.previous_year()).value

    assert [step.aim for step in with_aims(ZG2026_02=before).steps] == [before]
    assert why(with_aims(ZG2026_02=before - 1))["receivable_turnover_days"] is NotProposed.TOO_FAR


def test_days_less_free_their_share_of_the_mean_balance():
    step = sample()["outlook.proposed"].steps[0]
    mean = (119_171_344.14 + 177_469_236.29) / 2

    assert step.freed == pytest.approx(mean * (1 - 36.0 / step.value))
    assert step.saved is None


def test_points_are_net_of_what_the_cash_does_to_other_indicators():
    material, found = sample().material, sample()["outlook.proposed"]
    step, rescoring = found.steps[0], Rescoring.of(material.evaluation, material.scheme)
    rows = {row.id: (at, row) for at, row in enumerate(material.evaluation.indicators)}

    def gain(name: str, value: float) -> float:
        at, row = rows[name]
        return (float(rescoring.scores(at, np.array([value]))[0]) - row.score) * row.effective_weight

    own = gain("receivable_turnover_days", 36.0)
    cash = gain("cash_to_short_term_debt", (318_722_616.41 + step.freed) / 80_500_000)
    assert step.is_net
    assert own < step.points
    assert step.points == pytest.approx(own + cash, abs=0.005)
    assert found.points == pytest.approx(step.points)
    assert found.score == pytest.approx(material.evaluation.score + found.points)


def test_all_together_count_each_indicator_once():
    near = sample()["signals.follow_up"].actions[0].now.value + 0.05
    found = with_aims(ZG2026_01=near)

    assert len(found.steps) == 2
    assert found.points == pytest.approx(sum(step.points for step in found.steps), abs=0.01)


def test_a_saved_expense_is_told_for_a_whole_year():
    (step,) = [one for one in with_aims(ZG2026_05=12.5).steps if one.action.indicator.startswith("consumables")]
    spent = sample().books.to_date("consumables_expense").value

    assert step.freed == pytest.approx(spent * (1 - 12.5 / step.value))
    assert step.saved == pytest.approx(step.freed * 12 / 10)


def test_towards_a_range_an_aim_is_reached_from_its_own_side():
    late = next(one for one in sample()["signals.follow_up"].actions if one.indicator == "current_ratio")

    assert late.is_reached is None
    assert is_reached(sample(), late) is False
    assert is_reached(sample(), replace(late, expected=1.1)) is True


def test_without_a_register_nothing_of_it_is_proposed():
    found = with_rows("actions", lambda _: None).analysis["outlook.proposed"]

    assert all(step.action.place.file == "case.yaml" for step in found.steps)
    assert found.points is None or found.steps
