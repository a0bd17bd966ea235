"""Every page bears a day: of its issue, or the one for which it is planned, or it says that it has none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest

from reportgen.analysis.material import Material
from reportgen.model.standing import Standing, State
from reportgen.report.assembly import hospital
from reportgen.report.html import write

DRAFT = Standing(State.DRAFT, "USW-2021-001")
ISSUED = Standing(State.ISSUED, "USW-2021-001", dt.date(2026, 12, 1))


def planned_for(material: Material, day: str | None) -> Material:
    file = material.case.file
    report = file.report.model_copy(update={"issue_date": day})
    return replace(material, case=replace(material.case, file=file.model_copy(update={"report": report})))


@pytest.mark.parametrize(
    ("standing", "day", "zh", "en"),
    [
        (DRAFT, "2026-11-05", "拟于 2026-11-05 出具", "Planned 2026-11-05"),
        (DRAFT, None, "尚未出具", "Not yet issued"),
        (ISSUED, "2026-11-05", "出具日期 2026-12-01", "Issued 2026-12-01"),
    ],
)
def test_the_foot_bears_the_day(
    materials: Callable[..., Material], standing: Standing, day: str | None, zh: str, en: str
):
    material = replace(planned_for(materials("us-cms"), day), standing=standing)

    for mode, words in (("zh", zh), ("en", en)):
        html = write(hospital(material, "board", mode)).html
        foot = html[html.index('<div class="foot-left">') :].partition("</div>")[0]
        assert words in foot
        assert "USW-2021-001" in foot
