"""Where printed numbers come from: the figure they carry, the cell they are the value of, the page that prints them."""

from __future__ import annotations

import pickle
from collections.abc import Callable

import pytest

from reportgen.analysis.known import known
from reportgen.analysis.material import Material
from reportgen.catalog.calendar_words import period_with_year
from reportgen.model import printing
from reportgen.model.definition import Text
from reportgen.model.known import source_of
from reportgen.report.desk.context import HospitalContext
from reportgen.report.desk.sources.origins import origins
from reportgen.report.desk.sources.passport_rows import StandingKeys
from reportgen.report.html import HtmlDocument
from reportgen.report.speech import FilledText, figures_of, filled, same, wording_of


def test_a_figure_keeps_what_it_was_rounded_from_also_in_words_and_copies():
    score = printing.number(76.4683, 2)
    words = filled(Text(zh="得{score}分，共{n}项", en="{score} points of {n}"), score=score, n=3)
    assert (score, score.value) == ("76.47", 76.4683)
    assert [(str(figure), figure.value) for figure in figures_of(words)] == [("76.47", 76.4683), ("3", 3)]
    assert figures_of(words.in_language("en")) == figures_of(words)
    assert [figure.value for figure in figures_of(pickle.loads(pickle.dumps(words)))] == [76.4683, 3]  # noqa: S301 - ours
    assert words == Text(zh="得76.47分，共3项", en="76.47 points of 3")


def test_a_number_handed_in_as_text_is_no_figure_and_one_of_a_name_is_wording():
    words = filled(
        Text(zh="{name}：{text}", en="{name}: {text}"), name=Text(zh="四级手术", en="Level-4 surgery"), text="1,204"
    )
    assert isinstance(words, FilledText)
    assert figures_of(words) == ()
    assert wording_of(words) == {"4"}
    assert figures_of(same("2.5")) == ()


def test_a_range_holds_both_figures():
    low, high = printing.number(1.0, 2), printing.number(4.0, 2)
    assert printing.composed("{}–{}", low, high) == "1.00–4.00"
    assert figures_of(printing.composed("{}–{}", low, high)) == (low, high)


def test_an_amount_leads_to_its_cell_in_any_unit_and_a_computed_one_to_none(renhe: Material):
    known = origins(HospitalContext.of(renhe, "zh"))
    value = renhe.dataset.value("cash_and_bank", renhe.entity, renhe.period)
    place = renhe.dataset.place(("cash_and_bank", renhe.entity, renhe.period, ""))
    assert value is not None
    for printed in (value, value / 10_000, value / 1_000_000):
        found = known.of(printed)
        assert found is not None
        assert found.key == f"item.cash_and_bank.{renhe.period}"
        assert place in found.places
    assert known.of(value + 0.01) is None
    assert known.of(12.0) is None  # too few digits to be known again


@pytest.mark.parametrize("unit", [1.0, 1e3, 1e4, 1e6, 1e8])
@pytest.mark.parametrize("sign", [1, -1])
def test_an_amount_is_known_again_in_each_unit_and_without_its_sign(renhe: Material, unit: float, sign: int):
    value = renhe.dataset.value("cash_and_bank", renhe.entity, renhe.period)
    assert value is not None
    found = origins(HospitalContext.of(renhe, "zh")).of(sign * value / unit)

    if (unit, sign) == (1e8, -1):
        assert found is None  # no words take the sign off so large an amount
    else:
        assert found is not None
        assert (found.key, found.value) == (f"item.cash_and_bank.{renhe.period}", pytest.approx(value))


@pytest.mark.parametrize("times", [1.0, 100.0, -100.0])
def test_a_share_is_known_again_as_a_percentage_and_without_its_sign(renhe: Material, times: float):
    indicator = renhe.evaluation.indicator("asset_liability_ratio")
    found = origins(HospitalContext.of(renhe, "zh")).of(indicator.value * times)

    assert found is not None
    assert (found.key, found.value) == ("indicator.asset_liability_ratio", pytest.approx(indicator.value))


@pytest.mark.slow
def test_the_ledger_knows_what_each_section_prints(documents: Callable[..., HtmlDocument]):
    ledger = documents("renhe", "zh").ledger
    assert "76.60" in ledger.figures["verdict"]
    assert [figure.value for figure in ledger.figures["verdict"]["76.60"]] == [pytest.approx(76.6, abs=0.005)]
    assert "76.60" not in ledger.figures["quality"]


def test_a_score_under_a_scenario_says_which_indicators_move_and_not_itself(renhe: Material):
    context = HospitalContext.of(known(renhe), "en")
    one = context.material.analysis["outlook.what_if"].outcomes[0]
    source = source_of(one.score)
    assert source is not None
    assert source.name == f"scenario.{one.id}.score"
    found = StandingKeys(context).of(source.name)
    assert found is not None
    assert found.value == one.score
    assert found.places
    assert found.rule is not None
    step = one.indicators[0]
    assert f"indicator.{step.indicator}.score from {step.score_before:.6f}" in found.rule.en
    assert len(found.rule.en.split(" from ")) == len(one.indicators) + 1


def test_a_score_by_the_weights_of_its_time_is_told_from_one_by_those_of_today(renhe: Material):
    context = HospitalContext.of(known(renhe), "en")
    judge, period = context.material.judge, min(context.material.history)
    assert judge is not None
    then, today = (source_of(one.score or 0.0) for one in (judge(period), context.material.history[period]))
    assert then is not None
    assert today is not None
    assert (then.name, today.name) == (f"{period}.then.score.total", f"{period}.score.total")
    keys = StandingKeys(context)
    rules = [found.rule.en for key in (then.name, today.name) if (found := keys.of(key)) and found.rule]
    assert rules == [f"Σ score × weight, by the weights of {period_with_year(period).en}", "Σ score × weight"]
