"""Reports about statements of the rules of 1998 and 2012: every form once, in the words of its rules."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen import pipeline
from reportgen.analysis.answer import Unavailable
from reportgen.analysis.material import Material
from reportgen.catalog import load_catalog
from reportgen.model.values import Reason
from reportgen.report.assembly import hospital
from reportgen.report.desk.brief import happened
from reportgen.report.desk.context import HospitalContext
from reportgen.report.desk.tables import answers
from reportgen.report.section import Report
from reportgen.report.sections import risk_watch
from reportgen.report.sections.letter.text import text as letter_text
from reportgen.report.sections.statement.table import StatementPage
from scripts import small_workbooks as small

CASE = "entity: {{id: h, name: {{zh: 示例医院, en: A}}}}\nregime: '{regime}'\nscheme: none\n"
YEARS = {"1998": 2011, "2012": 2017}
TOLD_TWICE = {"medical_income": 90_000_000, "medical_business_cost_2012": 70_000_000, "admin_expense_2012": 9_000_000}
"""What both the summary and its schedule give."""
INCOME = {"1998": "收入支出总表", "2012": "收入费用总表"}


def material(folder: Path, regime: str) -> Material:
    """A year of the rules, with every form that they have."""
    (folder / "case.yaml").write_text(CASE.format(regime=regime), encoding="utf-8")
    catalog, sheets = load_catalog(), {}
    for code, form in catalog.forms.items():
        if form.regime == regime:
            heads = tuple({column.view: column.label for column in form.annual}.values())
            made = small.figures(code, catalog, leaves=TOLD_TWICE)
            sheets[form.title.zh] = small.sheet(code, f"{YEARS[regime]}年度", heads, [made] * len(heads))
            sheets[form.title.zh][1][-1] = f"{code.removesuffix('-1998')}表"
    small.write(folder / "data" / "a.xlsx", sheets)
    return pipeline.evaluate(pipeline.check(folder))


def pages(found: Report) -> dict[str, StatementPage]:
    return {one.id: one.content for one in found.sections if isinstance(one.content, StatementPage)}


@pytest.mark.parametrize("regime", YEARS)
@pytest.mark.parametrize("kind", ["board", "annual"])
def test_every_statement_of_earlier_rules_is_printed_once(tmp_path: Path, regime: str, kind: str):
    found = material(tmp_path, regime)
    printed = pages(hospital(found, kind, "zh"))

    titles = [page.title.zh for page in printed.values()]
    forms = [form for form in found.catalog.forms.values() if form.regime == regime]
    assert len(set(titles)) == len(titles)
    assert printed["statement-income"].title.zh == INCOME[regime]
    if kind == "annual":
        assert {*titles} == {form.title.zh for form in forms}


@pytest.mark.parametrize("regime", YEARS)
def test_a_column_that_may_be_headed_in_two_ways_stands_once(tmp_path: Path, regime: str):
    for page in pages(hospital(material(tmp_path, regime), "annual", "zh")).values():
        heads = [head.words.zh for head in page.heads]
        assert len(set(heads)) == len(heads)
        assert "1998" not in page.form.zh
        assert not any("累计" in head for head in heads)  # of a whole year nothing is to date


@pytest.mark.parametrize(("regime", "words"), [("1998", ("总收入", "收支结余")), ("2012", ("医疗收入", "亏损"))])
def test_what_happened_is_told_in_the_words_of_the_rules(tmp_path: Path, regime: str, words: tuple[str, str]):
    (told, *_) = happened.happened(HospitalContext.of(material(tmp_path, regime), "zh"))

    assert all(word in told.zh for word in words)
    assert "盈余" not in told.zh


def test_nobody_is_asked_for_what_the_forms_of_the_rules_do_not_have(tmp_path: Path):
    """Income in all and the accumulated surplus came with the rules of 2019; beds are counted under all."""
    context = HospitalContext.of(material(tmp_path, "2012"), "zh")
    items = context.material.catalog.items
    lacks = [
        Unavailable(why, Reason.MISSING_INPUT, {"item": items[name].name, "period": "2017"})
        for why, name in (("item", "total_income"), ("item_of", "accumulated_surplus"), ("item", "discharges"))
    ]
    told = [one.zh for one in answers.reasons(context, lacks)]

    names = "、".join(items[name].name.zh for name in ("total_income", "accumulated_surplus"))

    assert told[0] == f"医院会计制度（2012—2018年）的报表没有现行口径的“{names}”，不作有关分析。"
    assert told[1:] == ["缺少“出院人数”。请在运营数据表中填报。"]


def test_a_figure_that_the_rules_do_not_have_is_not_said_to_be_withheld(tmp_path: Path):
    context = HospitalContext.of(material(tmp_path, "2012"), "zh")
    told = {
        name: risk_watch._why(context, name, Reason.MISSING_INPUT).zh
        for name in ("self_sufficiency_rate", "cash_ratio")
    }

    assert "没有所需的项目" in told["self_sufficiency_rate"]
    assert told["cash_ratio"] == "所需数据未报送"


@pytest.mark.parametrize(("regime", "balance"), [("1998", "balance_1998"), ("2012", "period_balance_2012")])
def test_the_letter_gives_the_balance_that_the_rules_have_in_place_of_a_surplus(
    tmp_path: Path, regime: str, balance: str
):
    """An agency was told of income and assets, and not that the year ended in a deficit."""
    found = material(tmp_path, regime)
    amount = found.dataset.value(balance, found.entity, found.period, "")
    context = HospitalContext.of(found, "zh")
    told = "".join(one.words.zh for one in letter_text(context))

    name = context.say(f"furniture.key.name.{balance}{'.deficit' if amount < 0 else ''}").zh
    assert f"{name}{context.say.money(abs(amount)).zh}" in told
    assert "制度）" not in told.partition("主要指标")[2].partition("存在的主要问题")[0]


def test_what_the_forms_of_the_rules_print_under_the_same_name_is_not_said_to_be_absent(tmp_path: Path):
    """The schedule of 2012 has lines of personnel and drugs, of medical cost only."""
    context = HospitalContext.of(material(tmp_path, "2012"), "zh-en")
    items = context.material.catalog.items
    lacks = [Unavailable("item", Reason.MISSING_INPUT, {"item": items["drug_expense"].name})]
    (told,) = answers.reasons(context, lacks)

    assert "没有现行口径的“药品费”" in told.zh
    assert "as it is defined now" in told.en
