"""Plain data, every place kept, nothing guessed."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from reportgen.catalog.builtin import FOLDER
from reportgen.catalog.strict_yaml import MAX_CHARACTERS, MAX_DEPTH, read, scalar
from reportgen.model.place import Place


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", 12),
        ("-0.5", -0.5),
        ("1e6", 1e6),
        ("0", 0),
        ("true", True),
        ("null", None),
        ("", None),
        ("010", "010"),
        ("0x1F", "0x1F"),
        ("1_000", "1_000"),
        ("12:30:45", "12:30:45"),
        ("2025-10-31", "2025-10-31"),
        ("yes", "yes"),
        ("No", "No"),
        ("on", "on"),
        ("~", "~"),
        ("True", "True"),
        (".5", ".5"),
        (".inf", ".inf"),
        ("１２", "１２"),
    ],
)
def test_only_null_true_false_and_decimal_numbers_are_more_than_text(text: str, value: object):
    assert scalar(text) == value
    assert type(scalar(text)) is type(value)


def test_a_quoted_number_is_text_and_a_key_is_always_text():
    assert read('a: "2019"\n2019: 3\ntrue: 4\n', "x.yaml").content == {"a": "2019", "2019": 3, "true": 4}


def test_every_value_knows_its_line_and_column():
    document = read("a:\n  - b: 'c'\n  - {d: 1}\n", "items/x.yaml")

    assert document.place(("a", 0, "b")) == Place("items/x.yaml", line=2, column=9)
    assert document.key_place(("a", 0, "b")) == Place("items/x.yaml", line=2, column=5)
    assert document.place(("a", 1, "d")) == Place("items/x.yaml", line=3, column=9)


def test_a_key_that_is_missing_stands_where_its_parent_stands():
    document = read("a:\n  b: 1\n", "x.yaml")

    assert str(document.key_place(("a", "missing"))) == "x.yaml:1:1"


def test_all_repeated_keys_are_told_and_the_first_value_stays():
    document = read("a: 1\nb: {c: 1, c: 2}\na: 3\n", "x.yaml")

    assert [(f.rule, str(f.place)) for f in document.findings] == [("D02", "x.yaml:2:11"), ("D02", "x.yaml:3:1")]
    assert document.content == {"a": 1, "b": {"c": 1}}


@pytest.mark.parametrize("opening", ["[", "{a: ", "- "])
def test_depth_is_capped_long_before_the_stack_is(opening: str):
    document = read(opening * 20_000, "x.yaml")

    assert [f.rule for f in document.findings] == ["D07"]
    assert document.findings[0].facts["limit"] == MAX_DEPTH


def test_size_is_capped():
    assert [f.rule for f in read(" " * (MAX_CHARACTERS + 1), "x.yaml").findings] == ["D07"]


def test_a_bomb_of_aliases_is_refused_at_its_first_anchor():
    bomb = "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"

    assert {f.rule for f in read(bomb, "x.yaml").findings} == {"D06"}


@given(st.text())
def test_no_text_brings_the_reader_down(text: str):
    read(text, "x.yaml")


@pytest.mark.slow
def test_every_file_of_the_catalogue_reads_the_same_with_a_stock_loader():
    """No word of it is one of those that YAML 1.1 takes for a boolean, a number or a mark of its own."""
    paths = sorted(FOLDER.glob("*/*.yaml"))
    texts = {f"{path.parent.name}/{path.name}": path.read_text("utf-8") for path in paths}

    assert len(texts) > 40
    assert [name for name, text in texts.items() if yaml.load(text, yaml.CSafeLoader) != read(text, name).content] == []
