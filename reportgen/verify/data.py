"""The data inside a report against the same data made anew, and the figures that its pages name.

Results held against their own data and definitions, where the sources are not at hand to compute them anew.

Each element of the structure bears the figures that its numbers stand for as user properties (ISO 32000-1, 14.7.5.4).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from math import fsum
from typing import TYPE_CHECKING, Any, Final

from pydantic import ValidationError

from reportgen.errors import Refused
from reportgen.lifecycle.issued import lasting
from reportgen.model import foreign_text, printing
from reportgen.model.definitions import Indicator
from reportgen.model.finding import Fact, Finding
from reportgen.model.place import Place
from reportgen.model.results import same
from reportgen.model.schemes import Scheme
from reportgen.scoring.standards import verdict
from reportgen.verify.outcome import Answer, Check, judged
from reportgen.verify.pages import is_dictionary, members, objects_of

if TYPE_CHECKING:
    from reportgen.lifecycle.paper import Paper


RESULTS: Final = "results.json"
NUMBERS: Final = "numbers.json"
DEFINITIONS: Final = "definitions.json"
KINDS: Final = ("scheme", "indicators", "items", "checks", "report")
LONGEST: Final = 80

Leaf = tuple[str, Any]


def read(paper: Paper, name: str) -> dict[str, Any]:
    """A JSON object inside a report.

    Raises:
        Refused: J33 if it is none.
    """
    try:
        content = foreign_text.parsed(paper.attachments[name])
        if isinstance(content, dict):
            return content
        problem = type(content).__name__
    except (KeyError, ValueError) as error:
        problem = f"{name}: {error}"[:120]
    raise Refused([Finding("J33", Place(paper.name), {"problem": problem})])


def results(given: Mapping[str, Any], anew: Mapping[str, Any]) -> Check:
    """Every value of the results, by its way through the document; rows of lists go by their ids."""
    before, now = (dict(leaves(lasting(one))) for one in (given, anew))
    found = tuple(_differences("T08", RESULTS, before, now))
    return judged("results", "results_anew", {"count": len(now)}, found)


def numbers(given: Mapping[str, Any], anew: Mapping[str, Any], *, by_page: bool) -> Check:
    """Every number that has a key: its digits, its value, its cells and, for one version of the program, its page."""
    before, now = (_rows(one) for one in (given, anew))
    found = []
    for which in sorted({*before, *now}):
        for old, new in zip_longest(before.get(which, ()), now.get(which, ())):
            told, right = _told(old, new, by_page=by_page)
            if told != right:
                page, (key, _) = (old or new)["page"], which
                found.append(Finding("T09", Place(NUMBERS), {"name": key, "page": page, "found": told, "due": right}))
    was, due = (dict(leaves({"sections": one.get("sections")})) for one in (given, anew))
    found += _differences("T08", NUMBERS, was, due)
    count = sum(len(rows) for rows in now.values())
    return judged("numbers", "numbers_anew", {"count": count}, tuple(found))


def _rows(content: Mapping[str, Any]) -> dict[tuple[str, str], list[dict[str, Any]]]:
    """Rows by key and section; a section may print one number in several ways."""
    listed: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in content.get("numbers", ()):
        if isinstance(row, dict):
            listed.setdefault((str(row.get("key")), str(row.get("section"))), []).append({"page": None} | row)
    return listed


def _told(old: dict[str, Any] | None, new: dict[str, Any] | None, *, by_page: bool) -> tuple[str | None, str | None]:
    """The first of what is said of a number in which the two differ, as words; equal where they do not."""
    if old is None or new is None:
        return tuple(None if one is None else str(one.get("printed")) for one in (old, new))  # type: ignore[return-value]
    for part in ("printed", "value", "places", "at", "rule", "section", *(["page"] if by_page else [])):
        if not same(old.get(part), new.get(part)):
            return said(old.get(part)), said(new.get(part))
    return None, None


def definitions(given: Mapping[str, Any], anew: Mapping[str, Any]) -> Check:
    """Every definition that the report says it used."""
    before, now = (dict(leaves({kind: one.get(kind) for kind in KINDS})) for one in (given, anew))
    found = tuple(_differences("T07", DEFINITIONS, before, now, _named))
    count = sum(len(anew.get(kind) or ()) for kind in KINDS)
    return judged("definitions", "definitions", {"count": count}, found)


def _named(way: str) -> dict[str, Fact]:
    """Kind and id, and what of it."""
    kind, identifier, *rest = way.split("/", 2)
    return {"name": f"{kind}/{identifier}", "part": rest[0] if rest else "\N{EM DASH}"}


def _differences(
    rule: str,
    file: str,
    before: Mapping[str, Any],
    now: Mapping[str, Any],
    named: Callable[[str], Mapping[str, Fact]] = lambda way: {"name": way},
) -> Iterator[Finding]:
    for way in sorted({*before, *now}):
        if not same(before.get(way), now.get(way)):
            yield Finding(
                rule,
                Place(file),
                {**named(way), "file": file, "found": said(before.get(way)), "due": said(now.get(way))},
            )


def leaves(content: Any, way: str = "") -> Iterator[Leaf]:
    """Every plain value with its way from the top: ``indicators/current_ratio/value``."""
    if isinstance(content, Mapping):
        for key, value in content.items():
            yield from leaves(value, f"{way}/{key}" if way else str(key))
    elif isinstance(content, list):
        for index, value in enumerate(content):
            yield from leaves(value, f"{way}/{_named_by(value) or index}")
    else:
        yield way, content


def _named_by(row: Any) -> str | None:
    """The id of a row of a list, or of the hospital that it is about."""
    if not isinstance(row, dict):
        return None
    entity = row.get("entity")
    found = row.get("id") or (entity.get("id") if isinstance(entity, dict) else None)
    return found if isinstance(found, str) else None


def said(value: Any) -> str | None:
    """A plain value as words; None where there is none."""
    if value is None:
        return None
    return (value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))[:LONGEST]


def unread(identifier: str) -> Check:
    """A check for which nothing was made anew."""
    return Check(identifier, Answer.OPEN, "not_anew")


Claim = tuple[str, Any, Any]
"""What is claimed: its name, what the results say, and what follows from the rest of them."""
DIGITS: Final = re.compile(r"[+\u2212]?[0-9,]+(?:\.(?P<decimals>[0-9]+))?%?")
UNITS: Final = (
    (1.0, 1.0),
    (printing.PERCENT, 1.0),
    *((1.0, over) for over in (printing.WAN, printing.MILLION, printing.YI, printing.THOUSAND)),
)
"""By what a value is multiplied, or divided, in one of the units in which pages print it."""
INDICATOR: Final = "indicator."
TOTAL: Final = "score.total"


def own_results(content: Mapping[str, Any], definitions: Mapping[str, Any]) -> Check:
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


def own_numbers(listed: Mapping[str, Any], content: Mapping[str, Any]) -> Check:
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


OWNER: Final = "/UserProperties"
DEEPEST: Final = 200
"""Levels of a structure; ours has some twenty, and a ring has no end."""


@dataclass(frozen=True)
class PageFact:
    """A figure that a page prints.

    Attributes:
        page: from 1.
        element: type of the element that holds it, such as ``TD``.
        printed: the number as printed.
        key: of the figure, as ``reportgen explain`` and results.json know it.
        value: unrounded, in the base unit; None where it has none.
    """

    page: int
    element: str
    printed: str
    key: str
    value: float | None


def facts(paper: Paper) -> tuple[PageFact, ...]:
    """All of them, in reading order; of digits that several figures share one for each.

    Raises:
        Refused: J33 if the file cannot be read as a whole.
    """
    with objects_of(paper) as document:
        pages = {page.obj.objgen: number for number, page in enumerate(document.pages, start=1)}
        root = document.Root.get("/StructTreeRoot")
        return tuple(_below(root, pages, 1, 0)) if is_dictionary(root) else ()


def _below(node: Any, pages: Mapping[Any, int], page: int, depth: int) -> Iterator[PageFact]:
    if depth > DEEPEST:
        return
    for kid in members(node.get("/K")):
        if is_dictionary(kid) and "/S" in kid:
            own = pages.get(kid.Pg.objgen, page) if "/Pg" in kid else page
            yield from _own(kid, own)
            yield from _below(kid, pages, own, depth + 1)


def _own(element: Any, page: int) -> Iterator[PageFact]:
    for attribute in members(element.get("/A")):
        if is_dictionary(attribute) and attribute.get("/O") == OWNER:
            for one in members(attribute.get("/P")):
                yield PageFact(page, str(element["/S"])[1:], str(one.F), str(one.N), _value(one.get("/V")))


def _value(said: Any) -> float | None:
    return None if said is None else float(str(said))


def check(paper: Paper, numbers: Mapping[str, Any]) -> Check:
    """Each figure that a page names against those of that key in numbers.json, where the list has it."""
    listed: dict[tuple[Any, Any], set[Any]] = {}
    for row in numbers.get("numbers", ()):
        if isinstance(row, dict):
            listed.setdefault((row.get("key"), row.get("printed")), set()).add(row.get("value"))
    found = facts(paper)
    return judged("facts", "facts", {"count": len(found)}, tuple(_otherwise(found, listed, paper.name)))


def _otherwise(found: Sequence[PageFact], listed: Mapping[tuple[Any, Any], set[Any]], name: str) -> Iterator[Finding]:
    for one in found:
        due = listed.get((one.key, one.printed), {one.value})
        if one.value not in due:
            told: dict[str, Fact] = {"page": one.page, "name": one.key, "printed": one.printed}
            yield Finding("T45", Place(name), told | {"found": str(one.value), "due": str(min(due, key=str))})
