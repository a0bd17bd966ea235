"""What a claim is held against: the machine-readable results, read again by other means than the pages use."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from itertools import pairwise
from typing import Any

from reportgen import checks
from reportgen.analysis.material import Material
from reportgen.export import results
from reportgen.model.period import Period
from reportgen.model.results import Evaluation


def number(text: str) -> float:
    """A printed number."""
    return float(text.replace("−", "-").replace("+", "").replace(",", "").replace("%", ""))


def shows(text: str, value: float) -> bool:
    """Whether printed digits are a value rounded half up to their own decimals."""
    digits = text.replace("−", "-").replace("+", "").replace(",", "").strip("% ")
    places = Decimal(1).scaleb(-len(digits.partition(".")[2]))
    return Decimal(digits) == Decimal(f"{value:.15g}").quantize(places, ROUND_HALF_UP)


class Data:
    """The results of one report by their names in both languages."""

    def __init__(self, material: Material) -> None:
        self.material = material
        self.results: dict[str, Any] = results.document(material)
        self.scored = [row for row in self.results["indicators"] if row["score"] is not None]

    @cached_property
    def before(self) -> Evaluation:
        """The result that the report compares with: the year before, or the month before."""
        return self.material.history[max(period for period in self.material.history if period < self.material.period)]

    @cached_property
    def in_question(self) -> frozenset[str]:
        """Indicators whose figures a finding puts in question."""
        known = self.material
        return frozenset(checks.in_question(known.findings, known.catalog, known.entity, known.period))

    @property
    def year_before(self) -> Evaluation:
        """The result of the same period of the year before."""
        return self.material.history[str(Period.parse(self.material.period).previous_year())]

    @cached_property
    def _ids(self) -> dict[str, str]:
        found = {}
        catalog = self.material.catalog
        for row in (*self.results["indicators"], *self.scored):  # of two with one name the scored one is meant
            definition = catalog.indicators[row["id"]]
            for text in filter(None, (definition.name, definition.short)):
                found |= {text.zh: row["id"], text.en.lower(): row["id"]}
        return found

    def indicator(self, name: str) -> dict[str, Any]:
        """An indicator by its name or short name in either language, marked as in question or not."""
        plain = name.strip(" \u00a0\N{DAGGER}")
        wanted = self._ids[plain.lower() if plain.isascii() else plain]
        return next(row for row in self.results["indicators"] if row["id"] == wanted)

    def ability(self, name: str) -> dict[str, Any]:
        """An ability by its name in either language."""
        words = self.material.catalog.words.under("ability")
        named = {one.id: one.name for one in self.material.evaluation.abilities} or words
        wanted = next(i for i, text in named.items() if name.strip().lower() in {text.zh, text.en.lower()})
        return next(row for row in self.results["abilities"] if row["id"] == wanted)

    def grade(self, name: str) -> str:
        """The id of a grade by its letter or word."""
        words = self.material.catalog.words
        return next(g for g in self.material.scheme.grades if name in {words[f"grade.{g}"].zh, words[f"grade.{g}"].en})

    def earlier(self, identifier: str) -> Any:
        """An indicator in the result before."""
        return next(row for row in self.before.indicators if row.id == identifier)

    def displayed(self, row: dict[str, Any], value: float) -> float:
        """A value as pages show it: a percentage times 100."""
        return value * 100 if row["unit"] == "percent" else value

    def best(self, row: dict[str, Any]) -> list[float]:
        """The edges of the best level, as pages show them."""
        value = next(one["value"] for one in row["standards"] if one["level"] == "excellent")
        return [self.displayed(row, edge) for edge in (value if isinstance(value, (list, tuple)) else [value])]

    def months(self, row: dict[str, Any]) -> list[float]:
        """Single months of the report's year, the newest first, as pages show them."""
        material, (year, last) = self.material, self.material.period.split("-")
        assert material.month_values is not None
        found = (
            material.month_values.at(row["id"], material.entity, f"{year}-{month:02}").value
            for month in range(int(last), 0, -1)
        )
        return [self.displayed(row, value) for value in found if value is not None]

    def known(self, row: dict[str, Any]) -> list[float]:
        """What the better peers and the hospital itself reached, as pages show it."""
        own = [one.value for done in self.material.history.values() for one in done.indicators if one.id == row["id"]]
        peer = self.material.evaluation.indicator(row["id"]).peer
        peers = [peer.lower_quartile, peer.upper_quartile] if peer else []
        return [self.displayed(row, value) for value in (*peers, *own) if value is not None]

    def score_at(self, row: dict[str, Any], value: float) -> float:
        """The score of a displayed value: straight lines between the standards of the levels, on the nearer side."""
        edges = [one["value"] for one in row["standards"]]
        if isinstance(edges[0], (list, tuple)):
            edges = [edge[row["value"] > edges[0][1]] for edge in edges]
        steps = sorted(zip((self.displayed(row, edge) for edge in edges), (100.0, 80.0, 60.0, 40.0, 20.0), strict=True))
        for (low, worse), (high, better) in pairwise(steps):
            if low <= value <= high:
                return worse + (better - worse) * (value - low) / (high - low)
        return max(steps, key=lambda step: -abs(step[0] - value))[1]

    def banded(self, score: float) -> str:
        """The grade of a single score, as printed to one decimal."""
        printed = Decimal(f"{score:.15g}").quantize(Decimal("0.1"), ROUND_HALF_UP)
        grades = sorted(self.material.scheme.grades.items(), key=lambda pair: -pair[1])
        return str(next(grade for grade, low in grades if printed >= Decimal(str(low))))
