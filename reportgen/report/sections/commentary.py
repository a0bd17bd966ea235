"""The accountant's commentary: Markdown made safe, numbers quoted by name, headings fitted into the page's order.

What is written about the whole comes first, then what is written about each ability, under its name and score.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Final

import nh3
from markdown_it import MarkdownIt

from reportgen.errors import Refused
from reportgen.model import printing
from reportgen.model.brand import KEPT, QUOTE
from reportgen.model.definition import Text
from reportgen.model.finding import Finding
from reportgen.model.place import Place
from reportgen.report.desk.grades import outlook
from reportgen.report.desk.tables.figures import item_figures
from reportgen.report.speech import same

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.model.brand import Remarks
    from reportgen.model.definition import Language
    from reportgen.model.results import ScoredAbility, ScoredIndicator
    from reportgen.report.desk.context import HospitalContext

HIGHEST: Final = 2
"""The level of the highest heading: that under the page's title."""
DEEPEST: Final = 4
FEWEST: Final = 2
"""Indicators of which one may be called the lowest."""
TYPED_AIR: Final = re.compile(
    "(?<=[\u3400-\u9fff]) (?=[A-Za-z0-9+\u2212\u00b1\u00a5])|(?<=[A-Za-z0-9%]) (?=[\u3400-\u9fff])"
)
"""Spaces typed between Chinese and Latin: the pages make this air themselves."""
LANGUAGES: Final[tuple[Language, ...]] = ("zh", "en")


@dataclass(frozen=True)
class Passage:
    """The commentary in one language, as safe HTML, and the numbers that it quotes."""

    language: Language
    html: str
    quoted: tuple[Text, ...]


@dataclass(frozen=True)
class Commentary:
    """What the finance department says."""

    headline: Text
    passages: tuple[Passage, ...]

    @property
    def has_table(self) -> bool:
        """Whether a table was written: it may run over pages, so its section begins on one of its own."""
        return any("<table" in passage.html for passage in self.passages)


def commentary(context: HospitalContext) -> Commentary | None:
    """The passages of the report's languages, or None where nothing was written.

    Raises:
        Refused: B01 for every quote that names no number of this report, or is left open.
    """
    written = _filled(context.material.commentary)
    wanted = [language for language in LANGUAGES if language in context.mode.split("-") and written.get(language)]
    chosen = wanted or [language for language in LANGUAGES if written.get(language)]
    findings = [finding for language in chosen for text in written[language] for finding in _unresolved(context, text)]
    if findings:
        raise Refused(findings)
    passages = tuple(_passage(context, written[language], language) for language in chosen)
    return Commentary(_headline(context, chosen, written), passages) if passages else None


def _headline(
    context: HospitalContext, chosen: list[Language], written: Mapping[Language, tuple[Remarks, ...]]
) -> Text:
    """Of the indicators that the commentary quotes the one that costs the total most; without one the lowest score."""
    plain = context.say("commentary.headline")
    names = [{match["name"] for remarks in written[one] for match in QUOTE.finditer(remarks.text)} for one in chosen]
    common = set[str].intersection(*names) if names else set()
    quoted_ones = [i for i in context.evaluation.indicators if i.id in common and i.score is not None]
    if len(quoted_ones) < FEWEST or any(one.value is None for one in quoted_ones):
        return plain
    those = {one.id for one in quoted_ones}
    if (costs := outlook.costliest(context, those)) is not None:
        alone = len(outlook.as_costly_as(context, costs, those)) == 1
        return context.say("commentary.headline.costs", most=_with_value(context, costs)) if alone else plain
    lowest = min(quoted_ones, key=lambda one: (one.score or 0.0, one.id))
    scores = [printing.number(one.score or 0.0, 1) for one in quoted_ones]
    if scores.count(printing.number(lowest.score or 0.0, 1)) > 1:
        return plain
    return context.say("commentary.headline.lowest", lowest=_with_value(context, lowest))


def _with_value(context: HospitalContext, one: ScoredIndicator) -> Text:
    return context.valued(context.named(one.id), one.id, one.value or 0.0)


def _filled(written: Mapping[str, tuple[Remarks, ...]]) -> dict[Language, tuple[Remarks, ...]]:
    filled = {one: tuple(text for text in written.get(one, ()) if text.text.strip()) for one in LANGUAGES}
    return {language: texts for language, texts in filled.items() if texts}


def _passage(context: HospitalContext, texts: tuple[Remarks, ...], language: Language) -> Passage:
    abilities = context.evaluation.abilities
    of_an_ability = {ability.id for ability in abilities}
    found = [_block(context, [one for one in texts if one.about not in of_an_ability], language, HIGHEST)]
    for ability in abilities:
        own = [one for one in texts if one.about == ability.id]
        if own:
            found += [_heading(context, ability, language), _block(context, own, language, HIGHEST + 1)]
    numbers = tuple(number for one in found for number in one.quoted)
    return Passage(language, "".join(one.html for one in found), numbers)


def _heading(context: HospitalContext, ability: ScoredAbility, language: Language) -> Passage:
    """The name of an ability and its score: the head of what is written about it."""
    words, numbers = ability.name, tuple[Text, ...]()
    if ability.score is not None:
        score = context.score(ability.score)
        words, numbers = context.say("commentary.ability", name=words, score=score), (same(score),)
    return Passage(language, f"<h{HIGHEST}>{escape(words.in_language(language))}</h{HIGHEST}>\n", numbers)


def _block(context: HospitalContext, texts: list[Remarks], language: Language, highest: int) -> Passage:
    text = _joined(texts)
    numbers = (quoted(context, match["name"]) for match in QUOTE.finditer(text))
    html = _html(context, text, language, highest)
    return Passage(language, html, tuple(number for number in numbers if number is not None))


def quoted(context: HospitalContext, name: str) -> Text | None:
    """The number behind a quote: an indicator, an item, the score or the grade; None where there is none."""
    evaluation = context.evaluation
    if name == "score":
        return None if evaluation.score is None else same(context.score(evaluation.score))
    if name == "grade":
        return context.grade(evaluation.grade) if evaluation.grade else None
    if name in context.material.catalog.indicators:
        measured = context.material.values.at(name, context.material.entity, context.material.period)
        return context.spoken(name, measured.value) if measured.value is not None else None
    figures = item_figures(context.material, name)
    if figures is None or figures.now is None:
        return None
    return context.say.money(figures.now) if figures.item.unit == "money" else same(printing.number(figures.now, 0))


def _joined(written: list[Remarks]) -> str:
    return "\n\n".join(remarks.text.strip() for remarks in written) + "\n"


def _unresolved(context: HospitalContext, remarks: Remarks) -> list[Finding]:
    return [
        Finding("B01", Place(remarks.file, line=line, column=column), {"name": name})
        for line, column, name in remarks.unresolved(lambda name: quoted(context, name) is not None)
    ]


def _html(context: HospitalContext, text: str, language: Language, highest: int) -> str:
    def number(match: re.Match[str]) -> str:
        words = quoted(context, match["name"])
        assert words is not None
        return words.in_language(language)

    parser = MarkdownIt("commonmark").enable("table")
    tokens = parser.parse(TYPED_AIR.sub("", QUOTE.sub(number, text)))
    levels: list[int] = []
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{_level(int(token.tag[1]), levels, highest)}"
    return nh3.clean(parser.renderer.render(tokens, parser.options, {}), tags=set(KEPT), attributes={})


def _level(written: int, seen: list[int], highest: int) -> int:
    """The level that fits under the heading above: `highest` for the highest one written, and no step left out."""
    if written not in seen:
        seen.append(written)
    return min(sorted(seen).index(written) + highest, DEEPEST)
