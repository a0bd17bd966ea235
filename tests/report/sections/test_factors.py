"""Chain substitution: every step, from last year's value to this year's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from report.sections.annual import EACH, YEARS, amount, rows, sheet, tables
from reportgen.analysis.drivers.substitution import substitution
from reportgen.analysis.material import Material
from reportgen.report.desk.context import HospitalContext
from reportgen.report.section import Report
from reportgen.report.sections import drivers


@EACH
def test_steps_lead_from_the_earlier_value_to_the_later_one(reports: Callable[..., Report], name: str):
    found = tables(sheet(reports(name, "zh", YEARS[name], "annual"), "factors"))
    assert 1 <= len(found) <= 8
    for table in found:
        lines = list(rows(table))
        values = [amount(line[3]) for line in lines]
        effects = [amount(line[4]) for line in lines[1:-1]]
        unit = 10 ** -len(lines[0][3].partition(".")[2])
        assert values[-1] == values[-2]
        for before, after, effect in zip(values, values[1:-1], effects, strict=False):
            assert after - before == pytest.approx(effect, abs=1.6 * unit)
        assert sum(effects) == pytest.approx(amount(lines[-1][4]), abs=0.51 * unit * (len(effects) + 1))


@EACH
def test_effects_are_in_points_of_a_percentage_and_else_in_its_unit_below_the_formula(
    reports: Callable[..., Report], materials: Callable[..., Material], name: str
):
    indicators = materials(name, YEARS[name]).catalog.indicators
    percentages = {one.name.en.lower() for one in indicators.values() if one.unit == "percent"}
    for table in tables(sheet(reports(name, "zh", YEARS[name], "annual"), "factors")):
        of = table.caption.words.en.removesuffix(", step by step").removesuffix("†").lower()
        head = table.columns[-1].words.en
        assert head.startswith("Effect (")
        assert (head == "Effect (pp)") is (of in percentages), of
        assert table.lead is not None
        assert table.lead.en.startswith("Formula: ")


@pytest.mark.slow
def test_figures_of_a_step_are_those_of_the_statements(
    reports: Callable[..., Report], materials: Callable[..., Material]
):
    data = materials("renhe", "2025").dataset
    found = tables(sheet(reports("renhe", "en", "2025", "annual"), "factors"))
    table = next(table for table in found if table.caption.words.en == "Current ratio, step by step")
    first, second = list(rows(table, "en"))[1:3]
    for row, item in ((first, "current_assets"), (second, "current_liabilities")):
        for text, year in zip(row[1:3], ("2024", "2025"), strict=True):
            assert amount(text) == pytest.approx(data.value(item, "renhe", year), abs=0.005)


def headline(renhe: Material, before: float, after: float, *effects: float) -> str:
    """What is said of steps that did so much; the figures are those of the current ratio."""
    context = HospitalContext.of(renhe, "zh-en")
    known = substitution(renhe.derive("current_ratio", "2025-10"), renhe.derive("current_ratio"))
    assert known is not None
    steps = (replace(step, effect=effect) for step, effect in zip(known.steps, effects, strict=True))
    split = replace(known, before=before, after=after, steps=tuple(steps))
    return drivers._factors_headline(context, renhe.evaluation.indicator("current_ratio"), split, n=1).en


@pytest.mark.parametrize(
    ("now", "effects", "said"),
    [
        (1.3, (0.2, -0.1), "1.20 to 1.30, most by total current assets (+0.20)"),
        (1.2, (0.2, -0.2), "1 indicator step by step: current ratio 1.20, as before"),
        (1.2, (0.0, 0.0), "1 indicator step by step: current ratio 1.20, as before"),
        (1.4, (0.1, 0.1), "1.20 to 1.40, 2 figures having the same largest effect (0.10 each)"),
    ],
)
def test_the_headline_names_a_figure_only_where_one_did_most(
    renhe: Material, now: float, effects: tuple[float, ...], said: str
):
    assert said in headline(renhe, 1.2, now, *effects)


@pytest.mark.parametrize(("period", "name"), [("2025-12", "Cash"), ("2024", "Cash of last year"), ("", "Cash")])
def test_a_figure_of_the_last_month_of_the_year_is_not_of_last_year(
    materials: Callable[..., Material], period: str, name: str
):
    """What stood on no sheet of the year was taken from that of December, and named after the year before."""
    context = HospitalContext.of(materials("renhe", "2025"), "en")
    node = replace(
        context.material.derive("cash_to_short_term_debt"), kind="item", id="cash_and_bank", period=period, view=""
    )

    assert drivers._placed(context, context.caption(node.id), node).en == name


def test_what_rests_on_figures_in_question_bears_the_mark(materials: Callable[..., Material]):
    """A title had the margin go up by 20.08, of which the first page says that it allows no conclusion."""
    found = drivers.factors(HospitalContext.of(materials("us-cms", "2021"), "en"), 8)
    named = [block.caption.words.en for block in found.blocks if block.caption is not None]

    assert found.headline.en.startswith("8 indicators step by step: patient care margin† from 0.57%")
    assert "most by surplus on patient care (+20.08 pp)" in found.headline.en
    assert [one for one in named if "†" in one] == ["Patient care margin†, step by step"]
    assert "(W48) and" in found.lead[-1].en
