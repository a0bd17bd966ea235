"""Why the abilities of a quarter's end are not those of the year: not scored then, rated once, weighted otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.report.desk import gradings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reportgen.model.definition import Text
    from reportgen.model.results import Evaluation, ScoredAbility, ScoredIndicator
    from reportgen.report.desk.captions import Notes
    from reportgen.report.desk.context import Context


def notes_on(context: Context, judged: Sequence[Evaluation]) -> list[Text]:
    """What is to be known of the abilities of the quarters that were judged, the last of them the newest."""
    return [*_partial(context, judged), *_at_the_end(context, judged[-1]), *_rated(context, judged)]


def absent(context: Context, found: Evaluation, ability: str, notes: Notes) -> str:
    """A dash with the reason why an ability has no score, where all its indicators lack theirs for the same."""
    reasons = {one.reason for one in _members(found, ability)}
    only = reasons.pop() if len(reasons) == 1 else None
    return notes.absent(context.reason(only) if only else context.say("score_changes.unscored"))


def _partial(context: Context, judged: Sequence[Evaluation]) -> list[Text]:
    """A sentence on the abilities that the year judges and no quarter does."""
    known = {ability.id for found in judged for ability in found.abilities if ability.score is not None}
    missing = [a.name for a in context.evaluation.abilities if a.score is not None and a.id not in known]
    names = context.say.join(missing) if missing else None
    return [context.say("score_changes.quarters.partial", names=names, n=len(missing))] if names else []


def _at_the_end(context: Context, last: Evaluation) -> Iterator[Text]:
    """Of each ability whose score to the end of the year is not that of the year: by weights alone, or by figures."""
    if context.period.months_elapsed < 12 or not last.period.endswith("-12"):  # noqa: PLR2004 - months of a year
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
        yield context.say(f"score_changes.quarters.{key}", listed=context.say.join(listed, "list.comma_only"))


def _compared(context: Context, was: ScoredAbility, now: ScoredAbility) -> Text | None:
    """The name with both scores; None where they print alike or one is missing."""
    if was.score is None or now.score is None or context.score(was.score) == context.score(now.score):
        return None
    facts = {"then": context.score(was.score), "now": context.score(now.score)}
    return context.say("score_changes.quarters.both", name=now.name, **facts)


def _rated(context: Context, judged: Sequence[Evaluation]) -> list[Text]:
    """A sentence on abilities that experts rate, whose scores are of one round and so the same at each end."""
    names = [
        ability.name for ability in context.evaluation.abilities
        if ability.score is not None
        and not any(gradings.is_quantitative(context, one) for one in _members(context.evaluation, ability.id))
        and len({_printed(context, found, ability.id) for found in judged}) == 1 < len(judged)
    ]  # fmt: skip
    return [context.say("score_changes.quarters.rated", names=context.say.join(names), n=len(names))] if names else []


def _printed(context: Context, found: Evaluation, ability: str) -> str:
    score = next((one.score for one in found.abilities if one.id == ability), None)
    return "" if score is None else context.score(score)


def _members(found: Evaluation, ability: str) -> list[ScoredIndicator]:
    return [one for one in found.indicators if one.ability == ability]


def _scores(found: Evaluation, ability: str) -> dict[str, str]:
    """The scores of the indicators as they print, of those that have one."""
    members = _members(found, ability)
    return {one.id: gradings.one_decimal(one.score) for one in members if one.score is not None}
