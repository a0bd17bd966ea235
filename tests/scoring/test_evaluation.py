"""Evaluations: what is scored, what is withheld, whose weights count."""

from __future__ import annotations

import math
from types import SimpleNamespace
from typing import Any

import pytest
from invented import annualised, definition, scheme, values

from reportgen.catalog import load_catalog
from reportgen.model.experts import ExpertOpinions
from reportgen.model.results import Evaluation
from reportgen.model.schemes import Grade
from reportgen.model.values import Flag, IndicatorValues, Reason
from reportgen.scoring import evaluate, remarks_of
from reportgen.scoring.results import part_result

GOOD = {"current_ratio": 4.0, "cash_to_short_term_debt": 4.0, "receivable_turnover_days": 2.0, "net_asset_growth": 4.0}
CATALOG = load_catalog()


def judged(
    own: IndicatorValues, content: dict[str, Any] | None = None, period: str = "2025", **more: Any
) -> Evaluation:
    return evaluate(own, scheme(content or definition()), "trial", CATALOG, "own", period, **more)


def of(period: str = "2025", **changes: Any) -> IndicatorValues:
    return values({("own", period): {**GOOD, **changes}})


def weighed_by_variation() -> dict[str, Any]:
    content = definition()
    content["parts"]["quantitative"]["weights"] = "variation_weights"
    return content


def panel(count: int, period: str = "2025") -> IndicatorValues:
    rows = {
        (f"h{number}", period): {
            "current_ratio": 3.0 + number,
            "cash_to_short_term_debt": 3.0,
            "receivable_turnover_days": 2.0 + 0.1 * number,
            "net_asset_growth": 2.0 + 0.2 * number,
        }
        for number in range(count)
    }
    return values(rows)


def test_points_add_up_to_the_total_and_parts_and_abilities_agree():
    found = judged(of(current_ratio=4.5, net_asset_growth=0.5))

    assert found.score == pytest.approx(0.4 * 90 + 0.2 * 80 + 0.25 * 80)
    assert found.score == pytest.approx(sum(row.points or 0 for row in found.indicators))
    assert [row.score for row in found.abilities] == pytest.approx([(0.4 * 90 + 0.2 * 80) / 0.6, 80.0, 0.0])
    assert found.indicator("net_asset_growth").level == "poor"
    assert found.indicator("net_asset_growth").steps is not None


def test_a_lost_ability_gives_its_weight_to_the_others():
    found = judged(of(receivable_turnover_days=Reason.MISSING_INPUT))

    assert found.score == pytest.approx(80.0)
    assert found.incomplete
    assert found.indicator("current_ratio").effective_weight == pytest.approx(0.4 / 0.75)


def test_too_much_missing_weight_withholds_the_grade():
    found = judged(of(receivable_turnover_days=Reason.MISSING_INPUT, net_asset_growth=Reason.MISSING_PRIOR))

    assert (found.score, found.score_printed, found.grade) == (None, None, None)
    assert found.parts[0].withheld is not None
    assert found.parts[0].missing_weight == pytest.approx(0.4)
    assert [finding.rule for finding in remarks_of(found)] == ["S25"]


def test_shares_in_remarks_have_two_decimals_at_most():
    content = definition()
    content["parts"]["quantitative"]["missing_limit"] = 1 / 3
    missing = {"receivable_turnover_days": Reason.MISSING_INPUT, "net_asset_growth": Reason.MISSING_PRIOR}
    (remark,) = remarks_of(judged(of(**missing), content))

    assert (remark.facts["missing"], remark.facts["limit"]) == (40.0, 33.33)


def test_exactly_the_limit_still_gets_a_grade():
    content = definition()
    content["parts"]["quantitative"]["missing_limit"] = 0.4
    missing = {"receivable_turnover_days": Reason.MISSING_INPUT, "net_asset_growth": Reason.MISSING_PRIOR}

    assert judged(of(**missing), content).score == pytest.approx(80.0)


def test_what_does_not_apply_is_not_missing():
    own = of(cash_to_short_term_debt=Reason.NOT_APPLICABLE, net_asset_growth=Reason.MISSING_PRIOR)
    found = judged(own, not_applicable=["receivable_turnover_days"])

    assert found.parts[0].missing_weight == pytest.approx(0.15)
    assert found.score == pytest.approx(80.0)
    assert found.indicator("receivable_turnover_days").score is None


def test_negative_net_assets_are_no_relief():
    own = of(net_asset_growth=Reason.NEGATIVE_BASE)
    floored = judged(own)
    content = definition()
    content["negative_net_assets"] = "redistribute"

    assert floored.score == pytest.approx(80 * 0.85)
    assert Flag.FLOORED in floored.indicator("net_asset_growth").flags
    assert floored.indicator("net_asset_growth").value is None
    assert judged(own, content).score == pytest.approx(80.0)


@pytest.mark.parametrize(("period", "scored"), [("2025-02", False), ("2025-03", True)])
def test_under_three_months_an_annualised_figure_is_shown_only(period: str, scored: bool):  # noqa: FBT001
    own = values({("own", period): GOOD}, annualised("current_ratio", period))
    row = judged(own, period=period).indicator("current_ratio")

    assert row.value == 4.0
    assert (row.score is not None) is scored


@pytest.mark.parametrize(
    ("period", "interim"), [("2025", False), ("2025-12", False), ("2025-11", True), ("2025-Q3", True)]
)
def test_a_part_of_a_year_is_interim(period: str, interim: bool):  # noqa: FBT001
    assert judged(of(period), period=period).interim is interim


def test_print_and_level_agree_while_the_score_is_exact():
    row = judged(of(current_ratio=3.9961)).indicator("current_ratio")

    assert row.level == "good"
    assert row.score == pytest.approx(79.922)


def test_the_same_period_of_last_year_stands_beside():
    own = values({("own", "2024"): {"current_ratio": 3.5}, ("own", "2025"): GOOD})

    assert judged(own).indicator("current_ratio").previous == 3.5


def test_weights_come_from_the_peers_and_ourselves():
    found = judged(of(), weighed_by_variation(), peers=panel(5))

    assert (found.parts[0].weighting, len(found.parts[0].objects)) == ("variation_weights", 6)
    assert sum(row.weight for row in found.parts[0].weights) == pytest.approx(1.0)
    assert found.parts[0].weights[0].weight > found.parts[0].weights[2].weight


def test_a_panel_of_an_earlier_period_will_do():
    found = judged(of("2025-06"), weighed_by_variation(), "2025-06", peers=panel(6, "2024"))

    assert len(found.parts[0].objects) == 6


def test_own_years_stand_in_for_too_few_peers():
    years = {
        ("own", str(year)): {name: value + 0.1 * (year - 2022) for name, value in GOOD.items()}
        for year in (2023, 2024, 2025)
    }
    found = judged(values(years), weighed_by_variation(), peers=panel(2))

    assert found.parts[0].objects == ("2023", "2024", "2025")


def test_without_objects_the_weights_are_equal_and_the_report_says_so():
    found = judged(of(), weighed_by_variation())

    assert {row.weight for row in found.indicators} == {0.25}
    assert [finding.rule for finding in remarks_of(found)] == ["S20"]
    assert "3" in CATALOG.messages.say(remarks_of(found)[0], "en").message


def test_a_column_without_spread_and_one_around_zero_are_remarked():
    own = values({("own", "2025"): {**GOOD, "cash_to_short_term_debt": 3.0, "net_asset_growth": 0.0}})
    peers = panel(6)
    peers.values["net_asset_growth"] = [-1.0, 1.0, -1.0, 1.01, -0.5, 0.5]
    found = judged(own, weighed_by_variation(), peers=peers)

    assert [finding.rule for finding in remarks_of(found)] == ["S22", "S21"]


def test_two_periods_compare_by_the_same_weights():
    now = judged(of(), weighed_by_variation(), peers=panel(5))
    before = judged(of("2024"), weighed_by_variation(), "2024", weights_of=now)

    assert [row.weight for row in before.indicators] == [row.weight for row in now.indicators]


@pytest.mark.parametrize("count", [4, 5])
def test_peers_give_a_place_from_five_on(count: int):
    found = judged(of(), peers=panel(count))
    peer = found.indicator("current_ratio").peer

    assert (peer is not None) is (count == 5)
    assert found.ranked == (6 if count == 5 else 0)


def test_a_peer_with_too_little_has_no_total_and_leaves_the_rank():
    peers = panel(7)
    peers.values.loc[("h6", "2025"), ["current_ratio", "net_asset_growth", "receivable_turnover_days"]] = math.nan

    assert judged(of(), peers=panel(7)).ranked == 8
    assert judged(of(), peers=peers).ranked == 7


def test_the_score_that_compares_with_peers_is_that_of_the_parts_they_have():
    content = definition()
    content["abilities"]["management"] = {"zh": "管理", "en": "Management"}
    content["parts"]["quantitative"]["share"] = 0.8
    content["parts"]["qualitative"] = {
        "share": 0.2, "method": "expert_levels", "weights": {"method": "delphi"}, "from": "experts/",
        "indicators": {"control_ability": {"ability": "management"}},
    }  # fmt: skip
    said = ExpertOpinions(("a",), ("control_ability",), ((9.0,),), ((Grade.POOR,),))
    found = judged(of(), content, peers=panel(5), opinions=said)

    assert found.comparable_score == pytest.approx(found.parts[0].score)
    assert found.score is not None
    assert found.comparable_score != pytest.approx(found.score)
    assert judged(of()).comparable_score == pytest.approx(judged(of()).score)


def test_a_row_of_our_own_among_the_peers_is_passed_over():
    peers = panel(5)
    doubled = values({("own", "2025"): GOOD, **{key: dict(peers.values.loc[key]) for key in peers.values.index}})

    assert judged(of(), peers=doubled).ranked == 6


@pytest.mark.serves("002-08")
def test_a_part_without_opinions_withholds_the_total_unless_the_scheme_allows_it():
    content = definition()
    content["abilities"]["management"] = {"zh": "管理", "en": "Management"}
    content["parts"]["quantitative"]["share"] = 0.8
    content["parts"]["qualitative"] = {
        "share": 0.2, "method": "expert_levels", "weights": {"method": "delphi"}, "from": "experts/",
        "indicators": {"control_ability": {"ability": "management"}},
    }  # fmt: skip
    assert judged(of(), content).score is None

    content["allow_missing_part"] = True
    found = judged(of(), content)
    assert found.score == pytest.approx(80.0)
    assert sum(row.effective_weight for row in found.indicators) == pytest.approx(1.0)


def test_indicators_that_say_the_same_are_remarked():
    content = definition()
    rows = content["parts"]["quantitative"]["indicators"]
    rows["receivable_turnover"] = {**rows["current_ratio"], "weight": 0.0}
    found = judged(of(receivable_turnover=4.0), content)

    assert [finding.rule for finding in remarks_of(found)] == ["S27"]


@pytest.mark.parametrize(("part", "name"), [("quantitative", "Quantitative evaluation"), ("own", "Ranking by TOPSIS")])
def test_a_part_that_its_scheme_does_not_name_is_called_what_it_usually_is(part: str, name: str):
    catalog = load_catalog()
    scores = SimpleNamespace(
        part=SimpleNamespace(name=None, share=1.0, method="topsis"), total=[float("nan")], missing=[0.0], withheld=None, additive=True,
        weights=SimpleNamespace(weighting="given", objects=0, rows=()), ranking=None, corrections=None,
    )  # fmt: skip

    assert part_result(SimpleNamespace(catalog=catalog), part, scores).name.en == name  # type: ignore[arg-type]
