"""Findings about pages: they stand in no file of the case, their facts tell where to look."""

from __future__ import annotations

import re
from typing import Final

from reportgen.model.finding import Fact, Finding
from reportgen.model.place import NOWHERE

CODE: Final = re.compile(r"\(U\+([0-9A-F]{4,6})\)")


def finding(rule: str, **facts: Fact) -> Finding:
    """A finding of one of the R rules of catalog/messages/report.yaml."""
    return Finding(rule, NOWHERE, facts)


def characters(found: set[str]) -> str:
    """Characters as people can read and look them up, in order."""
    return " ".join(f"{character} (U+{ord(character):04X})" for character in sorted(found))


def told(finding: Finding) -> tuple[str, ...]:
    """The characters that a finding tells in these words; none where it tells none."""
    return tuple(chr(int(code, 16)) for code in CODE.findall(str(finding.facts.get("characters", ""))))
