"""What a scheme calls its grades."""

from __future__ import annotations

from collections.abc import Mapping

from reportgen.model.definition import Text
from reportgen.model.schemes import Grade, Scheme


def grade_name(grade: Grade, scheme: Scheme, words: Mapping[str, Text]) -> Text:
    """The scheme's own name of a grade, or else the usual one."""
    return scheme.grade_names.get(grade) or words[f"grade.{grade}"]
