"""Each of the fifty edge rules has a test that bears its number."""

from __future__ import annotations

import re
from pathlib import Path

TESTS = Path(__file__).parents[1]
NAMED = re.compile(r"def test_e(\d\d)_")


def test_every_edge_rule_is_a_named_test():
    found = {int(number) for path in TESTS.rglob("test_*.py") for number in NAMED.findall(path.read_text("utf-8"))}

    assert found == set(range(1, 51))
