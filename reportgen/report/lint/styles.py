"""What the engine's styles say, each looked up once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from reportgen.report.lint.colours import covering, hexadecimal

POINTS: Final = 0.75
"""Points in a CSS pixel."""
BOLD: Final = 600
SIDES: Final = ("top", "right", "bottom", "left")


@dataclass(frozen=True, slots=True)
class Face:
    """How letters look: size in points, and colour with its opacity."""

    family: str
    size: float
    bold: bool
    colour: str
    alpha: float
    language: str


@dataclass(frozen=True, slots=True)
class Ground:
    """How a box is painted: the colour under its content with its opacity, and the colours of its visible edges."""

    colour: str
    alpha: float
    edges: tuple[str, ...]
    is_drawn: bool


@dataclass
class Styles:
    """Faces and grounds by the identity of the engine's styles, which are kept alive so that it stays theirs."""

    images: Mapping[str, bytes]
    kept: list[Any] = field(default_factory=list)
    faces: dict[int, Face] = field(default_factory=dict)
    grounds: dict[int, Ground] = field(default_factory=dict)

    def face(self, style: Any) -> Face:
        """How letters of this style look."""
        found = self.faces.get(id(style))
        if found is None:
            self.kept.append(style)
            colour, alpha = hexadecimal(style["color"])
            found = self.faces[id(style)] = Face(
                family=style["font_family"][0],
                size=style["font_size"] * POINTS,
                bold=style["font_weight"] >= BOLD,
                colour=colour,
                alpha=alpha,
                language=style["lang"] or "",
            )
        return found

    def ground(self, style: Any) -> Ground:
        """How boxes of this style are painted."""
        found = self.grounds.get(id(style))
        if found is None:
            self.kept.append(style)
            found = self.grounds[id(style)] = self._ground(style)
        return found

    def _ground(self, style: Any) -> Ground:
        drawn = covering(style, self.images)
        if drawn:
            return Ground(drawn, 1.0, (), is_drawn=True)
        colour, alpha = _colour(style, "background_color")
        edges = [
            _colour(style, f"border_{side}_color")
            for side in SIDES
            if style[f"border_{side}_width"] and style[f"border_{side}_style"] not in {"none", "hidden"}
        ]
        return Ground(colour, alpha, tuple(sorted({edge for edge, seen in edges if seen})), is_drawn=False)


def _colour(style: Any, name: str) -> tuple[str, float]:
    value = style[name]
    return hexadecimal(style["color"] if value == "currentcolor" else value)
