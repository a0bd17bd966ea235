"""What a part says beyond its score, on the terminal: a place among others, degrees of membership."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from reportgen.catalog.grades import grade_name
from reportgen.cli.plain import visible
from reportgen.model.printing import DASH, number
from reportgen.model.schemes import Grade

if TYPE_CHECKING:
    from reportgen.analysis.material import Material
    from reportgen.model.definition import Language
    from reportgen.model.ranking import Ranking
    from reportgen.model.results import Membership, ScoredPart

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
