"""What a page cannot print is told with the line of the commentary, or the cell of the register, that holds it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from reportgen import pipeline
from reportgen.analysis.material import Material
from reportgen.errors import Refused
from reportgen.model.brand import Remarks
from reportgen.model.finding import Fact, Finding, Severity
from reportgen.model.place import NOWHERE, Place
from reportgen.model.registers import Record, Register, Registers
from reportgen.report.numbers_file import attributed, located

REMARKS = (Remarks("commentary/a.md", "本月收入平稳。\n\n本月门诊量较上年同期明显回升，床位紧张。\n"),)
WHEN = Place("list.xlsx", "合同", "B7")
REMARK = Place("commentary/a.md", line=3, column=1)
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


@pytest.mark.parametrize(
    ("finding", "own_page", "brand", "is_ours"),
    [
        (Finding("L12", NOWHERE), False, False, True),
        (Finding("L05", NOWHERE), False, True, True),
        (Finding("L06", REMARK), False, False, True),  # where a line of the commentary ends is our doing
        (Finding("L13", NOWHERE), False, False, True),
        (Finding("L13", REMARK), False, False, False),
        (Finding("L18", REMARK), False, False, False),
        (Finding("L12", NOWHERE), True, False, False),
        (Finding("L15", NOWHERE), False, True, False),
        (Finding("L15", NOWHERE), False, False, True),
        (Finding("L16", NOWHERE), False, False, False),
        (Finding("L21", NOWHERE), False, False, False),
    ],
    ids=str,
)
def test_only_what_a_case_brings_is_its_own_fault(
    finding: Finding, *, own_page: bool, brand: bool, is_ours: bool
) -> None:
    (told,) = attributed([finding], is_own_page=own_page, has_brand=brand)

    assert told.is_ours is is_ours


def test_a_fault_of_ours_is_told_as_a_warning_that_says_so(renhe: Material) -> None:
    messages = renhe.catalog.messages
    fault = Finding("L05", NOWHERE, {"page": 3, "share": 12, "heading": "", "element": ""})
    ours = messages.both(replace(fault, is_ours=True))

    assert messages.severity(fault) is Severity.ERROR
    assert (ours.severity, messages.severity(replace(fault, is_ours=True))) == (Severity.WARNING, Severity.WARNING)
    assert messages.say(fault, "en").message in ours.message.en
    assert "the report can be issued" in ours.message.en
    assert "不妨碍出具" in ours.message.zh
    assert "sections" not in str(ours.fix)


@pytest.mark.slow
def test_a_character_without_a_glyph_is_refused_with_the_line_of_the_commentary(clinic: Material):
    words = Remarks("commentary/2026-10/09-more.zh.md", "正常的一行\n\n无字形\U00012000的一行\n")
    commentary = {**clinic.commentary, "zh": (*clinic.commentary.get("zh", ()), words)}

    with pytest.raises(Refused) as refused:
        pipeline.render(replace(clinic, commentary=commentary), report="board", mode="zh")

    (finding,) = [one for one in refused.value.findings if one.rule == "R01"]
    assert str(finding.place) == "commentary/2026-10/09-more.zh.md:3:4"
