"""What changed since the period before: slopes, effects on the total, six key indicators over time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import fsum
from typing import TYPE_CHECKING, Final

from reportgen.analysis import ScoreBridge, score_bridge
from reportgen.catalog.calendar_words import period_tick
from reportgen.model import printing
from reportgen.model.definition import Text
from reportgen.report import conditions
from reportgen.report.charts import Band, EffectBar, Multiple, Slope, effect_bars, slope_list, small_multiple
from reportgen.report.desk.grades import gradings, grounds, outlook, scale
from reportgen.report.desk.grades.indicator_pictures import Series, series
from reportgen.report.desk.tables import doubts
from reportgen.report.tokens import colour, ink

if TYPE_CHECKING:
    from reportgen.analysis import IndicatorStep
    from reportgen.model.results import Evaluation, ScoredIndicator
    from reportgen.model.schemes import Grade
    from reportgen.report.desk.context import HospitalContext, PlacedChart

PANELS: Final = 9
ONE_LINE_MM, TWO_LINES_MM = 5.6, 6.8
"""Height of a bar whose name is in one language, or in two."""
MOST_EFFECTS: Final = 14
"""Bars, with that of all others where there are more."""
NAMED: Final = 2
"""Changes of grade that the headline names."""
FEWEST_POINTS: Final = 3
ALIKE: Final = 1e-9
"""Weights that differ by less are one."""


@dataclass(frozen=True)
class MultiplePanel:
    """One small multiple with its heading."""

    name: Text
    unit: Text | None
    picture: PlacedChart


@dataclass(frozen=True)
class Movements:
    """The page; nothing is drawn of scores none of which moved."""

    headline: Text
    slopes: PlacedChart | None
    slopes_title: Text
    unshown: Text | None
    effects: PlacedChart | None
    effects_note: Text
    panels: tuple[MultiplePanel, ...]
    panels_title: Text
    panels_note: Text
    caution: Text | None


def movements(context: HospitalContext) -> Movements | None:
    """The page, or None without an earlier result."""
    found = score_bridge(context.before, context.evaluation) if context.before else None
    if context.before is None or found is None:
        return None
    slopes = _slopes(context, context.before)
    if not slopes:
        return None
    nil = context.points(0.0)
    has_moved = _moved(context) != (0, 0) or any(context.points(step.change) != nil for step in found.indicators)
    before, now = (grounds.spoken(context, one) for one in (found.before_period, found.after_period))
    return Movements(
        headline=_headline(context),
        slopes=_slope_picture(context, slopes) if has_moved else None,
        slopes_title=context.say("movements.slopes", before=before, now=now),
        unshown=_unshown(context),
        effects=_effects(context, found) if has_moved else None,
        effects_note=_effects_note(context, found),
        panels=tuple(_panel(context, *one) for one in _chosen(context)),
        panels_title=_panels_title(context),
        panels_note=_panels_note(context),
        caution=doubts.explained(context),
    )


def _panels_note(context: HospitalContext) -> Text:
    is_to_date = context.is_month and grounds.is_to_date(context)
    basis = context.say(f"movements.panels.{'ytd' if is_to_date else context.span}")
    marks = conditions.so(context, "movements.panels.peers", "movements.panels.plain")
    return Text(zh=f"{basis.zh}{marks.zh}", en=f"{basis.en}{marks.en}")


def _headline(context: HospitalContext) -> Text:
    say, crossed = context.say, _crossed(context)
    if not crossed:
        up, down = _moved(context)
        way = {(True, False): "risen", (False, True): "fallen", (False, False): "same"}.get((up > 0, down > 0), "none")
        return say(f"movements.headline.{way}", up=up, down=down)
    crossed.sort(key=lambda row: (outlook.is_better(row[2], row[1]), row[0].id))
    parts = [_crossing(context, *one) for one in crossed[:NAMED]]
    key = "movements.headline" if len(crossed) <= NAMED else "movements.headline.some"
    return say(key, n=len(crossed), listed=say.join(parts, "list.comma_only"))


def _moved(context: HospitalContext) -> tuple[int, int]:
    """How many scores rose and how many fell, as they are printed: other weights move the total, but no score."""
    before = {one.id: one.score for one in context.before.indicators} if context.before else {}
    pairs = [(was, one.score) for one in context.evaluation.indicators if (was := before.get(one.id)) is not None]
    moved = [
        now - was for was, now in pairs if now is not None and gradings.one_decimal(was) != gradings.one_decimal(now)
    ]
    return sum(change > 0 for change in moved), sum(change < 0 for change in moved)


def _crossed(context: HospitalContext) -> list[tuple[ScoredIndicator, Grade, Grade]]:
    """The indicators that changed grade, with the grade before and now."""
    moved = [(i, outlook.earlier_grade(context, i.id), context.grade_of(i)) for i in context.evaluation.indicators]
    return [(i, was, now) for i, was, now in moved if was is not None and now is not None and was != now]


def _crossing(context: HospitalContext, indicator: ScoredIndicator, was: Grade, now: Grade) -> Text:
    key = "movements.rose" if outlook.is_better(now, was) else "movements.fell"
    grades = {"before": context.grade(was), "after": context.grade(now)}
    return context.say(key, name=context.named(indicator.id), **grades)


def _unshown(context: HospitalContext) -> Text | None:
    """The changes of grade that the picture of quantitative indicators does not have."""
    parts = [_crossing(context, *one) for one in _crossed(context) if not gradings.is_quantitative(context, one[0])]
    return context.say("movements.unshown", listed=context.say.join(parts, "list.comma_only")) if parts else None


def _slopes(context: HospitalContext, before: Evaluation) -> list[Slope]:
    earlier = {i.id: i for i in before.indicators}
    rows = []
    for indicator in _single(context):
        was = earlier.get(indicator.id)
        if was is None or was.score is None or indicator.score is None:
            continue
        old, new = context.grade_of(was), context.grade_of(indicator)
        crossing = 0 if old == new or old is None or new is None else 1 if outlook.is_better(new, old) else -1
        name = doubts.marked(context, indicator.id, context.short(indicator.id))
        rows.append(
            Slope(
                name.in_language(context.language),
                was.score,
                indicator.score,
                gradings.one_decimal(was.score),
                gradings.one_decimal(indicator.score),
                crossing,
                context.short(indicator.id).en if context.mode == "zh-en" else "",
            )
        )
    return rows


def _single(context: HospitalContext) -> list[ScoredIndicator]:
    return [i for i in context.evaluation.indicators if gradings.is_quantitative(context, i)]


def _slope_picture(context: HospitalContext, slopes: list[Slope]) -> PlacedChart:
    bands = [
        Band(low, high, colour(f"{grade}-tint"), context.grade(grade).in_language(context.language))
        for low, high, grade in scale.bounds(context)
    ]
    moved = [slope for slope in slopes if slope.before_printed != slope.now_printed]
    rising = sum(1 for slope in moved if slope.now > slope.before)
    falling = len(moved) - rising
    alt = context.text("movements.alt.slopes", n=len(slopes), up=rising, down=falling)
    return context.picture("slopes", slope_list(slopes, bands, alt, ink(), width_mm=94, height_mm=84))


def _effects(context: HospitalContext, found: ScoreBridge) -> PlacedChart | None:
    steps = _shown(context, found)
    if not steps:
        return None
    ordered = sorted(steps, key=lambda step: (-step.change, step.id))
    names = [doubts.marked(context, step.id, context.short(step.id)) for step in ordered]
    effects = [_effect(context, name, step.change) for name, step in zip(names, ordered, strict=True)]
    alt = context.text(
        "movements.alt.effects",
        total=context.points(found.change),
        first=effects[0].name,
        gain=effects[0].printed,
        last=effects[-1].name,
        loss=effects[-1].printed,
    )
    left = _left(found, steps)
    if left:
        name, change = context.say("movements.effects.others", n=len(left)), fsum(left)
        effects.append(_effect(context, name, change))
    row_mm = TWO_LINES_MM if context.mode == "zh-en" else ONE_LINE_MM
    return context.picture("effects", effect_bars(effects, alt, ink(), width_mm=72, row_mm=row_mm))


def _effect(context: HospitalContext, name: Text, change: float) -> EffectBar:
    under = name.en if context.mode == "zh-en" else ""
    return EffectBar(name.in_language(context.language), _visible(context, change), context.points(change), under)


def _shown(context: HospitalContext, found: ScoreBridge) -> list[IndicatorStep]:
    """The largest changes of quantitative indicators; one bar is kept for all others where there are any."""
    single = {indicator.id for indicator in _single(context)}
    steps = [step for step in found.indicators if step.id in single]
    return steps if len(found.indicators) == len(steps) <= MOST_EFFECTS else steps[: MOST_EFFECTS - 1]


def _left(found: ScoreBridge, shown: list[IndicatorStep]) -> list[float]:
    """The changes that have no bar of their own."""
    names = {step.id for step in shown}
    return [step.change for step in found.indicators if step.id not in names]


def _effects_note(context: HospitalContext, found: ScoreBridge) -> Text:
    shown = _shown(context, found)
    note = context.say("movements.effects.note", change=context.points(found.change))
    parts = [*(step.change for step in shown), fsum(_left(found, shown))]
    return gradings.noted(context, note, found.change, parts)


def _visible(context: HospitalContext, change: float) -> float:
    """A change that is printed as zero has no bar."""
    return 0.0 if context.points(change) == context.points(0.0) else change


def _chosen(context: HospitalContext) -> list[tuple[ScoredIndicator, Series]]:
    """The indicators that are drawn, the heaviest of those with a history."""
    ordered = sorted(_single(context), key=lambda i: (-i.effective_weight, i.id))
    rows = [(indicator, series(context, indicator)) for indicator in ordered]
    usable = [(i, s) for i, s in rows if len(s.known) >= FEWEST_POINTS and s.values[-1] is not None]
    return usable[:PANELS]


def _panels_title(context: HospitalContext) -> Text:
    """How many are drawn and end at their standards; that they weigh most, where each outweighs any that is not."""
    chosen = _chosen(context)
    drawn = {one.id: one.effective_weight for one, _ in chosen}
    rest = [one.effective_weight for one in _single(context) if one.id not in drawn]
    is_heaviest = bool(drawn) and bool(rest) and min(drawn.values()) - max(rest) > ALIKE
    name = context.say(f"movements.panels{'' if is_heaviest else '.some'}", n=len(drawn))
    ends = [replace(one, value=history.values[-1]) for one, history in chosen if gradings.target(one) is not None]
    if not drawn or len(ends) < len(drawn):
        return name
    met = sum(gradings.side(one) is None for one in ends)
    key = "none" if met == 0 else "all" if met == len(ends) else "met"
    return context.say(f"movements.panels.{key}", name=name, n=met)


def _panel(context: HospitalContext, indicator: ScoredIndicator, history: Series) -> MultiplePanel:
    definition = context.indicator(indicator.id)
    last = history.values[-1]
    assert last is not None

    def shown(value: float) -> float:
        return printing.displayed(value, definition.unit)

    peer, level, far = indicator.peer, gradings.line(indicator), gradings.far_edge(indicator)
    chart = Multiple(
        values=tuple(None if value is None else shown(value) for value in history.values),
        first=period_tick(history.periods[0]),
        last=period_tick(history.periods[-1]),
        printed=context.printed(indicator.id, last),
        peers=(shown(peer.lower_quartile), shown(peer.upper_quartile)) if peer else None,
        standard=shown(level) if level is not None else None,
        far_edge=shown(far) if far is not None else None,
        alert=context.grade_of(indicator) in gradings.WEAK,
    )
    facts = {"first": context.spoken(indicator.id, history.known[0]), "last": context.spoken(indicator.id, last)}
    alt = context.text("movements.alt.panel", name=context.name(indicator.id), n=len(history.known), **facts)
    picture = context.picture(f"panel-{indicator.id}", small_multiple(chart, alt, ink()))
    name, unit = context.short(indicator.id), context.unit(indicator.id)
    said = name.in_language(context.language).endswith(unit.in_language(context.language))
    return MultiplePanel(doubts.marked(context, indicator.id, name), None if said else unit, picture)
