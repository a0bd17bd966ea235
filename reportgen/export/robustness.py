"""How sure a result is, as JSON: the key ``robustness`` of ``reportgen/results/1``."""

from __future__ import annotations

from dataclasses import asdict, is_dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any

from reportgen.analysis.attribution import Effect

if TYPE_CHECKING:
    from reportgen.analysis.attribution import Attribution, GradePoint
    from reportgen.analysis.robustness import Robustness


def document(found: Robustness) -> dict[str, Any]:
    """Everything at full precision; grades by id, shares of draws by grade."""
    content = {key: _plain(value) for key, value in asdict(found).items()}
    content["draws"] = [
        _plain(asdict(one)) | {"grades": {str(grade): share for grade, share in one.grades}} for one in found.draws
    ]
    together = found.distances.together
    if together is not None:
        content["distances"]["together"]["plausible"] = together.plausible
    return content


def change(found: Attribution | None, grades: tuple[GradePoint, ...]) -> dict[str, Any]:
    """The change of the score by causes, null where there is none, and the grade history."""
    history = [_plain(asdict(point)) for point in grades]
    if found is None:
        return {"change": None, "grades": history}
    effects = {str(effect): points for effect, points in found.effects}
    rows = [
        {
            "id": row.id,
            "ability": row.ability,
            **{str(effect): one for effect, one in zip(Effect, row.points, strict=True)},
        }
        for row in found.indicators
    ]
    spans = {"from": found.before_period, "to": found.after_period, "before": found.before, "after": found.after}
    return {"change": {**spans, "effects": effects, "indicators": rows}, "grades": history}


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return str(value)
    if is_dataclass(value) and not isinstance(value, type):
        return _plain(asdict(value))
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list | tuple) else value
