"""Figures that no sheet says whose they are, in a case that is of no hospital: told sheet by sheet, not read (I150)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.intake.context import FigureBlock, told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.intake.context import FoundValues, ReadingContext
    from reportgen.model.dataset import Observation
    from reportgen.model.place import Place

RULE: Final = "I150"


def settle(gathered: FoundValues, context: ReadingContext) -> None:
    """Leave out what is nobody's, told once for each sheet; of plain files it is not asked whose they are."""
    if context.is_named("") or "" not in gathered.entities:
        return
    lost: dict[tuple[str, str | None], list[Place]] = {}
    kept: list[Observation | FigureBlock] = []
    for part in gathered.observations:
        if _is_named(part):
            kept.append(part)
            continue
        kept += (one for one in told([part]) if one.entity)
        for one in _nameless(part):
            lost.setdefault((one.place.file, one.place.sheet), []).append(one.place)
    for places in lost.values():
        gathered.find(RULE, places[0], count=len(places))
    gathered.observations = kept
    gathered.forms = [one for one in gathered.forms if one.entity]
    gathered.doubtful = {key: places for key, places in gathered.doubtful.items() if key[1]}
    del gathered.entities[""]


def _is_named(part: Observation | FigureBlock) -> bool:
    return all(head.entity for head in part.heads) if isinstance(part, FigureBlock) else bool(part.entity)


def _nameless(part: Observation | FigureBlock) -> Iterator[Observation]:
    return (one for one in told([part]) if not one.entity and not one.derived)
