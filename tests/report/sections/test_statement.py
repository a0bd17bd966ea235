"""Statements are those of the form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from unittest import mock

import pytest

from analysis.cases import case as figures_of
from decided import balance_sheet, case
from pages import parts_of
from rendered import checked
from reportgen import pipeline
from reportgen.analysis.material import Material
from reportgen.model.definition import Text
from reportgen.model.definitions import FormColumn
from reportgen.model.place import Place
from reportgen.report.assembly import hospital
from reportgen.report.desk.context import HospitalContext
from reportgen.report.desk.tables import figures as desk_figures
from reportgen.report.desk.tables.figures import FormLine, StatementCell
from reportgen.report.section import Report
from reportgen.report.sections.statement import official, plain
from reportgen.report.sections.statement.findings import RowFigure, income, position
from reportgen.report.sections.statement.table import StatementHead, StatementPage, plain_legend
from reportgen.report.speech import same


def test_the_sums_of_the_statement_are_those_of_the_form(reports: Callable[..., Report]):
    statement = next(s.content for s in reports("renhe", "zh-en").sections if s.id == "statement-income")
    by_caption = {row.caption.zh: row.cells for row in statement.rows}
    income, expense, surplus = (
        next(cells for caption, cells in by_caption.items() if caption.startswith(start))
        for start in ("一、", "二、", "三、")
    )
    year_to_date = [float(cells[1].text.replace(",", "").replace("−", "-")) for cells in (income, expense, surplus)]
    assert year_to_date[0] - year_to_date[1] == pytest.approx(year_to_date[2], abs=0.02)
    assert len(statement.rows) == 38


def test_rows_of_a_case_without_forms_foot_to_every_printed_sum(reports: Callable[..., Report]):
    """Of a sum whose parts are not all there, the rest stands in a row of its own; other splits add nothing."""
    statement = next(s.content for s in reports("us-cms", "zh-en").sections if s.id == "statement-plain")
    rows = {row.caption.en: [cell.text.value for cell in row.cells[:-1]] for row in statement.rows if row.cells}
    order = [row.caption.en for row in statement.rows]
    rests = [row for row in statement.rows if row.caption.en == "Not itemised (net)"]
    current = ("Cash", "Short-term investments", "Inventories", "Deferred expenses", "Other current assets")

    for year in range(5):
        listed = sum(rows[name][year] for name in current) + rests[0].cells[year].text.value
        assert listed == pytest.approx(rows["Total current assets"][year])
        fixed = rows["Total current assets"][year] + rows["Fixed assets, net"][year] + rests[1].cells[year].text.value
        assert fixed == pytest.approx(rows["Total assets"][year])
        medical = rows["Patient revenue"][year] - rows["Less: Total expense of patient care†"][year]
        assert medical == pytest.approx(rows["Surplus on patient care†"][year])
        surplus = medical + rows["Other income"][year] - rows["Less: Other expense†"][year]
        assert surplus == pytest.approx(rows["Surplus"][year])
    assert len(rests) == 2
    assert order.index("Depreciation expense") > order.index("Shown besides (not added to the lines above)")


def test_an_amount_that_could_not_be_read_is_not_called_missing(materials: Callable[..., Material]):
    found = materials("renhe")
    values = found.dataset.values.copy()
    values.loc[("renhe", "2026-10"), [("donation_income", ""), ("donation_income", "ytd")]] = float("nan")
    key = ("donation_income", "renhe", "2026-10")
    dataset = replace(found.dataset, values=values, unread={key: (Place("book.xlsx", "Sheet", "C18"),)})
    report = hospital(replace(found, dataset=dataset), "board", "zh-en")
    statement = next(section.content for section in report.sections if section.id == "statement-income")

    assert any(note.zh.endswith("已填报但无法读取，见检查发现") for note in statement.notes)


def test_a_column_of_a_wide_form_is_as_wide_as_its_amounts_are_long() -> None:
    heads = tuple(StatementHead(same(str(number))) for number in range(12))
    amounts = ["8,454,859,404.00", *["0.00"] * 11]
    row = FormLine(same("合计"), 0, "total", tuple(StatementCell(amount) for amount in amounts))
    words = same("表")

    wide = StatementPage("s", "matrix", words, words, heads, (row,), (), words, is_wide=True)

    caption, first, *others = wide.widths
    assert first == pytest.approx(others[0] * 16 / 9, abs=0.02)
    assert caption + first + sum(others) == pytest.approx(257, abs=0.1)
    assert replace(wide, heads=heads[:4], rows=()).widths == ()


def test_a_balance_sheet_is_of_a_day_and_every_statement_of_a_hospital(reports: Callable[..., Report]):
    found = {s.id: s.content for s in reports("renhe", "zh-en").sections if s.id.startswith("statement-")}
    position, income = found["statement-position"].form, found["statement-income"].form

    assert "2026年10月31日" in position.zh
    assert "31 October 2026" in position.en
    assert "31日" not in income.zh
    assert all("编制单位：仁和医院" in form.zh for form in (position, income))


def test_rounding_is_told_once_where_amounts_are_not_exact(reports: Callable[..., Report]):
    found = {s.id: s.content for s in reports("renhe", "zh-en").sections if s.id.startswith("statement-")}

    assert "尾差不调整" in found["statement-income"].legend.zh
    assert "尾差不调整" not in found["statement-position"].legend.zh


def test_a_table_of_plain_items_says_that_its_amounts_are_rounded(reports: Callable[..., Report]):
    found = next(s.content for s in reports("us-cms", "zh-en").sections if s.id == "statement-plain")

    assert "尾差不调整" in found.legend.zh
    assert "rounded one by one" in found.legend.en


def test_a_table_without_any_amount_of_money_tells_neither_unit_nor_rounding(tmp_path: Path):
    figures = {"beds_authorised@2024": 40.0, "beds_authorised@2025": 40.0}
    found = plain.plain_statement(HospitalContext.of(figures_of(tmp_path, figures, "2025").material, "zh-en"))

    assert found is not None
    assert "rounded" not in found.legend.en
    assert "unit" not in found.form.en


def test_a_line_without_an_opening_balance_is_not_told_to_lack_last_year(reports: Callable[..., Report]):
    found = next(s.content for s in reports("renhe", "zh-en").sections if s.id == "statement-position")

    assert any(note.zh.endswith("无年初余额") for note in found.notes)
    assert not any("上年" in note.zh for note in found.notes)


def test_what_no_sum_takes_in_stands_after_the_sum_of_its_side(reports: Callable[..., Report]):
    statement = next(s.content for s in reports("us-cms", "zh-en").sections if s.id == "statement-plain")
    names = [row.caption.zh for row in statement.rows]
    assert names.index("应付账款") < names.index("流动负债合计")


def test_a_result_on_the_way_stands_under_the_lines_that_lead_to_it(reports: Callable[..., Report]):
    """Only rows that are a sum of rows above them are set as sums."""
    statement = next(s.content for s in reports("us-cms", "zh-en").sections if s.id == "statement-plain")
    rows = [(row.caption.zh, row.emphasis == "total") for row in statement.rows]

    assert rows[1:7] == [
        ("医疗收入", False),
        ("减：医疗活动费用合计†", False),
        ("本期医疗盈余†", True),
        ("其他收入", False),
        ("减：其他费用†", False),
        ("本期盈余", True),
    ]
    assert [note.zh[0] for note in statement.notes] == ["†"]


@pytest.mark.parametrize(
    ("result", "sums"),
    [([3.0, 4.0], ("total_assets",)), ([2.0, 4.0], ()), ([2.0, None], ("medical_income",)), ([2.0, 0.0], ())],
)
def test_a_result_on_the_way_has_to_be_borne_out_by_every_column(result: list[float | None], sums: tuple[str, ...]):
    figures = {"medical_surplus": result, "medical_income": [5.0, None], "medical_activity_expense": [3.0, 4.0]}

    assert plain.stepped(figures, sums) == {}
    assert set(plain.stepped(figures | {"medical_surplus": [2.0, None]}, ())) == {"medical_surplus"}


def test_one_year_alone_has_no_column_of_changes(tmp_path: Path):
    """A column of dashes, each with a mark that says that there is no last year."""
    figures = {"total_income@2025": 10.0, "total_expense@2025": 9.0, "period_surplus@2025": 1.0}
    found = plain.plain_statement(HospitalContext.of(figures_of(tmp_path, figures, "2025").material, "en"))

    assert found is not None
    assert {len(row.cells) for row in found.rows if row.cells} == {len(found.heads)} == {1}
    assert "change" not in found.legend.en


def test_the_title_of_a_table_without_a_form_is_found_in_its_changes(reports: Callable[..., Report]):
    statement = next(s.content for s in reports("us-cms", "zh-en").sections if s.id == "statement-plain")
    changes = {row.caption.zh: row.cells[-1].text for row in statement.rows if row.cells}
    assert (
        statement.headline.zh
        == f"比2020年：{went('医疗收入', changes['医疗收入'])}，{went('本期盈余', changes['本期盈余'])}"
    )


def test_reasons_that_the_first_side_names_stand_on_its_page(reports: Callable[..., Report]):
    position = next(
        section.content
        for section in reports("renhe", "zh", "2025", "annual").sections
        if section.id == "statement-position"
    )
    first = {
        cell.text[1:] for row in position.rows[: position.second_side] for cell in row.cells if cell.text[0] == "—"
    }

    assert first
    assert first == {note.zh.split()[0] for note in position.side_notes}


def test_few_rows_share_the_height_of_their_page(reports: Callable[..., Report]):
    made = next(s.content for s in reports("renhe", "zh", "2025", "annual").sections if s.id == "statement-income")
    few = replace(made, rows=made.rows[:20])

    assert (made.air, few.air) == ("roomy", "airy")
    assert not replace(made, rows=made.rows * 2).air
    assert not replace(made, is_exact=False).air


@pytest.mark.slow
@pytest.mark.parametrize(("hospital", "is_long"), [("仁和医院", False), ("云岭自治州紧密型县域医疗共同体总医院", True)])
def test_the_note_stands_below_a_title_that_leaves_it_no_room(
    reports: Callable[..., Report], hospital: str, *, is_long: bool
):
    made = next(s.content for s in reports("renhe", "zh-en", "2025", "annual").sections if s.id == "statement-position")
    form = Text(zh=f"编制单位：{hospital}　会政财01表　2025年12月31日　单位：元", en="x")

    assert replace(made, form=form, is_wide=False).has_long_title is is_long


@pytest.mark.parametrize(
    ("amount", "is_full", "has_long"),
    [("2,340,483,776.11", False, False), ("−2,340,483,776.11", True, False), ("234,048,377,611.00", True, True)],
)
def test_columns_are_as_wide_as_exact_amounts_are_long(amount: str, *, is_full: bool, has_long: bool):
    row = FormLine(same("资产"), 0, "", (StatementCell(amount),))
    found = StatementPage("statement-position", "position", same("表"), same("表"), (StatementHead(same("年末")),), (row,), (),
                      same("注"), is_exact=True)  # fmt: skip

    assert (found.is_full, found.has_long) == (is_full, has_long)
    assert not replace(found, is_exact=False).is_full


def went(name: str, rate: str) -> str:
    """A clause of a rate in a column of changes."""
    return f"{name}{'增长' if rate.startswith('+') else '下降'}{rate.lstrip('+−')}%"


def test_the_statements_of_the_board_say_what_they_show(reports: Callable[..., Report]):
    """Percentages of the headline are those of the rows that it names."""
    found = {s.id: s.content for s in reports("renhe", "zh-en").sections if s.id.startswith("statement-")}
    income, position = (found[f"statement-{kind}"] for kind in ("income", "position"))
    shares = {row.caption.zh: row.cells[3].text for row in position.rows if row.cells}
    amounts = {row.caption.zh: row.cells[2].text for row in position.rows if row.cells}
    moved = {row.caption.zh: row.cells[4].text for row in income.rows if row.cells}

    assert income.headline.zh == (
        f"比上年同期{went('收入', moved['一、本期收入'])}，{went('费用', moved['二、本期费用'])}，快于收入；"
        f"{went('盈余', moved['三、本期盈余'])}"
    )
    gained = float(amounts["应收账款净额"].replace(",", ""))
    assert position.headline.zh == (
        f"比年初{went('资产总计', shares['资产总计'])}；应收账款净额增加{gained:,.2f}万元，变动最大"
    )
    assert position.headline.en == (
        f"Total assets grew {shares['资产总计'].lstrip('+')}% since the year began; "
        f"largest movement: accounts receivable, net, up ¥{gained / 100:.1f} m"
    )


@pytest.mark.parametrize(
    ("works", "words"),
    [
        (-52.5, "largest movement, fixed assets and works taken as one: receivables, up $21.0 m"),
        (-35.0, "largest movement, fixed assets and works taken as one: receivables, up $21.0 m"),
        (-10.0, "largest movement: fixed assets and works together, up $45.5 m"),
        (3.0, "largest movement: fixed assets, net, up $55.5 m"),
    ],
)
def test_works_that_were_finished_are_no_growth_of_fixed_assets(
    materials: Callable[..., Material], works: float, words: str
):
    """A title told of ¥5.6 m more fixed assets, of which works that were put into use are 5.3 m."""
    changes = {"fixed_assets_net": 55.5, "construction_in_progress": works, "accounts_receivable_net": 21.0}
    moved = {one: RowFigure((100 + by) * 1e6, 100e6) for one, by in changes.items()}
    said = position(HospitalContext.of(materials("renhe"), "en"), moved | {"total_assets": RowFigure(424e6, 420e6)})

    assert said is not None
    assert said.en.replace("¥", "$").replace("accounts receivable, net", "receivables").endswith(words)


def test_a_statement_of_plain_items_names_the_years_of_its_columns(reports: Callable[..., Report]):
    statement = next(s.content for s in reports("us-cms", "zh-en").sections if s.id == "statement-plain")

    assert statement.form.en.startswith(f"{statement.heads[0].words.en} to {statement.heads[-2].words.en}, unit")


@pytest.mark.parametrize(
    ("expense", "words"),
    [
        (110.0, "faster than income"),
        (105.0, "as fast as income"),
        (105.004, "as fast as income"),
        (90.0, "expense fell 10.0%"),
        (None, None),
    ],
)
def test_expense_is_held_against_income(materials: Callable[..., Material], expense: float | None, words: str | None):
    moved = {"total_income": RowFigure(105.0, 100.0), "total_expense": RowFigure(expense, 100.0)}
    said = income(HospitalContext.of(materials("renhe"), "en"), moved)

    assert (said is None) is (words is None)
    assert said is None or words in said.en
    assert said is None or "surplus" not in said.en  # its share is not known


@pytest.mark.parametrize(("now", "is_told"), [(12.0, True), (-5.0, False)])
def test_the_title_gives_a_surplus_that_turned_no_rate(
    materials: Callable[..., Material],
    now: float,
    is_told: bool,  # noqa: FBT001 - a column of the table above
):
    moved = {one: RowFigure(105.0, 100.0) for one in ("total_income", "total_expense")}
    said = income(HospitalContext.of(materials("renhe"), "en"), moved | {"period_surplus": RowFigure(now, 10.0)})

    assert said is not None
    assert ("surplus" in said.en) is is_told


@pytest.mark.parametrize("mode", ["month", "year"])
def test_change_is_between_columns_of_one_length_and_meaning_whatever_their_order(
    materials: Callable[..., Material], mode: str
):
    """The schedule of medical income has the month and its year to date: neither is the base of the other."""
    period = "2026-10" if mode == "month" else "2025"
    printed = parts_of(materials("renhe", period), "statement", "en", "annual", of="all", unit="exact")
    schedule = next(part for part in printed if "medical activities" in part.title.lower())
    head = next(row for row in schedule.tables[0] if "Change" in row)
    row = schedule.row("Total income of medical activities")
    cell = dict(zip(head, row, strict=True))
    base = "Last year to date" if mode == "month" else "Last year"
    now = "Year to date" if mode == "month" else "This year"

    assert amount(cell[now]) - amount(cell[base]) == pytest.approx(amount(cell["Change"]), abs=0.02)
    assert abs(amount(cell["Change %"])) < 50


def amount(words: str) -> float:
    return float(words.replace(",", "").replace("−", "-"))


def test_where_a_form_begins_with_its_opening_columns_the_change_is_not_turned_round():
    """Basic figures of 2012 print two opening columns before the closing one."""
    views = ("open", "open", "")
    columns = tuple(FormColumn(label=str(number), view=view) for number, view in enumerate(views))

    assert official.alike(columns) == (2, 0)
    assert official.alike(columns[::-1]) == (0, 1)
    month = (FormColumn(label="a"), FormColumn(label="b", view="ytd"))
    assert official.alike(month) == official.alike((*month, FormColumn(label="c", view="budget"))) == (1, None)


@pytest.mark.slow
def test_a_quarter_stands_under_heads_of_its_own_and_is_compared_with_what_is_as_long() -> None:
    quarter = pipeline.evaluate(checked("renhe"), period="2026-Q3")
    month = pipeline.evaluate(checked("renhe"), period="2026-09")
    heads, income = income_of(quarter)
    of_month, same = income_of(month)

    assert heads[1:3] == ["本季数", "本年累计数"]
    assert of_month[1:3] == ["本月数", "本年累计数"]
    assert income[1] != same[1]
    assert income[2:6] == same[2:6]  # the year to date, that of last year, and the change are those of September


def income_of(found: Material) -> tuple[list[str], list[str]]:
    """The heads of the income statement, and its first sum."""
    tables = [table for part in parts_of(found, "statement", "zh") for table in part.tables]
    table = next(table for table in tables if "项目" in table[0])
    return table[0], next(row for row in table if row[0].startswith("一、"))


def analysed(found: Material, blank: tuple[str, ...], *, unread: bool = False) -> tuple[list[str], list[str]]:
    """Cells of donations on the income statement of a month that is blank in some periods, and the notes by number."""
    values = found.dataset.values.copy()
    for period in blank:
        values.loc[("renhe", period), [("donation_income", ""), ("donation_income", "ytd")]] = float("nan")
    key = ("donation_income", "renhe", "2026-10")
    dataset = replace(
        found.dataset, values=values, unread={key: (Place("book.xlsx", "Sheet", "C18"),)} if unread else {}
    )
    report = hospital(replace(found, dataset=dataset), "board", "en")
    page = next(section.content for section in report.sections if section.id == "statement-income")
    row = next(row for row in page.rows if row.caption.en == found.catalog.items["donation_income"].name.en)
    return [cell.text for cell in row.cells][:5], [note.en for note in page.notes]


NIL = "Blank or not listed on the form, counted as nil"


def test_a_line_that_is_blank_in_both_years_is_nil_in_all_columns(materials: Callable[..., Material]):
    cells, notes = analysed(materials("renhe"), ("2025-10", "2026-10"))

    (mark,) = {cell.removeprefix("—") for cell in cells}
    assert all(cell == f"—{mark}" for cell in cells)
    assert f"{mark} {NIL}" in notes


@pytest.mark.slow
def test_a_line_that_is_blank_in_one_year_changes_from_or_to_nil(materials: Callable[..., Material]):
    whole, _ = analysed(materials("renhe"), ())
    later, _ = analysed(materials("renhe"), ("2026-10",))
    earlier, notes = analysed(materials("renhe"), ("2025-10",))

    assert (later[2], later[3], later[4]) == (whole[2], f"\u2212{whole[2]}", "\u2212100.0")
    assert (earlier[1], earlier[3]) == (whole[1], f"+{whole[1]}")
    assert f"{earlier[2].removeprefix('—')} {NIL}" in notes


def test_a_line_that_could_not_be_read_has_no_change_for_that_reason(materials: Callable[..., Material]):
    cells, notes = analysed(materials("renhe"), ("2026-10",), unread=True)

    assert cells[0] == cells[1] == cells[3] == cells[4]
    assert f"{cells[3].removeprefix('—')} Filled in but could not be read; see the findings" in notes


@pytest.mark.parametrize(("forms", "said"), [(True, NIL), (False, "Not submitted")])
def test_a_blank_in_the_column_of_last_year_is_nil_only_where_last_year_s_form_is_blank_as_well(
    materials: Callable[..., Material], said: str, *, forms: bool
):
    """A first year has no such form, and no indicator takes its blanks for zero."""
    found = materials("renhe", "2025")
    values = found.dataset.values.copy()
    values.loc[("renhe", "2025"), ("donation_income", "comp")] = float("nan")
    for period in ("2024", "2024-12"):
        values.loc[("renhe", period), [("donation_income", ""), ("donation_income", "ytd")]] = float("nan")
    kept = tuple(form for form in found.dataset.forms if forms or not form.period.startswith("2024"))
    blank = replace(found, dataset=replace(found.dataset, values=values, forms=kept))

    name = found.catalog.items["donation_income"].name.en
    for kind, section in (("annual", "statement"), ("agency", "financial_statements")):
        parts = parts_of(blank, section, "en", kind=kind)
        (part, row), *_ = [(part, row) for part in parts for table in part.tables for row in table if name in row[0]]
        assert f"{row[2].removeprefix('—')} {said}" in part.text


def test_lines_in_words_of_their_own_explain_what_they_have(materials: Callable[..., Material]):
    context = HospitalContext.of(materials("us-cms", "2021"), "en")
    whole, alone = (plain.plain_statement(context, most=most) for most in (5, 1))
    assert whole is not None
    assert alone is not None
    has_rest = any(row.caption.en.startswith("Not itemised") for row in whole.rows)

    assert ("what is not itemised" in whole.legend.en.lower()) is has_rest
    assert "on the year before" in whole.legend.en
    assert "year before" not in alone.legend.en
    assert plain_legend(context, (), has_changes=False, has_money=True).en.startswith("As submitted. Amounts in")


def test_without_last_year_a_statement_of_income_tells_what_was_left(materials: Callable[..., Material]):
    context = HospitalContext.of(materials("renhe"), "zh-en")
    rows = {"total_income": RowFigure(5.0e6, None), "total_expense": RowFigure(6.0e6, None)}

    said = income(context, {**rows, "period_surplus": RowFigure(-1.0e6, None)})
    assert said is not None
    assert (said.zh, said.en) == (
        "收入500.00万元，费用600.00万元；亏损100.00万元",
        "Income was ¥5.0 m and expense ¥6.0 m; the deficit is ¥1.0 m",
    )


def test_a_form_of_a_first_year_has_its_own_columns_alone(materials: Callable[..., Material]):
    """Three of five columns of a hospital that opened this year held dashes."""
    context = HospitalContext.of(materials("renhe"), "en")
    with (
        mock.patch.object(desk_figures, "last_year", return_value=None),
        mock.patch.object(official, "budget_gap", return_value=None),
    ):
        income_form = next(one for one in official.statements(context) if one.kind == "income")

    assert [head.words.en for head in income_form.heads] == ["Month", "Year to date"]
    assert {len(row.cells) for row in income_form.rows if row.cells} == {2}
    assert income_form.legend.en.startswith("All columns are those of the official form")
    assert "No figure for last year" not in " ".join(note.en for note in income_form.notes)


@pytest.mark.parametrize(("kind", "lines"), [("board", 15), ("annual", 77)])
def test_a_short_statement_is_printed_without_its_blank_lines_but_where_it_is_filed(
    tmp_path: Path, kind: str, lines: int
):
    """Twelve lines with figures and the headings of those that have any; in the file, every line of the form."""
    balance_sheet(case(tmp_path) / "data" / "a.xlsx", "某医院")
    (tmp_path / "data" / "a.csv").unlink()
    found = pipeline.evaluate(pipeline.check(tmp_path), period="2025")
    report = hospital(found, kind, "en")
    (statement,) = (one.content for one in report.sections if one.id == "statement-position")

    rows = [row for row in statement.rows if row.cells]
    assert len(statement.rows) == lines
    assert [row.caption.en for row in rows if row.cells[0].text[0].isdigit()] == [
        "Cash and bank", "Inventories", "Total current assets", "Fixed assets, net", "Total non-current assets",
        "Total assets", "Employee benefits payable", "Accounts payable", "Total current liabilities",
        "Total liabilities", "Total net assets", "Total liabilities and net assets",
    ]  # fmt: skip
    assert ("lines without a figure in any column are left out" in statement.legend.en) == (kind == "board")
