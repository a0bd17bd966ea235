"""What badges say where a scheme has names of its own for grades: the first character of each name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.model.definition import Text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reportgen.model.schemes import Scheme


def letters(scheme: Scheme) -> Mapping[str, Text]:
    """By grade, in both languages; empty where the scheme uses the usual names.

    Where two names of a language begin alike, its badges say the place of the grade instead, 1 for the best.
    """
    ordered = sorted(scheme.grade_names, key=lambda grade: -scheme.grades.get(grade, 0.0))
    names = [scheme.grade_names[grade] for grade in ordered]
    chinese, english = _distinct([name.zh for name in names]), _distinct([name.en for name in names])
    return {str(grade): Text(zh=zh, en=en) for grade, zh, en in zip(ordered, chinese, english, strict=True)}


def _distinct(names: Sequence[str]) -> list[str]:
    first = [name[:1].upper() for name in names]
    return first if len(set(first)) == len(first) else [str(place) for place in range(1, len(names) + 1)]
