"""The built-in definitions hang together."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from reportgen.catalog import load_catalog
from reportgen.model.definitions import Form, FormRow, Item, Kind
from reportgen.model.schemes import Grade
from reportgen.model.values import Flag, Reason

CATALOG = load_catalog()
HAN = re.compile(r"[\u4e00-\u9fff]")


def rows(form: Form) -> list[FormRow]:
    return [*form.rows, *form.right_rows]


def ids(form: Form, row: FormRow) -> list[str]:
    if row.item is None:
        return []
    if form.shape != "matrix":
        return [row.item]
    cells = (f"{row.item}__{column}" for column in form.matrix_columns.values())
    return [cell for cell in cells if cell in CATALOG.items]


FORM_IDS = sorted(CATALOG.forms)
ITEM_IDS = sorted(CATALOG.items)


@pytest.mark.parametrize("code", FORM_IDS)
def test_every_row_of_a_form_is_an_item_or_a_heading(code: str):
    form = CATALOG.forms[code]
    wrong = [row.label for row in rows(form) if row.item and not ids(form, row)]
    wrong += [cell for row in rows(form) for cell in ids(form, row) if cell not in CATALOG.items]

    assert not wrong


@pytest.mark.parametrize("code", FORM_IDS)
def test_an_item_stands_once_on_a_form_and_says_so(code: str):
    form = CATALOG.forms[code]
    cells = [cell for row in rows(form) for cell in ids(form, row)]

    assert [cell for cell, times in Counter(cells).items() if times > 1] == []
    assert [cell for cell in cells if code not in CATALOG.items[cell].forms] == []


@pytest.mark.parametrize("code", FORM_IDS)
def test_a_form_is_known_by_labels_that_it_has_and_not_by_those_it_excludes(code: str):
    form = CATALOG.forms[code]
    labels = {plain(row.label) for row in rows(form)}

    assert form.code == code
    assert set(form.signature) <= labels
    assert not set(form.excludes) & labels


@pytest.mark.parametrize("code", FORM_IDS)
def test_the_signature_of_a_form_fits_no_other_form_of_its_regime(code: str):
    form = CATALOG.forms[code]
    fitting = [
        other.code
        for other in CATALOG.forms.values()
        if set(form.signature) <= {plain(row.label) for row in rows(other)}
        and not set(form.excludes) & {plain(row.label) for row in rows(other)}
    ]

    assert fitting == [code]


@pytest.mark.parametrize("code", FORM_IDS)
@pytest.mark.serves("000-45")
def test_every_row_of_a_form_has_words_in_english(code: str):
    wordless = [row.label for row in rows(CATALOG.forms[code]) if not row.item and not row.english]
    unheaded = {"（一）基本支出", "1.人员经费", "2.日常公用经费", "（二）项目支出"} if code == "会政预03" else set()

    assert set(wordless) <= unheaded


def test_the_forms_are_found_by_what_they_state():
    assert CATALOG.form("balance_sheet", "2012") is CATALOG.forms["会医01"]
    assert CATALOG.form("net_assets", "1998") is None


def test_the_parent_of_an_item_exists_and_no_item_is_its_own_ancestor():
    def line(item: Item) -> list[str]:
        found: list[str] = []
        while item.parent is not None and item.parent not in found:
            found.append(item.parent)
            item = CATALOG.items[item.parent]
        return found

    assert [name for name, item in CATALOG.items.items() if item.parent and item.parent not in CATALOG.items] == []
    assert [name for name, item in CATALOG.items.items() if name in line(item)] == []


def test_no_part_of_a_total_is_of_another_unit():
    wrong = [
        name
        for name, item in CATALOG.items.items()
        if item.parent and item.sign != "0" and CATALOG.items[item.parent].unit != item.unit
    ]
    assert wrong == []


def test_money_is_a_stock_or_a_flow_unless_it_is_a_cost_of_one():
    odd = {name for name, item in CATALOG.items.items() if item.unit == "money"} - {
        name for name, item in CATALOG.items.items() if item.kind in (Kind.STOCK, Kind.FLOW)
    }
    assert all(name.startswith("cost_per_") for name in odd)


def test_english_names_hold_no_han_and_begin_with_a_capital():
    names = {name: item.name.en for name, item in CATALOG.items.items()}

    assert {name: text for name, text in names.items() if HAN.search(text) or not text[0].isupper()} == {}


def test_totals_and_usual_lines_are_not_zero_when_blank():
    for name in ("total_assets", "current_assets", "cash_and_bank", "medical_income", "total_income", "net_assets"):
        assert not CATALOG.items[name].blank_is_zero
    for name in ("short_term_loans", "investment_income", "donation_income", "non_current_liabilities"):
        assert CATALOG.items[name].blank_is_zero


def test_every_spelling_means_an_item_and_a_sure_one_only_one():
    aliases = CATALOG.aliases
    meant = {
        *aliases.names.values(),
        *(meaning.item for meanings in aliases.contextual.values() for meaning in meanings),
        *(item for items in aliases.forbidden.values() for item in items),
    }
    assert meant <= set(CATALOG.items)
    unsure = {
        name for name, meanings in aliases.contextual.items() if any(one.regimes != ("other",) for one in meanings)
    }
    assert not set(aliases.names) & unsure, "only where no rules are followed may a sure spelling mean something else"
    assert [name for name, items in aliases.forbidden.items() if aliases.names.get(name) in items] == []


def test_an_ambiguous_spelling_is_told_apart_by_its_surroundings():
    for spelling, meanings in CATALOG.aliases.contextual.items():
        assert len(set(meanings)) == len(meanings), (
            f"two files say the same of {spelling}, and it would mean two things"
        )
        surroundings = [(meaning.form, meaning.section) for meaning in meanings]
        same_column = spelling.endswith(("西药收入", "中成药收入", "中草药收入", "工资福利费用")) or len(meanings) == 1
        assert same_column or len(set(surroundings)) > 1, spelling


def test_the_forms_named_by_spellings_exist():
    own = {form for item in CATALOG.items.values() for form in item.forms} | {"tidy"}
    named = {m.form for meanings in CATALOG.aliases.contextual.values() for m in meanings if m.form}

    assert named <= own


@pytest.mark.parametrize("reason", [*Reason, *Flag])
def test_every_reason_and_remark_has_words(reason: str):
    assert f"reason.{reason}" in CATALOG.words


@pytest.mark.serves("002-27")
def test_the_five_grades_are_called_as_published():
    names = [CATALOG.words[f"grade.{grade}"] for grade in Grade]

    assert [name.zh for name in names] == ["优", "良", "中", "低", "差"]
    assert [name.en for name in names] == ["Excellent", "Good", "Fair", "Low", "Poor"]


def test_every_kind_unit_ability_statement_and_regime_has_words():
    items, indicators = CATALOG.items.values(), CATALOG.indicators.values()
    keys = {f"kind.{item.kind}" for item in items} | {f"item_unit.{item.unit}" for item in items}
    keys |= {f"statement_of.{item.statement}" for item in items}
    keys |= {f"unit.{i.unit}" for i in indicators} | {f"ability.{i.ability}" for i in indicators}
    keys |= {f"direction.{i.direction}" for i in indicators} | {f"regime.{f.regime}" for f in CATALOG.forms.values()}

    assert keys - set(CATALOG.words) == set()


def plain(label: str) -> str:
    label = re.sub(
        r"^(其中：|减：|加：)?([一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d\.)?(其中：)?", "", label
    )
    return re.sub(r"（(减少|如有余额，)以.*?填列）|[：*]$", "", label)


def test_lines_of_medical_income_are_called_income_in_both_languages():
    """“Missing: Inpatient bed” asked for a bed."""
    lines = [one for one in load_catalog().items.values() if one.statement == "medical_income_detail"]
    called = [one.name.en for one in lines if one.name.zh.partition("（")[0].endswith("收入")]

    assert len(called) > 20
    assert [name for name in called if "income" not in name.lower()] == []
