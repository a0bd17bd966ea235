"""What a scheme's own checks say: sums and structure, overlaps, repeated figures, the balance of its indicators."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import TYPE_CHECKING, Final

from reportgen.model.schemes import Scheme
from reportgen.scoring.origins import is_financial, items_of

if TYPE_CHECKING:
    from reportgen.catalog import Catalog
    from reportgen.model.definition import Language

FEWEST: Final = 2
PERCENT: Final = 100


def lines(identifier: str, catalog: Catalog, speech: Language) -> Iterator[str]:
    """One line for each thing that was looked at."""
    from reportgen.scoring import scheme_findings

    scheme, words = catalog.schemes[identifier], catalog.words

    def say(key: str, **facts: str) -> str:
        return words[f"scheme_page.{key}"].in_language(speech).format(**facts)

    def name(indicator: str) -> str:
        return catalog.indicators[indicator].name.in_language(speech)

    found = list(scheme_findings(scheme, identifier, catalog))
    for one in found:
        said = catalog.messages.both(one)
        yield say("fault", message=said.message.in_language(speech))
        if said.fix is not None:
            yield f"    → {said.fix.in_language(speech)}"
    if not found:
        yield say("checks", version=scheme.version)
    yield from (say("overlap", one=name(one), other=name(other)) for one, other in overlaps(scheme, catalog))
    repeated = [
        f"{catalog.items[item].name.in_language(speech)} {share * PERCENT:.1f}%"
        for item, share, count in shares_of_items(scheme, catalog)
        if count >= FEWEST
    ]
    if repeated:
        yield say("inputs", items=", ".join(repeated))
    financial, other = balance(scheme, catalog)
    weights = {"weight": f"{financial[1] * PERCENT:.1f}", "rest": f"{other[1] * PERCENT:.1f}"}
    yield say("balance", financial=str(financial[0]), other=str(other[0]), **weights)
    if any(catalog.indicators[one].ability == "surplus" for one, _ in weighted(scheme, catalog)):
        yield say("caution")


def weighted(scheme: Scheme, catalog: Catalog) -> list[tuple[str, float]]:
    """Each scored indicator and its share of the whole; even shares where weights are found from data."""
    found = []
    for part in scheme.parts.values():
        basic = {
            name: one for name, one in part.indicators.items() if one.layer == "basic" and name in catalog.indicators
        }
        stated = {name: one.weight for name, one in basic.items() if one.weight is not None}
        whole = sum(stated.values())
        for name in basic:
            share = stated.get(name, 0.0) / whole if whole else 1 / len(basic)
            found.append((name, part.share * share))
    return found


def overlaps(scheme: Scheme, catalog: Catalog) -> Iterator[tuple[str, str]]:
    """Pairs of scored indicators that say the same."""
    known = catalog.indicators
    for (one, _), (other, _) in combinations(weighted(scheme, catalog), 2):
        if other in known[one].same_as or one in known[other].same_as:
            yield one, other


def shares_of_items(scheme: Scheme, catalog: Catalog) -> list[tuple[str, float, int]]:
    """Items by the weight of the indicators that use them, and by how many use them; heaviest first."""
    totals: dict[str, tuple[float, int]] = {}
    for indicator, weight in weighted(scheme, catalog):
        for item in items_of(indicator, catalog):
            share, count = totals.get(item, (0.0, 0))
            totals[item] = share + weight, count + 1
    ranked = sorted(totals.items(), key=lambda pair: (-pair[1][0], pair[0]))
    return [(item, share, count) for item, (share, count) in ranked]


def balance(scheme: Scheme, catalog: Catalog) -> tuple[tuple[int, float], tuple[int, float]]:
    """Number and weight of the indicators that rest on statements alone, and of the others."""
    counts = {True: (0, 0.0), False: (0, 0.0)}
    for indicator, weight in weighted(scheme, catalog):
        financial = is_financial(indicator, catalog)
        count, total = counts[financial]
        counts[financial] = count + 1, total + weight
    return counts[True], counts[False]
