"""The scheme that a case gets unless it names another, row by row of what it promises."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import pytest
from invented import definition, indicator, scheme, values

from rendered import material
from report.sections.ranking import judged
from reportgen import compute, intake, scoring
from reportgen.catalog import load_catalog
from reportgen.errors import Refused
from reportgen.model.schemes import Grade
from reportgen.scoring import evaluate, insist

CATALOG = load_catalog()
DEFAULT = CATALOG.schemes["comprehensive_80_20"]
GOLDEN = Path(__file__).parents[1] / "cases" / "golden" / "complete"
COEFFICIENTS = {Grade.EXCELLENT: 1.0, Grade.GOOD: 0.8, Grade.FAIR: 0.6, Grade.LOW: 0.4, Grade.POOR: 0.2}
ABILITIES = (
    "personnel_ability", "decision_ability", "planning_ability", "organising_ability", "commanding_ability",
    "control_ability", "innovation_ability",
)  # fmt: skip
GROUPS = {
    "surplus": {"medical_surplus_rate", "return_on_assets", "admin_expense_rate", "consumables_per_100_medical_income"},
    "operating": {
        "total_asset_turnover", "receivable_turnover_days", "inventory_turnover_days", "bed_occupancy_rate",
        "average_length_of_stay",
    },
    "solvency": {"asset_liability_ratio", "current_ratio", "cash_to_short_term_debt", "interest_cover"},
    "growth": {"medical_income_growth", "total_asset_growth"},
}  # fmt: skip


@pytest.mark.serves("002-01")
def test_figures_make_eighty_and_judgement_twenty_of_a_hundred_in_five_grades():
    found = material("renhe", "2026-10").evaluation
    quantitative, qualitative = found.parts

    assert {name: part.share for name, part in DEFAULT.parts.items()} == {"quantitative": 0.8, "qualitative": 0.2}
    assert found.score == pytest.approx(0.8 * (quantitative.score or 0.0) + 0.2 * (qualitative.score or 0.0))
    assert list(DEFAULT.parts["qualitative"].indicators) == list(ABILITIES)
    assert DEFAULT.grades == {
        Grade.EXCELLENT: 85, Grade.GOOD: 70, Grade.FAIR: 50, Grade.LOW: 40, Grade.POOR: 0,
    }  # fmt: skip


@pytest.mark.parametrize(
    "group",
    [
        pytest.param("surplus", marks=pytest.mark.serves("002-03")),
        pytest.param("operating", marks=pytest.mark.serves("002-04")),
        pytest.param("solvency", marks=pytest.mark.serves("002-05")),
        pytest.param("growth", marks=pytest.mark.serves("002-06")),
    ],
)
def test_each_group_has_its_indicators_and_scores_their_weighted_mean(group: str):
    rows = [row for row in material("renhe", "2026-10").evaluation.indicators if row.ability == group]
    (ability,) = (one for one in material("renhe", "2026-10").evaluation.abilities if one.id == group)
    weights = [row.weight for row in rows]

    assert {row.id for row in rows} == GROUPS[group]
    assert len({round(row.score or 0.0, 6) for row in rows}) > 1  # so that weights show
    assert len({round(weight, 6) for weight in weights}) > 1
    assert ability.weight == pytest.approx(math.fsum(weights))
    assert ability.score == pytest.approx(
        math.fsum((row.score or 0.0) * row.weight for row in rows) / math.fsum(weights)
    )


@pytest.mark.slow
@pytest.mark.serves("002-03")
def test_a_case_replaces_the_indicators_by_a_file_of_its_own(tmp_path: Path):
    found = judged(tmp_path, "ratio_scoring", abilities={"operating": {"zh": "结余能力", "en": "Surplus"}})

    assert [one.name.en for one in found.evaluation.abilities] == ["Surplus"]
    assert {row.id for row in found.evaluation.indicators} == {
        "admin_expense_rate", "inventory_turnover_days", "receivable_turnover_days", "total_asset_turnover",
    }  # fmt: skip


@pytest.mark.serves("002-02")
def test_nine_abilities_may_be_defined_and_each_has_a_score_of_its_own():
    names = (
        "financing",
        "investing",
        "deciding",
        "control",
        "organising",
        "surplus",
        "solvency",
        "operating",
        "growth",
    )
    content = definition()
    content["abilities"] = {name: {"zh": name, "en": name} for name in names}
    rows = dict(zip(sorted(CATALOG.indicators), names, strict=False))
    part = content["parts"]["quantitative"]
    part["indicators"] = {row: indicator(name, "higher", 1 / 9) for row, name in rows.items()}
    own = values({("own", "2025"): {row: 1.0 + at / 2 for at, row in enumerate(rows)}})

    found = evaluate(own, scheme(content), "nine", CATALOG, "own", "2025")

    assert [one.id for one in found.abilities] == list(names)
    assert [one.score for one in found.abilities] == pytest.approx([20.0, 30, 40, 50, 60, 70, 80, 90, 100])


@pytest.mark.parametrize(("measured", "expected"), [(3, 100.0), (2, 100.0), (1, None)])
def test_an_ability_of_which_more_than_half_is_missing_has_no_score_of_its_own(measured: int, expected: float | None):
    """One excellent indicator of four is no excellent ability; its points count in the total all the same."""
    content = definition()
    names = sorted(CATALOG.indicators)[:5]
    part = content["parts"]["quantitative"]
    part["indicators"] = {name: indicator("solvency", "higher", 0.1) for name in names[:4]}
    part["indicators"][names[4]] = indicator("operating", "higher", 0.6)
    own = values({("own", "2025"): dict.fromkeys([*names[:measured], names[4]], 5.0)})

    found = evaluate(own, scheme(content), "mine", CATALOG, "own", "2025")

    of = {one.id: one for one in found.abilities}
    assert (of["solvency"].score, of["operating"].score) == (expected, 100.0)
    assert (of["solvency"].grade is None) == (expected is None)
    assert sum(one.points or 0.0 for one in found.indicators) == pytest.approx(100.0)


@pytest.mark.serves("002-28")
def test_each_level_earns_its_coefficient_and_below_the_lowest_standard_nothing():
    scores = []
    for value in (5.0, 4.0, 3.0, 2.0, 1.0, 0.99):
        own = values({("own", "2025"): {"current_ratio": value}})
        scores.append(
            evaluate(own, scheme(definition()), "trial", CATALOG, "own", "2025").indicator("current_ratio").score
        )

    assert scores == pytest.approx([100.0, 80.0, 60.0, 40.0, 20.0, 0.0])
    assert DEFAULT.parts["quantitative"].coefficients == (1.0, 0.8, 0.6, 0.4, 0.2, 0.0)


@pytest.mark.serves("002-30")
@pytest.mark.parametrize(("share", "told"), [(0.9, "0.9"), (0.999998, "0.999998")])
def test_shares_that_do_not_make_one_are_refused_with_their_sum(share: float, told: str):
    content = definition()
    content["parts"]["quantitative"]["share"] = share
    with pytest.raises(Refused) as refused:
        insist(scheme(content), "trial", CATALOG)

    (finding,) = refused.value.findings
    assert f"add up to {told} instead of 1" in CATALOG.messages.both(finding).message.en


@pytest.mark.serves("002-30")
def test_shares_within_a_millionth_of_one_are_taken():
    content = definition()
    content["parts"]["quantitative"]["share"] = 1 - 9e-7

    insist(scheme(content), "trial", CATALOG)


@pytest.mark.serves("002-27")
def test_standards_that_turn_back_are_refused_with_the_name_of_the_indicator():
    content = definition()
    content["parts"]["quantitative"]["indicators"]["current_ratio"]["standards"]["fair"] = 4.5
    with pytest.raises(Refused) as refused:
        insist(scheme(content), "trial", CATALOG)

    (finding,) = refused.value.findings
    message = CATALOG.messages.both(finding).message.en
    assert "“Current ratio” (current_ratio)" in message
    assert "do not run strictly one way: 5 / 4 / 4.5 / 2 / 1" in message


GIVEN = ("EGF-", "GGFL", "E-PP", "LLGE", "FFF-", "PEGE", "-LPF")
"""What four experts said of each ability; a dash is a blank."""
LEVELS = {level.value[0].upper(): level for level in COEFFICIENTS}


@pytest.mark.parametrize(
    ("at", "ability"),
    [
        pytest.param(0, "personnel_ability", marks=pytest.mark.serves("002-09"), id="personnel"),
        pytest.param(1, "decision_ability", marks=pytest.mark.serves("002-10"), id="decision"),
        pytest.param(2, "planning_ability", marks=pytest.mark.serves("002-11"), id="planning"),
        pytest.param(3, "organising_ability", marks=pytest.mark.serves("002-12"), id="organising"),
        pytest.param(4, "commanding_ability", marks=pytest.mark.serves("002-13"), id="commanding"),
        pytest.param(5, "control_ability", marks=pytest.mark.serves("002-14"), id="control"),
        pytest.param(6, "innovation_ability", marks=pytest.mark.serves("002-15"), id="innovation"),
    ],
)
def test_an_ability_scores_the_mean_of_what_its_raters_gave(at: int, ability: str):
    case = intake.open_case(GOLDEN)
    catalog = load_catalog(case.folder)
    reading = intake.read(case, catalog)
    opinions = reading.rounds[0]
    levels = tuple(zip(*([LEVELS.get(letter) for letter in said] for said in GIVEN), strict=True))
    own = catalog.schemes[case.file.scheme]
    found = scoring.evaluate(
        compute.indicators(reading.dataset, catalog), own, case.file.scheme, catalog, "golden", "2025",
        opinions=replace(opinions, levels=levels),
    ).indicator(ability)  # fmt: skip

    given = [COEFFICIENTS[LEVELS[letter]] for letter in GIVEN[at] if letter != "-"]
    assert opinions.abilities == ABILITIES
    assert (found.score, found.raters) == (pytest.approx(100 * math.fsum(given) / len(given)), len(given))
    assert found.direction == "higher"
