"""The results of one hospital with the source of every figure, so that pages can name what they print."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Final

from reportgen.model.dataset import Dataset
from reportgen.model.known import THEN, item_key, under, whole_under

if TYPE_CHECKING:
    from collections.abc import Callable

    from reportgen.analysis.material import Material
    from reportgen.model.quality import DataQuality
    from reportgen.model.results import Evaluation, PeerPosition, ScoredAbility, ScoredIndicator, ScoredPart
    from reportgen.model.schemes import Bound, Grade, Scheme, Standards

    Placing = Callable[[PeerPosition, str, str], PeerPosition]
    """A place among peers, the key of the indicator and the hospital, to the place that knows what it is."""

TOTAL: Final = "score.total"
RANK: Final = "score.rank"
RANKED: Final = "score.ranked"
"""Keys of the place among the peers, and of how many are compared."""
LEVELS: Final = ("excellent", "good", "fair", "low", "poor")


class KnownDataset(Dataset):
    """The same figures; each knows its item, period and view."""

    @staticmethod
    def of(dataset: Dataset, entity: str) -> KnownDataset:
        """The figures of a dataset, those of one hospital without its name."""
        found = KnownDataset(**{one.name: getattr(dataset, one.name) for one in fields(dataset)})
        found.__dict__.update(dataset.__dict__, entity=entity)
        return found

    def value(self, item: str, entity: str, period: str, view: str = "") -> float | None:
        """One value, or None where nothing was read."""
        found = super().value(item, entity, period, view)
        owner = "" if entity == self.__dict__["entity"] else entity
        return None if found is None else under(found, item_key(item, period, view), owner)


@dataclass(frozen=True)
class KnownJudge:
    """The same judgements of other periods; each score knows its period."""

    judge: Callable[[str], Evaluation]

    def __call__(self, period: str) -> Evaluation:
        """A period as it was judged then."""
        return evaluation(self.judge(period), "", f"{period}.{THEN}", in_results)


def known(material: Material) -> Material:
    """The same results; figures, scores, values, standards, weights and marks of quality know under which key."""
    history = {period: evaluation(one, "", f"{period}.", in_results) for period, one in material.history.items()}
    return replace(
        material,
        dataset=KnownDataset.of(material.dataset, material.entity),
        scheme=scheme(material.scheme),
        evaluation=evaluation(material.evaluation, "", "", in_results),
        history=history,
        judge=None if material.judge is None else KnownJudge(material.judge),
        quality=quality(material.quality, ""),
    )


def evaluation(one: Evaluation, handle: str, period: str, placing: Placing) -> Evaluation:
    """A result of the hospital `handle`, of an earlier `period` where that is not empty (``2025.``)."""
    return replace(
        one,
        score=_under(one.score, f"{period}{TOTAL}", handle),
        rank=None if one.rank is None else whole_under(one.rank, f"{period}{RANK}", handle),
        ranked=whole_under(one.ranked, f"{period}{RANKED}", handle),
        parts=tuple(_part(row, handle, period) for row in one.parts),
        abilities=tuple(_ability(row, handle, period) for row in one.abilities),
        indicators=tuple(_indicator(row, handle, period, placing) for row in one.indicators),
    )


def quality(found: DataQuality, handle: str) -> DataQuality:
    """What is said of the data."""
    key = "quality"
    return replace(
        found,
        completeness=under(found.completeness, f"{key}.completeness", handle),
        equations_checked=whole_under(found.equations_checked, f"{key}.equations_checked", handle),
        equations_failed=whole_under(found.equations_failed, f"{key}.equations_failed", handle),
        errors=whole_under(found.errors, f"{key}.errors", handle),
        warnings=whole_under(found.warnings, f"{key}.warnings", handle),
        sources=tuple(
            replace(one, completeness=_under(one.completeness, f"{key}.{one.form}.completeness", handle))
            for one in found.sources
        ),
    )


def scheme(found: Scheme) -> Scheme:
    """The bounds of grades know whose they are."""
    grades: dict[Grade, float] = {grade: under(low, f"scheme.grade.{grade}") for grade, low in found.grades.items()}
    return found.model_copy(update={"grades": grades})


def in_results(peer: PeerPosition, key: str, handle: str) -> PeerPosition:
    """A place as the results have it."""
    return replace(
        peer,
        n=whole_under(peer.n, f"{key}.peer.n", handle),
        rank=whole_under(peer.rank, f"{key}.peer.rank", handle),
        median=under(peer.median, f"{key}.peer.median", handle),
        percentile=under(peer.percentile, f"{key}.peer.percentile", handle),
        lower_quartile=under(peer.lower_quartile, f"{key}.peer.lower_quartile", handle),
        upper_quartile=under(peer.upper_quartile, f"{key}.peer.upper_quartile", handle),
    )


def _part(row: ScoredPart, handle: str, period: str) -> ScoredPart:
    key = f"{period}part.{row.id}"
    return replace(row, score=_under(row.score, key, handle), share=under(row.share, f"{key}.share", handle))


def _ability(row: ScoredAbility, handle: str, period: str) -> ScoredAbility:
    key = f"{period}ability.{row.id}"
    return replace(row, score=_under(row.score, key, handle), weight=under(row.weight, f"{key}.weight", handle))


def _indicator(row: ScoredIndicator, handle: str, period: str, placing: Placing) -> ScoredIndicator:
    key = f"{period}indicator.{row.id}"
    return replace(
        row,
        value=_under(row.value, key, handle),
        previous=_under(row.previous, f"{key}.previous", handle),
        score=_under(row.score, f"{key}.score", handle),
        points=_under(row.points, f"{key}.points", handle),
        weight=under(row.weight, f"{key}.weight", handle),
        effective_weight=under(row.effective_weight, f"{key}.effective_weight", handle),
        standards=None if row.standards is None or period else _standards(row.standards, f"{key}.standard", handle),
        peer=None if row.peer is None else placing(row.peer, key, handle),
    )


def _standards(found: Standards, key: str, handle: str) -> Standards:
    levels = {
        level: _bound(value, f"{key}.{level}", handle) for level, value in zip(LEVELS, found.values(), strict=True)
    }
    return found.model_copy(update=levels)


def _bound(value: Bound, key: str, handle: str) -> Bound:
    if isinstance(value, tuple):
        return under(value[0], f"{key}.from", handle), under(value[1], f"{key}.to", handle)
    return under(value, key, handle)


def _under(value: float | None, key: str, handle: str) -> float | None:
    return None if value is None else under(value, key, handle)
