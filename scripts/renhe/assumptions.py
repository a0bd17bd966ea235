"""The figures of hospital.yaml, by year and month."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from scripts.renhe.figures import fen, wobble
from scripts.renhe.months import Month

FOLDER = Path(__file__).parent
FIRST_YEAR = 2022


def read(name: str) -> Any:
    """A YAML file of this folder."""
    return yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))


class Assumptions:
    """Access to the assumptions by their path, such as `staff.mean`."""

    def __init__(self) -> None:
        """Read the file."""
        self.tree: dict[str, Any] = read("hospital.yaml")

    def at(self, path: str) -> Any:
        """What stands at a path."""
        node: Any = self.tree
        for key in path.split("."):
            node = node[key]
        return node

    def number(self, path: str) -> Decimal:
        """A figure that holds for all years."""
        return Decimal(str(self.at(path)))

    def year(self, path: str, year: int) -> Decimal:
        """The figure of a year; before the first and after the last the nearest one."""
        figures = self.at(path)
        return Decimal(str(figures[min(max(year - FIRST_YEAR, 0), len(figures) - 1)]))

    def season(self, name: str, month: Month) -> Decimal:
        """The month's share of a mean month; the twelve of a year have mean one."""
        factors = [Decimal(str(factor)) for factor in self.at(f"seasons.{name}")]
        return factors[month.number - 1] * 12 / sum(factors)

    def twelfth(self, path: str, month: Month, width: str = "0.03", season: str = "") -> Decimal:
        """The month's part of a yearly amount, with season and deviation, in fen."""
        factor = self.season(season, month) if season else Decimal(1)
        return fen(self.year(path, month.year) / 12 * factor * wobble(path, month, width))

    def between_years(self, path: str, month: Month, width: str = "0.012") -> Decimal:
        """A year-end level, reached in a straight line over the year, with deviation."""
        before, after = self.year(path, month.year - 1), self.year(path, month.year)
        level = before + (after - before) * month.number / 12
        return level * wobble(f"{path}.level", month, width)

    def happens(self, path: str, month: Month) -> bool:
        """Whether a single event falls into the month."""
        return bool([month.year, month.number] == self.at(f"{path}.month"))
