"""How sure a result is, on the terminal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import typer

from reportgen.catalog.grades import grade_name
from reportgen.cli import show
from reportgen.cli.units import unit_of
from reportgen.model.printing import measured, number
from reportgen.model.schemes import Grade
from reportgen.scoring.ranking import UNWEIGHTED

if TYPE_CHECKING:
    from reportgen.analysis.attribution import Attribution, GradePoint
    from reportgen.analysis.distance import Move
    from reportgen.analysis.material import Material
    from reportgen.analysis.method_comparison import MethodComparison
    from reportgen.analysis.rank_interval import RankInterval
    from reportgen.analysis.robustness import Robustness
    from reportgen.model.definition import Language
    from reportgen.model.ranking import Ranking
    from reportgen.model.results import ScoredPart

PERCENT = 100
SHOWN = 5


def print_robustness(
    found: Robustness,
    change: Attribution | None,
    grades: tuple[GradePoint, ...],
    material: Material,
    speech: Language,
) -> None:
    """Draws, distances, gaps, rounding, change, rank and methods, each in a line or a small table."""
    page = _Page(material, speech)
    for line in (*page.draws(found), *page.distances(found), *page.missing(found)):
        typer.echo(line)
    for line in (*page.change(change), *page.history(grades), *page.place(found)):
        typer.echo(line)
    if found.methods is not None:
        page.methods(found.methods)
    elif found.uncompared is not None:
        typer.echo(page.sentence(f"sure.methods.{found.uncompared}"))


class _Page:
    """The words of one hospital in one language."""

    def __init__(self, material: Material, speech: Language) -> None:
        self._material = material
        self._speech = speech

    def sentence(self, key: str) -> str:
        """Words without figures."""
        return self._material.catalog.words[key].in_language(self._speech)

    def draws(self, found: Robustness) -> Iterator[str]:
        """Share of the draws that keep the grade, and where the middle 95 % of the totals lie."""
        for one in found.draws:
            share, low, high = number(PERCENT * one.kept, 1), number(one.low, 2), number(one.high, 2)
            facts = {"count": f"{found.assumed.count:,}", "what": self._word(f"what.{one.what}")}
            yield self._say("draws", share=share, low=low, high=high, **facts)
        if found.undrawn is not None:
            yield self.sentence(f"sure.draws.{found.undrawn}")

    def distances(self, found: Robustness) -> Iterator[str]:
        """Ways to the next grade and falls that cost it."""
        for one in found.distances.up[:SHOWN]:
            yield self._say("up", grade=self._grade(str(one.grade)), **self._move(one.move))
        together = found.distances.together
        if together is not None and together.reached:
            key = "together" if together.plausible else "together_far"
            yield self._say(key, grade=self._grade(str(together.grade)), share=number(PERCENT * together.share, 0))
            yield from ("  " + self._say("move", **self._move(move)) for move in together.moves)
        elif together is not None:
            yield self._say("unreached", grade=self._grade(str(together.grade)), total=number(together.total, 2))
        for one in found.distances.down[:SHOWN]:
            yield self._say("down", grade=self._grade(str(one.grade)), **self._move(one.move))

    def missing(self, found: Robustness) -> Iterator[str]:
        """What a missing indicator could have changed; where rounding decides."""
        for gap in found.gaps:
            span = {"low": number(gap.lowest, 2), "high": number(gap.highest, 2)}
            grades = {"worst": self._grade(str(gap.grades[0])), "best": self._grade(str(gap.grades[1]))}
            yield self._say("gap", name=self._name(gap.id), **span, **grades)
        for one in found.influences:
            if one.decides:
                facts = {"total": number(one.without, 2), "grade": self._grade(str(one.grade))}
                yield self._say("decides", name=self._name(one.id), **facts)
        if found.rounding is not None:
            key = "rounding_decides" if found.rounding.decides else "margin"
            yield self._say(key, margin=number(found.rounding.margin, 2))
            yield from (self._say("level", name=self._name(one)) for one in found.rounding.indicators)

    def change(self, found: Attribution | None) -> Iterator[str]:
        """The change since last year by causes, in the order in which they were replaced."""
        if found is not None:
            causes = "; ".join(
                f"{self._word(f'effect.{effect}')} {number(points, 2)}" for effect, points in found.effects
            )
            total = number(found.after - found.before, 2)
            yield self._say("change", period=found.before_period, total=total, causes=causes)

    def history(self, grades: tuple[GradePoint, ...]) -> Iterator[str]:
        """Scores and grades of the periods of one kind."""
        shown = [
            f"{point.period} {number(point.score, 2)} {self._grade(str(point.grade))}"
            for point in grades
            if point.grade is not None and point.score is not None
        ]
        if len(shown) > 1:
            yield self._say("history", grades=", ".join(shown))

    def place(self, found: Robustness) -> Iterator[str]:
        """The rank with its interval."""
        if found.rank is not None:
            rank = found.rank
            facts = {"rank": str(rank.rank), "low": str(rank.low), "high": str(rank.high)}
            yield self._say("rank", among=str(rank.among), count=f"{rank.draws:,}", **facts)
        for part in self._material.evaluation.parts:
            if part.id in found.rankings and part.ranking is not None:
                yield self._ranked(part, part.ranking, found.rankings[part.id])

    def _ranked(self, part: ScoredPart, ranking: Ranking, found: RankInterval) -> str:
        key = "rank_without_one" if ranking.method in UNWEIGHTED else "rank_of_part"
        facts = {"rank": str(found.rank), "low": str(found.low), "high": str(found.high), "count": f"{found.draws:,}"}
        name = part.name.in_language(self._speech)
        return self._say(key, part=name, among=str(found.among), **facts)

    def methods(self, found: MethodComparison) -> None:
        """Methods side by side, and how far their rankings agree."""
        head = [self._word(f"head.{key}") for key in ("method", "rank", "agreement", "problem")]
        rows = [
            [
                self._word(f"method.{one.method}"),
                "—" if one.rank is None else str(one.rank),
                "—" if one.agreement is None else number(one.agreement, 2),
                "" if one.problem is None else self._word(f"problem.{one.problem}"),
            ]
            for one in found.methods
        ]
        show.table(head, rows, {1, 2})
        if found.concordance is not None:
            facts = {"among": str(found.among), "indicators": str(len(found.indicators))}
            typer.echo(self._say("concordance", w=number(found.concordance, 3), **facts))

    def _move(self, move: Move) -> dict[str, str]:
        definition = self._material.catalog.indicators[move.id]
        shown = f" {unit_of(self._material, move.id, self._speech)}"
        value, target = measured(move.value, definition), measured(move.target, definition)
        return {"name": self._name(move.id), "value": value, "target": f"{target}{shown}"}

    def _name(self, indicator: str) -> str:
        return self._material.catalog.indicators[indicator].name.in_language(self._speech)

    def _grade(self, grade: str) -> str:
        return grade_name(Grade(grade), self._material.scheme, self._material.catalog.words).in_language(self._speech)

    def _word(self, key: str) -> str:
        return self._material.catalog.words[f"robustness.{key}"].in_language(self._speech)

    def _say(self, key: str, **facts: str) -> str:
        return self._word(key).format(**facts)
