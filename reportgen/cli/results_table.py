"""An evaluation as a table on the terminal.

What a part says beyond its score, on the terminal: a place among others, degrees of membership.

How sure a result is, on the terminal.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import typer

from reportgen.catalog.calendar_words import as_in_data
from reportgen.catalog.messages import grade_name
from reportgen.cli import show
from reportgen.cli.language import say
from reportgen.cli.manner import visible
from reportgen.cli.show import unit_of
from reportgen.export.results import entity_name, grade_of
from reportgen.model.printing import DASH, displayed, measured, number
from reportgen.model.schemes import Grade
from reportgen.scoring.ranking import UNWEIGHTED

if TYPE_CHECKING:
    from reportgen.analysis.attribution import Attribution, GradePoint
    from reportgen.analysis.distance import IndicatorMove
    from reportgen.analysis.material import Material
    from reportgen.analysis.method_comparison import MethodComparison
    from reportgen.analysis.rank_interval import RankInterval
    from reportgen.analysis.robustness import Robustness
    from reportgen.model.definition import Language
    from reportgen.model.results import Membership, ScoredIndicator, ScoredPart
    from reportgen.model.schemes import Ranking

PLACES = 4
PERCENT = 100


def lines(material: Material, speech: Language) -> Iterator[str]:
    """One line or two for each part that has more to say than its score."""
    for part in material.evaluation.parts:
        if part.ranking is not None:
            yield from _ranking(part, part.ranking, material, speech)
        if part.membership is not None:
            yield _membership(part, part.membership, material, speech)
        if part.experts:
            yield from _experts(part, material, speech)


def _experts(part: ScoredPart, material: Material, speech: Language) -> Iterator[str]:
    """Reliability of the ratings, and how far each round agrees."""
    words, name = material.catalog.words, part.name.in_language(speech)
    items = sum(one.part == part.id for one in material.evaluation.indicators)
    known = {"part": name, "experts": str(part.experts), "items": str(items), "rated": str(part.rated)}
    key = "reliability" if part.reliability is not None else "reliability_undefined"
    alpha = "" if part.reliability is None else number(part.reliability, 3)
    yield words[f"consultation.{key}"].in_language(speech).format(alpha=alpha, **known)
    for one in part.rounds:
        held = one.period or visible(one.file)
        if one.number is not None:
            held += words["consultation.number"].in_language(speech).format(number=str(one.number))
        facts = {"held": held, "experts": str(one.experts), "items": str(one.items)}
        key = "agreement" if one.w is not None else "agreement_undefined"
        shown = {name: "" if value is None else number(value, 3) for name, value in (("w", one.w), ("p", one.p))}
        yield "  " + words[f"consultation.{key}"].in_language(speech).format(**facts, **shown)


def checklist(material: Material, speech: Language) -> tuple[list[str], list[list[str]]] | None:
    """Head and rows of what was inspected: mark, full mark, weight, evidence, inspector; None without a checklist."""
    words, scheme = material.catalog.words, material.scheme
    rows = []
    for row in material.evaluation.indicators:
        full = scheme.parts[row.part].indicators[row.id].full_mark
        if full is None:
            continue
        mark = words["checklist.not_inspected"].in_language(speech) if row.value is None else number(row.value, 1)
        name = material.catalog.indicators[row.id].name.in_language(speech)
        cells = [name, mark, number(full, 1), number(PERCENT * row.effective_weight, 2)]
        rows.append([*cells, visible(row.evidence or ""), visible(row.inspector or "")])
    keys = ("item", "mark", "full_mark", "weight", "evidence", "inspector")
    return ([words[f"checklist.{key}"].in_language(speech) for key in keys], rows) if rows else None


def pay(material: Material, speech: Language) -> str | None:
    """The coefficient that the scheme gives the grade reached; never an amount."""
    grade = material.evaluation.grade
    if grade is None or grade not in material.scheme.pay_coefficients:
        return None
    facts = {"coefficient": number(material.scheme.pay_coefficients[grade], 2)}
    return material.catalog.words["checklist.coefficient"].in_language(speech).format(**facts)


def _ranking(part: ScoredPart, found: Ranking, material: Material, speech: Language) -> Iterator[str]:
    words = material.catalog.words
    facts = {"among": str(found.among), "rank": str(found.rank), "result": number(found.result, PLACES)}
    facts |= {"method": words[f"scoring.{found.method}"].in_language(speech)}
    facts |= {"by": words[f"ranking.by.{found.by}"].in_language(speech), "part": part.name.in_language(speech)}
    yield words["ranking.line"].in_language(speech).format(**facts)
    told = [
        f"{words[f'ranking.fact.{name}'].in_language(speech)} {_fact(value)}" for name, value in found.facts.items()
    ]
    if told:
        yield "  " + words["ranking.facts"].in_language(speech).format(facts=", ".join(told))


def _fact(value: float | None) -> str:
    """A figure of a method; a count without decimals."""
    if value is None:
        return DASH
    return number(value, 0 if value.is_integer() else PLACES)


def ranked_alone(material: Material) -> bool:
    """Whether there is no score because a part gives a rank and nothing else."""
    return any(part.ranking and part.score is None and not part.withheld for part in material.evaluation.parts)


def _membership(part: ScoredPart, found: Membership, material: Material, speech: Language) -> str:
    words = material.catalog.words

    def grade(of: Grade) -> str:
        return grade_name(of, material.scheme, words).in_language(speech)

    degrees = " / ".join(number(degree, PLACES) for degree in found.degrees)
    tie = words["membership.tie"].in_language(speech) if found.tie else ""
    facts = {"part": part.name.in_language(speech), "degrees": degrees, "operator": found.operator}
    facts |= {"level": grade(found.level) + tie, "value_level": grade(found.value_level)}
    facts |= {
        "validity": DASH if found.validity is None else number(found.validity, 2),
        "value": number(found.value, 2),
        "cuts": " / ".join(number(cut, 1) for cut in found.cuts),
    }
    return words["membership.line"].in_language(speech).format(**facts)


GRADE: Final = 6
LEVEL: Final = 7


def print_results(material: Material, speech: Language) -> None:
    """One line a scored indicator, then the total; without a scheme, every indicator that has a value."""
    period = as_in_data(material.period).in_language(speech)
    typer.echo(f"{visible(entity_name(material).in_language(speech))} · {period} · {material.scheme_id}")
    if not material.evaluation.indicators:
        _print_values(material, speech)
        return
    keys = ("indicator", "unit", "value", "standard", "weight", "score", "grade", "level", "reason")
    rows = [_row(row, material, speech) for row in material.evaluation.indicators]
    show.table([say(f"head.{key}", speech) for key in keys], rows, {2, 3, 4, 5})
    if any(row[GRADE] != row[LEVEL] for row in rows if row[LEVEL]):
        typer.echo(say("levels", speech))
    inspected = checklist(material, speech)
    if inspected is not None:
        show.table(*inspected, {1, 2, 3})
    for line in lines(material, speech):
        typer.echo(line)
    typer.echo(_total(material, speech))
    if coefficient := pay(material, speech):
        typer.echo(coefficient)


def _row(row: ScoredIndicator, material: Material, speech: Language) -> list[str]:
    words, definition = material.catalog.words, material.catalog.indicators[row.id]
    best = row.reference.value if row.reference else row.standards.excellent if row.standards else ()
    bounds = best if isinstance(best, tuple) else (best,)
    standard = "-".join(f"{displayed(bound, definition.unit):g}" for bound in bounds)
    if row.reference is not None:
        standard = f"{standard} {words[f'standard.{row.reference.kind}'].in_language(speech)}"
    return [
        definition.name.in_language(speech),
        unit_of(material, row.id, speech),
        "—" if row.value is None else measured(row.value, definition),
        standard,
        number(row.effective_weight * 100, 2),
        "—" if row.score is None else number(row.score, 1),
        _named(grade_of(row.score, material), material, speech),
        _named(row.level, material, speech),
        words[f"reason.{row.reason}"].in_language(speech) if row.reason else "",
    ]


def _named(grade: str | None, material: Material, speech: Language) -> str:
    return grade_name(Grade(grade), material.scheme, material.catalog.words).in_language(speech) if grade else ""


def _total(material: Material, speech: Language) -> str:
    evaluation = material.evaluation
    if evaluation.score_printed is None or evaluation.grade is None:
        key = "ranked_alone" if ranked_alone(material) else "not_graded"
        return f"{say('head.total', speech)}: {say(key, speech)}"
    interim = say("interim", speech) if evaluation.interim else ""
    grade = _named(evaluation.grade, material, speech)
    return f"{say('head.total', speech)}: {evaluation.score_printed} {grade}{interim}"


def _print_values(material: Material, speech: Language) -> None:
    """The indicators that have a value; of the others how many there are, by what they lack."""
    words, rows, without = material.catalog.words, list[list[str]](), Counter[str]()
    for identifier, definition in material.catalog.indicators.items():
        if definition.obsolete:
            continue
        now = material.values.at(identifier, material.entity, material.period)
        if now.value is None:
            without[words[f"reason.{now.reason}"].in_language(speech)] += 1
            continue
        unit = unit_of(material, identifier, speech)
        rows.append([identifier, definition.name.in_language(speech), unit, measured(now.value, definition)])
    show.table([say(f"head.{key}", speech) for key in ("id", "indicator", "unit", "value")], rows, {3})
    if without:
        reasons = "; ".join(f"{reason} {count}" for reason, count in without.most_common())
        told = words["cli.without_value"].in_language(speech)
        typer.echo(told.format(n=without.total(), reasons=reasons, case=material.case.folder))


SHOWN = 5


def print_robustness(
    found: Robustness,
    change: Attribution | None,
    grades: tuple[GradePoint, ...],
    material: Material,
    speech: Language,
) -> None:
    """Draws, distances, gaps, rounding, change, rank and methods, each in a line or a small table."""
    page = _RobustnessWords(material, speech)
    for line in (*page.draws(found), *page.distances(found), *page.missing(found)):
        typer.echo(line)
    for line in (*page.change(change), *page.history(grades), *page.place(found)):
        typer.echo(line)
    if found.methods is not None:
        page.methods(found.methods)
    elif found.uncompared is not None:
        typer.echo(page.sentence(f"sure.methods.{found.uncompared}"))


class _RobustnessWords:
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
            share, low, high = number(PERCENT * one.kept, 2), number(one.low, 2), number(one.high, 2)
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

    def _move(self, move: IndicatorMove) -> dict[str, str]:
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
