"""Every rule that the intake names has its words, and no words are left over."""

from __future__ import annotations

import re
from pathlib import Path

from reportgen.catalog import Catalog

ROOT = Path(__file__).parents[2]
RULE = re.compile(r'"([IW]\d\d)"')


def test_the_rules_named_in_the_code_are_those_in_the_messages(catalog: Catalog):
    code = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "reportgen" / "intake").rglob("*.py"))
    written = (ROOT / "reportgen" / "catalog" / "messages" / "intake.yaml").read_text(encoding="utf-8")

    named = set(RULE.findall(code))

    assert named == set(re.findall(r"^([IW]\d\d):", written, re.MULTILINE))
    assert named <= set(catalog.messages.by_rule)
