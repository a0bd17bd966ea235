"""A version of a report for one audience: what it is not to have is taken out before a word is written.

Pages, embedded files and pictures are then made from what is left, so that nothing has to be crossed out in them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

import numpy as np

from reportgen.analysis.group.material import GroupMaterial
from reportgen.errors import ExitCode, Refused
from reportgen.formula.walk import names_in
from reportgen.model.case_parts import Submission
from reportgen.model.finding import Finding
from reportgen.model.place import NOWHERE
from reportgen.model.registers import Registers
from reportgen.model.reports import Redaction
from reportgen.model.standing import apart
from reportgen.model.values import CODES, Derivation, Reason

if TYPE_CHECKING:
    from reportgen.analysis.material import Material
    from reportgen.catalog import Catalog
    from reportgen.model.brand import Remarks
    from reportgen.model.casefile import Case
    from reportgen.model.dataset import Dataset
    from reportgen.model.finding import Fact
    from reportgen.model.reports import Audience
    from reportgen.model.results import Evaluation
    from reportgen.model.standing import Standing
    from reportgen.model.values import IndicatorValues

M = TypeVar("M", bound="Material | GroupMaterial")
INTERNAL: Final = ".internal"
"""What the name of a commentary file has before its language where only the hospital is to read it."""
OPEN: Final = ".public"
"""What it has there where the public may read it too."""
NOT_FOR: Final = "C51"
SCORED: Final = "C52"


def redacted(material: M, report: str, audience: str | None) -> M:
    """The same for one audience; unchanged where none is named.

    Raises:
        Refused: C51, if there is no such report for the audience; C52, if the scheme scores what it is not to have, so
            that it could be worked out from the total.
    """
    if audience is None:
        return material
    chosen = material.catalog.audiences[audience]
    if chosen.reports is not None and report not in chosen.reports:
        facts: dict[str, Fact] = {"report": report, "audience": audience, "there_are": chosen.reports}
        raise Refused([Finding(NOT_FOR, NOWHERE, facts)], ExitCode.USAGE)
    found = Redaction(audience, chosen, tuple(sorted(resting_on(chosen.items, material.catalog))))
    if isinstance(material, GroupMaterial):
        return replace(material, redaction=found, commentary=_outward(material.commentary, chosen))
    return cast("M", _without(material, found))


def require_version(material: Material | GroupMaterial, report: str, audience: str | None) -> None:
    """See that there is such a version.

    Raises:
        Refused: as `redacted`.
    """
    redacted(material, report, audience)


def resting_on(items: frozenset[str], catalog: Catalog) -> frozenset[str]:
    """Indicators whose formula names one of these items, or an indicator that does."""
    found = set(items)
    names = {identifier: set(names_in(formula)) for identifier, formula in catalog.expressions.items()}
    while more := {identifier for identifier, used in names.items() if identifier not in found and used & found}:
        found |= more
    return frozenset(found & names.keys())


def _without(material: Material, redaction: Redaction) -> Material:
    audience, hidden = redaction.audience, frozenset(redaction.indicators)
    _require_unscored(material.evaluation, hidden)
    has_names = "names" not in audience.traces
    return replace(
        material,
        redaction=redaction,
        case=material.case if has_names else _nameless(material.case),
        dataset=_dataset(material.dataset, audience),
        values=_masked(material.values, hidden),
        month_values=_masked(material.month_values, hidden) if material.month_values else None,
        peers=_masked(material.peers, hidden) if material.peers else None,
        peer_figures=None if "peers" in audience.traces else material.peer_figures,
        peer_names={} if "peers" in audience.traces else material.peer_names,
        evaluation=material.evaluation if has_names else _unattributed(material.evaluation),
        history={period: one if has_names else _unattributed(one) for period, one in material.history.items()},
        opinions=material.opinions if has_names else None,
        earlier_opinions=material.earlier_opinions if has_names else {},
        standing=_unsigned(material.standing, hidden, has_names=has_names) if material.standing else None,
        findings=() if "findings" in audience.traces else material.findings,
        commentary=_outward(material.commentary, audience),
        registers=Registers(
            {name: one for name, one in material.registers.by_id.items() if name not in audience.registers}
        ),
        targets={key: one for key, one in material.targets.items() if key[0] not in hidden},
        derive=_guarded(material.derive, {name: material.catalog.indicators[name].unit for name in hidden}),
    )


def _require_unscored(evaluation: Evaluation, hidden: frozenset[str]) -> None:
    scored = [row.id for row in evaluation.indicators if row.id in hidden]
    if scored:
        raise Refused([Finding(SCORED, NOWHERE, {"name": name}) for name in scored], ExitCode.USAGE)


def _dataset(dataset: Dataset, audience: Audience) -> Dataset:
    hidden = audience.items
    values = dataset.values.copy()
    values.loc[:, values.columns.get_level_values(0).isin(hidden)] = np.nan
    notes = {} if "names" in audience.traces else {k: v for k, v in dataset.notes.items() if k[0] not in hidden}
    return replace(
        dataset,
        values=values,
        notes=notes,
        adjustments={key: one for key, one in dataset.adjustments.items() if key[0] not in hidden},
        unread={key: places for key, places in dataset.unread.items() if key[0] not in hidden},
        vouchers={} if "vouchers" in audience.traces else dataset.vouchers,
    )


def _masked(found: IndicatorValues, hidden: frozenset[str]) -> IndicatorValues:
    columns = [name for name in found.values.columns if name in hidden]
    values, reasons = found.values.copy(), found.reasons.copy()
    values[columns] = np.nan
    reasons[columns] = CODES[Reason.WITHHELD]
    flags = {key: told for key, told in found.flags.items() if key[0] not in hidden}
    return replace(found, values=values, reasons=reasons, flags=flags)


def _unattributed(evaluation: Evaluation) -> Evaluation:
    rows = (replace(row, evidence=None, inspector=None) for row in evaluation.indicators)
    return replace(evaluation, indicators=tuple(rows))


def _unsigned(standing: Standing, hidden: frozenset[str], *, has_names: bool) -> Standing:
    """Without who approved it, where persons are left out, and without what a correction changes of what is."""
    given = standing.approvals if has_names else ()
    corrects = standing.corrects
    if corrects is not None:
        kept = tuple(change for change in corrects.changes if apart(change.id)[1] not in hidden)
        corrects = replace(corrects, changes=kept)
    return replace(standing, approvals=given, corrects=corrects)


def _nameless(case: Case) -> Case:
    signatories = tuple(one.model_copy(update={"name": None}) for one in case.file.signatories)
    return replace(case, file=case.file.model_copy(update={"signatories": signatories, "submission": Submission()}))


def _outward(written: Mapping[str, tuple[Remarks, ...]], audience: Audience) -> Mapping[str, tuple[Remarks, ...]]:
    """Without what is marked as internal, or with nothing but what is marked as public."""
    traces = audience.traces
    if not traces & {"remarks", "commentary"}:
        return written
    kept = {language: tuple(_open(texts, only_public="commentary" in traces)) for language, texts in written.items()}
    return {language: texts for language, texts in kept.items() if texts}


def _open(texts: Iterable[Remarks], *, only_public: bool) -> Iterable[Remarks]:
    for one in texts:
        marks = PurePosixPath(one.file).suffixes
        if INTERNAL not in marks and (OPEN in marks or not only_public):
            yield one


def _guarded(derive: Any, hidden: Mapping[str, str]) -> Any:
    """What tells how a number came about, silent about those that are left out, given with their units."""

    def told(indicator: str, *rest: Any, **more: Any) -> Derivation:
        if indicator in hidden:
            return Derivation("indicator", indicator, "", None, Reason.WITHHELD, hidden[indicator])
        found: Derivation = derive(indicator, *rest, **more)
        return found

    return told
