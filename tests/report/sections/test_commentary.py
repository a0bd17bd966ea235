"""The accountant's words: quotes resolved, everything unsafe left out, mistakes told with their line."""

from __future__ import annotations

import dataclasses

import pytest

from pages import only, section_of
from reportgen.analysis.material import Material
from reportgen.errors import Refused
from reportgen.model.brand import Remarks
from reportgen.model.definition import Language
from reportgen.model.place import Place
from reportgen.report import produce
from reportgen.report.assembly import hospital
from reportgen.report.desk.context import HospitalContext
from reportgen.report.sections.commentary import commentary

FILE = "commentary/2026-10/01.md"


def remarks(**texts: str) -> dict[str, tuple[Remarks, ...]]:
    """A file of commentary for each language."""
    return {language: (Remarks(FILE, text),) for language, text in texts.items()}


@pytest.mark.slow
def test_a_commentary_that_quotes_no_number_is_refused_with_its_line(renhe: Material):
    wrong = dataclasses.replace(renhe, commentary=remarks(zh="第一行\n流动比率 {{ no_such_ratio }}"))
    with pytest.raises(Refused) as refused:
        hospital(wrong, "board", "zh-en")
    (finding,) = refused.value.findings
    assert (finding.rule, finding.place.line, finding.facts["name"]) == ("B01", 2, "no_such_ratio")


def test_a_commentary_cannot_bring_scripts_or_pictures(renhe: Material):
    wrong = dataclasses.replace(
        renhe, commentary=remarks(en='<script>x</script>\n\n<img src="file:///etc/passwd">\n\n**bold**')
    )
    section = next(s for s in hospital(wrong, "board", "en").sections if s.name == "commentary")
    (passage,) = section.content.passages
    assert "<strong>bold</strong>" in passage.html
    assert "<script" not in passage.html
    assert "<img" not in passage.html


@pytest.mark.slow
@pytest.mark.parametrize(
    ("line", "column"),
    [("为 {{ current_ratio，", 3), ("{% if score %}", 1), ("为 current_ratio }}", 17), ("{{ }}", 1)],
)
def test_a_quote_left_open_is_refused_with_its_file_and_line(renhe: Material, line: str, column: int):
    sound = Remarks("commentary/2026-10/01.zh.md", "得分 {{ score }}\n\n好")
    wrong = Remarks("commentary/2026-10/02.zh.md", f"\n\n{line}")
    with pytest.raises(Refused) as refused:
        hospital(dataclasses.replace(renhe, commentary={"zh": (sound, wrong)}), "board", "zh")
    (finding,) = refused.value.findings
    assert (finding.rule, finding.place) == ("B01", Place(wrong.file, line=3, column=column))


def test_code_in_a_commentary_is_printed(renhe: Material):
    coded = dataclasses.replace(renhe, commentary=remarks(zh="用 `代码 x`：\n\n```\n甲 a\n乙 b\n```\n"))
    assert produce(only(coded, "board", "commentary"), kind="board", mode="zh", results=b"{}").pdf


@pytest.mark.slow
def test_the_title_names_the_costliest_of_the_indicators_that_are_quoted(renhe: Material):
    words = "流动比率 {{ current_ratio }}，资产负债率 {{ asset_liability_ratio }}"
    report = hospital(dataclasses.replace(renhe, commentary=remarks(zh=words)), "board", "zh")
    headline = next(s.content for s in report.sections if s.name == "commentary").headline
    assert headline.zh == "财务部门评述的指标中，流动比率1.18失分最多"


@pytest.mark.parametrize(
    ("scores", "said"),
    [
        ({"current_ratio": 60.0, "asset_liability_ratio": 80.0}, "current ratio 1.18 scores lowest"),
        ({"current_ratio": 80.0, "asset_liability_ratio": 60.0}, "debt ratio 40.38% scores lowest"),
        ({"current_ratio": 60.01, "asset_liability_ratio": 60.0}, ""),
    ],
)
def test_without_a_total_the_title_names_the_lowest_score_of_those_quoted_unless_two_print_alike(
    renhe: Material, scores: dict[str, float], said: str
):
    rows = tuple(dataclasses.replace(one, score=scores.get(one.id, one.score)) for one in renhe.evaluation.indicators)
    unscored = dataclasses.replace(renhe, evaluation=dataclasses.replace(renhe.evaluation, indicators=rows, score=None))
    words = "{{ current_ratio }} and {{ asset_liability_ratio }}"
    context = HospitalContext.of(dataclasses.replace(unscored, commentary=remarks(en=words)), "en")

    found = commentary(context)

    assert found is not None
    assert found.headline.en.partition("comments on, ")[2] == said
    assert found.headline.en.startswith("Of the indicators" if said else "Commentary of")


def about(name: str, text: str) -> Remarks:
    return Remarks(f"commentary/2026-10/{name}.md", text)


@pytest.mark.serves("003-004")
@pytest.mark.parametrize("kind", ["board", "annual"])
def test_a_report_prints_what_the_finance_office_wrote(renhe: Material, kind: str):
    (section,) = [
        one for one in hospital(only(renhe, kind, "commentary"), kind, "en").sections if one.name == "commentary"
    ]

    assert "Receivables from insurers have risen" in "".join(one.html for one in section.content.passages)


@pytest.mark.serves("003-004")
@pytest.mark.parametrize(("mode", "head"), [("en", "{name}: {score:.2f}"), ("zh", "{name}：{score:.2f}分")])
def test_every_ability_has_a_slot_under_its_name_and_score(renhe: Material, mode: Language, head: str):
    abilities = renhe.evaluation.abilities
    slots = [about(f"{one.id}.{mode}", f"# part\n\nwritten of {one.id}") for one in reversed(abilities)]
    whole = about(f"01-finance.{mode}", "of the whole")
    section = section_of(dataclasses.replace(renhe, commentary={mode: (*slots, whole)}), "commentary", mode)

    assert section is not None
    heads = [head.format(name=one.name.in_language(mode), score=one.score) for one in abilities]
    under = [f"{head} part written of {one.id}" for head, one in zip(heads, abilities, strict=True)]
    assert len(under) == 5
    assert section.text.endswith(" ".join(["of the whole", *under]))
    assert section.headings(2) == heads
    assert section.headings(3) == ["part"] * 5


@pytest.mark.serves("003-004")
@pytest.mark.parametrize("empty", [(), (about("growth.en", " \n\n"),)])
def test_an_ability_about_which_nothing_is_written_leaves_no_heading_and_no_gap(
    renhe: Material, empty: tuple[Remarks, ...]
):
    slot = about("solvency.en", "Ample liquidity.")
    section = section_of(dataclasses.replace(renhe, commentary={"en": (*empty, slot)}), "commentary")

    assert section is not None
    assert section.headings(2) == [f"Solvency: {score_of(renhe, 'solvency'):.2f}"]
    assert section_of(dataclasses.replace(renhe, commentary={"en": empty}), "commentary") is None


def score_of(material: Material, ability: str) -> float:
    (score,) = [one.score for one in material.evaluation.abilities if one.id == ability]
    assert score is not None
    return score
