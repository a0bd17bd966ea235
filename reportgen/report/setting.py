"""How words are set: filters that print one text in the report's language mode."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from jinja2 import pass_context
from markupsafe import Markup, escape

from reportgen.model.definition import TAGS, Text
from reportgen.model.printing import Composed, PrintedNumber
from reportgen.report.typography.spacing import BORDER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from jinja2.runtime import Context

    from reportgen.model.definition import Language, LanguageMode

HAN: Final = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef"
HAN_RUN: Final = re.compile(f"[{HAN}]+(?:[^<>{HAN}]{{0,3}}[{HAN}]+)*")  # runs a few other characters apart are one
RAISED: Final = re.compile("[\u2460-\u2473\u3251-\u325f\u32b1-\u32bf]|\\[[0-9]+\\]")  # circled numbers, then [51]
UNIT: Final = re.compile(
    r"(?<=[0-9$\u00a5]) (?=(?:points?|days|times|pp|m|thousand|million|years?|months?|periods)\b)|(?<=,) (?=%)"
)
"""The space between a number and what it counts, or a name and its sign of percent."""
YEAR: Final = re.compile("(?<=^[0-9]{4})\u5e74$")
"""What makes Chinese of a year, which English says by its digits."""
DECIMALS: Final = re.compile(r"\.([0-9]+)")
SIGN: Final = "[+\u2212\u00b1]?"
DATED: Final = (
    f"{SIGN}[0-9][0-9,.]*%?[\u2013\u2014]\u2212?[0-9][0-9,.]*[%\u5e74]?|{SIGN}[0-9][0-9,.]* ?[%\u5e74\u6708\u65e5]"
)
"""A range, or a number with its sign of percent, or its day, month or year."""
COUNTS: Final = (
    "[\u9879\u9805\u5f20\u5f35\u5206\u5bb6\u4f4d\u5929\u500d\u4e2a\u500b\u6b21\u4eba\u540d\u671f]"
    "|[\u7f8e\u6e2f\u6fb3\u6b27\u6b50\u52a0\u65e5]?\u5143"
    "|[\u4ebf\u5104\u4e07\u842c](?:[\u2e80-\u9fff]{0,4}?\u5143)?"
)
COUNTED: Final = f"\u5931?{SIGN}[0-9][0-9,.]* ?(?:{COUNTS})"
"""A number with the word that counts (items, points, money), behind it or before it: points with "lost".

Lines on a grid of characters may end between the two.
"""
UNIT_OF: Final = "[\u5355\u55ae]\u4f4d\uff1a[\u2e80-\u9fff]{1,6}"
"""The unit of a statement, behind the word that announces it."""
ASKED: Final = "\u3002\u2020"
"""The mark of figures in question behind a Chinese sentence: at the head of a line it would be of the next one."""
KEPT: Final = re.compile(f"({DATED}|{UNIT_OF}|{ASKED})|{COUNTED}")
PRINTED_MM: Final = 1.28
CODE_MM: Final = 1.47
"""Width of a character in the passport's columns of printed and of unrounded numbers, in their faces at 7.2 pt."""
LETTER_MM: Final = 1.5
"""Width of a letter there, as of those of “thousand”: digits come with narrow marks between them."""
BESIDE_MM: Final = 2.6
"""Air of a cell."""
LEAST_PLACE_MM: Final = 40.0
BLANK: Final = re.compile("\uff3f+")
RULED: Final = re.compile("_{4,}")
"""What is left to be filled in by hand, in Chinese and in English."""
HEADING: Final = re.compile("(</?h)([1-6])(?=>)")
RANGE: Final = re.compile("[0-9][0-9,.]*\u2013[0-9][0-9,.]*[0-9]")
"""A range of numbers, which no line of a title breaks."""
ON_A_LINE: Final = 56
"""Characters of an English title that fit on a line."""
HAN_ON_A_LINE: Final = 64
"""The same of a Chinese title, a character of Han counted as two and marks that are squeezed as well."""
SURELY_ON_A_LINE: Final = 56
"""The same without any mark squeezed: 28 of Han."""
MOST_LINES: Final = 2
CLAUSE: Final = re.compile("(?<=;) ")
COMMA: Final = re.compile("(?<=,) ")
PHRASE: Final = re.compile("[^\uff0c\uff1b\uff1a\u3002]+[\uff0c\uff1b\uff1a\u3002]?")  # up to a Chinese comma or stop
STATEMENT: Final = re.compile("[^\uff1b\u3002]+[\uff1b\u3002]?")  # up to a Chinese semicolon or stop


@dataclass(frozen=True)
class ModeFilters:
    """The filters of one language mode."""

    mode: LanguageMode
    tags: Mapping[Language, str] = field(default_factory=lambda: TAGS)

    @property
    def language(self) -> Language:
        """The leading language."""
        return "en" if self.mode == "en" else "zh"

    @staticmethod
    def bound(words: str) -> Markup:
        """Markup whose numbers stay on the line of their units."""
        return Markup(UNIT.sub("\u00a0", words))  # noqa: S704 - markup already

    @staticmethod
    def pad(figure: str, like: str) -> str:
        """The class of a cell that makes up for the decimals which a figure has less than another one of its column."""
        missing = _decimals(like) - _decimals(figure)
        return f"pad-{missing}" if missing > 0 else ""

    @staticmethod
    def fitted(widths: Sequence[float], rows: Sequence[Any]) -> list[float]:
        """Widths of a passport's columns, in millimetres: those of numbers as wide as the longest needs.

        What they gain the places lose, whose words go on to another line, then the names.
        """
        name, printed, place, unrounded = widths
        wide = max([printed, *(_printed_mm(row.printed) + BESIDE_MM for row in rows)])
        code = max([unrounded, *(len(row.unrounded) * CODE_MM + BESIDE_MM for row in rows)])
        missing = wide + code - printed - unrounded
        shared = min(missing, place - LEAST_PLACE_MM)
        return [round(one, 1) for one in (name - (missing - shared), wide, place - shared, code)]

    def attribute(self, text: Text | str) -> Markup:
        """For attributes, which hold no tags: the leading language alone."""
        return escape(text if isinstance(text, str) else text.in_language(self.language))

    def plain(self, text: Text | str) -> Markup:
        """The leading language; Chinese that stays in an English report (file names) is marked as such."""
        return self._marked(UNIT.sub("\u00a0", str(self.attribute(text))))

    def figure(self, text: str) -> Markup:
        """A number of a table; the mark of its reason stands raised beside a dash."""
        return Markup(RAISED.sub(r'<span class="sup">\g<0></span>', str(escape(text))))  # noqa: S704 - escaped

    def united(self, text: Text | str) -> Markup:
        """Running text whose numbers stay with the Chinese word that counts them."""
        words = UNIT.sub("\u00a0", str(self.attribute(text)))
        return self._marked(KEPT.sub(lambda found: _kept(found, "" if found[1] else " counted"), words))

    def spoken(self, text: Text | str) -> Markup:
        """Like `stacked`, for sentences: Chinese numbers stay with the word that counts them, English ranges whole."""
        if self.mode != "zh-en" or isinstance(text, str) or text.zh == text.en:
            return _ranged(self.plain(text)) if self.mode == "en" else self.united(text)
        return self.united(text.zh) + _ranged(self._english(text))

    def stacked(self, text: Text | str) -> Markup:
        """In zh-en the English under the Chinese."""
        return self._both(text, "")

    def broken(self, text: Text | str) -> Markup:
        """The same with a line break, where more follows the English."""
        return self._both(text, Markup("<br>"))

    def pointed(self, text: Text | str, reference: str = "") -> Markup:
        """The same with a reference behind it, the English of an English report broken between its clauses."""
        behind = Markup("\u00a0{}").format(reference) if reference else Markup()
        if self.mode != "en" or isinstance(text, str):
            return self.broken(text) + behind
        *clauses, last = (self.plain(clause) for clause in COMMA.split(text.en))
        parts = (*clauses, last + behind)
        return Markup(" ").join(map(_unbroken, parts))

    def inline(self, text: Text | str) -> Markup:
        """In zh-en Chinese, a space, English on one line."""
        found = self._both(text, " ")
        return Markup('<span class="inline">{}</span>').format(found) if 'class="en"' in found else found

    def parted(self, text: Text, parts: Sequence[str]) -> Markup:
        """The same as `stacked`, the Chinese in parts of which none is broken inside."""
        if self.mode == "en":
            return self.plain(text)
        chinese = Markup().join(Markup('<span class="kept">{}</span>').format(part) for part in parts)
        return chinese + (self._english(text) if self.mode == "zh-en" and text.zh != text.en else "")

    def headline(self, text: Text | str) -> Markup:
        """A title, its Chinese broken between statements or phrases, its English between clauses."""
        if isinstance(text, str):
            return self.plain(text)
        if self.mode == "en":
            clauses = CLAUSE.split(text.en)
            if max(map(len, clauses)) > ON_A_LINE:  # a clause of two lines would leave the one before it a line alone
                return _ranged(_fitted(self.plain(text), lines=len(text.en) / ON_A_LINE))
            spans = [_unbroken(self.plain(clause)) for clause in clauses]
            return _ranged(_fitted(Markup(" ").join(spans), lines=_lines(map(len, clauses), ON_A_LINE)))
        chinese = _of_statements(text.zh)
        return _ranged(chinese + (self._english(text) if self.mode == "zh-en" else ""))

    @staticmethod
    def deeper(html: str, levels: int) -> str:
        """Safe HTML with its headings some levels further down, 6 at the deepest."""
        return HEADING.sub(lambda tag: f"{tag[1]}{min(int(tag[2]) + levels, 6)}", html)

    def _both(self, text: Text | str, between: str | Markup) -> Markup:
        if self.mode != "zh-en" or isinstance(text, str) or YEAR.sub("", text.zh) == text.en:
            return self.plain(text)
        return escape(text.zh) + between + self._english(text)

    def _marked(self, words: str) -> Markup:
        """Escaped words as they are; in an English report with the language of what is Chinese among them."""
        if self.mode == "en":
            marked = RULED.sub(
                r'<span class="ruled">\g<0></span>',
                HAN_RUN.sub(rf'<span lang="{self.tags["zh"]}">\g<0></span>', words),
            )
        else:
            marked = BLANK.sub(r'<span class="blank">\g<0></span>', words)
        return Markup(marked)  # noqa: S704 - escaped by the caller

    def _english(self, text: Text) -> Markup:
        return Markup('<span class="en" lang="{}">{}</span>').format(self.tags["en"], UNIT.sub("\u00a0", text.en))


def _characters(text: str) -> int:
    """Characters of a line; one of Han is as wide as two."""
    return sum(2 if HAN_RUN.fullmatch(one) else 1 for one in text)


def _printed_mm(text: str) -> float:
    """Width of a printed number with its unit."""
    letters = sum(one.isascii() and one.isalpha() for one in text)
    return letters * LETTER_MM + (_characters(text) - letters) * PRINTED_MM


def _decimals(figure: str) -> int:
    match = DECIMALS.search(figure)
    return len(match[1]) if match else 0


PRINTING: Final = ("plain", "figure", "united", "spoken", "stacked", "broken", "pointed", "inline", "headline")
"""Filters that print words or numbers on a page."""
OTHERS: Final = ("attribute", "bound", "pad", "parted", "deeper", "fitted")


def filters(mode: LanguageMode, tags: Mapping[Language, str] = TAGS) -> dict[str, Callable[..., Markup]]:
    """The filters of a mode by the name that templates use; what they print is noted in the report's ledger.

    ``noted`` takes note alone, of what stands in HTML that the view has made.
    """
    setting = ModeFilters(mode, tags)
    noted = {name: _noted(getattr(setting, name)) for name in PRINTING}
    noted["noted"] = _noted(lambda text: Markup())  # noqa: ARG005 - printed elsewhere
    return noted | {name: getattr(setting, name) for name in OTHERS}


@pass_context
def bare(context: Context, value: Any) -> Any:
    """What a template prints without a filter, its figures noted all the same."""
    if isinstance(value, (PrintedNumber, Composed)) and "report" in context:
        _note(context, value)
    return value


def _note(context: Context, fact: Text | str) -> None:
    section = context.get("section")
    context["report"].ledger.print(section.id if section else "", fact)


def _of_statements(title: str) -> Markup:
    """A Chinese title, in which a statement that fits on a line stands on one, where two lines hold all."""
    statements = STATEMENT.findall(title)
    widths = [_characters(one) for one in statements]
    if len(statements) > 1 and max(widths) <= SURELY_ON_A_LINE and _lines(widths, SURELY_ON_A_LINE) <= MOST_LINES:
        return Markup().join(_unbroken(_of_phrases(one)) for one in statements)
    phrases = map(_characters, PHRASE.findall(title))
    return _fitted(_of_phrases(title), lines=_lines(phrases, HAN_ON_A_LINE))


def _of_phrases(words: str) -> Markup:
    return Markup().join(map(_unbroken, PHRASE.findall(words)))


def _unbroken(words: str) -> Markup:
    return Markup('<span class="phrase">{}</span>').format(words)


def _lines(widths: Iterable[int], room: int) -> int:
    """How many lines pieces of a title take that are kept whole; one piece as wide as several lines takes as many."""
    count, taken = 0, room
    for width in widths:
        if taken + width > room:
            count, taken = count + -(-width // room), width % room if width > room else width
        else:
            taken += width
    return count


def _fitted(words: Markup, *, lines: float) -> Markup:
    """The words of a title, smaller where they would take more than two lines."""
    return words if lines <= MOST_LINES else Markup('<span class="long">{}</span>').format(words)


def _ranged(words: Markup) -> Markup:
    return Markup(RANGE.sub(_kept, str(words)))  # noqa: S704 - escaped by the caller


def _kept(found: re.Match[str], more: str = "") -> str:
    """What no line breaks; where its words go on, air as within a text, which boxes of their own would lack."""
    words, (start, end) = found.string, found.span()
    borders = {"air-before": words[max(start - 1, 0) : start + 1], "air-behind": words[end - 1 : end + 1]}
    aired = "".join(f" {name}" for name, pair in borders.items() if BORDER.match(pair))
    return f'<span class="kept{more}{aired}">{found[0]}</span>'


def _noted(print_text: Callable[..., Markup]) -> Callable[..., Markup]:
    @pass_context
    def printed(context: Context, text: Text | str, *behind: str) -> Markup:
        if "report" in context:
            _note(context, text)
        return print_text(text, *behind)

    return printed
