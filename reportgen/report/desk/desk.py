"""The desk at which a report is written: its voice, its pictures, the numbers it has printed."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from reportgen.analysis.trace import Read
from reportgen.report.desk.captions import FIGURE, TABLE, Caption, Captions
from reportgen.report.passport import Entry, Ledger

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from reportgen.model.definition import Language, LanguageMode, Text
    from reportgen.model.printing import Figure
    from reportgen.report.charts import Chart
    from reportgen.report.speech import Speech


@dataclass(frozen=True)
class Picture:
    """A chart on the page: where its file is, what it says, how wide it stands, and the figures of its labels."""

    source: str
    alt: str
    width_mm: float
    figures: tuple[Figure, ...] = ()


@dataclass(frozen=True)
class Gap:
    """A section that has nothing to show: its title, what is missing and what to supply."""

    title: Text
    lacking: tuple[Text, ...]


@dataclass(frozen=True, eq=False, kw_only=True)
class Desk:
    """What views share while they write.

    Attributes:
        ledger: the printed numbers; images: drawings by file name; captions: of tables and figures; gaps: sections with
            nothing to show, where the report names them in one place; said: what the sections so far have to print. All
            are filled while the sections are written.
        anchors: ids of sections that will be there to refer to.
        member: of a report about several hospitals, the one that is written about: names of its numbers and drawings
            begin with it, so that hospitals can share a ledger and a folder of drawings.
    """

    say: Speech
    mode: LanguageMode
    ledger: Ledger = field(default_factory=Ledger)
    images: dict[str, bytes] = field(default_factory=dict)
    captions: Captions = field(default_factory=Captions)
    gaps: list[Gap] = field(default_factory=list)
    said: list[object] = field(default_factory=list)
    anchors: frozenset[str] = frozenset()
    member: str = ""

    def follow(self) -> AbstractContextManager[Read]:
        """Takes note of the sheets and analyses that are asked for; here there are none to follow."""
        return nullcontext(Read())

    @property
    def language(self) -> Language:
        """The leading language: that of charts, alternative texts and metadata."""
        return "en" if self.mode == "en" else "zh"

    def anchor(self, *wanted: str) -> str | None:
        """The first of these sections that this report has, or None."""
        return next((name for name in wanted if name in self.anchors), None)

    def enter(self, entry: Entry) -> str:
        """Print a number and enter it in the passport."""
        return self.ledger.enter(replace(entry, key=self._own(entry.key)))

    def text(self, key: str, **facts: Text | str | int) -> str:
        """Words in the leading language, for charts and alternative texts."""
        return self.say(key, **facts).in_language(self.language)

    def labelled(self, words: Text) -> str:
        """Words in a drawing: on a page in two languages in both, the second behind the first."""
        return f"{words.zh} {words.en}" if self.mode == "zh-en" else words.in_language(self.language)

    def behind(self, words: Text) -> str:
        """What stands small behind words of a drawing on a page in two languages: the same in the other; else ""."""
        return words.en if self.mode == "zh-en" else ""

    def picture(self, name: str, chart: Chart) -> Picture:
        """Keep the drawing and refer to it; a copy in another language has drawings of its own."""
        source = f"charts/{self._own(name)}.svg"
        if self.images.get(source, chart.svg) != chart.svg:
            source = f"charts/{self._own(name)}.{self.language}.svg"
        self.images[source] = chart.svg
        return Picture(source, chart.alt, chart.width_mm, chart.figures)

    def table(self, section: str, words: Text) -> Caption:
        """Announce a table of a section."""
        return self.captions.add(TABLE, self._own(section), words)

    def figure(self, section: str, words: Text, listed: Text | None = None) -> Caption:
        """Announce a figure of a section; `listed` are its words in the list of figures, where they are others."""
        return self.captions.add(FIGURE, self._own(section), words, listed)

    def mark(self, name: str, svg: bytes) -> str:
        """Keep a small drawing of a table row and refer to it."""
        source = f"marks/{self._own(name)}.svg"
        self.images[source] = svg
        return source

    def _own(self, name: str) -> str:
        return f"{self.member}.{name}" if self.member else name
