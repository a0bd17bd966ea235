"""Each rule has a page that breaks it, and one as like as can be that keeps it."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from report.lint.pages import ABOUT, about, findings, rules
from reportgen.model.definition import Text
from reportgen.model.finding import Severity
from reportgen.model.printing import digits_of
from reportgen.report import lint
from reportgen.report.lint.layout import About
from reportgen.report.lint.rules import words

NARROW = """<table><colgroup><col style="width:{mm}mm"><col></colgroup><tbody><tr>
<th scope="row" style="white-space:nowrap">平均住院日</th><td>中</td></tr></tbody></table>"""
PUSH = '<div style="height:{mm}mm"></div>'
"""Air that leaves 253 mm less this of a page."""
ROWS = "<tr><th scope=row>{n}</th><td>正文</td></tr>"
LONG = "".join(ROWS.format(n=n) for n in range(60))
HEAD = '<thead><tr><th scope="col">科室</th><th scope="col">说明</th></tr></thead>'
COLUMN = '<table><thead><tr><th scope="col">项目</th><th scope="col" class="n">金额</th></tr></thead><tbody>{rows}</tbody></table>'
CELL = '<tr><th scope="row">项</th><td class="n {pad}">{figure}</td></tr>'
BADGE = '<span class="badge badge-m badge-{grade}">{letter}</span>'
SCORED = (
    "<table><tbody><tr><th scope=row>流动比率</th><td class=n>{score}</td><td class=c>{badge}</td></tr></tbody></table>"
)
LEAGUE = """<table><thead><tr><th scope=col>指标</th><th scope=col>得分</th><th scope=col>变动</th><th scope=col>等级</th></tr>
</thead><tbody><tr><th scope=row>流动比率</th><td>{score}</td><td>0.00</td><td class=c>{badge}</td></tr></tbody></table>"""
CHIPS = '<div class="head-right"><span class="chip">{word}</span></div>'
OFFICIAL = """
@page official {{
  size: A4; margin: 37mm 26mm {bottom}mm 28mm; @top-left {{ content: none }} @top-right {{ content: none }}
  @bottom-left {{ content: none }} @bottom-right {{ content: none }}
}}
@page official:right {{ @bottom-{odd} {{ content: counter(page) }} }}
@page official:left {{ @bottom-{even} {{ content: counter(page) }} }}
.text {{ page: official }} .text p {{ font-size: 16pt; line-height: 28.9pt; margin: 0 }}"""
LETTER = '<div class="text"><p class="issuer-mark">{issuer}</p><p>正文</p><p style="break-before:page">正文</p><p class="imprint">印发</p></div>'

BARE = '<div class="text"><p class="issuer-mark">仁和医院</p></div><p class="imprint" style="page:official-bare;break-before:left">印发</p>'
UNNUMBERED = """
@page official-bare {{
  size: A4; margin: 37mm 26mm 35mm 28mm; @top-left {{ content: none }} @top-right {{ content: none }}
  @bottom-left {{ content: {} }} @bottom-right {{ content: none }}
}}"""


@dataclass(frozen=True)
class Example:
    """A body that breaks a rule, one that keeps it, and how both are set."""

    broken: str
    kept: str
    about: About = ABOUT
    filled: bool = True
    language: str = "zh-CN"
    css: str = ""
    kept_css: str | None = None
    head: str = ""
    kept_head: str | None = None
    kept_about: About | None = None
    more: dict[str, object] = field(default_factory=dict)


EXAMPLES: dict[str, list[Example]] = {
    "L01": [
        Example(NARROW.format(mm=8), NARROW.format(mm=24)),
        Example('<p style="white-space:nowrap">' + "长" * 60 + "</p>", "<p>" + "长" * 60 + "</p>"),
        Example(PUSH.format(mm=235) + '<p style="position:relative;top:20mm">尾</p>',
                PUSH.format(mm=235) + '<p style="position:relative;top:2mm">尾</p>', filled=False),
    ],
    "L02": [
        Example('<p>第一段</p><p style="margin-top:-6mm">第二段</p>', '<p>第一段</p><p style="margin-top:-1mm">第二段</p>'),
        Example('<div class="row"><div style="width:20mm"><p style="white-space:nowrap">这一句长过它的一栏很多</p></div>'
                "<div><p>旁边的一栏</p></div></div>",
                '<div class="row"><div style="width:60mm"><p style="white-space:nowrap">这一句长过它的一栏很多</p></div>'
                "<div><p>旁边的一栏</p></div></div>"),
    ],
    "L03": [
        Example("<h1>题</h1>" + PUSH.format(mm=225) + '<h2 style="break-after:auto">页末的标题</h2><p style="break-before:page">正文</p>',
                "<h1>题</h1>" + PUSH.format(mm=200) + "<h2>标题</h2><p>第一行</p><p>第二行</p><p style='break-before:page'>正文</p>"),
        Example(PUSH.format(mm=225) + f"<table>{HEAD}<tbody>{LONG}</tbody></table>", f"<table>{HEAD}<tbody>{LONG}</tbody></table>",
                css="thead + tbody > tr:first-child:not(:last-child) { break-after: auto } tr { height: 12mm }", kept_css=""),
        Example("<h1>题</h1>" + PUSH.format(mm=215) + "<h2>一段的标题</h2><p>只有一行</p><p style='break-before:page'>正文</p>",
                "<h1>题</h1>" + PUSH.format(mm=215) + f"<h2>一行的表</h2><table><tbody>{ROWS.format(n=1)}</tbody></table>"
                "<p style='break-before:page'>正文</p>",
                css="h2, h2 + p { break-after: auto; break-before: auto }"),
        Example(PUSH.format(mm=244) + "<p class=kicker style='break-after:auto'>引题</p><h1 style='break-before:page'>标题</h1>",
                "<p class=kicker>引题</p><h1>标题</h1>"),
    ],
    "L04": [
        Example(PUSH.format(mm=246) + "<p>" + "孤行测试，" * 40 + "</p>", PUSH.format(mm=230) + "<p>" + "孤行测试，" * 40 + "</p>",
                css="p { orphans: 1; widows: 1 }", kept_css=""),
        Example('<p style="width:40mm;font-size:10mm">四个字一</p>'.replace("四个字一", "一二三四五"),
                '<p style="width:40mm;font-size:10mm">一二三四五六</p>'),
    ],
    "L05": [
        Example("<p>只有一行</p><p style='break-before:page'>下页</p>" + "<p>正文</p>" * 20, "<p>正文</p>" * 20, filled=False),
        Example("<p>正文</p>" * 20 + "<p style='break-before:page'>末页一行</p>", "<p>正文</p>" * 20
                + "<p style='break-before:page'>末页</p>" + "<p>正文</p>" * 6, filled=False),
    ],
    "L06": [
        Example("<p>住院收入增加<br>，门诊收入减少</p>", "<p>住院收入增加，<br>门诊收入减少</p>"),
        Example("<p>收入见附表（<br>第一页）</p>", "<p>收入见附表<br>（第一页）</p>"),
        Example("<p>平均住院日为8<br>天，比上月短</p>", "<p>平均住院日为<br>8天，比上月短</p>"),
        Example("<p>完成8<br>天，其余未完成</p>", "<p>完成<br>%，以全年计</p>"),
        Example("<p lang=en>Stays took 8<br>days on average</p>", "<p lang=en>Stays took 8 days<br>on average</p>"),
    ],
    "L12": [
        Example(COLUMN.format(rows=CELL.format(pad="", figure="1,204.56") + CELL.format(pad="", figure="37") * 2),
                COLUMN.format(rows=CELL.format(pad="", figure="1,204.56") + CELL.format(pad="pad-2", figure="37") * 2)),
        Example(COLUMN.format(rows=CELL.format(pad="", figure="1.56") * 3 + CELL.format(pad="strong", figure="5.77")),
                COLUMN.format(rows=CELL.format(pad="", figure="1.56") * 3 + CELL.format(pad="strong", figure="5.77")),
                css="td.n.strong { letter-spacing: 0 !important; font-size: 14pt }", kept_css=""),
        Example(f"<table>{HEAD}<tbody>{LONG}</tbody></table>", f"<table>{HEAD}<tbody>{LONG}</tbody></table>",
                css="thead { display: table-row-group }", kept_css=""),
        Example(PUSH.format(mm=235) + f"<table>{HEAD}<tbody>{ROWS * 2}</tbody><tbody><tr class=grand style='break-before:page'>"
                "<th scope=row>合计</th><td>正文</td></tr></tbody></table>",
                f"<table>{HEAD}<tbody>{ROWS * 2}<tr class=grand><th scope=row>合计</th><td>正文</td></tr></tbody></table>"),
        Example(*(PUSH.format(mm=235) + f"<table>{HEAD}<tbody>{ROWS * 2}</tbody><tbody><tr class='total{opens}' style='break-before:page'>"
                  f"<th scope=row>二、费用</th><td>正文</td></tr>{ROWS}</tbody></table>" for opens in ("", " opens"))),
    ],
    "L13": [
        Example("<p>比上年 nan 分</p>", "<p>比上年高1.2分</p>"),
        Example("<p>合计为 {{ total }} 元</p>", "<p>合计为12元</p>"),
        Example("<p lang=en>The ratio is undefined.</p>", "<p lang=en>The ratio has no value.</p>", language="en"),
        Example(COLUMN.format(rows=CELL.format(pad="", figure="—")),
                COLUMN.format(rows=CELL.format(pad="", figure='—<span class="sup">①</span>')) + '<p class="note">① 未报送</p>'),
        Example(COLUMN.format(rows=CELL.format(pad="", figure="—")),
                COLUMN.format(rows=CELL.format(pad="", figure="—")) + '<p class="note">— 表示不适用</p>'),
    ],
    "L14": [
        Example("<p>结余为 -12.5 万元</p>", "<p>结余为 −12.5 万元</p>"),
        Example("<p>门诊,住院都有增加</p>", "<p>门诊，住院都有增加，见 a-1,b 表</p>"),
        Example("<p>李某,院长</p>", "<p lang=en>Director 李某, by telephone</p>"),
        Example("<p>收入(万元)增加</p>", "<p>收入（万元）增加</p>"),
        Example('<p>所谓"结余"是指</p>', "<p>所谓“结余”是指</p>"),
    ],
    "L15": [
        Example('<p style="color:#FF0000">红字</p>', '<p style="color:var(--poor)">红字</p>'),
        Example('<p style="background:#FFFF00">黄底</p>', '<p style="background:var(--fair)">黄底</p>'),
        Example('<p style="color:var(--ink-3);background:var(--poor-tint)">淡字</p>',
                '<p style="color:var(--ink-2);background:var(--poor-tint)">淡字</p>'),
        Example(f'<p style="color:var(--ink)">{BADGE.format(grade="excellent", letter="优")}</p>',
                f"<p>{BADGE.format(grade='excellent', letter='优')}</p>", css=".badge-excellent { color: var(--ink) !important }", kept_css=""),
    ],
    "L16": [
        Example(SCORED.format(score="49.9", badge=BADGE.format(grade="fair", letter="中")),
                SCORED.format(score="50.0", badge=BADGE.format(grade="fair", letter="中"))),
        Example(SCORED.format(score="90.0", badge=BADGE.format(grade="excellent", letter="良")),
                SCORED.format(score="90.0", badge=BADGE.format(grade="excellent", letter="优"))),
        Example(SCORED.format(score="90.0", badge=BADGE.format(grade="excellent", letter="")),
                SCORED.format(score="90.0", badge=BADGE.format(grade="excellent", letter="优"))),
        Example(LEAGUE.format(score="90.0", badge=BADGE.format(grade="good", letter="良")),
                LEAGUE.format(score="90.0", badge=BADGE.format(grade="excellent", letter="优"))),
        Example(LEAGUE.format(score="90.0</td><td>" + BADGE.format(grade="low", letter="低") + " 50.0", badge=BADGE.format(grade="excellent", letter="优")).replace("<td>0.00</td>", ""),
                LEAGUE.format(score="90.0</td><td>" + BADGE.format(grade="low", letter="低") + " 45.0", badge=BADGE.format(grade="excellent", letter="优")).replace("<td>0.00</td>", "")),
        Example(LEAGUE.format(score="90.0", badge=BADGE.format(grade="good", letter="良")).replace("变动", "得分变动"),
                LEAGUE.format(score="90.0", badge=BADGE.format(grade="excellent", letter="优")).replace("变动", "得分变动")),
        Example(f'<div class="tile"><p class="tile-value">84.9 {BADGE.format(grade="excellent", letter="优")}</p></div>',
                f'<div class="tile"><p class="tile-value">85.0 {BADGE.format(grade="excellent", letter="优")}</p></div>'),
    ],
    "L18": [
        Example('<p>收入增长3.4%，支出下降。<span class="en" lang="en">Income grew 3.5%.</span></p>',
                '<p>收入增长3.4%，支出下降。<span class="en" lang="en">Income grew 3.4%.</span></p>'),
        Example('<p>到10月共9.86亿元，占三项之首。<span class="en" lang="en">¥968.4 m to October, first of three.</span></p>',
                '<p>到10月共9.86亿元，占三项之首。<span class="en" lang="en">¥986.4 m to October, first of three.</span></p>'),
        Example("<h1 class=title>综合得分76.60分</h1><p>得分为67.60分</p>", "<h1 class=title>综合得分76.60分</h1><p>得分为76.60分</p>"),
        Example("<h1 class=title>拖到44.7天；不评分</h1><p>略</p><h1 class=title>拖到44.7天</h1><p>由34.2天拖到47.4天</p>",
                "<h1 class=title>拖到44.7天；不评分</h1><p>略</p><h1 class=title>拖到44.7天</h1><p>由34.2天拖到44.7天</p>"),
        Example("<h1 class=title>至今，拖到44.7天；不评分</h1><p>略</p><h1 class=title>拖到44.7天；亏损5.9元</h1><p>由34.2天拖到44.9天，5.9</p>",
                "<h1 class=title>至今，拖到44.7天；不评分</h1><p>略</p><h1 class=title>拖到44.7天；亏损5.9元</h1><p>由34.2天拖到44.7天，5.9</p>"),
        Example("<h1 class=title>得分44.7分</h1><p>略</p><h1 class=title>拖到44.7天</h1><p>由34.2天拖到44.7天</p>",
                "<h1 class=title>得分44.7分</h1><p>44.7</p><h1 class=title>拖到44.7天</h1><p>由34.2天拖到44.7天</p>"),
        Example("<h1 class=title>共15项指标</h1><ul><li>一</li><li>二</li></ul>", "<h1 class=title>共2项指标</h1><ul><li>一</li><li>二</li></ul>"),
        Example('<p>按八二办法，得2.1分。<span class="en" lang="en">The 80/20 method gives 2.5.</span></p>',
                '<p>按八二办法，得2.1分。<span class="en" lang="en">The 80/20 method gives 2.1.</span></p>',
                about=about(names=(Text(zh="八二办法", en="80/20 method"),))),
        Example('<p>比预算多16.06万元，也多于上年。<span class="en" lang="en">¥161.6 thousand above budget.</span></p>',
                '<p>比预算多16.06万元，也多于上年。<span class="en" lang="en">¥160.6 thousand above budget.</span></p>',
                about=about(ids=frozenset({"h"}))),
        Example("<h1 class=title>主要风险是百元收入耗材300</h1><p>耗材偏高</p>", "<h1 class=title>主要风险是每100元收入耗材</h1><p>耗材偏高</p>",
                about=about(numbered=(Text(zh="每100元收入耗材", en="Consumables per 100"),))),
    ],
    "L19": [
        Example("<p>得分76.60</p>", "<p>得分1,204.50，截至2026年10月</p>", about=about(printed=frozenset(), told={"": frozenset({"1204.50"})})),
        Example("<p>Lines 11</p>", "<p>Date 2026-11-29</p>", about=about(printed=frozenset(), told={})),
        Example("<p>编号 <b>001</b></p>", '<p>编号 <b class="report-number">001</b></p>', about=about(printed=frozenset(), told={})),
        Example("<p>方案 8020</p>", "<p>方案 own_8020、h202611220、RHB-2026-001、〔2026〕18号、95e78b56d523a4118</p>", about=about(printed=frozenset(), told={})),
        Example("<div><p>六月新增借款3,000万元</p></div>", '<div class="commentary"><p>六月新增借款3,000万元</p></div>', about=about(printed=frozenset(), told={})),
    ],
    "L20": [
        Example(LETTER.format(issuer="仁和医院"), LETTER.format(issuer="仁和医院"), filled=False,
                css=OFFICIAL.format(bottom=30, odd="right", even="left"), kept_css=OFFICIAL.format(bottom=35, odd="right", even="left")),
        Example(LETTER.format(issuer="仁和医院"), LETTER.format(issuer="仁和医院"), filled=False,
                css=OFFICIAL.format(bottom=35, odd="left", even="right"), kept_css=OFFICIAL.format(bottom=35, odd="right", even="left")),
        Example(LETTER.format(issuer="仁和<br>医院"), LETTER.format(issuer="仁和医院"), filled=False,
                css=OFFICIAL.format(bottom=35, odd="right", even="left")),
        Example(BARE, BARE, filled=False, css=OFFICIAL.format(bottom=35, odd="right", even="left") + UNNUMBERED.format("counter(page)"),
                kept_css=OFFICIAL.format(bottom=35, odd="right", even="left") + UNNUMBERED.format("none")),
        Example('<div class="text"><p class="imprint">印发</p></div>', LETTER.format(issuer="仁和医院"), filled=False,
                css=OFFICIAL.format(bottom=35, odd="right", even="left")),
        Example(LETTER.format(issuer="仁和医院" + "</p>" + "<p style='line-height:20pt;font-size:10pt'>行</p>" * 24 + "<p>"),
                LETTER.format(issuer="仁和医院" + "</p>" + "<p>行</p>" * 20 + "<p>"), filled=False,
                css=OFFICIAL.format(bottom=35, odd="right", even="left")),
    ],
    "L21": [
        Example("<p>正文</p>", "<p>正文</p>", about=about(due=(frozenset({"草稿", "DRAFT"}),)),
                head="", kept_head=CHIPS.format(word="草稿")),
        Example("<p>正文</p>", "<p>正文</p>", about=about(banned=(frozenset({"草稿", "DRAFT"}),)),
                head=CHIPS.format(word="草稿"), kept_head=""),
    ],
    "L24": [
        Example('<p lang=en style="font-size:6.4pt">Income</p>', '<p lang=en style="font-size:6.6pt">Income</p>'),
        Example('<p>收入<span lang=en style="font-size:60%">Income</span></p>',
                '<p>收入<span lang=en style="font-size:82%">Income</span></p>'),
    ],
    "L25": [
        Example("<p>未提交当期预算，不列执行情况。</p>", "<p>未提交当期预算，不列执行情况。</p>",
                about=about(untrue=((Text(zh="未提交当期预算，不列执行情况。", en="No budget."), "not budget"),)), kept_about=ABOUT),
    ],
    "L22": [
        Example("<h1 class=title>" + '<span class="phrase">' + "收入增长较快而费用增长更快因此本期盈余比上年同期有所减少并且低于预算" + "，</span>" + "请关注</h1>",
                '<h1 class=title><span class="phrase">收入增长较快，</span><span class="phrase">费用增长更快</span></h1>'),
        Example("<h1 class=title>" + '<span class="phrase">收入增长较快而费用增长更快，</span>' * 6 + "</h1>",
                "<h1 class=title>" + '<span class="phrase">收入增长较快，</span>' * 4 + "</h1>"),
    ],
}  # fmt: skip

CASES = [
    pytest.param(rule, example, id=f"{rule}-{n}") for rule, list_ in EXAMPLES.items() for n, example in enumerate(list_)
]


def said(example: Example, *, is_broken: bool) -> set[str]:
    css = example.css if is_broken or example.kept_css is None else example.kept_css
    head = example.head if is_broken or example.kept_head is None else example.kept_head
    body = example.broken if is_broken else example.kept
    facts = example.about if is_broken or example.kept_about is None else example.kept_about
    return rules(body, about=facts, filled=example.filled, language=example.language, css=css, head=head)


@pytest.mark.parametrize(("rule", "example"), CASES)
def test_a_page_that_breaks_a_rule_is_told(rule: str, example: Example) -> None:
    assert rule in said(example, is_broken=True)


@pytest.mark.parametrize("example", [pytest.param(case.values[1], id=case.id) for case in CASES])
def test_a_page_that_keeps_it_is_clean(example: Example) -> None:
    assert said(example, is_broken=False) == set()


def test_every_rule_has_a_page_that_breaks_it() -> None:
    charts = {"L09", "L10", "L23"}  # in test_chart_rules
    assert EXAMPLES.keys() | charts == lint.RULES.keys()
    assert not lint.RULES.keys() & lint.GATES.keys()
    assert lint.RULES.keys() | lint.GATES.keys() == {f"L{number:02}" for number in range(1, 26)}


def test_a_finding_names_page_heading_and_element() -> None:
    body = "<h1>支出</h1>" + "<p>正文</p>" * 20 + "<h1 style='break-before:page'>收入</h1><p>门诊,住院都有</p>"

    (finding,) = (finding for finding in findings(body) if finding.rule == "L14")

    assert (finding.facts["page"], finding.facts["heading"], finding.facts["element"]) == (2, "收入", "门诊,住院都有")


def test_a_lone_character_is_a_warning_and_a_lone_line_an_error() -> None:
    lone = EXAMPLES["L04"][1]
    split = EXAMPLES["L04"][0]

    (warning,) = findings(lone.broken)
    errors = [finding for finding in findings(split.broken, css=split.css) if finding.rule == "L04"]

    assert warning.severity is Severity.WARNING
    assert {finding.severity for finding in errors} == {None}


def test_numbers_without_a_passport_are_errors_in_an_archive_page_by_page() -> None:
    facts = about(printed=frozenset(), kind="annual")
    body = "<p>得分76.60</p>" * 20 + "<p style='break-before:page'>得分76.61</p>"

    told = findings(body, about=facts)

    assert [(finding.facts["page"], finding.severity) for finding in told] == [(1, Severity.ERROR), (2, Severity.ERROR)]


def test_the_accountants_own_words_may_say_what_a_program_must_not() -> None:
    words = "The result is undefined."

    assert rules(f'<div class="commentary"><p lang=en>{words}</p></div>') == set()
    assert rules(f"<p lang=en>{words}</p>") == {"L13"}


def test_a_case_names_things_as_it_likes_and_a_template_leaves_nothing_behind() -> None:
    named = about(names=(Text(zh="{{ 康复 }}医院", en="{{ Recovery }} Hospital"),))

    assert rules("<p>{{ 康复 }}医院的结余</p>", about=named) == set()
    assert rules("<p>{{ 康复 }}医院的{{ 结余 }}</p>", about=named) == {"L13"}
    assert rules("<p>收入见{{ 康<br>复 }}医院</p>", about=named) == set(), "wherever a line ends"


def test_a_sentence_may_begin_with_none() -> None:
    assert rules("<p lang=en>None of the indicators is weak.</p>", language="en") == set()
    assert rules("<p lang=en>Rank: None</p>", language="en") == {"L13"}


def test_a_remainder_before_a_page_of_the_other_format_is_a_warning() -> None:
    sheets = "@page broad { size: A4 landscape } .broad { page: broad }"
    before = "<p>正文。</p>" * 20 + '<p style="break-before:page">余下一行</p>'

    turned = findings(before + '<div class="broad"><p>横页</p></div>', css=sheets, filled=False)

    assert [(one.rule, one.severity) for one in turned] == [("L05", Severity.WARNING), ("L05", None)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("the median 1,549,305.35 September 2025: 7", ["1549305.35", "7"]),
        ("is 612,190 December 2025", ["612190"]),
        ("on 30 September 2025 it was 7", ["7"]),
    ],
)
def test_a_number_in_front_of_a_month_is_no_day_of_it(text: str, found: list[str]) -> None:
    """In a cell of both languages the English begins with its month behind the last figure of the Chinese."""
    assert list(digits_of(words.DATES.sub(" ", text))) == found
