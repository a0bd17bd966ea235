"""The peers: who they are, by which rule, and how each indicator is spread among them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from reportgen.model import printing
from reportgen.report.desk.indicator_pictures import strip_picture
from reportgen.report.desk.sheet import Block, Column, Figures, Line, Sheet, Table, saying
from reportgen.report.speech import same

if TYPE_CHECKING:
    from reportgen.model.definition import Text
    from reportgen.model.results import PeerPosition, ScoredIndicator
    from reportgen.report.desk.context import Context

SECTION: Final = "peers"
ACROSS: Final = 3
HAN: Final = re.compile("[\u2e80-\u9fff]")


def peers(context: Context) -> Sheet:
    """Names, the rule of choice, distributions; one sentence where there is nobody to compare with."""
    say, material = context.say, context.material
    compared = [i for i in context.evaluation.indicators if i.peer is not None and i.value is not None]
    if material.peers is None or not compared:
        return saying(say("peers_page.headline.none"), say("peers_page.none"))
    named = _names(context)
    blocks: list[Block] = [_spread(context, compared), _who(context, named)]
    return Sheet(_headline(context, compared), tuple(blocks), (_rule(context, len(named)), *_upper(context, compared)))


def _names(context: Context) -> list[Text]:
    """The peers that have figures in the period, by name."""
    material = context.material
    assert material.peers is not None
    index = material.peers.values.index
    there = {str(entity) for entity, period in index if str(period) == material.period}
    return [material.peer_names.get(entity, same(entity)) for entity in sorted(there)]


def _headline(context: Context, compared: list[ScoredIndicator]) -> Text:
    most = max(indicator.peer.n for indicator in compared if indicator.peer is not None)
    return context.say("peers_page.headline", n=most, of=len(compared), upper=len(_better(compared)))


def _better(compared: list[ScoredIndicator]) -> list[ScoredIndicator]:
    """Those in which more than half of the peers stand behind the hospital, not beside it."""
    return [one for one in compared if one.peer is not None and _last(one.peer) <= (one.peer.n + 1) / 2]


def _last(peer: PeerPosition) -> int:
    """The last of the places that the hospital shares."""
    return peer.rank + peer.tied


def _even(compared: list[ScoredIndicator]) -> list[ScoredIndicator]:
    """Those in which it would stand in the better half, were so many not beside it."""
    return [i for i in compared if i.peer is not None and i.peer.rank <= (i.peer.n + 1) / 2 < _last(i.peer)]


def _upper(context: Context, compared: list[ScoredIndicator]) -> list[Text]:
    """The indicators that the title counts, with their ranks, then those that too many share the place in."""
    say, lines = context.say, []
    for key, found in (("upper", _better(compared)), ("even", _even(compared))):
        listed = [_placed(context, one) for one in found]
        if listed:
            lines.append(say(f"peers_page.{key}", listed=say.join(listed, "list.comma_only")))
    return lines


def _placed(context: Context, one: ScoredIndicator) -> Text:
    assert one.peer is not None
    rank, n = printing.whole(one.peer.rank), printing.whole(one.peer.n + 1)
    name = context.named(one.id)
    if not one.peer.tied:
        return context.say("peers_page.upper.one", name=name, rank=rank, n=n)
    return context.say("peers_page.upper.tied", name=name, rank=rank, n=n, tied=printing.whole(one.peer.tied))


def _rule(context: Context, count: int) -> Text:
    say, file = context.say, context.material.case.file.peers
    if file is None or not file.group:
        return say("peers_page.rule.all", n=count)
    return say("peers_page.rule.group", n=count, group=file.name or same(file.group))


def _spread(context: Context, compared: list[ScoredIndicator]) -> Figures:
    say = context.say
    caption = context.figure(SECTION, say("peers_page.spread", n=len(compared)))
    pictures = []
    for indicator in compared:
        picture = strip_picture(context, indicator, half=True, name="spread", alt=_alternative(context, indicator))
        assert picture is not None
        unit = context.unit(indicator.id)
        pictures.append((say("peers_page.panel", name=context.short(indicator.id), unit=unit), picture))
    return Figures(caption, tuple(pictures), say("peers_page.spread.note"))


def _alternative(context: Context, indicator: ScoredIndicator) -> str:
    peer = indicator.peer
    assert peer is not None
    assert indicator.value is not None
    low, high, own = (
        context.spoken(indicator.id, value) for value in (peer.lower_quartile, peer.upper_quartile, indicator.value)
    )
    return context.text("peers_page.alt", name=context.name(indicator.id), n=peer.n, low=low, high=high, own=own)


def _who(context: Context, names: list[Text]) -> Table:
    say = context.say
    columns = tuple(Column(say("peers_page.head.name"), 1) for _ in range(ACROSS))
    lines = []
    for start in range(0, len(names), ACROSS):
        row = names[start : start + ACROSS]
        lines.append(Line((*row, *("" for _ in range(ACROSS - len(row))))))
    unsaid = context.mode == "en" and any(name.zh == name.en and HAN.search(name.en) for name in names)
    notes = (say("peers_page.who.note"),) if unsaid else ()
    return Table(context.table(SECTION, say("peers_page.who", n=len(names))), columns, tuple(lines), notes, dense=True)
