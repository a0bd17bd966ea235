"""What is said of the way to the next grade is so of the periods and peers that are known."""

from __future__ import annotations

from dataclasses import replace

import pytest

import rendered
from reportgen.analysis.grade_path import PathToGrade, Threat, unaffordable
from reportgen.analysis.material import Material
from reportgen.analysis.signals.risks import is_pressed
from reportgen.model.schemes import Grade
from reportgen.report.desk.context import HospitalContext
from reportgen.report.desk.grades import ways
from reportgen.report.desk.tables import doubts

COSTLIEST = "asset_liability_ratio"


def left_out(material: Material) -> str | None:
    found = ways._left_out(HospitalContext.of(material, "en"))
    return None if found is None else found.en


def earlier(material: Material, value: float | None) -> Material:
    """The case with another figure of its costliest indicator in every earlier period."""
    history = {
        period: replace(
            each,
            indicators=tuple(replace(one, value=value) if one.id == COSTLIEST else one for one in each.indicators),
        )
        for period, each in material.history.items()
    }
    return replace(material, history=history)


@pytest.fixture(scope="module")
def clinic() -> Material:
    return rendered.material("clinic", "2025")


def test_what_costs_most_is_told_to_be_no_lever_by_what_is_known_of_the_past(clinic: Material):
    now = clinic.evaluation.indicator(COSTLIEST).value
    assert now is not None

    assert left_out(earlier(clinic, now + 0.01)) == (
        "debt ratio, which costs most, was never better in earlier periods of ours"
    )
    assert "never better" not in str(left_out(earlier(clinic, now - 0.01)))
    assert left_out(earlier(clinic, None)) is None


@pytest.mark.parametrize(("past", "said"), [(0.01, "neither our own past nor"), (None, "the peers' better quarter is")])
def test_peers_are_spoken_of_where_they_are_known(clinic: Material, past: float | None, said: str):
    now = clinic.evaluation.indicator(COSTLIEST).value
    assert now is not None
    material = replace(
        earlier(clinic, None if past is None else now + past), quarters={COSTLIEST: (now + 0.02, now + 0.1)}
    )

    assert said in str(left_out(material))


@pytest.mark.parametrize(("value", "more"), [(1.3, 0), (1.2, 0), (1.2993, 1), (1.29996, 3), (1.3 + 1e-12, 0)])
def test_more_decimals_are_printed_only_where_they_tell_two_values_apart(clinic: Material, value: float, more: int):
    assert ways.telling_apart(HospitalContext.of(clinic, "en"), "current_ratio", value, 1.3) == more


@pytest.mark.parametrize(
    ("besides", "words"),
    [
        ((), "Largest threat: current ratio falling back to the standard of Good would cost 10.00 points"),
        (
            (COSTLIEST,),
            "Largest threats: current ratio and debt ratio, each falling back to the standard of Good would cost 10.00 points",
        ),
        (
            (COSTLIEST, "interest_cover"),
            "Largest threats: 3 indicators alike, each falling back to the standard of Good would cost 10.00 points",
        ),
    ],
)
def test_no_threat_is_called_the_largest_that_another_equals(clinic: Material, besides: tuple[str, ...], words: str):
    threat = Threat("current_ratio", 10.0, Grade.GOOD, besides)
    found = PathToGrade(None, 90.0, -10.0, (), reached=True, best=100.0, threat=threat)

    said = ways._threat(HospitalContext.of(clinic, "en"), found)
    assert said is not None
    assert said.en == words


def test_steps_are_said_to_be_gross_where_the_brief_proposes_by_net_points(clinic: Material):
    """Else a longer step brings fewer points on one page than a shorter one on another."""
    both = [ways.path(HospitalContext.of(one, "en")) for one in (rendered.material("renhe", "2026-10"), clinic)]
    said = "each step counts its own indicator"

    assert [said in one.remarks.en.lower() if one and one.remarks else False for one in both] == [True, False]


def test_at_a_red_line_of_solvency_no_step_asks_for_money():
    """West Hill Hospital cannot pay its interest, yet was told to renew its equipment: its ability of solvency is good."""
    found = rendered.group("lianhe")
    (hill,) = (HospitalContext.of(one, "en") for one in found.members if one.entity == "LH13")
    defined = hill.material.catalog.indicators

    assert is_pressed(hill.material.analysis)
    assert unaffordable(hill.evaluation, hill.material.scheme, hill.material.catalog) == ()
    assert not {one.id for one in ways._levers(hill) if defined[one.id].needs_money}


def test_at_a_red_line_nobody_is_advised_to_buy_and_build():
    """One page told to postpone what can wait and, for a low growth of assets, to renew, buy and build."""
    context = HospitalContext.of(rendered.material("us-cms", "2021"), "en")
    low = replace(context.evaluation.indicator("total_asset_growth"), score=30.0, value=-0.04)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(ways, "is_pressed", lambda _: False)
        assert "buy nothing for the score" in ways.measure(context, low).en
        patched.setattr(ways, "is_pressed", lambda _: True)
        assert ways.measure(context, low).en.startswith("Solvency is weak or at a red line")


def test_a_step_from_a_figure_in_question_says_so(renhe: Material, monkeypatch: pytest.MonkeyPatch):
    """A debt ratio that allows no conclusion was to fall from 120 % to 41 %, and nothing stood beside it."""
    found = ways.path(HospitalContext.of(renhe, "en"))
    assert found is not None
    assert len(found.steps) > 1
    assert [step.told for step in found.steps if step.asked is None] == [step.name for step in found.steps]

    monkeypatch.setattr(doubts, "asked", lambda _, shown: {one: frozenset({"W02"}) for one in shown if "debt" in one})
    marked = ways.path(HospitalContext.of(renhe, "en"))
    assert marked is not None
    (asked,) = [step for step in marked.steps if step.asked is not None]
    assert (asked.told.en, asked.asked.en) == ("Cash to short debt (in question)", "in question")
