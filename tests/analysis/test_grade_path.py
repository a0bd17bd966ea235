"""Strengths, risks and the way to the next grade."""

from __future__ import annotations

from dataclasses import replace

import pytest
from evaluations import evaluation, indicator, judged

from reportgen.analysis import path_to_next_grade, risks, strengths
from reportgen.analysis.grade_path import fell
from reportgen.catalog import load_catalog
from reportgen.model.results import Evaluation, PeerPosition

CATALOG = load_catalog()
SCHEME = CATALOG.schemes["comprehensive_80_20"]


def test_levers_are_added_by_gain_until_the_grade_is_reached():
    found = evaluation(
        indicator("current_ratio", 40, 0.4),
        indicator("receivable_turnover_days", 60, 0.3),
        indicator("inventory_turnover_days", 80, 0.3),
    )
    path = path_to_next_grade(found, SCHEME, CATALOG)

    assert path is not None
    assert (path.target, path.gap) == ("good", pytest.approx(12.0))
    assert [(lever.id, lever.gain, lever.total) for lever in path.levers] == [
        ("current_ratio", pytest.approx(24), pytest.approx(82))
    ]
    assert path.reached
    assert path.best == pytest.approx(100)


def test_surplus_and_judgement_are_never_levers():
    found = evaluation(
        indicator("medical_surplus_rate", 20, 0.5),
        judged(indicator("control_ability", 20, 0.3)),
        indicator("current_ratio", 60, 0.2),
    )
    path = path_to_next_grade(found, SCHEME, CATALOG)

    assert path is not None
    assert [lever.id for lever in path.levers] == ["current_ratio"]
    assert (path.reached, path.best) == (False, pytest.approx(36.0))


def test_the_best_grade_shows_its_margin_and_its_largest_threat():
    found = evaluation(indicator("current_ratio", 100, 0.5), indicator("receivable_turnover_days", 85, 0.5))
    path = path_to_next_grade(found, SCHEME, CATALOG)

    assert path is not None
    assert (path.target, path.levers, path.gap) == (None, (), pytest.approx(85 - 92.5))
    assert path.threat is not None
    assert path.threat.level == "fair"
    assert (path.threat.id, path.threat.loss) == ("receivable_turnover_days", pytest.approx(12.5))


def test_threats_that_cost_as_much_are_all_told_of():
    found = evaluation(indicator("current_ratio", 100, 0.5), indicator("receivable_turnover_days", 100, 0.5))
    path = path_to_next_grade(found, SCHEME, CATALOG)

    assert path is not None
    assert path.threat is not None
    assert {path.threat.id, *path.threat.besides} == {"current_ratio", "receivable_turnover_days"}


def test_strengths_are_measured_against_the_peers():
    ahead = replace(indicator("current_ratio", 90, 0.5), peer=PeerPosition(9, 3.0, 2.0, 4.0, 90.0, 1))
    behind = replace(indicator("receivable_turnover_days", 50, 0.5), peer=PeerPosition(9, 4.0, 3.0, 5.0, 10.0, 9))
    found = strengths(evaluation(ahead, behind), SCHEME)

    assert [(one.id, one.against_peers, one.advantage) for one in found] == [
        ("current_ratio", True, pytest.approx(15.0))
    ]


def test_full_marks_are_a_strength_though_the_peers_have_them_too():
    level = PeerPosition(9, 3.0, 2.0, 4.0, 90.0, 1)
    full = replace(indicator("current_ratio", 100, 0.2), peer=replace(level, median=99.0))
    ahead = replace(indicator("quick_ratio", 90, 0.5), peer=level)
    behind = replace(indicator("receivable_turnover_days", 50, 0.3), peer=replace(level, median=4.0))

    found = strengths(evaluation(full, ahead, behind), SCHEME)

    assert [(one.id, one.advantage > 0) for one in found] == [("quick_ratio", True), ("current_ratio", False)]


def test_a_fall_that_the_total_does_not_show_is_no_worsening():
    before = evaluation(indicator("a", 40, 0.6), indicator("b", 70.01, 0.4))
    after = evaluation(indicator("a", 40, 0.6), indicator("b", 70, 0.4))

    assert [(one.id, one.worsening) for one in risks(after, before)] == [("a", False), ("b", False)]


@pytest.mark.parametrize(
    ("before", "score", "weight", "shows"),
    [(61.0, 60.0, 0.005, True), (60.995, 60.0, 0.005, False), (60.0, 61.0, 0.5, False), (None, 60.0, 0.5, False)],
)
def test_a_fall_shows_in_the_total_from_half_of_its_last_decimal_on(
    before: float | None, score: float, weight: float, *, shows: bool
):
    assert fell(before, score, weight) is shows


def test_what_worsens_comes_before_what_costs_more():
    before = evaluation(indicator("a", 40, 0.6), indicator("b", 80, 0.4))
    after = evaluation(indicator("a", 40, 0.6), indicator("b", 70, 0.4))

    assert [(one.id, one.worsening) for one in risks(after, before)] == [("b", True), ("a", False)]
    assert [one.id for one in risks(after)] == ["a", "b"]


def test_a_step_goes_no_further_than_the_better_quarter_of_the_peers():
    quartiles = PeerPosition(9, 3.2, 3.0, 4.0, 50.0, 5)  # the standard of the best level is 5, that of the next one 4
    found = evaluation(replace(indicator("inventory_turnover_days", 60, 1.0), peer=quartiles))
    path = path_to_next_grade(found, SCHEME, CATALOG)

    assert path is not None
    assert [(lever.value, lever.target, lever.gain) for lever in path.levers] == [(3.0, 4.0, pytest.approx(20))]
    assert (path.reached, path.best) == (True, pytest.approx(80))


def test_what_the_hospital_itself_reached_it_can_reach_again():
    quartiles = PeerPosition(9, 3.2, 3.0, 4.0, 50.0, 5)
    before = evaluation(indicator("inventory_turnover_days", 92, 1.0))  # a value of 4.6
    found = evaluation(replace(indicator("inventory_turnover_days", 60, 1.0), peer=quartiles))
    path = path_to_next_grade(found, SCHEME, CATALOG, (before,))

    assert path is not None
    assert [(lever.target, lever.gain) for lever in path.levers] == [(pytest.approx(4.6), pytest.approx(32))]


def test_what_nobody_is_known_to_do_better_brings_nothing():
    quartiles = PeerPosition(9, 2.0, 1.5, 2.5, 99.0, 1)
    found = evaluation(replace(indicator("inventory_turnover_days", 60, 1.0), peer=quartiles))
    path = path_to_next_grade(found, SCHEME, CATALOG)

    assert path is not None
    assert (path.levers, path.reached, path.best) == ((), False, pytest.approx(60))


def test_a_step_longer_than_any_of_the_hospitals_own_within_a_year_says_so():
    years = [replace(evaluation(indicator("inventory_turnover_days", score, 1.0)), period=year)
             for score, year in ((40, "2022"), (80, "2023"), (70, "2024"))]  # fmt: skip
    now = evaluation(indicator("inventory_turnover_days", 60, 1.0))
    peers = PeerPosition(9, 3.2, 3.0, 4.9, 50.0, 5)

    def beyond(history: list[Evaluation], **changes: object) -> list[bool]:
        here = replace(now, indicators=(replace(now.indicators[0], **changes),))
        path = path_to_next_grade(here, SCHEME, CATALOG, history)
        assert path is not None
        return [lever.is_beyond for lever in path.levers]

    assert beyond(years) == [False]  # to 4.0, a step of 1.0; from 2022 to 2023 it made 2.0
    assert beyond(years[1:]) == [True]  # since then it has only fallen
    assert beyond(years[:2], peer=peers) == [False]
    assert beyond([], peer=peers) == [False]  # nothing is known


def test_what_asks_for_money_is_no_step_where_solvency_is_weak():
    assert CATALOG.indicators["fixed_asset_newness"].needs_money

    def steps(solvency: float) -> set[str]:
        found = evaluation(
            indicator("current_ratio", solvency, 0.3),
            indicator("fixed_asset_newness", 40, 0.4),
            indicator("inventory_turnover_days", 40, 0.3),
        )
        path = path_to_next_grade(found, SCHEME, CATALOG)
        assert path is not None
        return {"fixed_asset_newness"} & {lever.id for lever in path.levers}

    assert steps(60) == {"fixed_asset_newness"}
    assert steps(45) == steps(25) == set()


def test_debt_is_repaid_once():
    found = evaluation(
        indicator("current_ratio", 40, 0.3),
        indicator("asset_liability_ratio", 60, 0.3),
        indicator("inventory_turnover_days", 80, 0.4),
    )
    path = path_to_next_grade(found, SCHEME, CATALOG)

    assert path is not None
    assert CATALOG.indicators["asset_liability_ratio"].driver == CATALOG.indicators["current_ratio"].driver
    assert [lever.id for lever in path.levers] == ["current_ratio"]
    assert path.best == pytest.approx(62 + 18 + 8)
