"""Experts' opinions speak for the period they were given in and for what follows, never for what was before."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rendered import checked
from reportgen.model.experts import ExpertOpinions
from reportgen.model.place import Place
from reportgen.model.values import Reason
from reportgen.pipeline import choices
from reportgen.pipeline.evaluation import Evaluator


def held(period: str | None, file: str = "e.xlsx") -> ExpertOpinions:
    return ExpertOpinions(("一",), ("personnel_ability",), ((9.0,),), ((None,),), period, Place(file))


@pytest.mark.parametrize(
    ("dates", "asked", "used"),
    [
        (["2026-01", "2026-10"], "2026-10", "2026-10"),
        (["2026-01", "2026-10"], "2026-09", "2026-01"),
        (["2025-03", "2026-10"], "2026-09", "2025-03"),
        (["2025", "2026-10"], "2026-09", "2025"),
        (["2025"], "2025-12", "2025"),
        (["2025-06", "2025"], "2025", "2025"),
        (["2025"], "2025-06", None),
        (["2026-10"], "2026-09", None),
        (["2024-12"], "2026-01", None),
        ([None, "2026-10"], "2026-09", None),
    ],
)
def test_the_latest_round_that_is_not_later_speaks(dates: list[str | None], asked: str, used: str | None):
    found = choices.of_period([held(date) for date in dates], asked)

    assert (found.period if found else None) == used
    assert (found is None) == (used is None and None not in dates)


def test_a_later_round_an_old_one_and_a_second_one_are_told():
    later, old = held("2026-10", "later.xlsx"), held("2024-12", "old.xlsx")
    told = [(f.rule, f.facts["file"]) for f in choices.remarks([later, old], "2026-09")]
    assert told == [("S38", "later.xlsx"), ("S39", "old.xlsx")]

    twice = [held("2026-01", "a.xlsx"), held("2026-01", "b.xlsx")]
    assert choices.of_period(twice, "2026-09") is twice[0]
    assert [(f.rule, f.facts["file"], f.facts["used"]) for f in choices.remarks(twice, "2026-09")] == [
        ("S37", "b.xlsx", "a.xlsx")
    ]


def test_a_round_without_a_date_beside_a_dated_one_is_told_and_not_used():
    mixed = [held("2026-01", "a.xlsx"), held(None, "undated.xlsx")]
    assert choices.of_period(mixed, "2026-09") is mixed[0]
    assert [
        (f.rule, f.facts["file"], f.facts["used"], f.facts["dated"]) for f in choices.remarks(mixed, "2026-09")
    ] == [("S51", "undated.xlsx", "a.xlsx", "2026-01")]
    assert choices.remarks(mixed[1:], "2026-09") == ()


@pytest.fixture(scope="module")
def evaluator() -> Evaluator:
    return Evaluator.of(checked("renhe"), None)


def test_every_period_of_the_sample_has_the_marks_of_its_time(evaluator: Evaluator):
    for period, dated in {"2024": "2023-01", "2025": "2025-01", "2026-10": "2026-01"}.items():
        material = evaluator.material("renhe", period)
        assert material.opinions is not None
        assert material.opinions.period == dated
        assert material.evaluation.score is not None
        assert all(earlier.score is not None for earlier in material.history.values())


def test_marks_given_later_are_not_used_and_the_part_has_no_score(evaluator: Evaluator):
    newest = tuple(one for one in evaluator.checked.reading.rounds if one.period == "2026-01")
    reading = replace(evaluator.checked.reading, rounds=newest)
    late = replace(evaluator, checked=replace(evaluator.checked, reading=reading))

    material = late.material("renhe", "2025")

    judged = next(part for part in material.evaluation.parts if part.id == "qualitative")
    assert (judged.score, judged.withheld) == (None, Reason.MISSING_INPUT)
    assert material.evaluation.score is None
    assert material.opinions is None
    assert [str(f.place.file) for f in material.findings if f.rule == "S38"] == ["experts/2026年专家评议.xlsx"]
