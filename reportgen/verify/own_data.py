"""Results held against their own data and definitions, where the sources are not at hand to compute them anew."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from math import fsum
from typing import Any, Final

from pydantic import ValidationError

from reportgen.model import printing
from reportgen.model.definitions import Indicator
from reportgen.model.finding import Finding
from reportgen.model.place import Place
from reportgen.model.sameness import same
from reportgen.model.schemes import Scheme
from reportgen.scoring.grades import verdict
from reportgen.verify.data import NUMBERS, RESULTS, said
from reportgen.verify.outcome import Check, judged

Claim = tuple[str, Any, Any]
"""What is claimed: its name, what the results say, and what follows from the rest of them."""
DIGITS: Final = re.compile(r"[+\u2212]?[0-9,]+(?:\.(?P<decimals>[0-9]+))?%?")
UNITS: Final = (
    (1.0, 1.0),
    (printing.PERCENT, 1.0),
    *((1.0, over) for over in (printing.WAN, printing.MILLION, printing.YI)),
)
"""By what a value is multiplied, or divided, in one of the units in which pages print it."""
INDICATOR: Final = "indicator."
TOTAL: Final = "score.total"


def results(content: Mapping[str, Any], definitions: Mapping[str, Any]) -> Check:
    """Printed digits from values, points from scores and weights, the total from points, the grade from the total."""
    claims = [
        claim
        for one in content.get("hospitals", (content,))
        for claim in (*_printed(one, definitions), *_points(one), *_totals(one, definitions))
    ]
    found = tuple(
        Finding("T32", Place(RESULTS), {"name": name, "found": said(told), "due": said(due)})
        for name, told, due in claims
        if not same(told, due)
    )
    return judged("results", "results_own", {"count": len(claims)}, found)


def _printed(content: Mapping[str, Any], definitions: Mapping[str, Any]) -> Iterator[Claim]:
    for row in content["indicators"]:
        known = definitions.get("indicators", {}).get(row["id"])
        if known is None or row.get("value") is None:
            continue
        try:
            indicator = Indicator.model_validate_json(_text(known))
        except ValidationError:
            yield f"indicators/{row['id']}/definition", None, "reportgen/definitions/1"
            continue
        yield f"indicators/{row['id']}/printed", row.get("printed"), printing.measured(row["value"], indicator)


def _points(content: Mapping[str, Any]) -> Iterator[Claim]:
    """Points are score times effective weight, wherever a part adds up by itself."""
    additive = {part["id"] for part in content.get("parts", ()) if part.get("additive")}
    for row in content["indicators"]:
        numbers = (row.get("points"), row.get("score"), row.get("effective_weight"))
        if row.get("part") in additive and row.get("correction") is None and None not in numbers:
            points, score, weight = numbers
            yield f"indicators/{row['id']}/points", points, score * weight


def _totals(content: Mapping[str, Any], definitions: Mapping[str, Any]) -> Iterator[Claim]:
    score = content.get("score")
    if score is None:
        return
    yield "score", score, fsum(row["points"] for row in content["indicators"] if row.get("points") is not None)
    try:
        scheme = Scheme.model_validate_json(_text(next(iter(definitions.get("scheme", {}).values()), {})))
    except ValidationError:
        yield "scheme", None, "reportgen/definitions/1"
        return
    yield "score_printed", content.get("score_printed"), printing.number(score, scheme.decimals)
    if scheme.grades and content.get("grade") is not None:
        yield "grade", content["grade"], str(verdict(score, scheme.grades, scheme.decimals).grade)


def numbers(listed: Mapping[str, Any], content: Mapping[str, Any]) -> Check:
    """Numbers with the key of an indicator or of the total against the results."""
    found, count = [], 0
    if "indicators" not in content:  # of a group: its numbers are each hospital's own
        return judged("numbers", "numbers_own", {"count": 0}, ())
    for row in listed.get("numbers", ()):
        due = _due(str(row.get("key")), content)
        if due is None:
            continue
        count += 1
        told, value = row.get("printed"), row.get("value")
        if (is_other := not _prints(told, *due)) or not same(value, due[1]):
            shown = (told, due[0]) if is_other else (said(value), said(due[1]))
            facts = {"name": str(row.get("key")), "page": row.get("page"), "found": shown[0], "due": shown[1]}
            found.append(Finding("T09", Place(NUMBERS), facts))
    return judged("numbers", "numbers_own", {"count": count}, tuple(found))


def _prints(told: Any, usual: str, value: float) -> bool:
    """Whether digits are those of a value: the usual ones, or with other decimals, in a unit of pages, with a sign."""
    if told == usual:
        return True
    if not isinstance(told, str) or (found := DIGITS.fullmatch(told)) is None:
        return False
    places = len(found["decimals"] or "")
    units = {printing.number(value, places, times=times, over=over) for times, over in UNITS}
    return told.removesuffix("%").lstrip("+") in units


def _due(key: str, content: Mapping[str, Any]) -> tuple[str, float] | None:
    if key == TOTAL and content.get("score") is not None:
        return content["score_printed"], content["score"]
    rows = {row["id"]: row for row in content["indicators"] if row.get("value") is not None}
    row = rows.get(key.removeprefix(INDICATOR)) if key.startswith(INDICATOR) else None
    return None if row is None or row.get("printed") is None else (row["printed"], row["value"])


def _text(content: Any) -> str:
    import json

    return json.dumps(content)
