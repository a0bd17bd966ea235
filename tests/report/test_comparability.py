"""Whether two results compare is decided once, with figures and reasons, and every page says the same."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from pages import page_of
from rendered import material
from reportgen.analysis import comparability
from reportgen.analysis.material import Material
from reportgen.model.printing import half_up
from reportgen.model.results import Evaluation
from reportgen.scoring.methods import PRODUCT
from reportgen.scoring.recount import Recount

PAGES = ("verdict", "years", "score_changes", "attribution", "restatements")
"""Sections that speak of last year's total."""


@pytest.fixture(scope="module")
def renhe() -> Material:
    return material("renhe", "2026-10")  # type: ignore[no-any-return]


def without(evaluation: Evaluation, *names: str) -> Evaluation:
    rows = tuple(dataclasses.replace(one, score=None) if one.id in names else one for one in evaluation.indicators)
    return dataclasses.replace(evaluation, indicators=rows)


def test_totals_of_the_same_indicators_compare_and_their_shared_totals_are_the_totals(renhe: Material):
    found = renhe.compared(renhe.history["2026-09"])

    assert found.is_whole
    assert not found.apart
    assert found.now == pytest.approx(renhe.evaluation.score)
    assert found.then == pytest.approx(renhe.history["2026-09"].score)


def test_a_result_is_never_answered_for_another_that_happens_to_have_its_identity(renhe: Material):
    """What travels to a worker by pickle keeps the identities of objects that are gone there."""
    copy, earlier, other = dataclasses.replace(renhe), renhe.history["2026-09"], renhe.history["2025-10"]
    copy._compared[id(other)] = earlier, copy.compared(earlier)

    assert copy.compared(other).period == "2025-10"


def test_what_one_period_alone_scored_stands_beside_what_both_did_in_points_of_this_total(renhe: Material):
    earlier = renhe.history["2025-10"]
    found = renhe.compared(earlier)
    lacking = {one.id for one in earlier.indicators if one.score is None}
    missing = without(renhe.evaluation, "current_ratio")
    now = dataclasses.replace(renhe, evaluation=missing).compared(earlier)

    assert set(found.appeared) == lacking == found.apart
    assert found.then == pytest.approx(earlier.score)
    assert found.now == renhe.evaluation.score
    assert found.change + found.beside == pytest.approx(found.now - found.then)
    assert found.beside < found.change < 0
    for name, points in found.steps:
        row = renhe.evaluation.indicator(name)
        assert -points <= row.effective_weight * (100 - row.score) + 1e-9  # no more than it lacks today
    assert now.then == pytest.approx(earlier.score)  # what is not scored now was part of last year's total
    assert now.vanished == ("current_ratio",)
    assert len(now.shared) == len(found.shared) - 1


def test_steps_add_up_where_a_total_is_a_product_of_powers():
    scores = {"margin": 80.0, "visits": 60.0, "stay": 90.0}
    was = {"margin": 50.0, "visits": 90.0}
    made = Recount(
        names=tuple(scores),
        parts=np.zeros(3, dtype=int),
        groups=np.arange(3),
        corrections=np.zeros(3),
        limits=(None,),
        joined=(PRODUCT,),
        weights=np.array([0.5, 0.3, 0.2]),
        scores=np.array([*scores.values()]),
    )
    steps = dict(comparability._steps(made, was, scores, ("margin", "visits")))
    now, then = (float(np.prod(np.array(found) ** made.weights)) for found in ([80, 60, 90], [50, 90, 90]))

    assert sum(steps.values()) == pytest.approx(now - then)
    assert steps["margin"] > 0 > steps["visits"]


def test_other_definitions_and_a_break_keep_totals_apart(renhe: Material):
    catalog, earlier = renhe.catalog, renhe.history["2026-09"]
    terms = dataclasses.replace(renhe.terms, breaks=(2026,))
    broken = dataclasses.replace(renhe, terms=terms)

    assert renhe.compared(renhe.history["2025-12"]).broken is None
    assert broken.compared(earlier).broken is None
    assert broken.compared(renhe.history["2025-12"]).broken == 2026
    assert broken.compared(renhe.history["2025-12"]).then is None
    assert not broken.is_like_for_like(renhe.history["2025-12"])

    old = catalog.indicators["current_ratio"]
    before = {"formula": "quick_assets / current_liabilities", "valid_to": 2025, "source": "x", "version": "1"}
    changed = old.model_validate(old.model_dump() | {"earlier": (before,)})
    redefined = dataclasses.replace(
        renhe,
        catalog=dataclasses.replace(catalog, indicators={**catalog.indicators, "current_ratio": changed}),
    )
    assert redefined.compared(renhe.history["2025-12"]).redefined == ("current_ratio",)
    assert redefined.compared(earlier).redefined == ()


def test_every_page_that_speaks_of_last_years_total_gives_the_same_figures(renhe: Material):
    found = renhe.compared(renhe.history["2025-10"])
    then, now = (str(half_up(value, 2)) for value in (found.then, found.now))
    pages = {name: page_of(renhe, name, "zh", "annual").text for name in PAGES}

    assert all(then in text and f"{len(found.shared)}项" in text for text in pages.values())
    assert all(now in text for name, text in pages.items() if name != "verdict")
    assert not [name for name, text in pages.items() if "口径不同" in text or "没有可比的上年" in text]


def test_they_do_so_where_last_year_had_too_few_scores_for_a_total(renhe: Material):
    last = dataclasses.replace(
        without(renhe.history["2025-10"], "current_ratio"), score=None, score_printed=None, grade=None
    )
    bare = dataclasses.replace(renhe, history={**renhe.history, "2025-10": last})
    found = bare.compared(last)
    then = str(half_up(found.then, 2))
    pages = {name: page_of(bare, name, "zh", "annual").text for name in PAGES if name != "attribution"}

    assert all(then in text and f"{len(found.shared)}项" in text for text in pages.values())
    assert "尚无上年得分可比" not in pages["years"]
    assert "没有上年总分" not in pages["score_changes"]
