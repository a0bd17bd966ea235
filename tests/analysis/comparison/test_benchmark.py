"""The hospital beside the best of its peers."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.cases import case, sample
from reportgen.analysis.answer import Unavailable
from reportgen.model.definitions import Direction


@pytest.mark.serves("003-196")
def test_the_gap_is_to_the_best_by_the_direction():
    from reportgen.analysis.comparison.against import direction_of

    found = sample()["comparison.benchmarks"]
    assert found
    for one in found:
        values = sample().material.peers.values[one.id].xs("2026-10", level=1).dropna().tolist()
        higher = direction_of(sample(), one.id) is Direction.HIGHER
        assert one.best == pytest.approx(max(values) if higher else min(values))
        assert one.gap == pytest.approx(one.best - one.own if higher else one.own - one.best)
        assert one.place == 1 + sum(v > one.own if higher else v < one.own for v in values)
        assert one.who in sample().material.peer_names


def test_without_peers_the_reason_says_where_to_name_them(tmp_path: Path):
    found = case(tmp_path, {"total_income@2025": 1.0}, "2025")["comparison.benchmarks"]

    assert isinstance(found, Unavailable)
    assert found.why == "peers"


def test_the_own_best_is_of_the_same_month_in_earlier_years_with_their_number(tmp_path: Path):
    from reportgen.analysis.comparison.against import best_of_years

    debts = {"2022-03": 50, "2023-03": 40, "2024-03": 45, "2024-12": 10, "2024": 10, "2025-03": 44}
    figures = {f"total_liabilities@{when}": float(value) for when, value in debts.items()}
    figures |= {f"total_assets@{when}": 100.0 for when in debts}
    found = best_of_years(case(tmp_path, figures, "2025-03"), "asset_liability_ratio", Direction.LOWER)

    assert (found.value.value, found.period, found.n) == (0.4, "2023-03", 3)
