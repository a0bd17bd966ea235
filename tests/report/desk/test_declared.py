"""Sections that are data: what they name is there, every word of theirs is said, and a slip is told with its line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from reportgen.analysis.answer import Figure, Unavailable
from reportgen.analysis.business.contracts import Contracts
from reportgen.catalog import builtin, load_catalog
from reportgen.model.declared import Declaration
from reportgen.model.values import Reason
from reportgen.report.desk.tables.fields import number, present, value_of
from reportgen.report.sections import declared_problems

ROOT = Path(__file__).parents[3]
CATALOG = load_catalog()
DECLARED = {name: one.declares for name, one in CATALOG.sections.items() if one.declares is not None}
HEAD = "one:\n  title: {zh: 甲, en: A}\n  says: {zh: 甲, en: A}\n"
SOUND = f"""{HEAD}  declares:
    answers: {{found: business.contracts}}
    headline: [{{say: .plain}}]
    blocks:
      - {{kind: words, of: found, title: .x, lines: [{{say: .y}}]}}
"""


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from (one for each in value.values() for one in strings(each))
    elif isinstance(value, list | tuple):
        yield from (one for each in value for one in strings(each))
    elif isinstance(value, str):
        yield value


def said(name: str, declaration: Declaration) -> Iterator[str]:
    """Keys of words that a declared section says, those of its tables and drawings too."""
    for text in strings(declaration.model_dump()):
        yield f"{name}{text}" if text.startswith(".") else text
    yield from (f"{name}.{key}" for key in ("origin", "headline.none"))
    for block in declaration.blocks:
        if block.kind == "table":
            yield f"{name}.table.{block.name}"
            yield from (f"{name}.head.{column}" for column in block.columns)
        elif block.kind in {"amounts", "pairs", "shares", "months"}:
            below = f"{name}.{block.name}" if block.name else name
            yield from (f"{below}.{key}" for key in ("figure", "figure.note", "alt"))


@pytest.mark.parametrize("name", sorted(DECLARED))
def test_what_a_declared_section_names_is_there(name: str):
    assert list(declared_problems(name, DECLARED[name], CATALOG.words)) == []


@pytest.mark.parametrize("name", sorted(DECLARED))
def test_a_declared_section_has_the_words_it_says_and_says_the_words_it_has(name: str):
    keys = {*said(name, DECLARED[name])}
    elsewhere = {key for section, one in DECLARED.items() for key in said(section, one) if section != name}
    code = "\n".join(path.read_text("utf-8") for path in (ROOT / "reportgen").rglob("*.py"))
    left = [
        key
        for key in CATALOG.words
        if key.startswith(f"{name}.")
        and key not in keys | elsewhere
        and not any(key.startswith(f"{prefix}.") for prefix in keys)  # the words of a value
        and f'"{key}"' not in code
    ]

    assert left == []
    tables = {key for key in keys if key.startswith((f"{name}.table.", f"{name}.head."))}
    assert sorted(key for key in tables if key not in CATALOG.words) == []


@pytest.mark.parametrize(
    ("right", "wrong", "key", "nearest", "line"),
    [
        ("row.paid_share", "row.paid_shar", "row.paid_shar", "row.paid_share", "before: row.paid_share"),
        ("contracts.by_lead", "contracts.by_led", "contracts.by_led", "contracts.by_lead", "[contracts.by_lead]"),
        ('"say":".note"', '"say":".noote"', "contracts.noote", "contracts.note", "say: .note}"),
        ('"form":"money"', '"form":"own"', "own", None, "field: row.amount"),
        ('"under":"analysis.mark"', '"under":"analysis.marc"', "analysis.marc", "analysis.mark", "analysis.mark}"),
        ('"contracts":"business.contracts"', '"contracts":"business.contract"', "business.contract",
         "business.contracts", "answers:"),
        ('"unit":"unit"', '"unit":"units"', "page.units", "page.unit", "facts: {unit: unit}"),
    ],
)  # fmt: skip
def test_what_is_not_there_is_told_with_its_line_and_the_nearest_right_name(
    right: str, wrong: str, key: str, nearest: str | None, line: str
):
    declaration = Declaration.model_validate_json(DECLARED["contracts"].model_dump_json().replace(right, wrong, 1))

    finding = next(iter(declared_problems("contracts", declaration, CATALOG.words)))

    assert (finding.rule, finding.facts["key"], finding.facts["nearest"]) == ("D16", key, nearest)
    assert finding.place.file == "catalog/sections/contracts.yaml"
    lines = (ROOT / "reportgen" / finding.place.file).read_text("utf-8").splitlines()
    assert line in lines[(finding.place.line or 0) - 1]


@pytest.mark.parametrize(
    ("name", "right", "wrong", "key", "nearest"),
    [
        ("unit_economics", '"groups":"units.units"', '"groups":"units.unitz"', "units.unitz", "units.units"),
        ("unit_economics", "group.measures", "group.measurs", "group.measurs", "group.measures"),
        ("materials_watch", '"of":"row.indicator"', '"of":"row.indicater"', "row.indicater", "row.indicator"),
        ("materials_watch", '"when":["row.level"', '"when":["row.levl"', "row.levl", "row.level"),
        ("budget_life", "row.stages.booked", "row.stagez.booked", "row.stagez.booked", "row.stages"),
    ],
)
def test_fields_of_groups_indicators_notes_by_row_and_mappings_are_judged_too(
    name: str, right: str, wrong: str, key: str, nearest: str
):
    declaration = Declaration.model_validate_json(DECLARED[name].model_dump_json().replace(right, wrong, 1))

    finding = next(iter(declared_problems(name, declaration, CATALOG.words)))

    assert (finding.facts["key"], finding.facts["nearest"]) == (key, nearest)


@pytest.mark.parametrize(
    ("right", "wrong", "rule", "line"),
    [
        ("kind: words", "kind: piechart", "D08", 8),
        ("title: .x", "titel: .x", "D03", 8),
        ("[{say: .plain}]", "[{say: .plain}, {say: .other}]", "D29", 5),
        ("{say: .plain}", "{say: .plain, when: [found]}", "D29", 5),
        ("of: found", "of: found + 1", "D11", 8),
    ],
)
def test_a_declaration_of_a_wrong_make_is_refused_when_the_catalogue_is_read(
    right: str, wrong: str, rule: str, line: int
):
    assert builtin.merge([("sections/own.yaml", SOUND)])[1] == ()

    _, findings = builtin.merge([("sections/own.yaml", SOUND.replace(right, wrong))])

    assert (rule, "catalog/sections/own.yaml", line) in [(f.rule, f.place.file, f.place.line) for f in findings]


def test_an_unknown_key_is_answered_with_those_of_its_kind_of_block():
    _, findings = builtin.merge([("sections/own.yaml", SOUND.replace("title: .x", "title: .x, titel: .x"))])

    (finding,) = findings
    assert finding.facts["nearest"] == "title"


def test_a_section_with_neither_view_nor_declaration_is_refused():
    (finding,) = builtin.merge([("sections/own.yaml", HEAD)])[1]

    assert (finding.rule, finding.facts["key"]) == ("D04", "declares")


def test_a_section_brings_its_words_and_a_wrong_or_second_one_is_told_with_its_line():
    own = f"{SOUND}  words:\n    plain: {{zh: 甲, en: A}}\n    table:\n      x: {{zh: 乙, en: B}}\n"

    found, findings = builtin.merge([("sections/own.yaml", own)])
    again = builtin.merge([("sections/own.yaml", own), ("words/own.yaml", "one:\n  table.x: {zh: 乙, en: B}\n")])[1]
    wrong = builtin.merge([("sections/own.yaml", own.replace(", en: B", ""))])[1]

    assert findings == ()
    assert {key: text.en for key, text in found.words.items()} == {"one.plain": "A", "one.table.x": "B"}
    assert [(one.rule, str(one.place)) for one in again] == [("D13", "catalog/words/own.yaml:2:3")]
    assert [(one.rule, one.place.line) for one in wrong] == [("D10", 12)]


def test_what_is_there_is_a_number_even_zero_a_text_or_one_of_several():
    lack = Unavailable("none")

    assert all(present(one) for one in (0.0, 0, Figure(0.0), "a", (1,), True, Contracts((), {})))
    assert not any(present(one) for one in (None, "", (), False, lack, Figure.missing(Reason.NO_BUDGET)))
    assert (number(Figure(2.0)), number(3), number(Figure(None)), number("3")) == (2.0, 3.0, None, None)


def test_a_field_behind_something_that_is_not_there_is_not_there():
    scope = {"found": Unavailable("none"), "known": Contracts((), {})}

    assert value_of(scope, "found.contracts") is None
    assert value_of(scope, "found") is scope["found"]
    assert value_of(scope, "known.contracts") == ()


def test_a_declaration_computes_nothing():
    pattern = Declaration.model_json_schema()["$defs"]["ShownField"]["properties"]["field"]["pattern"]

    assert re.fullmatch(pattern, "found.total.execution")
    assert not any(re.fullmatch(pattern, one) for one in ("a - b", "a*100", "a.b()", "len(a)", "a[0]"))
