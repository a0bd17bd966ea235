"""Chain substitution: every step, from last year's value to this year's."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from report.sections.annual import EACH, YEARS, amount, rows, sheet, tables
from reportgen.analysis.material import Material
from reportgen.report.section import Report


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
