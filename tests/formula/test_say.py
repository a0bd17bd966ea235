"""A formula in words has brackets where they change what it means, and nowhere else."""

from __future__ import annotations

import pytest

from reportgen.formula import parse
from reportgen.formula.say import say


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("(a + b) + c", "a + b + c"),
        ("a + (b + c)", "a + b + c"),
        ("a - (b - c)", "a − (b − c)"),
        ("(a - b) - c", "a − b − c"),
        ("(a + b) * c", "(a + b) × c"),
        ("a + (b * c)", "a + b × c"),
        ("a / (b * c)", "a ÷ (b × c)"),
        ("(a / b) * c", "a ÷ b × c"),
        ("(a ** 2) ** 3", "(a ^ 2) ^ 3"),
        ("a ** (2 ** 3)", "a ^ 2 ^ 3"),
        ("(a * b) ** 2", "(a × b) ^ 2"),
        ("-(a + b)", "−(a + b)"),
        ("max(a, b + c)", "max(a, b + c)"),
    ],
)
def test_brackets_stand_where_they_change_the_meaning(text: str, words: str):
    assert say(parse(text), {}) == words
