"""Where something stands on a sheet, in millimetres from its top left corner."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.bottom - self.top

    def depth(self, other: Area) -> float:
        """How far two rectangles reach into each other, in the direction in which that is less; negative if apart."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return min(across, down)

    def excess(self, frame: Area) -> dict[str, float]:
        """How far each side lies beyond that of a frame; negative inside."""
        return {
            "left": frame.left - self.left,
            "top": frame.top - self.top,
            "right": self.right - frame.right,
            "bottom": self.bottom - frame.bottom,
        }

    def shares_columns(self, other: Area) -> bool:
        """Whether one stands at least partly above the other."""
        return min(self.right, other.right) > max(self.left, other.left)
