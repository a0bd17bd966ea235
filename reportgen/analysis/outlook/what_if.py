"""What-if: the period's figures as they would be if a cause had been different, and what that does to score and grade.

The assumption holds for the whole year to date: volumes move patients' income, drugs and consumables; prices move
income and, without a mark-up, the cost of what is bought; wages move personnel expense. What the surplus loses or gains
is taken from or added to cash and net assets. All else stays: this shows how far a result carries, and forecasts
nothing.

The indicators of a hospital computed once more for several scenarios at a time.

By how much each item moves in a scenario: the lines concerned, and every total above them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from math import fsum, isfinite
from typing import TYPE_CHECKING, Final

import numpy as np

from reportgen import compute
from reportgen.analysis.answer import Unavailable
from reportgen.analysis.draws import Rescoring
from reportgen.model.case_parts import Cause, Scenario
from reportgen.model.dataset import Dataset
from reportgen.model.known import SCENARIO, under
from reportgen.model.period import MONTHS, Period, PeriodKind
from reportgen.model.values import Reason
from reportgen.scoring.standards import verdict

if TYPE_CHECKING:
    import pandas as pd

    from reportgen.analysis.books import Books
    from reportgen.analysis.material import Analyses
    from reportgen.model.definition import Text
    from reportgen.model.schemes import Grade
    from reportgen.model.values import IndicatorValues


@dataclass(frozen=True, eq=False)
class Shifted:
    """Indicators by scenario, for the period of the report."""

    values: IndicatorValues | None
    period: str

    def value(self, scenario: str, indicator: str) -> float | None:
        """An indicator in a scenario, None where it cannot be computed."""
        return None if self.values is None else self.values.at(indicator, scenario, self.period).value


def shifted(analyses: Analyses, changes: Mapping[str, Mapping[str, float]]) -> Shifted:
    """The indicators of the scheme for each scenario.

    Each scenario stands as an entity of its own in one dataset, so that all are computed in one pass.
    """
    material = analyses.material
    if not changes:
        return Shifted(None, material.period)
    dataset = _dataset(analyses, changes)
    scored = dict.fromkeys(row.id for row in material.evaluation.indicators if row.id in material.catalog.indicators)
    values = compute.indicators(dataset, material.catalog, terms=material.terms, wanted=scored)
    return Shifted(values, material.period)


def _dataset(analyses: Analyses, changes: Mapping[str, Mapping[str, float]]) -> Dataset:
    import pandas as pd

    material = analyses.material
    own = material.dataset.values.loc[[material.entity]]
    own = own[[_matters(str(period), analyses) for period in own.index.get_level_values(1)]]
    frames = {name: _shifting_moved(analyses, own, moved) for name, moved in changes.items()}
    values = pd.concat({name: frame.droplevel(0) for name, frame in sorted(frames.items())}, names=["entity"])
    mine = [form for form in material.dataset.forms if form.entity == material.entity]
    forms = tuple(replace(form, entity=name) for form in mine for name in changes)
    return replace(material.dataset, values=values.sort_index().sort_index(axis=1), forms=forms, adjustments={})


def _matters(period: str, analyses: Analyses) -> bool:
    """Whether a formula of this period may look at another one: whole years, this and last year, and the same month."""
    when, now = Period.parse(period), analyses.books.now
    return when.kind is PeriodKind.YEAR or when.year >= now.year - 1 or when.number in {now.number, MONTHS}


def _shifting_moved(analyses: Analyses, own: pd.DataFrame, moved: Mapping[str, float]) -> pd.DataFrame:
    """The hospital's rows with the changes in the row of the period, in the view that formulas read first."""
    material, books = analyses.material, analyses.books
    table = own.copy()
    row = (material.entity, material.period)
    for item, change in moved.items():
        value = books.to_date(item).value if item in material.catalog.items else None
        if value is not None:
            view = "" if books.is_balance(item) or books.now.kind is PeriodKind.YEAR else "ytd"
            table.loc[row, (item, view)] = value + change
    return table


STEMS: Final = ("consultation", "examination", "laboratory", "treatment", "surgery")
TESTS: Final = ("examination", "laboratory")
ONLY: Final = {"op": ("registration", "other"), "ip": ("bed", "nursing", "other")}
DRUGS: Final = {"op": "outpatient_drug_income", "ip": "inpatient_drug_income"}
OUTPATIENT_WORK: Final = ("outpatient_visits", "emergency_visits", "outpatient_emergency_visits", "total_visits")
INPATIENT_WORK: Final = (
    "discharges",
    "occupied_bed_days",
    "discharged_patient_bed_days",
    "drg_weight_sum",
    "discharged_patients_with_surgery",
    "admissions",
)
INCOME_TOTALS: Final = ("medical_income", "business_income", "total_income", "medical_activity_income")
EXPENSE_TOTALS: Final = (
    "business_activity_expense",
    "business_activity_expense_other_funds",
    "business_expense",
    "med_business_expense",
    "medical_activity_expense",
    "total_expense",
)
GOODS: Final = ("med_business_goods_services", "variable_cost")
PEOPLE: Final = ("med_business_personnel", "med_business_wages", "fixed_cost")
SURPLUS: Final = ("period_surplus", "medical_surplus")
BALANCES: Final = (
    "cash_and_bank",
    "cash_and_equivalents",
    "bank_deposits",
    "current_assets",
    "total_assets",
    "net_assets",
    "current_surplus_balance",
    "liabilities_and_net_assets_total",
)

Changes = dict[str, float]


def shifts(books: Books, scenario: Scenario) -> Changes | Unavailable:
    """Changes by item to date, in the unit of the item; nothing where a figure that a cause moves is missing.

    Causes act one on the other: prices move what the changed volumes bring.
    """
    found: Changes = {}
    volume = {
        "op": 1 + scenario.assumptions.get(Cause.OUTPATIENT_VOLUME, 0.0),
        "ip": 1 + scenario.assumptions.get(Cause.INPATIENT_VOLUME, 0.0),
    }
    lost = _income(books, scenario, volume, found) or _cost(books, scenario, volume, found)
    if lost is not None:
        return Unavailable("item", Reason.MISSING_INPUT, {"item": books.item(lost).name})
    _work(books, volume, found)
    _appropriations(books, scenario, found)
    surplus = found.get("total_income", 0.0) - found.get("total_expense", 0.0)
    for item in (*SURPLUS, *BALANCES):
        found[item] = found.get(item, 0.0) + surplus
    return {item: change for item, change in found.items() if change}


def _income(books: Books, scenario: Scenario, volume: Mapping[str, float], found: Changes) -> str | None:
    """Patients' income by line; the first item that is missing, if one is."""
    for kind, item in (("op", "outpatient_income"), ("ip", "inpatient_income")):
        for line, stem in _lines(kind):
            factor = volume[kind] * _price(scenario, stem)
            if factor == 1:
                continue
            value = books.to_date(line).value
            if value is None:
                return line
            change = value * (factor - 1)
            for moved in (line, item, *INCOME_TOTALS, *_sums(stem)):
                found[moved] = found.get(moved, 0.0) + change
    return None


def _lines(kind: str) -> Iterator[tuple[str, str]]:
    """Lines of patients' income and what each is for."""
    for stem in (*STEMS, *ONLY[kind], "consumables"):
        yield f"{kind}_{stem}_income", stem
    yield DRUGS[kind], "drug"


def _sums(stem: str) -> tuple[str, ...]:
    """Totals across kinds of patients that a line belongs to."""
    named = {"drug": "drug_income", "consumables": "consumables_income"}
    if stem in named:
        return (named[stem],)
    return (f"{stem}_income",) if stem in TESTS else ("medical_service_income",)


def _price(scenario: Scenario, stem: str) -> float:
    said = scenario.assumptions
    if stem == "drug":
        return 1 + said.get(Cause.DRUG_PRICES, 0.0)
    if stem == "consumables":
        return 1 + said.get(Cause.CONSUMABLES_PRICES, 0.0)
    tests = 1 + said.get(Cause.TEST_PRICES, 0.0) if stem in TESTS else 1.0
    return tests * (1 + said.get(Cause.SERVICE_PRICES, 0.0))


def _cost(books: Books, scenario: Scenario, volume: Mapping[str, float], found: Changes) -> str | None:
    """Drugs and consumables follow volume and their prices, personnel expense follows wages."""
    said, shares = scenario.assumptions, _shares(books)
    if isinstance(shares, str) and any(one != 1 for one in volume.values()):
        return shares
    mean = 1.0 if isinstance(shares, str) else fsum(share * volume[kind] for kind, share in shares.items())
    causes = (
        ("drug_expense", mean * (1 + said.get(Cause.DRUG_PRICES, 0.0)), GOODS),
        ("consumables_expense", mean * (1 + said.get(Cause.CONSUMABLES_PRICES, 0.0)), GOODS),
        ("personnel_expense", 1 + said.get(Cause.WAGES, 0.0), PEOPLE),
    )
    for item, factor, others in causes:
        if factor == 1:
            continue
        value = books.to_date(item).value
        if value is None:
            return item
        for moved in (item, *others, *EXPENSE_TOTALS):
            found[moved] = found.get(moved, 0.0) + value * (factor - 1)
    return None


def _shares(books: Books) -> dict[str, float] | str:
    """How goods are shared between kinds of patients: as their income; or the item that is missing."""
    values = {
        kind: books.to_date(item).value for kind, item in (("op", "outpatient_income"), ("ip", "inpatient_income"))
    }
    if values["op"] is None or values["ip"] is None or values["op"] + values["ip"] <= 0:
        return "outpatient_income" if values["op"] is None else "inpatient_income"
    total = values["op"] + values["ip"]
    return {kind: (value or 0.0) / total for kind, value in values.items()}


def _work(books: Books, volume: Mapping[str, float], found: Changes) -> None:
    for kind, items in (("op", OUTPATIENT_WORK), ("ip", INPATIENT_WORK)):
        for item in items:
            value = books.to_date(item).value
            if value is not None and volume[kind] != 1:
                found[item] = value * (volume[kind] - 1)


def _appropriations(books: Books, scenario: Scenario, found: Changes) -> None:
    share, value = scenario.assumptions.get(Cause.APPROPRIATIONS, 0.0), books.to_date("fiscal_basic_income").value
    if share and value is not None:
        for item in ("fiscal_basic_income", "fiscal_income", "total_income", "medical_activity_income"):
            found[item] = found.get(item, 0.0) + value * share


SHOWN: Final = ("total_income", "total_expense", "period_surplus", "cash_and_bank")


@dataclass(frozen=True)
class ScoreMove:
    """A scored indicator before and after, with its scores."""

    indicator: str
    before: float
    after: float
    score_before: float
    score_after: float


@dataclass(frozen=True)
class ScenarioOutcome:
    """One scenario.

    Attributes:
        changes: of the items shown, in their unit; indicators: those that move, largest change of points first.
        score, printed, grade: with the scenario; score_change: against the evaluation. None where it has no total.
    """

    id: str
    name: Text
    assumptions: Mapping[str, float]
    changes: Mapping[str, float]
    indicators: tuple[ScoreMove, ...]
    score: float | None
    printed: str | None
    grade: Grade | None
    score_change: float | None


TOTAL: Final = "total"
"""By what name the lack stands that keeps every scenario from a score."""


@dataclass(frozen=True)
class WhatIf:
    """All scenarios beside the evaluation as it is."""

    score: float | None
    grade: Grade | None
    outcomes: tuple[ScenarioOutcome, ...]
    lacks: Mapping[str, Unavailable]


def what_if(analyses: Analyses) -> WhatIf:
    """The scenarios of the case, or those of the program where it has none."""
    material = analyses.material
    scenarios: Mapping[str, Scenario] = material.case.file.analysis.scenarios or material.catalog.scenarios
    moved: dict[str, Mapping[str, float]] = {}
    lacks: dict[str, Unavailable] = {} if material.evaluation.score is not None else {TOTAL: Unavailable("no_total")}
    for name, scenario in scenarios.items():
        found = shifts(analyses.books, scenario)
        if isinstance(found, Unavailable):
            lacks[name] = found
        else:
            moved[name] = found
    after = shifted(analyses, moved)
    rescoring = Rescoring.of(material.evaluation, material.scheme)
    outcomes = tuple(_outcome(analyses, name, scenarios[name], moved[name], after, rescoring) for name in moved)
    return WhatIf(material.evaluation.score, material.evaluation.grade, outcomes, lacks)


def _outcome(  # noqa: PLR0913 - an outcome is made from so many things
    analyses: Analyses,
    name: str,
    scenario: Scenario,
    changes: Mapping[str, float],
    after: Shifted,
    rescoring: Rescoring,
) -> ScenarioOutcome:
    evaluation = analyses.material.evaluation
    found = list(score_moves(rescoring, name, after))
    scores = rescoring.recount.scores.copy()
    for column, one in found:
        scores[column] = one.score_after
    total = None
    if evaluation.score is not None:
        moved = float(rescoring.recount.totals(rescoring.recount.weights, scores)[0] - base_total(rescoring))
        total = under(float(evaluation.score) + moved, f"{SCENARIO}.{name}.score")
    scheme = analyses.material.scheme
    said = None if total is None else verdict(total, scheme.grades, scheme.decimals)
    weight = {row.id: row.effective_weight for row in evaluation.indicators}
    ranked = sorted(
        (one for _, one in found),
        key=lambda one: (-abs(one.score_after - one.score_before) * weight[one.indicator], one.indicator),
    )
    return ScenarioOutcome(
        name,
        scenario.name,
        {str(cause): change for cause, change in scenario.assumptions.items()},
        {item: changes.get(item, 0.0) for item in SHOWN},
        tuple(ranked),
        total,
        said.printed if said else None,
        said.grade if said else None,
        None if total is None or evaluation.score is None else total - evaluation.score,
    )


def base_total(rescoring: Rescoring) -> float:
    """The total as it is counted again without any change."""
    return float(rescoring.recount.totals(rescoring.recount.weights, rescoring.recount.scores)[0])


def score_moves(rescoring: Rescoring, scenario: str, after: Shifted) -> Iterator[tuple[int, ScoreMove]]:
    """The indicators that a scenario moves, with their columns and new scores."""
    rows = rescoring.evaluation.indicators
    for column in rescoring.movable():
        row = rows[column]
        value = after.value(scenario, row.id)
        assert row.value is not None
        assert row.score is not None
        if value is None or not isfinite(value) or abs(value - row.value) <= 1e-12 * max(1.0, abs(row.value)):
            continue
        score = float(rescoring.scores(column, np.array([value]))[0])
        yield column, ScoreMove(row.id, row.value, value, row.score, score)
