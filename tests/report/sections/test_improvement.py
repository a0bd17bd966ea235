"""Who answers for which indicator, and measures through plan, do, check and act."""

from __future__ import annotations

import dataclasses

import pytest

from report.sections.annual import rows
from report.sections.subjects import page, tables
from reportgen.analysis.material import Material
from reportgen.model.definition import Text


@pytest.mark.serves("000-26", "003-132")
def test_each_indicator_shows_the_department_that_answers_for_it_or_a_blank(renhe: Material) -> None:
    watched = {one.indicator for one in renhe.analysis["signals.follow_up"].actions}
    own = next(row.id for row in renhe.evaluation.indicators if row.id not in watched)
    file = renhe.case.file.model_copy(update={"owners": {own: Text(zh="财务一部", en="Finance One")}})
    owned = dataclasses.replace(renhe, case=dataclasses.replace(renhe.case, file=file))
    shown = {row[0]: row[3] for row in rows(tables(page(owned, "improvement"))[0], "en")}
    assert list(shown.values()).count("Finance One") == 1
    assert len(shown) == len(renhe.evaluation.indicators)
    found = {one.id: one.owner for one in owned.analysis["business.responsibility"].of("indicators")}
    assert sum(not words for words in shown.values()) == sum(owner is None for owner in found.values())


@pytest.mark.serves("003-070", "000-26")
def test_each_measure_goes_through_plan_do_check_and_act_and_an_untaken_step_is_blank(renhe: Material) -> None:
    actions = renhe.analysis["signals.follow_up"].actions
    lines = list(rows(tables(page(renhe, "improvement"))[1], "zh"))
    assert len(lines) == len(actions) > 1
    for line, one in zip(lines, actions, strict=True):
        assert one.measure in line[0]
        assert one.raised in line[0]
        assert (one.due in line[1]) if one.due else True
        assert line[3].count("办结") == bool(one.closed)
        assert bool(line[3]) == bool(one.effect or one.closed)
