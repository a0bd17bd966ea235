"""Numbers of reports, by the pattern that a case names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from string import Formatter
from typing import Final

USUAL: Final = "{prefix}-{period}-{serial:03}"
"""Prefix, period, and a serial number of three digits: RHB-2026-10-001."""
PARTS: Final = frozenset({"prefix", "type", "entity", "period", "year", "serial"})
WIDTH: Final = re.compile(r"(?:0?[1-9])?")  # of {serial:03}
SAFE: Final = re.compile(r"[^\x00-\x20\x7f<>:\"/\\|?*.][^\x00-\x1f\x7f<>:\"/\\|?*]{0,98}")
"""What may name a file on every system."""


@dataclass(frozen=True)
class Labels:
    """What the parts of a pattern stand for; {type} is the kind of report in capitals."""

    prefix: str
    report: str
    entity: str
    period: str

    def number(self, pattern: str, serial: int) -> str:
        """The number with a serial, by a pattern in which `faults` finds nothing."""
        return pattern.format(
            prefix=self.prefix, type=self.report.upper(), entity=self.entity, period=self.period,
            year=self.period[:4], serial=serial,
        )  # fmt: skip


def faults(pattern: str) -> Iterator[str]:
    """Keys of words (number_pattern.*) that say why a pattern cannot be used."""
    try:
        parts = list(Formatter().parse(pattern))
    except ValueError:
        yield "braces"
        return
    named = [(name, form or "", conversion) for _, name, form, conversion in parts if name is not None]
    if any(name not in PARTS or conversion for name, _, conversion in named):
        yield "unknown_part"
    elif any(form and (name != "serial" or not WIDTH.fullmatch(form)) for name, form, _ in named):
        yield "width"
    elif not any(name == "serial" for name, _, _ in named):
        yield "no_serial"
    elif not is_file_name(Labels("A", "board", "a", "2026-10").number(pattern, 1)):
        yield "no_file_name"


def is_file_name(text: str) -> bool:
    """Whether a number can name a file on every system; prefix and entity may hold what a file name cannot."""
    return SAFE.fullmatch(text) is not None and not text.endswith((" ", "."))
