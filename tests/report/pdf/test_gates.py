"""Each gate of a render fires, all in one go, and nothing comes out."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pydyf
import pytest
import yaml

import reportgen.catalog
from report.pdf.sample_pages import FAMILIES, plain, render
from reportgen.errors import ExitCode, Refused
from reportgen.model.finding import Finding
from reportgen.report.pdf import engine

FAULTS = {
    "R01": "<p>无字形\U00012000</p>",
    "R03": '<p style="font-family: No Such Face, Noto Sans CJK SC">字</p>',
    "R04": '<p><img src="charts/beds.svg" alt=" "></p>',
    "R05": '<p><img src="charts/beds.svg" alt="图1"><img src="charts/photo.png" alt="图1"></p>',
    "R06": '<p><a href="#nowhere">见</a></p>',
    "R07": '<p style="colour: red">字</p>',
    "R08": "<p>&#x2F64;户</p>",
    "R09": '<p><img src="https://example.org/a.png" alt="外图"></p>',
    "R10": '<p><img src="charts/none.svg" alt="缺图9"></p>',
    "R13": "<h3>跳级</h3>",
    "R15": '<p><img src="charts/beds.svg" alt="床位多于上年"></p>',
    "R16": '<p>见<span data-for="#there">第7页</span></p><p id="there">此处</p>',
}


def refused(html: str, families: frozenset[str] = FAMILIES) -> tuple[Finding, ...]:
    with pytest.raises(Refused) as caught:
        render(html, families=families)
    return caught.value.findings


def rules(html: str) -> list[str]:
    return [finding.rule for finding in refused(html)]


@pytest.mark.parametrize("rule", FAULTS)
def test_a_fault_is_refused_by_its_rule_alone(rule: str) -> None:
    assert rules(plain(FAULTS[rule])) == [rule]


def test_a_font_that_is_not_allowed_is_refused_with_what_it_draws() -> None:
    (finding,) = refused(plain("<p>字</p>"), families=FAMILIES - {"Noto Serif CJK SC"})

    assert (finding.rule, finding.facts["family"], finding.facts["text"]) == ("R02", "Noto Serif CJK SC", "题")


def test_a_page_without_title_and_language_is_refused() -> None:
    html = plain("<p>字</p>").replace("<title>页</title>", "").replace(' lang="zh-CN"', "")

    assert rules(html) == ["R11", "R12"]


def test_all_faults_are_told_at_once() -> None:
    together = [rule for rule in FAULTS if rule != "R13"]

    assert set(rules(plain("".join(FAULTS[rule] for rule in together)))) == set(together)


def test_a_contents_number_without_target_is_refused() -> None:
    assert rules(plain('<nav><span class="page" data-for="#gone"></span></nav>')) == ["R06"]


def test_a_photograph_has_no_number_to_tell() -> None:
    assert render(plain('<p><img src="charts/photo.png" alt="门诊楼"></p>'))


def test_a_page_number_is_that_of_its_target() -> None:
    reference = '<p>见<span data-for="#there">{number}</span></p><p style="break-before:page" id="there">此处</p>'

    (finding,) = refused(plain(reference.format(number="第1页")))

    assert (finding.rule, finding.facts["printed"], finding.facts["due"]) == ("R16", "第1页", "2")
    assert len(render(plain(reference.format(number="第2页"))).pages) == 2


def test_the_foot_counts_the_pages_as_they_are() -> None:
    foot = "<style>@page {{ @bottom-right {{ content: {content} }} }}</style><p>字</p>"

    (finding,) = refused(plain(foot.format(content="'1 / 9'")))

    assert (finding.rule, finding.facts["due"]) == ("R16", "1 / 1")
    assert render(plain(foot.format(content="counter(page) ' / ' counter(pages)")))


def test_a_font_that_is_only_named_is_refused() -> None:
    named = pydyf.Dictionary({"Type": "/FontDescriptor", "FontName": "/ABCDEF+Some-Face"})
    held = pydyf.Dictionary({"Type": "/FontDescriptor", "FontName": "/ABCDEF+Other", "FontFile3": "7 0 R"})

    found = engine.embedding_problems(SimpleNamespace(objects=[named, held, pydyf.Stream()]))

    assert [(finding.rule, finding.facts["family"]) for finding in found] == [("R14", "ABCDEF+Some-Face")]


def test_a_relative_address_is_no_reference() -> None:
    assert rules(plain('<p><a href="other.html">见</a></p>')) == ["R06"]


def test_a_missing_glyph_names_character_font_and_line() -> None:
    (finding,) = refused(plain("<p>用户㐀龘\U00012000名</p>"))

    assert finding.facts["characters"] == "\U00012000 (U+12000)"
    assert "用户" in str(finding.facts["text"])


def test_a_glyph_missing_in_a_chart_is_refused(tmp_path: Path) -> None:
    chart = '<svg xmlns="http://www.w3.org/2000/svg" width="50" height="20"><text y="10">\U00012000</text></svg>'
    (tmp_path / "chart.svg").write_text(chart, "utf-8")
    (tmp_path / "style.css").write_text("html, h1 { font-family: 'Noto Sans CJK SC' }")

    with pytest.raises(Refused) as caught:
        render(plain('<p><img src="styles/chart.svg" alt="图2"></p>'), styles=tmp_path)

    assert "R01" in [finding.rule for finding in caught.value.findings]


def test_a_missing_font_alone_is_a_fault_of_the_machine() -> None:
    with pytest.raises(Refused) as caught:
        render(plain(FAULTS["R03"]))

    assert caught.value.exit_code == ExitCode.ENVIRONMENT


def test_every_rule_has_its_words_in_both_languages() -> None:
    file = Path(reportgen.catalog.__file__).parent / "messages" / "report.yaml"
    messages = yaml.safe_load(file.read_text("utf-8"))

    assert {*FAULTS, "R02", "R11", "R12", "R14"} <= set(messages)
    for rule, entry in messages.items():
        assert set(entry) == {"severity", "message", "fix"}, rule
        assert set(entry["message"]) == set(entry["fix"]) == {"zh", "en"}, rule


def test_placeholders_are_facts_of_their_findings() -> None:
    file = Path(reportgen.catalog.__file__).parent / "messages" / "report.yaml"
    messages = yaml.safe_load(file.read_text("utf-8"))

    for finding in refused(plain("".join(FAULTS[rule] for rule in FAULTS))):
        for language in ("zh", "en"):
            assert messages[finding.rule]["message"][language].format(**finding.facts)
