"""A whole panel at once gives what each hospital gets alone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented import definition, scheme, values

from reportgen.catalog import load_catalog
from reportgen.model.values import Flag, Reason
from reportgen.scoring import evaluate, score_panel
from reportgen.scoring.panel import _shown_only, grade_at, grades_of
from reportgen.scoring.standards import verdict

CATALOG = load_catalog()
NAMES = ("current_ratio", "cash_to_short_term_debt", "receivable_turnover_days", "net_asset_growth")


def panel(weights: str = "given") -> tuple[dict[str, object], dict[tuple[str, str], dict[str, float | Reason]]]:
    generator = np.random.default_rng(3)
    rows: dict[tuple[str, str], dict[str, float | Reason]] = {}
    for period in ("2024", "2025"):
        for number in range(9):
            rows[f"h{number}", period] = dict(zip(NAMES, generator.uniform(0.5, 5.5, 4).tolist(), strict=True))
    rows["h3", "2025"]["receivable_turnover_days"] = Reason.MISSING_INPUT
    rows["h4", "2025"] |= {"receivable_turnover_days": Reason.MISSING_INPUT, "net_asset_growth": Reason.MISSING_PRIOR}
    rows["h5", "2025"]["net_asset_growth"] = Reason.NEGATIVE_BASE
    content = definition()
    content["parts"]["quantitative"]["weights"] = weights
    return content, rows


@pytest.mark.parametrize("weights", ["given", "variation_weights"])
def test_each_hospital_gets_what_it_would_get_alone(weights: str):
    content, rows = panel(weights)
    made, frame = scheme(content), values(rows)
    found = score_panel(frame, made, "trial", CATALOG)

    for entity, period, total, place in zip(found.entities, found.periods, found.totals, found.grades, strict=True):
        own = evaluate(frame, made, "trial", CATALOG, entity, period, peers=frame)
        assert own.grade is grade_at(int(place), made)
        assert own.score == (None if np.isnan(total) else pytest.approx(total))


@pytest.mark.parametrize("case", ["as it is", "ranged", "floored", "not applicable", "of too few months"])
def test_beside_a_whole_panel_a_hospital_stands_where_it_does_beside_the_others(case: str):
    """What a panel got is kept for all of its hospitals, and none of them meets what was kept for other terms."""
    content, rows = panel()
    facts: dict[str, Any] = {"not_applicable": ["net_asset_growth"]} if case == "not applicable" else {}
    if case == "floored":
        content["negative_net_assets"] = "floor"
    if case == "ranged":
        inner = content["parts"]["quantitative"]["indicators"]["current_ratio"]  # type: ignore[index]
        ranges = {"excellent": [2, 3], "good": [1.8, 3.5], "fair": [1.5, 4], "low": [1.2, 5], "poor": [1, 6]}
        inner |= {"direction": "target", "standards": {"kind": "plan", "source": "test", **ranges}}
    young = {("current_ratio", one, "2025-02"): (Flag.ANNUALISED,) for one in ("h1", "h2")}
    if case == "of too few months":
        rows |= {(entity, "2025-02"): row for (entity, period), row in rows.items() if period == "2025"}
    everybody, made = replace(values(rows), flags=young), scheme(content)

    for entity, period in rows:
        alone = values({place: row for place, row in rows.items() if place[0] != entity})
        beside = evaluate(everybody, made, "trial", CATALOG, entity, period, peers=alone, **facts)
        assert evaluate(everybody, made, "trial", CATALOG, entity, period, peers=everybody, **facts) == beside
        placed = [one.peer for one in beside.indicators if one.peer is not None]
        assert [len(one.values) for one in placed] == [one.n for one in placed]
        brief = evaluate(
            everybody, made, "trial", CATALOG, entity, period, peers=everybody, keeps_peer_values=False, **facts
        )
        assert [one.peer for one in brief.indicators if one.peer is not None] == [
            replace(one, values=()) for one in placed
        ]


def test_what_a_case_declares_as_not_applicable_is_missing_for_its_peers():
    """Not scored for them either, it was never declared of them: two fifths of the weight are too much to do without."""
    content, rows = panel()

    found = [
        evaluate(
            values(rows), scheme(content), "trial", CATALOG, "h0", "2025", peers=values(rows), not_applicable=declared
        )
        for declared in ((), ("current_ratio",))
    ]

    assert [(one.score is None, one.ranked) for one in found] == [(False, 8), (False, 0)]


@given(st.lists(st.one_of(st.floats(0, 100), st.sampled_from([84.995, 84.994, 69.995, 50.0, 49.995])), min_size=1))
def test_grades_are_those_of_printed_scores(totals: list[float]):
    made = scheme(definition())

    told = [grade_at(int(place), made) for place in grades_of(np.array(totals), made)]
    assert told == [verdict(total, made.grades, made.decimals).grade for total in totals]


@pytest.mark.parametrize(("period", "shown_only"), [("2025-02", True), ("2025-03", False), ("2024-02", False)])
def test_of_too_few_months_an_indicator_that_is_annualised_for_one_hospital_is_scored_for_none(
    period: str, *, shown_only: bool
):
    flags = {
        ("current_ratio", "h1", "2025-02"): (Flag.ESTIMATED,),
        ("current_ratio", "h2", "2025-02"): (Flag.ANNUALISED,),
        ("current_ratio", "h2", "2025-03"): (Flag.ANNUALISED,),
    }
    known = replace(values({("h1", "2025-02"): {"current_ratio": 1.0}}), flags=flags)

    assert _shown_only(known, "current_ratio", period, scheme(definition())) is shown_only
