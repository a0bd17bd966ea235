"""Pages that hold no more than the end of a section: what follows runs on below it instead of on a new page.

How much of a page is used is known once it has been laid out. Forms and sheets begin on a page of their own; where
that would leave the page before nearly empty, or one of both less than half used where one page holds them, the next
one begins under it, as sections that run on always do; where the paper turns after it and little would be left over
for the page before, its rows stand closer, or part in the middle. A section that has a page nearly to itself, under
which nothing may run on, moves up to the page before. The last page of a document is followed by nothing: the last
section that begins on a new page moves up instead, where the page before it has room for what is left over; where it
has none, the rows of the last section stand closer. A part whose first statement would leave its opening a page
nearly to itself opens on the page before it, where that has room; else a statement that no one page holds begins
under the opening and goes on. A section that one page can hold, of which not much more than half a page is left over
at the end, or next to nothing before a page that does not run on, gets that page to itself where the page before it
stays used without it; else its rows stand apart, so that more of it goes on.

What is so far apart that it cannot move the same pages is mended at once; the rest when the pages are laid out again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from reportgen.report.flow_sections import (
    AIR,
    AIRIER,
    AIRY,
    ALONE_ON_PAGE,
    APART,
    COMPACT,
    FOLLOW,
    GIVES,
    KEPT,
    LOOSE,
    MEMBER,
    NEARLY_EMPTY,
    PAGE,
    PART,
    PARTED,
    SHARED,
    STATEMENT,
    WHOLE,
    WIDE,
    FlowSection,
    Manners,
    Stretch,
    closer_under,
    flow_sections,
    joined,
    titles_of,
    turned,
)
from reportgen.report.flow_sections import CHAIN_AIR as LEAST_AIR

if TYPE_CHECKING:
    from reportgen.report.pdf import PageText

VERDICT: Final = "verdict"
"""Manner of a verdict that nothing was done about."""
ENOUGH: Final = 0.6
"""Share of a page that makes it a used one."""
LESS_THAN_HALF: Final = 0.5
"""Share of the text block below which a page is joined with the next one, where one page holds both."""
OPENS: Final = 0.08
"""Share of the text block within which the title of a section stands that begins its page."""
LEAD: Final = 0.02
"""What stands above a title, as a share of the text block."""
HALF: Final = 0.4
DIVIDER: Final = 0.3
"""Shares of the sheet above which a page stays used, or one that opens a part, where that spares a nearly empty one."""
CLOSER: Final = 0.1
"""Share of the text block that the rows of a section give up where they stand closer."""
TIGHTER: Final = 0.15
"""Share up to which a whole page of words and rows may give it up; where it does not, they stand apart instead."""
NEAR: Final = 2
"""Sections that run on below each other make a run; what moves one can move the next, and what is said of that."""


def run_on(html: str, pages: Sequence[PageText]) -> str | None:
    """The document with sections under the remainders before them; None where no page is nearly empty."""
    sections = tuple(flow_sections(html))
    chosen, pages = _verdict(sections, tuple(pages))
    chosen = chosen or _chained(sections, pages)
    decided = [section.run for at, section in enumerate(sections) if at in chosen]
    for step in (_opened, _taken_in, _under, _drawn_up, _raised, _together):
        found = step(sections, pages)
        apart = {at: manner for at, manner in found.items() if not _is_near(sections[at].run, decided)}
        chosen |= apart
        decided += [sections[at].run for at in apart]
    for last in (_halved, turned, closer_under):  # once nothing else moves: what moves may need the room
        chosen = chosen or last(sections, pages)
    for at in sorted(chosen, reverse=True):
        html = f"{html[: sections[at].start]}{chosen[at]}{html[sections[at].end :]}"
    return html if chosen else None


def _is_near(run: int, decided: Sequence[int]) -> bool:
    return any(abs(run - one) <= NEAR for one in decided)


def _verdict(sections: Sequence[FlowSection], pages: tuple[PageText, ...]) -> tuple[Manners, tuple[PageText, ...]]:
    """A verdict closer together of which a few lines went on to another page, and the pages without that one."""
    found = next((number for number, section in enumerate(sections) if section.manner == VERDICT), None)
    title = "" if found is None else sections[found].title
    at = next((number for number, page in enumerate(pages) if title in page.anchors), len(pages))
    if found is None or at + 1 >= len(pages):
        return {}, pages
    if titles_of(sections) & {*pages[at + 1].anchors} or pages[at + 1].used >= NEARLY_EMPTY:
        return {}, pages
    return {found: f"{VERDICT} {COMPACT}"}, pages[: at + 1] + pages[at + 2 :]


def _opened(sections: Sequence[FlowSection], pages: Sequence[PageText]) -> Manners:
    """Openings of parts, or the statements that begin them, where the two would not share a page."""
    titles, found = titles_of(sections), Manners()
    for at, (part, after) in enumerate(pairwise(sections)):
        page = next((number for number, one in enumerate(pages) if part.title and part.title in one.anchors), None)
        if page is None or page + 1 >= len(pages) or PART not in part.words or STATEMENT not in after.words:
            continue
        if after.title not in pages[page + 1].anchors or not _is_remainder(pages[page], pages[page + 1]):
            continue
        if page and LOOSE not in part.words and _has_room(pages[page - 1 : page + 1]):
            found[at] = f"{part.manner} {LOOSE}"
        elif page + 2 < len(pages) and not titles & {*pages[page + 2].anchors} and PARTED not in after.words:
            found[at + 1] = f"{after.manner} {PARTED}"
    return found


def _taken_in(sections: Sequence[FlowSection], pages: Sequence[PageText]) -> Manners:
    """Sections that begin a page and would hold on it, closer together, what little of them goes on to another."""
    titles, found = titles_of(sections), Manners()
    for at, section in enumerate(sections):
        torn = _torn(section.title, titles, pages) if section.title and PAGE in section.words else None
        if torn is None or {FOLLOW, COMPACT, STATEMENT, WIDE} & {*section.words}:
            continue
        if torn.wanted <= CLOSER and torn.left < NEARLY_EMPTY and not torn.is_last and not torn.is_long:
            found[at] = f"{section.manner} {COMPACT}"
    return found


def _under(sections: Sequence[FlowSection], pages: Sequence[PageText]) -> Manners:
    """Sections that run on under a remainder."""
    return _moved_up(sections, pages, _is_remainder)


def _halved(sections: Sequence[FlowSection], pages: Sequence[PageText]) -> Manners:
    """Sections that run on where their page or the one before it is less than half used, and one page holds both."""
    return _moved_up(sections, pages, _are_halves)


def _moved_up(
    sections: Sequence[FlowSection], pages: Sequence[PageText], is_free: Callable[[PageText, PageText], bool]
) -> Manners:
    """The sections that begin a page after one that is free for them, and how they stand under it."""
    following = {after.anchors for page, after in pairwise(pages) if is_free(page, after)}
    begun = {anchor for anchors in following for anchor in anchors}
    found: Manners = {}
    for at, manner in _places(sections):
        if sections[at].title in begun:
            left = _left_over(sections[at].title, titles_of(sections), pages)
            tighter = f" {COMPACT}" if 0 < left <= CLOSER else f" {PARTED}" if CLOSER < left < NEARLY_EMPTY else ""
            words = manner.split()
            if WHOLE in words and not _fits_a_page(at, sections, pages):
                if _holds_closer(sections[at - 1], titles_of(sections), pages):
                    continue
                words.remove(WHOLE)
            found[at] = " ".join(words) + ("" if WHOLE in words else tighter)
    return found


def _fits_a_page(at: int, sections: Sequence[FlowSection], pages: Sequence[PageText]) -> bool:
    """Whether a section ends on the page that it begins."""
    begun = {anchor: number for number, page in enumerate(pages) for anchor in page.anchors}
    page, after = begun[sections[at].title], next((one for one in sections[at + 1 :] if one.title in begun), None)
    return page == (len(pages) - 1 if after is None else _end(after.title, page, begun, pages)[0])


def _left_over(title: str, titles: set[str], pages: Sequence[PageText]) -> float:
    """What a section that moves up would leave for a page of its own, where the paper turns after it; else 0."""
    at = next(number for number, page in enumerate(pages) if title in page.anchors)
    after = next((number for number in range(at + 1, len(pages)) if titles & {*pages[number].anchors}), at)
    if pages[after].size == pages[at].size:
        return 0.0
    return max(0.0, pages[at - 1].used + AIR + pages[after - 1].used - 1)


def _chained(sections: Sequence[FlowSection], pages: Sequence[PageText]) -> Manners:
    """Sections that run on wherever there is room, where a chain of them needs fewer pages so."""
    found: Manners = {}
    for chain in joined(tuple(_stretches(sections, pages))):
        for at in chain.follow:
            kept = [word for word in sections[at].words if word not in {FOLLOW, WHOLE}]
            shared = [SHARED] if sections[at].opens_volume else []
            found[at] = " ".join([*kept, FOLLOW, *([] if PART in kept else [WHOLE]), *shared])
        for at in chain.closer:
            manner = found.get(at, sections[at].manner)
            found[at] = manner if COMPACT in manner.split() else f"{manner} {COMPACT}"
    return found


def _stretches(sections: Sequence[FlowSection], pages: Sequence[PageText]) -> Iterator[Stretch]:
    """Where each section stands, as far as its title and that of the next one tell."""
    begun = {anchor: number for number, page in enumerate(pages) for anchor in page.anchors}
    titled = [(at, section) for at, section in enumerate(sections) if section.title in begun]
    volume, usual = -1, min(page.block[1] for page in pages if page.size == pages[0].size)  # a verdict has more
    if not usual:
        return
    for (at, section), after in zip(titled, [*titled[1:], None], strict=True):
        page = begun[section.title]
        end, used = (len(pages) - 1, pages[-1].used) if after is None else _end(after[1].title, page, begun, pages)
        words, before = section.words, sections[at - 1].words if at else ()
        is_free = PAGE in words and not {WIDE, MEMBER} & {*words, *before}
        if section.opens_volume:  # begins a page, but where the one before it has no more than a page
            is_free = is_free and PART not in words and page == volume + 1
            volume = page
        height = 1.0 if end > page else max(0.0, used - _top(pages[page], section.title))
        is_opened = PART in before and ALONE_ON_PAGE not in words
        yield Stretch(
            at,
            page,
            end,
            1 - (1 - used) * pages[end].block[1] / usual,
            height,
            runs_on=is_free and (FOLLOW in words or is_opened or (PART in words and STATEMENT not in before)),
            may_run_on=is_free and KEPT not in words,
            is_tied=PART in words and LOOSE not in words,
            gives=GIVES * used if section.manner == VERDICT else 0.0,
        )


def _end(title: str, page: int, begun: Mapping[str, int], pages: Sequence[PageText]) -> tuple[int, float]:
    """On which page and how far down a section ends that begins on a page and that another title follows."""
    end = begun[title]
    used = _top(pages[end], title) - LEAST_AIR
    return (end, used) if end == page or used > 0 else (end - 1, pages[end - 1].used)


def _top(page: PageText, title: str) -> float:
    """How far down a section begins, as a share of the text block: 0 where nothing stands above it."""
    if title not in page.reach:
        return 0.0
    top = (page.reach[title][0] - page.block[0]) / page.block[1]
    return 0.0 if top < OPENS else top - LEAD


def _drawn_up(sections: Sequence[FlowSection], pages: Sequence[PageText]) -> Manners:
    """What spares a nearly empty last page, as far as that can be mended.

    The last section moves up, or its rows stand closer; then, one by one, those of the sections under which it runs on.
    """
    last = pages[-1]
    if len(pages) == 1 or last.used >= NEARLY_EMPTY or titles_of(sections) & {*last.anchors}:
        return {}
    begun = [at for at, section in enumerate(sections) if FOLLOW not in section.words]
    for number, manner in _places(sections):
        at = next((index for index, page in enumerate(pages) if sections[number].title in page.anchors), 0)
        if begun and number == begun[-1] and at and _has_room(pages[at - 1 :]):
            return {number: manner}
    for number in reversed(range(len(sections))):
        words = sections[number].words
        if {WIDE, AIRY} & {*words}:
            break
        if COMPACT not in words:
            return {number: f"{sections[number].manner} {COMPACT}"}
        if FOLLOW not in words:
            break
        torn = _torn(sections[-1].title, titles_of(sections), pages) if number == len(sections) - 2 else None
        if torn and torn.goes_on and torn.is_better_apart(DIVIDER):  # closer rows of both did not do
            return {len(sections) - 1: _apart(sections[-1].words)}
    return {}


def _apart(words: Sequence[str], how: str = KEPT) -> str:
    """The manner of a section that keeps a page of its own, though it might run on."""
    return " ".join([*(word for word in words if word not in {FOLLOW, WHOLE, COMPACT}), how])


def _raised(sections: Sequence[FlowSection], pages: Sequence[PageText]) -> Manners:
    """Sections alone on a page that they hardly use, where what follows has been let run on and yet begins a page."""
    titles, found = titles_of(sections), Manners()
    for at in range(1, len(sections) - 1):
        before, section, after = sections[at - 1 : at + 2]
        page = next((number for number, one in enumerate(pages) if section.title and section.title in one.anchors), 0)
        if not page or page + 1 >= len(pages) or titles & {*pages[page].anchors} != {section.title}:
            continue
        own = FOLLOW in section.words or PAGE not in section.words or APART & {*section.words, *before.words}
        stays = FOLLOW in after.words and after.title in pages[page + 1].anchors
        if not own and stays and _is_remainder(pages[page], pages[page - 1]) and _has_room(pages[page - 1 : page + 1]):
            found[at] = f"{section.manner} {FOLLOW}"
    return found


def _together(sections: Sequence[FlowSection], pages: Sequence[PageText]) -> Manners:
    """Sections that leave little for a last page on a page of their own, or with more air."""
    titles, found = titles_of(sections), Manners()
    for at, section in enumerate(sections):
        manner = section.words
        torn = _torn(section.title, titles, pages) if section.title and PAGE in manner else None
        if torn is None:
            continue
        is_first = at > 0 and PART in sections[at - 1].words
        if _holds_closer(section, titles, pages):
            found[at] = " ".join([*manner, COMPACT])
        elif not torn.goes_on or not {FOLLOW, STATEMENT, WIDE} & {*manner}:
            continue
        elif FOLLOW in manner and torn.is_better_apart(DIVIDER if is_first else HALF):
            if torn.height < NEARLY_EMPTY and COMPACT not in manner:  # a page of its own would be nearly empty
                found |= {number: f"{sections[number].manner} {COMPACT}" for number in _closed_up(sections, at)}
                continue
            found[at] = _apart(manner, ALONE_ON_PAGE if is_first else KEPT)
        elif torn.left < NEARLY_EMPTY and not torn.is_last and AIRIER not in manner:
            more = AIRIER if AIRY in manner else AIRY
            found[at] = " ".join([*(word for word in manner if word != COMPACT), more])
    return found


def _holds_closer(section: FlowSection, titles: set[str], pages: Sequence[PageText]) -> bool:
    """Whether a section that may stand closer holds on its pages then what little it leaves for a last one."""
    torn = _torn(section.title, titles, pages) if section.title and COMPACT not in section.words else None
    return torn is not None and torn.wanted <= TIGHTER and torn.left < NEARLY_EMPTY and not torn.is_last


def _closed_up(sections: Sequence[FlowSection], at: int) -> Iterator[int]:
    """A section and the one above it, as far as its rows can stand closer."""
    yield at
    if not {COMPACT, STATEMENT, *APART} & {*sections[at - 1].words}:
        yield at - 1


@dataclass(frozen=True)
class TornSection:
    """A section that begins on one page and ends on another, on which nothing follows it.

    Attributes:
        above: share of the sheet that stands above it on its first page.
        left: share of the text block that it uses of the last.
        height: its own, as a share of the text block; 1 where it is not known.
        wanted: what of that the others have no room for: what stays in one piece may leave some of them free.
        is_last: whether the document ends with it; is_long: whether it goes on over more pages than two.
        goes_on: whether no other section begins below it on its first page.
    """

    above: float
    left: float
    height: float
    wanted: float
    is_last: bool
    is_long: bool
    goes_on: bool

    def is_better_apart(self, least: float) -> bool:
        """Whether a page less holds it and the page before stays used; `least` where next to nothing is left."""
        enough = ENOUGH if self.left >= NEARLY_EMPTY else least
        fits = self.left <= self.above  # what it leaves behind makes room for what goes on
        return fits and self.above >= enough and self.left < (ENOUGH if self.is_last else NEARLY_EMPTY)


def _torn(title: str, titles: set[str], pages: Sequence[PageText]) -> TornSection | None:
    at = next((number for number, page in enumerate(pages) if title in page.reach), len(pages))
    after = next((number for number in range(at + 1, len(pages)) if titles & {*pages[number].anchors}), len(pages))
    if after - at < 2 or len({page.size for page in pages[at:after]}) > 1:  # noqa: PLR2004 - it ends where it begins
        return None
    left, tops = pages[after - 1].used, {one: span[0] for one, span in pages[at].reach.items() if one in titles}
    wanted = left - sum(max(0.0, 1 - page.used) for page in pages[at : after - 1])
    is_last, is_long, goes_on = after == len(pages), after - at > 2, tops[title] == max(tops.values())  # noqa: PLR2004
    top, height = pages[at].block
    own = left + 1 - (tops[title] - top) / height if height and not is_long else 1.0
    return TornSection(tops[title] / pages[at].size[1], left, own, wanted, is_last, is_long, goes_on)


def _has_room(pages: Sequence[PageText]) -> bool:
    """Whether the first of some pages, all of one size, has room for what is on the last."""
    return 1 - pages[0].used > pages[-1].used + AIR and len({page.size for page in pages}) == 1


def _is_remainder(page: PageText, after: PageText) -> bool:
    return page.used < NEARLY_EMPTY and page.size == after.size


def _are_halves(page: PageText, after: PageText) -> bool:
    """Whether two pages, of which one is less than half used, make one."""
    return min(page.used, after.used) < LESS_THAN_HALF and _has_room((page, after))


def _places(sections: Sequence[FlowSection]) -> Iterator[tuple[int, str]]:
    """The number of each section that may run on under the one before it, and how it stands then.

    One that runs on already, but only as a whole, may be parted instead.
    """
    for at, (before, section) in enumerate(pairwise(sections), start=1):
        manner, earlier = section.words, before.words
        is_apart = APART & {*manner} != {WIDE} & {*earlier}  # two wide ones share their paper
        is_kept = is_apart or section.opens_volume or KEPT in manner
        if not section.title or PAGE not in manner or PAGE not in earlier or is_kept:
            continue
        if FOLLOW not in manner or (WHOLE in manner and STATEMENT not in manner):
            runs_on = [word for word in manner if word not in {FOLLOW, WHOLE}]
            yield at, " ".join([*runs_on, FOLLOW, *([WHOLE] if STATEMENT in manner else [])])
