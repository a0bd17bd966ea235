"""The data inside a report against the same data made anew: results, numbers, definitions."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, Final

from reportgen.errors import Refused
from reportgen.lifecycle.content import lasting
from reportgen.model import json_text
from reportgen.model.finding import Fact, Finding
from reportgen.model.place import Place
from reportgen.model.sameness import same
from reportgen.verify.outcome import Answer, Check, judged

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
        content = json_text.parsed(paper.attachments[name])
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
    rule: str, file: str, before: Mapping[str, Any], now: Mapping[str, Any],
    named: Callable[[str], Mapping[str, Fact]] = lambda way: {"name": way},
) -> Iterator[Finding]:  # fmt: skip
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
