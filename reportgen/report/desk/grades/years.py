"""The years that a report looks back on: values and results of the same period, year by year.

What is said of an earlier total that does not compare with this one: the same words on every page.

Why the abilities of a quarter's end are not those of the year: not scored then, rated once, weighted otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.analysis import score_bridge
from reportgen.catalog.calendar_words import period_name, period_spoken, period_with_year
from reportgen.model import printing
from reportgen.model.known import under
from reportgen.model.period import Period
from reportgen.report.desk.grades import gradings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reportgen.analysis.comparability import Comparability
    from reportgen.model.definition import Text
    from reportgen.model.results import Evaluation, ScoredAbility, ScoredIndicator
    from reportgen.report.desk.captions import Notes
    from reportgen.report.desk.context import HospitalContext

MOST_YEARS: Final = 5


def years(context: HospitalContext) -> tuple[str, ...]:
    """The period and the same one of up to four years before, oldest first, from the first that has any value."""
    material, now = context.material, context.period
    periods = [str(now.previous_year(back)) for back in range(MOST_YEARS - 1, -1, -1)]
    known = [
        any(value(context, i.id, period) is not None for i in material.evaluation.indicators) for period in periods
    ]
    first = next((index for index, there in enumerate(known) if there), len(periods) - 1)
    return tuple(periods[first:])


def value(context: HospitalContext, identifier: str, period: str) -> float | None:
    """An indicator in one of the years; of what experts judge there is no value but a score."""
    material = context.material
    if period == material.period:
        return material.evaluation.indicator(identifier).value
    found = material.values.at(identifier, material.entity, period).value
    return None if found is None else under(found, f"{period}.indicator.{identifier}")


def result(context: HospitalContext, period: str) -> Evaluation | None:
    """The result of one of the years, as far as it was judged."""
    material = context.material
    return material.evaluation if period == material.period else material.history.get(period)


def year_before(context: HospitalContext) -> Evaluation | None:
    """The result of the same period of last year, where totals compare."""
    return context.before if context.is_year else context.year_ago


def unlike(context: HospitalContext) -> Comparability | None:
    """What of last year's result compares, where its total does not, or where it had none but some of its scores do."""
    earlier = context.preceding if context.is_year else context.same_last_year
    if earlier is None or context.evaluation.score is None:
        return None
    compared = context.material.compared(earlier)
    has_any = earlier.score is not None or compared.change is not None
    return compared if has_any and not compared.is_whole else None


MOST_NAMES: Final = 3
"""Indicators named in a sentence; more are counted."""


def told(context: HospitalContext, compared: Comparability) -> Text:
    """Why the totals do not compare, and how what both periods scored moved."""
    say, reason = context.say, why(context, compared)
    if compared.then is None or compared.now is None or compared.change is None or compared.beside is None:
        return say("comparing.sentence", words=reason)
    moved = say(
        "comparing.shared",
        n=len(compared.shared),
        change=context.points(compared.change),
        beside=context.points(compared.beside),
        then=context.score(compared.then),
        now=context.score(compared.now),
    )
    return say("comparing.both", why=reason, moved=moved)


def why(context: HospitalContext, compared: Comparability) -> Text:
    """Why the totals do not compare: what was there in one period alone, or was defined otherwise."""
    period = period_with_year(compared.period)
    if compared.broken is not None:
        return context.say("comparing.broken", period=period, year=period_name(str(compared.broken)))
    reasons = context.say.join(list(_reasons(context, compared)), "list.comma_only")
    return context.say("comparing.why", period=period, reasons=reasons)


def _reasons(context: HospitalContext, compared: Comparability) -> Iterator[Text]:
    for key, names in (
        ("appeared", compared.appeared),
        ("vanished", compared.vanished),
        ("redefined", compared.redefined),
    ):
        if len(names) > MOST_NAMES or any(name not in _known(context) for name in names):
            yield context.say(f"comparing.{key}.counted", n=printing.whole(len(names)))
        elif names:
            listed = context.say.join([context.say.within(context.short(name)) for name in names])
            yield context.say(f"comparing.{key}.named", n=len(names), names=listed)


def _known(context: HospitalContext) -> set[str]:
    return {one.id for one in context.evaluation.indicators}


def notes_on(context: HospitalContext, judged: Sequence[Evaluation]) -> list[Text]:
    """What is to be known of the abilities of the quarters that were judged, the last of them the newest."""
    return [*_partial(context, judged), *_at_the_end(context, judged[-1]), *_rated(context, judged)]


def absent(context: HospitalContext, found: Evaluation, ability: str, notes: Notes) -> str:
    """A dash with the reason why an ability has no score, where all its indicators lack theirs for the same."""
    reasons = {one.reason for one in _members(found, ability)}
    only = reasons.pop() if len(reasons) == 1 else None
    return notes.absent(context.reason(only) if only else context.say("score_changes.unscored"))


def _partial(context: HospitalContext, judged: Sequence[Evaluation]) -> list[Text]:
    """A sentence on the abilities that the year judges and no quarter does."""
    known = {ability.id for found in judged for ability in found.abilities if ability.score is not None}
    missing = [a.name for a in context.evaluation.abilities if a.score is not None and a.id not in known]
    names = context.say.join(missing) if missing else None
    last = period_spoken(str(context.period.fiscal_year.last_month))
    return [context.say("score_changes.quarters.partial", names=names, n=len(missing), last=last)] if names else []


def _at_the_end(context: HospitalContext, last: Evaluation) -> Iterator[Text]:
    """Of each ability whose score to the end of the year is not that of the year: by weights alone, or by figures."""
    if context.period.is_partial or not Period.parse(last.period).ends_year:
        return
    then = {ability.id: ability for ability in last.abilities}
    moved: dict[str, list[Text]] = {}
    for ability in context.evaluation.abilities:
        was = then.get(ability.id)
        if was is None or (words := _compared(context, was, ability)) is None:
            continue
        alike = _scores(last, ability.id) == _scores(context.evaluation, ability.id)
        moved.setdefault("weighed" if alike else "differs", []).append(words)
    for key, listed in moved.items():
        listing = context.say.join(listed, "list.comma_only")
        yield context.say(
            f"score_changes.quarters.{key}",
            listed=listing,
            last=period_spoken(str(Period.parse(last.period).last_month)),
        )


def _compared(context: HospitalContext, was: ScoredAbility, now: ScoredAbility) -> Text | None:
    """The name with both scores; None where they print alike or one is missing."""
    if was.score is None or now.score is None or context.score(was.score) == context.score(now.score):
        return None
    facts = {"then": context.score(was.score), "now": context.score(now.score)}
    return context.say("score_changes.quarters.both", name=now.name, **facts)


def _rated(context: HospitalContext, judged: Sequence[Evaluation]) -> list[Text]:
    """A sentence on abilities that experts rate, whose scores are of one round and so the same at each end."""
    names = [
        ability.name
        for ability in context.evaluation.abilities
        if ability.score is not None
        and not any(gradings.is_quantitative(context, one) for one in _members(context.evaluation, ability.id))
        and len({_printed(context, found, ability.id) for found in judged}) == 1 < len(judged)
    ]
    return [context.say("score_changes.quarters.rated", names=context.say.join(names), n=len(names))] if names else []


def _printed(context: HospitalContext, found: Evaluation, ability: str) -> str:
    score = next((one.score for one in found.abilities if one.id == ability), None)
    return "" if score is None else context.score(score)


def _members(found: Evaluation, ability: str) -> list[ScoredIndicator]:
    return [one for one in found.indicators if one.ability == ability]


def _scores(found: Evaluation, ability: str) -> dict[str, str]:
    """The scores of the indicators as they print, of those that have one."""
    members = _members(found, ability)
    return {one.id: gradings.one_decimal(one.score) for one in members if one.score is not None}


@dataclass(frozen=True)
class ScoreCourse:
    """The total against an earlier one, like for like.

    Attributes:
        key: "before" for the preceding period, "year_ago" for the same period of last year.
        then, now: both totals, the earlier one by the weights of this period.
        steps: points by which each indicator that both scored moved the total, the largest first; in all the change.
        shared: how many indicators both periods scored, None where all that is scored compares.
        apart, beside: indicators that do not compare, and the points between both totals that come of them.
    """

    key: str
    earlier: Evaluation
    then: float
    now: float
    steps: tuple[tuple[str, float], ...]
    shared: int | None
    apart: int = 0
    beside: float = 0.0

    @property
    def change(self) -> float:
        """Points between both totals that come of what both periods scored."""
        return self.now - self.then - self.beside


def courses(context: HospitalContext) -> tuple[ScoreCourse, ...]:
    """Against the preceding period and against the same one of last year, as far as anything compares.

    Without a total there is none: what a few shared indicators come to would be taken for the total that is withheld.
    """
    if context.evaluation.score is None:
        return ()
    pairs = (("before", context.preceding), ("year_ago", context.same_last_year))
    found = (_course(context, key, earlier) for key, earlier in pairs if earlier is not None)
    return tuple(one for one in found if one is not None)


def _course(context: HospitalContext, key: str, earlier: Evaluation) -> ScoreCourse | None:
    compared = context.material.compared(earlier)
    if compared.is_whole:
        found = score_bridge(earlier, context.evaluation)
        if found is None:
            return None
        steps = tuple((step.id, step.change) for step in found.indicators)
        return ScoreCourse(key, earlier, found.before, found.after, steps, None)
    if compared.then is None or compared.now is None or compared.beside is None:
        return None
    counts = len(compared.shared), len(compared.apart)
    return ScoreCourse(key, earlier, compared.then, compared.now, compared.steps, *counts, compared.beside)
