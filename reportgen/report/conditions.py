"""What is so of a case, by name: conditions under which a section is taken in, and what fixed sentences assert.

Every page that prints such a sentence (``holds`` in its words) is held against the one answer, so that two pages cannot
assert opposite things.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.analysis.answer import Unavailable
from reportgen.analysis.grade_path import unaffordable
from reportgen.analysis.group.material import GroupMaterial
from reportgen.analysis.group.tiers import grade_counts, tiers
from reportgen.analysis.material import Material
from reportgen.analysis.outlook.liquidity import may_fall_due
from reportgen.analysis.signals.risks import is_pressed
from reportgen.model.dataset import View
from reportgen.model.definition import NOT
from reportgen.model.finding import Severity
from reportgen.model.period import Period, PeriodKind
from reportgen.model.schemes import Grade
from reportgen.model.submitted import submitted
from reportgen.model.values import Flag
from reportgen.model.warnings import Level
from reportgen.report.desk.context import HospitalContext
from reportgen.report.desk.grades.gradings import have_standards
from reportgen.report.desk.grades.grounds import StandardBasis, bases
from reportgen.report.desk.grades.outlook import has_trends
from reportgen.report.desk.judgement.alarms import alarms
from reportgen.scoring.standards import SCORE_DECIMALS, verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from collections.abc import Set as AbstractSet

    from reportgen.analysis.grounds import Grounds
    from reportgen.analysis.signals.follow_up import FollowUp
    from reportgen.analysis.signals.risks import Risks
    from reportgen.model.definition import Text
    from reportgen.model.results import Evaluation
    from reportgen.report.desk.context import SubjectContext
    from reportgen.report.desk.grades.group import GroupContext
    from reportgen.report.speech import Fact

SELF_ASSESSMENT: Final = "business.national_appraisal"
RECONCILED: Final = "rec_"
"""Items of the form that leads from the surplus to the balance of budget accounting, which is no plan."""
PLANNED: Final = "budget_"
"""Items that are plans themselves."""
PEERS: Final = "peers"
TURNOVER: Final = "total_asset_turnover"
"""Of medical and other income, as the rules of public hospitals have it."""
ACTIVITY: Final = frozenset({"operations", "inputs"})
"""Statements of what was done, and with what."""
WEAK: Final = frozenset({Grade.LOW, Grade.POOR})


def _is_scored(context: HospitalContext) -> bool:
    return bool(context.evaluation.indicators)


def _is_appraised(context: HospitalContext) -> bool:
    return not isinstance(context.material.analysis[SELF_ASSESSMENT], Unavailable)


def is_redacted(grounds: Grounds) -> bool:
    """Whether the version leaves anything out."""
    return grounds.redaction is not None and bool(grounds.redaction.audience.withholds)


def is_public(grounds: Grounds) -> bool:
    """Whether the accounts follow the rules of Chinese public hospitals."""
    return grounds.case.file.has_official_rules


CONDITIONS: Final[Mapping[str, Callable[[HospitalContext], bool]]] = {
    "scored": _is_scored,
    "unscored": lambda context: not _is_scored(context),
    "month": lambda context: context.is_month,
    "within_year": lambda context: not context.is_year,
    "year": lambda context: context.is_year,
    "peers": lambda context: context.material.peers is not None,
    "history": lambda context: context.before is not None,
    "redacted": lambda context: is_redacted(context.material),
    "appraised": _is_appraised,
    "public_hospital": lambda context: is_public(context.material),
}
"""What each means is said in the words, under ``condition``."""

GROUP_CONDITIONS: Final[Mapping[str, Callable[[GroupContext], bool]]] = {
    "scored": lambda desk: desk.is_scored,
    "unscored": lambda desk: not desk.is_scored,
    "month": lambda desk: desk.is_month,
    "within_year": lambda desk: not desk.is_year,
    "year": lambda desk: desk.is_year,
    "peers": lambda desk: any(level.is_shown for level in desk.levels),
    "history": lambda desk: any(desk.before(member) is not None for member in desk.material.members),
    "redacted": lambda desk: is_redacted(desk.material),
    "appraised": lambda _: False,
    "public_hospital": lambda desk: is_public(desk.material),
}
"""The same conditions of a report about many hospitals."""


def untrue(said: AbstractSet[str], material: Grounds) -> tuple[str, ...]:
    """Keys of sentences that a report prints and that are not so, sorted.

    A sentence whose truth is that of one row or one hospital of many (``each``), or of every case (``always``), is not
    asked about: the code that chooses it has a test.

    Args:
        said: keys of the words that are printed.
        material: what the report is about.
    """
    claims = material.catalog.words.claims
    asked = {key: claims[key] for key in sorted(said) if key in claims}
    answers = {key: _is_so(holds.removeprefix(NOT), material) for key, holds in asked.items()}
    return tuple(key for key, is_so in answers.items() if is_so is asked[key].startswith(NOT))


def so(context: SubjectContext, *keys: str, **facts: Fact) -> Text:
    """What a page says by the first of some sentences that is so; the last where none of those before it is."""
    *asked, last = keys
    return context.say(next((key for key in asked if not untrue({key}, context.material)), last), **facts)


def _is_so(name: str, material: Grounds) -> bool | None:
    """Whether something is so; None where it is not one question for the whole of what the report is about."""
    if isinstance(material, Material):
        return TRUTHS[name](material) if name in TRUTHS else None
    return GROUP_TRUTHS[name](material) if isinstance(material, GroupMaterial) and name in GROUP_TRUTHS else None


def _kind(material: Grounds) -> PeriodKind:
    return Period.parse(material.period).kind


def _last_year(material: Material) -> Evaluation | None:
    """The result of the same period of last year that has a total."""
    found = material.history.get(str(Period.parse(material.period).previous_year()))
    return found if found is not None and found.score is not None else None


def _compares(material: Material) -> bool:
    earlier = _last_year(material)
    return earlier is not None and material.is_like_for_like(earlier)


def _has_activity(material: Material) -> bool:
    """Whether the hospital has told of its work in the period, or in a month of it."""
    period, dataset = Period.parse(material.period), material.dataset
    months = map(str, period.months_to_date)
    known = [name for name, item in material.catalog.items.items() if item.statement in ACTIVITY]
    whens = (material.period, *months)
    return any(dataset.value(name, material.entity, one) is not None for one in whens for name in known)


def _has_budget(material: Material) -> bool:
    """Whether any figure of the year is planned: beside the line, by the item that plans it, or month by month."""
    period, dataset = Period.parse(material.period), material.dataset
    year = str(period.fiscal_year)
    months = list(map(str, period.months_to_date))
    columns = [tuple(map(str, column)) for column in dataset.values.columns]
    known = [(name, view) for name, view in columns if not name.startswith(RECONCILED)]
    planned = [(name, one, view) for name, view in known if view == View.BUDGET for one in (year, *months)]
    planned += [(name, year, view) for name, view in known if view == View.PERIOD and name.startswith(PLANNED)]
    return any(dataset.value(name, material.entity, one, view) is not None for name, one, view in planned)


def _grades(material: Material) -> Iterator[Grade | None]:
    """The grade of each scored indicator, as its printed score has it."""
    grades = material.scheme.grades
    for one in material.evaluation.indicators:
        if one.score is not None and grades:
            yield verdict(one.score, grades, SCORE_DECIMALS).grade


def _is_best(material: Material) -> bool:
    grades = material.scheme.grades
    return bool(grades) and material.evaluation.grade == max(grades, key=lambda grade: grades[grade])


def _is_at_a_red_line(material: Material) -> bool:
    found: Risks | Unavailable = material.analysis["signals.risks"]
    return not isinstance(found, Unavailable) and any(one.level is Level.RED for one in found.warned)


def _is_short_of_money(m: Material) -> bool:
    return bool(unaffordable(m.evaluation, m.scheme, m.catalog, is_pressed=is_pressed(m.analysis)))


def _owes_within_a_year(material: Material) -> bool:
    return may_fall_due(material.analysis)


def _has_measures(material: Material) -> bool:
    found: FollowUp | Unavailable = material.analysis["signals.follow_up"]
    return not isinstance(found, Unavailable) and bool(found.actions)


def _is_audited(material: Material) -> bool | None:
    letters = material.case.file.submission.letters
    return letters[material.period].is_audited if material.period in letters else None


def _asks_something(material: Material) -> bool:
    messages = material.catalog.messages
    return bool(material.quality.errors or material.quality.warnings) and any(
        messages.severity(one) is not Severity.NOTE for one in material.findings
    )


def _has_peers(material: Material) -> bool:
    """Whether any indicator has the figure of peers beside it."""
    return any(one.peer is not None for one in material.evaluation.indicators)


def _is_ranked_among_peers(material: Material) -> bool:
    return any(part.ranking is not None and part.ranking.by == PEERS for part in material.evaluation.parts)


def _has_levels(material: Material) -> bool:
    """Whether each standard is that of a level; a scheme may name a single one for an indicator."""
    found = [one for one in material.evaluation.indicators if one.standards is not None or one.reference is not None]
    return bool(found) and all(one.standards is not None for one in found)


TRUTHS: Final[Mapping[str, Callable[[Material], bool]]] = {
    "activity": _has_activity,
    "all_excellent": lambda m: set(_grades(m)) == {Grade.EXCELLENT},
    "audited": lambda m: _is_audited(m) is True,
    "best_grade": _is_best,
    "budget": _has_budget,
    "declared": lambda m: bool(m.case.file.provenance),
    "estimated": lambda m: any(Flag.ESTIMATED in one.flags for one in m.evaluation.indicators),
    "forms": lambda m: bool(submitted(m.dataset, m.catalog.items, m.entity, m.period)),
    "graded": lambda m: m.evaluation.grade is not None,
    "illustrative": lambda m: m.case.file.illustrative,
    "interim": lambda m: m.evaluation.interim and m.evaluation.grade is not None,
    "journalled": lambda m: m.standing is not None,
    "last_year_compares": _compares,
    "last_year_scored": lambda m: _last_year(m) is not None,
    "level_standards": _has_levels,
    "low_or_poor": lambda m: any(grade in WEAK for grade in _grades(m)),
    "medical_turnover": lambda m: any(one.id == TURNOVER for one in m.evaluation.indicators),
    "measures": _has_measures,
    "month": lambda m: _kind(m) is PeriodKind.MONTH,
    "none_below_good": lambda m: set(_grades(m)) <= {Grade.EXCELLENT, Grade.GOOD},
    "own_scenarios": lambda m: bool(m.case.file.analysis.scenarios),
    "peers": lambda m: m.peers is not None,
    "peers_compared": _has_peers,
    "policies": lambda m: bool(m.case.file.policies),
    "public_hospital": is_public,
    "quarter": lambda m: _kind(m) is PeriodKind.QUARTER,
    "questioned": _asks_something,
    "ranked_alone": lambda m: all(part.ranking is not None for part in m.evaluation.parts),
    "ranked_among_peers": _is_ranked_among_peers,
    "rated": lambda m: any(one.raters for one in m.evaluation.indicators),
    "red_line": _is_at_a_red_line,
    "redacted": is_redacted,
    "restated": lambda m: m.restated,
    "sample_standards": lambda m: StandardBasis.SAMPLE in bases(m),
    "scored": lambda m: bool(m.evaluation.indicators),
    "scored_throughout": lambda m: all(one.score is not None for one in m.evaluation.indicators),
    "sealed": lambda m: m.standing is not None and bool(m.standing.journal),
    "short_loans": _owes_within_a_year,
    "spending_unwise": _is_short_of_money,
    "standards": lambda m: have_standards(m.evaluation.indicators),
    "stated_audit": lambda m: _is_audited(m) is not None,
    "term_of_office": lambda m: m.case.file.term_of_office is not None,
    "total": lambda m: m.evaluation.score is not None,
    "tried": lambda m: m.outcome is not None and bool(m.quality.equations_checked),
    "unaudited": lambda m: _is_audited(m) is False,
    "trends_judged": lambda m: has_trends(HospitalContext.of(m, "zh")),
    "warned": lambda m: bool(alarms(HospitalContext.of(m, "zh"))),
    "year": lambda m: _kind(m) is PeriodKind.YEAR,
}
"""What each means is said in the words, under ``truth``."""

GROUP_TRUTHS: Final[Mapping[str, Callable[[GroupMaterial], bool]]] = {
    "illustrative": lambda g: g.case.file.illustrative,
    "month": lambda g: _kind(g) is PeriodKind.MONTH,
    "movers": lambda g: bool(grade_counts(g).compared),
    "quarter": lambda g: _kind(g) is PeriodKind.QUARTER,
    "redacted": is_redacted,
    "scored": lambda g: bool(g.scheme.parts),
    "several_levels": lambda g: len(tiers(g)) > 1,
    "year": lambda g: _kind(g) is PeriodKind.YEAR,
}
"""The same questions where they are about all hospitals of a group."""
