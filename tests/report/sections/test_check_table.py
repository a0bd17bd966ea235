"""The check table: every rule that was tried, differences with the hospital's explanation."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import pytest

from pages import page_of
from report.sections.reading import content
from reportgen import checks
from reportgen.analysis.material import Material
from reportgen.model.dataset import Dataset
from reportgen.model.definition import Text
from reportgen.model.finding import Finding
from reportgen.model.place import Place
from reportgen.report.assembly import hospital
from reportgen.report.desk.sources import provenance
from reportgen.report.section import Report


def test_every_rule_that_was_tried_is_listed_with_its_result(reports: Callable[..., Report], renhe: Material):
    rules = content(reports("renhe", "zh", kind="agency"), "check_table").sheets[1]
    assert renhe.outcome is not None
    counted = renhe.outcome.rules(renhe.entity, renhe.period)
    tried = {rule: (checked, failed) for rule, checked, failed in counted if checked and rule in renhe.catalog.checks}
    listed = [row for row in rules.rows if row.emphasis != "total"]
    printed = {row.cells[0].text.zh: (int(row.cells[2].text), int(row.cells[3].text)) for row in listed}
    assert printed == tried
    assert len(tried) > 40


@pytest.mark.parametrize(("sample", "period"), [("renhe", "2026-10"), ("renhe", "2025"), ("us-cms", "2021")])
def test_the_tables_add_up_to_the_number_of_sums_that_the_letter_gives(
    reports: Callable[..., Report], materials: Callable[..., Material], sample: str, period: str
):
    """Each sum once: with its form, or with those between forms; and apart from checks that are no sums."""
    found = materials(sample, period)
    sheets = {sheet.id: sheet for sheet in content(reports(sample, "zh", period, "agency"), "check_table").sheets}
    whole, _ = found.outcome.equations(found.entity, period)
    in_rules = [(row.emphasis, int(row.cells[2].text)) for row in sheets["rules"].rows]
    first = next(place for place, (emphasis, _) in enumerate(in_rules) if emphasis)

    assert in_rules[first] == ("total", whole)
    assert sum(count for _, count in in_rules[:first]) == whole
    assert sum(count for _, count in in_rules[first + 1 : -1]) == in_rules[-1][1]
    if "sources" in sheets:
        assert sum(int(row.cells[2].text) for row in sheets["sources"].rows) == whole


def test_a_difference_stands_beside_the_explanation_of_the_case(renhe: Material):
    facts = {"period": "2026-10", "entity": "renhe"}
    finding = next(f for f in renhe.findings if f.rule == "W33")
    wrong = Finding("W33", Place("x.xlsx"), {**finding.facts, **facts}, severity="warning")
    file = renhe.case.file.model_copy(update={"explanations": {"W33": Text(zh="已核实", en="verified")}})
    changed = dataclasses.replace(renhe, findings=(wrong,), case=dataclasses.replace(renhe.case, file=file))
    sheet = content(hospital(changed, "agency", "zh"), "check_table").sheets[-1]
    assert [row.cells[3].text.zh for row in sheet.rows] == ["已核实"]


def test_no_cell_of_the_forms_is_blank_without_a_reason(reports: Callable[..., Report]):
    forms = content(reports("renhe", "zh", kind="agency"), "check_table").sheets[0]
    assert all(str(getattr(cell.text, "zh", cell.text)) for row in forms.rows for cell in row.cells)
    assert [str(cell.text)[0] for cell in forms.rows[-1].cells[1::3]] == ["—", "—"]
    assert forms.rows[-1].cells[3].text.zh == "相符"
    assert len(forms.notes) == 2


def test_what_completeness_rests_on_is_told_beside_it_and_statements_agree(renhe: Material):
    """A share of 100 % beside lines that are not submitted would deny itself."""
    statements, notes = (page_of(renhe, name, "zh", "agency").text for name in ("financial_statements", "check_table"))

    assert renhe.quality.completeness == 1
    assert "未报送" not in statements
    assert "本院声明不适用" in statements
    assert "表中空白或未列，按无发生额计" in statements
    assert "资产负债表有3行空白，按无发生额计；资产负债表有6行经本院声明不适用，不计入应报。" in notes

    short = with_quality(dataclasses.replace(renhe, dataset=lacking(renhe, "inventories", "accounts_payable")))
    statements, notes = (page_of(short, name, "zh", "agency").text for name in ("financial_statements", "check_table"))
    assert short.quality.completeness < 1
    assert "未报送，不按零处理" in statements
    assert "资产负债表应报66行，有数64行，缺2行，未按零计算" in notes


def lacking(material: Material, *items: str) -> Dataset:
    """What was read, without some figures of the period."""
    values = material.dataset.values.copy()
    columns = values.columns.get_level_values(0).isin(items)  # closing and opening
    values.loc[(material.entity, material.period), columns] = float("nan")
    return dataclasses.replace(material.dataset, values=values)


def with_quality(material: Material) -> Material:
    """The same, its data judged anew."""
    assert material.outcome is not None
    found = checks.quality(
        material.outcome, material.findings, material.dataset, material.catalog, material.scheme,
        material.entity, material.period, material.case.file.not_applicable,
    )  # fmt: skip
    return dataclasses.replace(material, quality=found)


def test_sums_between_forms_are_told_by_rule_where_a_form_differs_too(renhe: Material, monkeypatch: pytest.MonkeyPatch):
    sources = tuple(dataclasses.replace(row, ties=False) for row in renhe.quality.sources)
    quality = dataclasses.replace(renhe.quality, sources=sources)
    monkeypatch.setattr(provenance, "failed", lambda _context: 1)
    forms = content(hospital(dataclasses.replace(renhe, quality=quality), "agency", "zh"), "check_table").sheets[0]
    assert str(forms.rows[-1].cells[3].text).startswith("—")


def test_no_difference_is_said_in_a_sentence(reports: Callable[..., Report]):
    sheet = content(reports("renhe", "zh", kind="agency"), "check_table").sheets[-1]
    assert [row.emphasis for row in sheet.rows] == ["group"]


def test_a_figure_that_a_check_asks_about_is_to_settle_and_not_different(materials: Callable[..., Material]):
    rules = content(hospital(materials("us-cms", "2021"), "agency", "zh"), "check_table").sheets[0]
    said = {row.cells[0].text.zh: row.cells[-1].text.zh for row in rules.rows}
    assert said["W48"] == "待核实"
    assert said["V01"] == "相符"
