"""Lints styles/*.css, and the colours in templates/: the rules that no linter off the shelf knows.

Everything parses; a colour is written down in tokens.css only; a custom property that is used exists.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import tinycss2
from tinycss2.ast import AtRule, Declaration, FunctionBlock, HashToken, Node, ParseError, QualifiedRule

PROJECT: Final = Path(__file__).resolve().parent.parent
TOKENS: Final = "tokens.css"
HEX: Final = re.compile(r"(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})", re.IGNORECASE)
COLOUR_FUNCTIONS: Final = frozenset(
    {"rgb", "rgba", "hsl", "hsla", "hwb", "lab", "lch", "oklab", "oklch", "device-cmyk"}
)
COLOURED_ATTRIBUTE: Final = re.compile(r"""(?:fill|stroke|style|color)=["'][^"']*#[0-9a-fA-F]{3,8}\b""")


def declarations(rules: Iterable[Node]) -> Iterator[Declaration | ParseError]:
    """All declarations below these rules, and what does not parse."""
    for rule in rules:
        if isinstance(rule, Declaration | ParseError):
            yield rule
        elif isinstance(rule, QualifiedRule) or (isinstance(rule, AtRule) and rule.content is not None):
            yield from declarations(
                tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
            )


def nodes(values: Iterable[Node]) -> Iterator[Node]:
    """The values of a declaration and all that is nested in them."""
    for value in values:
        yield value
        yield from nodes(getattr(value, "arguments", None) or getattr(value, "content", None) or ())


def is_colour(node: Node) -> bool:
    """Whether this value writes a colour down."""
    if isinstance(node, HashToken):
        return HEX.fullmatch(node.value) is not None
    return isinstance(node, FunctionBlock) and node.lower_name in COLOUR_FUNCTIONS


def used_properties(values: Iterable[Node]) -> Iterator[str]:
    """Custom properties read by var(--name), unless it has a second choice."""
    for node in nodes(values):
        if isinstance(node, FunctionBlock) and node.lower_name == "var":
            words = [word for word in node.arguments if word.type not in {"whitespace", "comment"}]
            if len(words) == 1:
                yield words[0].value


def faults(sheet: Path, known: frozenset[str]) -> Iterator[str]:
    """What is wrong with one style sheet."""
    rules = tinycss2.parse_stylesheet(sheet.read_text(encoding="utf-8"), skip_comments=True, skip_whitespace=True)
    for found in declarations(rules):
        place = f"{sheet.relative_to(PROJECT)}:{found.source_line}"
        if isinstance(found, ParseError):
            yield f"{place}: {found.message}"
            continue
        if sheet.name != TOKENS and any(is_colour(node) for node in nodes(found.value)):
            yield f"{place}: {found.name} writes a colour; name it in {TOKENS}"
        for name in used_properties(found.value):
            if name not in known:
                yield f"{place}: {found.name} uses {name}, which no style sheet defines"


def defined_properties(sheets: Iterable[Path]) -> frozenset[str]:
    """Custom properties that some style sheet sets."""
    parsed = [tinycss2.parse_stylesheet(sheet.read_text(encoding="utf-8")) for sheet in sheets]
    found = (one for rules in parsed for one in declarations(rules))
    return frozenset(one.name for one in found if isinstance(one, Declaration) and one.name.startswith("--"))


def coloured_templates() -> Iterator[str]:
    """Templates that write a colour down."""
    for template in sorted((PROJECT / "templates").rglob("*.*")):
        for number, line in enumerate(template.read_text(encoding="utf-8").splitlines(), start=1):
            if COLOURED_ATTRIBUTE.search(line):
                yield f"{template.relative_to(PROJECT)}:{number}: writes a colour; name it in {TOKENS}"


def main() -> int:
    """Print every fault; 1 if there is one."""
    sheets = sorted((PROJECT / "styles").rglob("*.css"))
    known = defined_properties(sheets)
    found = [fault for sheet in sheets for fault in faults(sheet, known)] + list(coloured_templates())
    print("\n".join(found) or f"{len(sheets)} style sheets are clean")
    return 1 if found or not sheets else 0


if __name__ == "__main__":
    sys.exit(main())
