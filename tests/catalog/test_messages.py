"""What is said: severity, words, and facts in their places."""

from __future__ import annotations

import pytest

from reportgen.catalog import load_catalog
from reportgen.catalog.messages import Message, Messages, Words, placeholders, spoken
from reportgen.model.definition import Text
from reportgen.model.finding import Finding, Money, Severity
from reportgen.model.place import NOWHERE, Place

CATALOG = load_catalog()
TOTAL = Message(
    severity=Severity.ERROR,
    message=Text(zh="{name}为 {total}，差 {gap}", en="{name} is {total}, off by {gap}"),
    fix=Text(zh="核对 {cells}", en="Check {cells}"),
)


def test_facts_are_spoken_in_the_language_of_the_message():
    facts = {"name": Text(zh="资产总计", en="Total assets"), "total": 12345678.9, "gap": -500, "cells": ("B3", "B4")}
    said = Messages({"V01": TOTAL}).both(Finding("V01", NOWHERE, facts))

    assert said.message == Text(zh="资产总计为 12,345,678.90，差 −500", en="Total assets is 12,345,678.90, off by −500")
    assert said.fix == Text(zh="核对 B3、B4", en="Check B3, B4")


@pytest.mark.parametrize(
    ("fact", "words"),
    [
        (0.0, "0.00"),
        (1234.5, "1,234.50"),
        (1e308, "1e+308"),
        (999_999_999_999_999.0, "999,999,999,999,999.00"),
        (0.03333333, "0.0333"),
        (-2.675, "−2.675"),
        (307.9287, "307.93"),
        (99.9287, "99.9287"),
        (1e12, "1,000,000,000,000.00"),
        (Money(1234.5678), "1,234.57"),
        (Money(0.0199999809265137), "0.02"),
        (Money(-12345), "−12,345.00"),
        (Money(0.004), "0.004"),
        (1234567, "1,234,567"),
        (None, "—"),
        ((), "—"),
        (("加：营业外收入", "Total assets", "减值（损失）"), "“加：营业外收入”, Total assets, “减值（损失）”"),
        (Place("a.xlsx", sheet="S", cell="C3"), "a.xlsx › S!C3"),
    ],
)
def test_a_fact_is_spoken_by_its_kind(fact: object, words: str):
    assert spoken(fact, "en") == words  # type: ignore[arg-type]


def test_a_fact_may_ask_for_a_word_of_the_catalogue():
    words = Words({"value.text": Text(zh="文本", en="text")})
    message = Message(severity=Severity.NOTE, message=Text(zh="应为{what}", en="{what} expected"))
    messages = Messages({"D05": message}, words)

    assert messages.say(Finding("D05", NOWHERE, {"what": "@value.text"}), "zh").message == "应为文本"
    assert messages.say(Finding("D05", NOWHERE, {"what": "@home"}), "zh").message == "应为@home"


@pytest.mark.parametrize(
    ("period", "on_paper", "zh", "en"),
    [
        ("2026-Q2", True, "2026年第2季度", "Q2 2026"),
        ("2026-10", True, "2026年10月", "October 2026"),
        ("2026", True, "2026年", "2026"),
        ("2026-Q2", False, "2026-Q2", "2026-Q2"),
        ("2026-01-31", True, "2026-01-31", "2026-01-31"),
    ],
)
def test_periods_have_their_names_on_paper_and_are_as_data_write_them_elsewhere(
    period: str, *, on_paper: bool, zh: str, en: str
):
    message = Message(severity=Severity.NOTE, message=Text(zh="{period}：没有数", en="{period}: no figures"))
    said = Messages({"I99": message}).both(Finding("I99", NOWHERE, {"period": period}), on_paper=on_paper)

    assert said.message == Text(zh=f"{zh}：没有数", en=f"{en}: no figures")


def test_what_an_english_reader_is_advised_to_write_is_english():
    fix = CATALOG.messages.by_rule["W05"].fix

    assert fix is not None
    assert "(in thousands)" in fix.en
    assert fix.en.isascii()


def test_a_finding_may_weigh_more_than_its_rule():
    finding = Finding("V01", NOWHERE, severity=Severity.WARNING)

    assert Messages({"V01": TOTAL}).severity(finding) is Severity.WARNING


@pytest.mark.parametrize("rule", sorted(CATALOG.messages.by_rule))
def test_a_message_asks_for_the_same_facts_in_both_languages(rule: str):
    message = CATALOG.messages.by_rule[rule]

    assert placeholders(message.message.zh) == placeholders(message.message.en)
    if message.fix:
        assert placeholders(message.fix.zh) == placeholders(message.fix.en)


def test_a_clause_is_left_out_where_its_fact_is_missing():
    words = Text(zh="没有“{name}”[[；最接近的是 {nearest}]]", en="No {name}[[; the nearest is {nearest}]]")
    messages = Messages({"C08": Message(severity=Severity.NOTE, message=words)})

    known = messages.both(Finding("C08", NOWHERE, {"name": "x", "nearest": "y"}))
    unknown = messages.both(Finding("C08", NOWHERE, {"name": "x", "nearest": None}))

    assert known.message == Text(zh="没有“x”；最接近的是 y", en="No x; the nearest is y")
    assert unknown.message == Text(zh="没有“x”", en="No x")


NEAR = sorted(
    rule
    for rule, message in CATALOG.messages.by_rule.items()
    if "nearest" in placeholders(message.message.zh) | placeholders(message.fix.zh if message.fix else "")
)


@pytest.mark.parametrize("rule", NEAR)
def test_where_nothing_is_near_no_message_speaks_of_it(rule: str):
    message = CATALOG.messages.by_rule[rule]
    names = placeholders(message.message.zh) | placeholders(message.fix.zh if message.fix else "")
    said = CATALOG.messages.both(Finding(rule, NOWHERE, dict.fromkeys(names, "x") | {"nearest": None}))

    words = [text for part in (said.message, said.fix) if part for text in (part.zh, part.en)]
    assert words
    assert not [text for text in words if "最接近" in text or "earest" in text or "—" in text]


def test_a_placeholder_holds_a_name_and_nothing_else():
    with pytest.raises(ValueError, match="total"):
        placeholders("{total.name}")


@pytest.mark.parametrize("rule", sorted(CATALOG.messages.by_rule))
def test_an_error_says_what_to_do(rule: str):
    message = CATALOG.messages.by_rule[rule]

    assert message.fix or message.severity is not Severity.ERROR
