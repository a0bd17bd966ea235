"""The brand of a case: its mark on the pages, its colours in the tokens, its licensed faces in the text.

What of it cannot be used is told and left out; the page is whole without it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from reportgen.model.finding import Finding
    from reportgen.report.brand.mark import InstitutionMark


@dataclass(frozen=True)
class Brand:
    """What pages take from brand.yaml.

    Attributes:
        colours: tokens in place of the design's, those that stay readable.
        mark: the institution's mark; None where there is none that can be used.
        rules: styles that bring mark and faces into the pages; faces: those that only print has, since a page for
            screens would hand on the font itself.
        files: marks and fonts by the address under which the rules name them.
        families: names of the faces.
        findings: what cannot be used, and why.
    """

    colours: Mapping[str, str] = field(default_factory=dict)
    mark: InstitutionMark | None = None
    rules: str = ""
    faces: str = ""
    files: Mapping[str, bytes] = field(default_factory=dict)
    families: frozenset[str] = frozenset()
    findings: tuple[Finding, ...] = ()


NONE: Final = Brand()
