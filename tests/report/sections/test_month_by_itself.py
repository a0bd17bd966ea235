"""A month of which nothing is told from the start of the year: its own figures are printed, and called its own."""

from __future__ import annotations

from typing import Final

import pytest

from population.hospitals import emptied
from reportgen import pipeline
from reportgen.analysis.material import Material
from reportgen.report.assembly import hospital

CASE: Final = (
    "entity: {id: h, name: {en: Sample Hospital}}\nregime: other\ncurrency: USD\nlanguages: en\nscheme: none\n"
)
POSITION: Final = """Balance Sheet,
(in thousands),
,"May 31, 2025"
Cash and cash equivalents,100
Total assets,900
Total liabilities,300
Net assets,600
Total liabilities and net assets,900
"""
OPERATIONS: Final = """Statement of Operations,
(in thousands),
"Month ended May 31, 2025",
,May 2025
Net patient service revenue,700
Total operating revenue,720
Total operating expenses,690
Excess of revenues over expenses,30
"""


@pytest.fixture(scope="module")
def may(tmp_path_factory: pytest.TempPathFactory) -> Material:
    case = emptied(tmp_path_factory.mktemp("month") / "case")
    (case / "data").mkdir(exist_ok=True)
    (case / "case.yaml").write_text(CASE, encoding="utf-8")
    for name, text in (("position", POSITION), ("operations", OPERATIONS)):
        (case / "data" / f"{name}.csv").write_text(text, encoding="utf-8")
    return pipeline.evaluate(pipeline.check(case))


def test_its_own_flows_stand_on_the_statement(may: Material) -> None:
    """The income statement of a month alone was not printed: nothing of it was of the year to date."""
    report = hospital(may, "board", "en")
    (page,) = (section.content for section in report.sections if section.id == "statement-plain")
    rows = {row.caption.en: row.cells[0].text for row in page.rows if row.cells}

    assert page.form.en == "May 2025: its own flows, not the year to date, and balances at its end, unit: $ thousand"
    assert (rows["Total operating revenue"], rows["Excess of revenues over expenses"]) == ("720.00", "30.00")
    assert report.furniture.covered.en == "May 2025"
