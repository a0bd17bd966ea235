"""What stands around every screen: whose case it is, how fresh it is, the steps with what is to be done at each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.catalog import load_catalog
from reportgen.catalog.calendar_words import period_name
from reportgen.model.finding import Severity
from reportgen.preview.bench import Freshness
from reportgen.preview.wording import FileList, ToldFinding, Voice, one_by_one

if TYPE_CHECKING:
    from starlette.datastructures import URL

    from reportgen.preview.bench import ShownCase

PROGRAM: Final = "reportgen"
SCREENS: Final = ("overview", "sheet", "map", "page", "issue")
KEYS: Final = (
    ("screens", ("1 \N{EN DASH} 5",)),
    ("findings", ("n", "p")),
    ("move", ("\N{LEFTWARDS ARROW} \N{UPWARDS ARROW} \N{RIGHTWARDS ARROW} \N{DOWNWARDS ARROW}",)),
    ("enter", ("Enter", "Esc")),
    ("page", ("PageUp", "PageDown")),
    ("help", ("?",)),
)
"""What can be done by keys, and the names of the keys as they stand on them."""
ADDRESSES: Final = dict(zip(SCREENS, ("/", "/sheet", "/map", "/page/1", "/issue"), strict=True))


@dataclass(frozen=True)
class ScreenFrame:
    """What stands around every screen."""

    hospital: str
    about: str
    is_sample: bool
    freshness: str
    live: str
    steps: tuple[tuple[str, str, str, int], ...]
    other: str
    told: tuple[ToldFinding, ...]
    program: str = PROGRAM
    keys: tuple[tuple[str, tuple[str, ...]], ...] = KEYS


def frame_of(shown: ShownCase, voice: Voice, case: str, address: URL | None) -> ScreenFrame:
    """What stands around a screen; `address` is that of the screen, where it can be asked for again."""
    state = shown.state
    other = "zh" if voice.language == "en" else "en"
    switch = f"/?lang={other}"
    if address is not None:
        asked = address.include_query_params(lang=other)
        switch = f"{asked.path}?{asked.query}"
    if state is None:
        steps = tuple((name, ADDRESSES[name], voice(f"screen.{name}"), 0) for name in SCREENS)
        told: tuple[ToldFinding, ...] = ()
        if shown.freshness is Freshness.REFUSED:
            told = one_by_one(shown.told, load_catalog(), voice, FileList({}))
        return ScreenFrame(case, "", False, shown.freshness, _live(shown, voice), steps, switch, told)  # noqa: FBT003
    catalog, file = state.checked.catalog, state.checked.case.file
    errors = sum(catalog.messages.severity(one) is not Severity.NOTE for one in state.checked.findings)
    todo = {"sheet": errors, "map": len(state.names)}
    steps = tuple((name, ADDRESSES[name], voice(f"screen.{name}"), todo.get(name, 0)) for name in SCREENS)
    period = voice.said(period_name(state.material.period)) if state.material else ""
    kind = voice.said(catalog.reports[state.report].name) if state.report in catalog.reports else state.report
    about = f"{period} \N{MIDDLE DOT} {kind}" if period else kind
    subject, told = voice.said(state.checked.subject), one_by_one(shown.told, catalog, voice, FileList({}))
    live = _live(shown, voice)
    return ScreenFrame(subject, about, file.illustrative, shown.freshness, live, steps, switch, told)


def _live(shown: ShownCase, voice: Voice) -> str:
    """How fresh the screen is, in a few words."""
    state = shown.state
    if shown.freshness is not Freshness.FRESH or state is None:
        return voice(f"live.{shown.freshness}", log=shown.log)
    read = voice("live.fresh", n=len(state.checked.reading.files), seconds=f"{state.seconds:.1f}")
    printed = shown.printed
    if printed is None or printed.order.number != state.number:
        return f"{read} \N{MIDDLE DOT} {voice('live.printing')}" if state.material is not None else read
    if shown.changed_pages:
        listed = ", ".join(map(str, shown.changed_pages[:6])) + ("\N{HORIZONTAL ELLIPSIS}" if shown.changed_pages[6:]
                                                                 else "")  # fmt: skip
        return f"{read} \N{MIDDLE DOT} {voice('live.changed', pages=listed)}"
    return read
