"""How words are set: filters that print one text in the report's language mode."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from markupsafe import Markup, escape

from reportgen.model.definition import Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from reportgen.model.definition import LanguageMode

Filter = "Callable[[Text | str], Markup]"
HAN: Final = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f"
HAN_RUN: Final = re.compile(f"[{HAN}]+(?:[^<>{HAN}]{{0,3}}[{HAN}]+)*")
PHRASE: Final = re.compile("[^\uff0c\uff1b\uff1a\u3002]+[\uff0c\uff1b\uff1a\u3002]?")  # up to a Chinese comma or stop


def filters(mode: LanguageMode) -> dict[str, Callable[[Text | str], Markup]]:
    """The filters of a mode.

    - ``plain``: the leading language only;
    - ``stacked``: Chinese over English, in zh-en;
    - ``inline``: Chinese, a space, English, in zh-en;
    - ``title``: a headline, Chinese broken between phrases only;
    - ``foreign``: text of the data as it is, its Chinese marked as such in an English report.
    """

    def lead(text: Text | str) -> Markup:
        if isinstance(text, str):
            return foreign(text)
        return foreign(text.en) if mode == "en" else escape(text.zh)

    def foreign(text: Text | str) -> Markup:
        words = text if isinstance(text, str) else text.in_language("en" if mode == "en" else "zh")
        if mode != "en" or not HAN_RUN.search(words):
            return escape(words)
        return Markup(HAN_RUN.sub(r'<span lang="zh-CN">\g<0></span>', str(escape(words))))  # noqa: S704 - escaped

    def under(text: Text | str, between: str) -> Markup:
        if mode != "zh-en" or isinstance(text, str) or text.zh == text.en:
            return lead(text)
        english = Markup('<span class="en" lang="en">{}</span>').format(text.en)
        return escape(text.zh) + between + english

    def stacked(text: Text | str) -> Markup:
        return under(text, "")

    def inline(text: Text | str) -> Markup:
        found = under(text, " ")
        return Markup('<span class="inline">{}</span>').format(found) if "class=" in found else found

    def title(text: Text | str) -> Markup:
        if mode == "en" or isinstance(text, str):
            return lead(text)
        chinese = Markup().join(Markup('<span class="phrase">{}</span>').format(part) for part in PHRASE.findall(text.zh))
        if mode == "zh":
            return chinese
        return chinese + Markup('<span class="en" lang="en">{}</span>').format(text.en)

    def title_text(text: Text | str) -> Markup:
        """For attributes, which hold no tags."""
        return escape(text if isinstance(text, str) else text.in_language("en" if mode == "en" else "zh"))

    return {"title_text": title_text, "plain": lead, "stacked": stacked, "inline": inline, "headline": title, "foreign": foreign}
