"""The verdict on data as one sentence in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.model.definition import Text
from reportgen.model.rounding import half_up

if TYPE_CHECKING:
    from reportgen.catalog import Catalog
    from reportgen.model.quality import Judged

PERCENT: Final = 100.0


def sentence(judged: Judged, catalog: Catalog) -> Text:
    """The grade, or why there is none, and the figures behind it."""
    found, words = judged.quality, catalog.words["findings.quality"]
    grade = catalog.words[f"grade.{found.grade}" if found.grade else "findings.ungraded"]
    facts = {
        "period": judged.period, "share": half_up(PERCENT * found.completeness, 1), "checked": found.equations_checked,
        "failed": found.equations_failed, "errors": found.errors, "warnings": found.warnings,
    }  # fmt: skip
    return Text(zh=words.zh.format(grade=grade.zh, **facts), en=words.en.format(grade=grade.en, **facts))
