"""The verdict on data as one sentence in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.model.definition import Text
from reportgen.model.rounding import half_up
from reportgen.model.schemes import Grade

if TYPE_CHECKING:
    from reportgen.catalog import Catalog
    from reportgen.model.quality import Judged

PERCENT: Final = 100.0


def sentence(judged: Judged, catalog: Catalog) -> Text:
    """The grade, and the figures behind it; no grade where there was nothing to check."""
    found = judged.quality
    words = catalog.words["findings.quality" if found.grade is not None else "findings.ungraded"]
    grade = catalog.words[f"grade.{found.grade or Grade.POOR}"]  # said only where there is one
    facts = {
        "period": judged.period, "share": half_up(PERCENT * found.completeness, 1), "checked": found.equations_checked,
        "failed": found.equations_failed, "errors": found.errors, "warnings": found.warnings,
    }  # fmt: skip
    return Text(zh=words.zh.format(grade=grade.zh, **facts), en=words.en.format(grade=grade.en, **facts))
