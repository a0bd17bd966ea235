"""What the user left open or asked for: which hospital, which scheme, which report."""

from __future__ import annotations

from reportgen import intake
from reportgen.catalog import Catalog
from reportgen.errors import ExitCode, Refused
from reportgen.formula.nearest import nearest
from reportgen.model.casefile import NO_SCHEME, Case
from reportgen.model.dataset import Dataset
from reportgen.model.definition import Text
from reportgen.model.finding import Finding
from reportgen.model.period import Period
from reportgen.model.place import Place
from reportgen.model.results import Evaluation
from reportgen.model.schemes import Scheme
from reportgen.scoring import contradictions, scheme_findings


def scheme_named(identifier: str, case: Case, catalog: Catalog) -> tuple[str, Scheme]:
    """The scheme asked for; ``none`` scores nothing and still computes all indicators.

    Raises:
        Refused: if there is no such scheme, with the nearest name.
    """
    if identifier == NO_SCHEME:
        return NO_SCHEME, without_scheme()
    if identifier in catalog.schemes:
        return identifier, catalog.schemes[identifier]
    place = Place("case.yaml") if identifier == case.file.scheme else Place("")
    raise Refused([Finding("C06", place, {"name": identifier, "nearest": nearest(identifier, catalog.schemes)})])


def refusals(case: Case, catalog: Catalog) -> tuple[Finding, ...]:
    """What an evaluation or a submission would be refused for: said when the case is checked, not only later.

    A scheme that there is not was told when the case was read.
    """
    scheme, named = catalog.schemes.get(case.file.scheme), case.file.scheme
    if scheme is None:
        return ()
    return (*scheme_findings(scheme, named, catalog), *contradictions(scheme, named, catalog))


def without_scheme() -> Scheme:
    """A scheme that scores nothing."""
    return Scheme(name=Text(zh="-", en="-"), source="-", parts={}, grades={})


def unscored(entity: str, period: str) -> Evaluation:
    """The evaluation of a case that has no scheme."""
    return Evaluation(
        scheme=NO_SCHEME, scheme_version="", entity=entity, period=period, indicators=(), abilities=(), parts=(),
        score=None, score_printed=None, grade=None, grade_unrounded=None, interim=Period.parse(period).is_partial,
    )  # fmt: skip


def own_entity(case: Case, dataset: Dataset, asked: str | None) -> str:
    """The hospital to evaluate: the one asked for, the case's own, or the only one there is.

    Raises:
        Refused: if it is not in the data, or if one of many has to be chosen.
    """
    known: list[str] = sorted(set(dataset.values.index.get_level_values(0)))
    if not known:
        raise Refused([Finding("C17", Place("data"))])
    wanted = asked or (case.file.entity.id if case.file.entity else None)
    if wanted is None and len(known) == 1:
        return known[0]
    if wanted is None:
        raise Refused([Finding("C02", Place("case.yaml"), {"count": len(known)})], ExitCode.USAGE)
    if wanted not in known:
        facts = {"name": wanted, "nearest": nearest(wanted, known)}
        raise Refused([Finding("C03", Place("case.yaml") if asked is None else Place(""), facts)])
    return wanted


def require_report(name: str, case: Case, catalog: Catalog) -> None:
    """See that there is such a kind of report, and that the case wants of it only what there is.

    Raises:
        Refused: if there is no such kind, with the nearest name; or with every mistake of case.yaml about reports.
    """
    if name not in catalog.reports:
        unknown = Finding("C24", Place(""), {"name": name, "nearest": nearest(name, catalog.reports)})
        raise Refused([unknown], ExitCode.USAGE)
    if wrong := tuple(intake.wrong_reports(case, catalog)):
        raise Refused(wrong)


def known_indicator(identifier: str, catalog: Catalog) -> str:
    """The id of an indicator.

    Raises:
        Refused: if there is no such indicator, with the nearest name.
    """
    if identifier not in catalog.indicators:
        raise Refused(
            [Finding("C07", Place(""), {"name": identifier, "nearest": nearest(identifier, catalog.indicators)})]
        )
    return identifier
