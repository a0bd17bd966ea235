"""What a page cannot print is told with the line of the commentary, or the cell of the register, that holds it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from reportgen import pipeline
from reportgen.analysis.material import Material
from reportgen.errors import Refused
from reportgen.model.commentary import Remarks
from reportgen.model.finding import Fact, Finding
from reportgen.model.place import NOWHERE, Place
from reportgen.model.registers import Record, Register, Registers
from reportgen.report.whereabouts import located

REMARKS = (Remarks("commentary/a.md", "本月收入平稳。\n\n本月门诊量较上年同期明显回升，床位紧张。\n"),)
WHEN = Place("list.xlsx", "合同", "B7")
ROWS = Registers(
    {"contracts": Register("contracts", (Record("renhe", "", {"party": "某\U00012000公司"}, lambda _: WHEN),))}
)


@pytest.mark.parametrize(
    ("facts", "place"),
    [
        ({"characters": "收 (U+6536)"}, Place("commentary/a.md", line=1, column=3)),
        ({"characters": "\U00012000 (U+12000)"}, WHEN),
        ({"element": "本月门诊量较上年同期明显回升"}, Place("commentary/a.md", line=3, column=1)),
        ({"text": "本月收入"}, NOWHERE),  # too few to be known by
        ({"text": "此处没有这样的一句话"}, NOWHERE),
        ({"source": "charts/a.svg"}, NOWHERE),
    ],
)
def test_words_are_found_where_they_were_written(facts: Mapping[str, Fact], place: Place):
    (found,) = located([Finding("R01", NOWHERE, facts)], REMARKS, ROWS)

    assert found.place == place


def test_a_finding_that_has_a_place_keeps_it():
    own = Finding("B01", Place("b.md", line=9), {"characters": "收 (U+6536)"})

    assert list(located([own], REMARKS, ROWS)) == [own]


def test_a_character_without_a_glyph_is_refused_with_the_line_of_the_commentary(renhe: Material):
    words = Remarks("commentary/2026-10/09-more.zh.md", "正常的一行\n\n无字形\U00012000的一行\n")
    commentary = {**renhe.commentary, "zh": (*renhe.commentary["zh"], words)}

    with pytest.raises(Refused) as refused:
        pipeline.render(replace(renhe, commentary=commentary), report="board", mode="zh")

    (finding,) = [one for one in refused.value.findings if one.rule == "R01"]
    assert str(finding.place) == "commentary/2026-10/09-more.zh.md:3:4"
