"""A chart that a machine cannot draw as it was meant is refused: a family that is not there, a glyph it lacks."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from report.charts.test_charts import BANDS, INK
from reportgen.analysis.material import Material
from reportgen.errors import ExitCode, Refused
from reportgen.report import charts, fonts, produce, tokens
from reportgen.report.pdf import write_pdf

PAGE = """<!doctype html><html lang="zh-CN"><head><title>图</title>
<style>html, h1 {{ font-family: "{family}" }}</style></head>
<body><h1>图</h1><p><img src="charts/scale.svg" alt="74.93分"></p></body></html>"""


def scale(label: str, family: str) -> dict[str, bytes]:
    fonts.activate()
    rows = charts.BandScale(BANDS, 74.93, label, (), 85, "10.07")
    return {"charts/scale.svg": charts.band_scale(rows, "74.93", INK | {"chart-font": family}).svg}


def test_a_family_that_is_not_installed_is_refused_as_a_fault_of_the_machine():
    fonts.require(scale("74.93", fonts.CHART_FAMILY))
    with pytest.raises(Refused) as caught:
        fonts.require(scale("74.93", "No Such Face"))
    assert [(found.rule, found.facts["family"]) for found in caught.value.findings] == [("R03", "No Such Face")]
    assert caught.value.exit_code == ExitCode.ENVIRONMENT


@pytest.mark.slow
def test_a_whole_report_goes_through_that_gate(renhe: Material, monkeypatch: pytest.MonkeyPatch):
    lost = {**tokens.ink(), "chart-font": "No Such Face"}
    monkeypatch.setattr("reportgen.report.desk.grades.scale.ink", lambda: lost)
    with pytest.raises(Refused) as caught:
        produce(renhe, kind="board", mode="en", results=b"{}")
    assert [found.rule for found in caught.value.findings] == ["R03"]


def test_a_glyph_missing_in_a_label_is_refused():
    with pytest.raises(Refused) as caught:
        write_pdf(
            PAGE.format(family=fonts.CHART_FAMILY),
            folders={},
            images=scale("74.93\U00012000", fonts.CHART_FAMILY),
            attachments=[],
            created=datetime(2026, 1, 1, tzinfo=UTC),
            families=fonts.REQUIRED,
        )
    assert [found.rule for found in caught.value.findings] == ["R01"]
