"""Schemes as they are written, made plain: trees and weights of abilities become weights of indicators.

A profile of a scheme becomes a scheme of its own, called ``scheme.profile``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import fsum
from typing import Final

from reportgen.model.blocks import Pack
from reportgen.model.definition import Text
from reportgen.model.definitions import Direction, Indicator, Item, Kind
from reportgen.model.schemes import Profile, Scheme, SchemeIndicator, SchemePart, TreeNode

PERCENT: Final = 100.0
CHECKLIST: Final = "weighted_checklist"
MARK: Final = "mark_"
ROWS: Final = "internal_control"
"""Ability under which the rows of checklists stand in the catalogue."""
FEWEST_IN_PERCENT: Final = 1.5
"""Weights that add up to more than this are meant as percentages."""


def expanded(
    schemes: Mapping[str, Scheme],
    packs: Mapping[str, Pack] | None = None,
    abilities: Mapping[str, tuple[str, Text]] | None = None,
) -> dict[str, Scheme]:
    """All schemes, plain, and one for each profile.

    Args:
        schemes: as they are written.
        packs: the sets of indicators that a part may name.
        abilities: id and words of the ability of each indicator, for those that come from a pack.
    """
    found: dict[str, Scheme] = {}
    for identifier, written in schemes.items():
        scheme = _with_packs(written, packs or {}, abilities or {})
        found[identifier] = plain(scheme)
        for name, profile in scheme.profiles.items():
            found[f"{identifier}.{name}"] = plain(_by_profile(scheme, profile))
    return found


def _with_packs(scheme: Scheme, packs: Mapping[str, Pack], abilities: Mapping[str, tuple[str, Text]]) -> Scheme:
    """The scheme with the indicators of the packs that its parts name, and with the abilities that these belong to."""
    if not any(part.pack in packs for part in scheme.parts.values()):
        return scheme
    parts = {identifier: _packed(part, packs) for identifier, part in scheme.parts.items()}
    named = {name: one.ability for part in parts.values() for name, one in part.indicators.items()}
    added = dict(abilities[name] for name, ability in named.items() if ability is None and name in abilities)
    return scheme.model_copy(update={"parts": parts, "abilities": added | dict(scheme.abilities)})


def _packed(part: SchemePart, packs: Mapping[str, Pack]) -> SchemePart:
    if part.pack is None or part.pack not in packs:
        return part
    whole = {name: part.indicators.get(name, SchemeIndicator()) for name in packs[part.pack].indicators}
    return part.model_copy(update={"indicators": whole | dict(part.indicators)})


def plain(scheme: Scheme) -> Scheme:
    """The scheme with a weight at each indicator of a tree or of a weighted ability."""
    parts = {identifier: _plain_part(part) for identifier, part in scheme.parts.items()}
    abilities = dict(scheme.abilities)
    for part in scheme.parts.values():
        abilities |= {name: node.name or Text(zh=name, en=name) for name, node in part.tree.items()}
    return scheme.model_copy(update={"parts": parts, "abilities": abilities})


def rows_of(schemes: Mapping[str, Scheme]) -> tuple[dict[str, Item], dict[str, Indicator]]:
    """Items and indicators for the rows of checklists that a scheme itself names.

    A row ``work_plan`` becomes the indicator of that id, whose value is the item ``mark_work_plan``.
    """
    items: dict[str, Item] = {}
    indicators: dict[str, Indicator] = {}
    for scheme in schemes.values():
        for part in scheme.parts.values():
            for name, row in part.indicators.items():
                if part.method == CHECKLIST and row.name is not None and row.meaning is not None:
                    items[f"{MARK}{name}"] = _mark(row.name, scheme.source)
                    indicators[name] = _row(name, row.name, row.meaning, scheme.source)
    return items, indicators


def _mark(name: Text, source: str) -> Item:
    """What is read as the mark of a row."""
    return Item(name=name, statement="inputs", kind=Kind.MEAN, unit="score", source=source)


def _row(identifier: str, name: Text, meaning: Text, source: str) -> Indicator:
    """A row as an indicator: its mark."""
    return Indicator(
        name=name,
        ability=ROWS,
        formula=f"{MARK}{identifier}",
        unit="score",
        direction=Direction.HIGHER,
        source=source,
        meaning=meaning,
    )


def leaves(tree: Mapping[str, TreeNode]) -> Iterator[tuple[str, str, float]]:
    """Indicator, first level, and global weight (the product of the local weights on its path) of each leaf."""
    for top, node in tree.items():
        for leaf, weight in _below(top, node, _share(tree)):
            yield leaf, top, weight


def _below(name: str, node: TreeNode, scale: float) -> Iterator[tuple[str, float]]:
    weight = node.weight / scale
    if not node.children:
        yield name, weight
        return
    scale_below = _share(node.children)
    for child, below in node.children.items():
        yield from ((leaf, weight * share) for leaf, share in _below(child, below, scale_below))


def _share(siblings: Mapping[str, TreeNode]) -> float:
    """1, or 100 where siblings are weighed in percent."""
    return PERCENT if fsum(node.weight for node in siblings.values()) > FEWEST_IN_PERCENT else 1.0


def _plain_part(part: SchemePart) -> SchemePart:
    if part.tree:
        indicators = {
            leaf: part.indicators.get(leaf, SchemeIndicator()).model_copy(update={"weight": weight, "ability": top})
            for leaf, top, weight in leaves(part.tree)
        }
        return part.model_copy(update={"indicators": indicators})
    return _weighted(part) if part.ability_weights else part


def _weighted(part: SchemePart) -> SchemePart:
    """Each ability's weight divided among its indicators, in proportion to their own weights or evenly."""
    scale = PERCENT if fsum(part.ability_weights.values()) > FEWEST_IN_PERCENT else 1.0
    own: dict[str, float] = {}
    for one in part.indicators.values():
        own[one.ability or ""] = own.get(one.ability or "", 0.0) + _own(one)
    indicators = {
        name: one.model_copy(
            update={
                "weight": part.ability_weights.get(one.ability or "", 0.0) / scale * _own(one) / own[one.ability or ""]
            }
        )
        for name, one in part.indicators.items()
        if own[one.ability or ""] > 0
    }
    return part.model_copy(update={"indicators": indicators})


def _own(one: SchemeIndicator) -> float:
    return 1.0 if one.weight is None else one.weight


def _by_profile(scheme: Scheme, profile: Profile) -> Scheme:
    parts = {
        identifier: part.model_copy(update={"ability_weights": profile.ability_weights})
        if part.ability_weights
        else part
        for identifier, part in scheme.parts.items()
    }
    name = Text(zh=f"{scheme.name.zh} · {profile.name.zh}", en=f"{scheme.name.en} · {profile.name.en}")
    source = profile.source or scheme.source
    return scheme.model_copy(update={"parts": parts, "name": name, "source": source, "profiles": {}})
