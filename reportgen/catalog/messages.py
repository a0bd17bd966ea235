"""The words of findings: severity, message and fix by rule, in both languages, with the facts filled in.

The words of pages, tables and terminals: text in both languages by dotted key.

What a scheme calls its grades.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from string import Formatter
from typing import Any, Final, get_args
from unicodedata import east_asian_width

from reportgen.catalog.calendar_words import as_in_data, in_full
from reportgen.model.definition import Definition, Language, Text, Wording
from reportgen.model.finding import Fact, Finding, Money, Severity
from reportgen.model.place import Place
from reportgen.model.printing import half_up
from reportgen.model.schemes import Grade, Scheme


@dataclass(frozen=True, eq=False)
class Words(Mapping[str, Text]):
    """Text by dotted key, such as ``grade.excellent``.

    Attributes:
        claims: what must be so of the case where the text of a key is printed; a name below ``truth``, or not that.
    """

    by_key: Mapping[str, Text]
    claims: Mapping[str, str] = field(default_factory=dict)

    def __getitem__(self, key: str) -> Text:
        """The text of a key.

        Raises:
            KeyError: if there is no such text.
        """
        return self.by_key[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self.by_key)

    def __len__(self) -> int:
        return len(self.by_key)

    def under(self, prefix: str) -> dict[str, Text]:
        """All texts below a key, by the rest of their key, in the order of the file."""
        return dict(self._families.get(prefix, {}))

    @cached_property
    def _families(self) -> Mapping[str, Mapping[str, Text]]:
        """The texts below each key; a report asks for some family thousands of times."""
        found: defaultdict[str, dict[str, Text]] = defaultdict(dict)
        for key, text in self.by_key.items():
            for dot in (at for at, character in enumerate(key) if character == "."):
                found[key[:dot]][key[dot + 1 :]] = text
        return dict(found)


def as_said(words: Mapping[str, Wording]) -> Words:
    """Words as they are said, and what those of them assert of a case."""
    texts = {key: Text.model_construct(zh=one.zh, en=one.en) for key, one in words.items()}
    return Words(texts, {key: one.holds for key, one in words.items() if one.is_claim})


HOLDS: Final = "holds"


def flat(content: Any, prefix: str = "", holds: object = None) -> Iterator[tuple[str, Any]]:
    """Nested words as (dotted key, what should be a text).

    A mapping is a text as soon as it has a language; anything else that holds no mappings is left to the validation.
    What ``holds`` of a family holds of each text below it that does not say so itself.
    """
    if not isinstance(content, dict) or not content or content.keys() & {"zh", "en"}:
        yield prefix, {HOLDS: holds, **content} if isinstance(content, dict) and content and holds else content
        return
    holds = content.get(HOLDS, holds) if isinstance(content.get(HOLDS), str) else holds
    for key, value in content.items():
        if key != HOLDS or not isinstance(value, str):
            yield from flat(value, f"{prefix}.{key}" if prefix else key, holds)


MINUS: Final = "\N{MINUS SIGN}"
WORD: Final = "@"
PERIODS: Final = frozenset({"period", "periods", "last"})
"""Facts that are periods, as data name them."""
MISSING: Final[tuple[Fact, ...]] = (None, (), "")
NOTHING: Final = "\N{EM DASH}"
CLAUSE: Final = re.compile(r"\[\[(.*?)\]\]")
"""What is said only where its facts are known."""
DECIMALS: Final = 2
MOST_DECIMALS: Final = 4
HUNDRED: Final = 100.0
OURS: Final = "L00"
"""The message around one about a fault of the program's own pages."""
INEXACT: Final = 1e15
"""From here on a double has no digit after the point."""
OPENING, CLOSING = "\N{LEFT DOUBLE QUOTATION MARK}", "\N{RIGHT DOUBLE QUOTATION MARK}"
WIDE: Final = frozenset({"W", "F"})
"""Widths of Chinese characters and their marks, as Unicode has them."""
JOINT: Final[Mapping[Language, str]] = {"zh": "\N{IDEOGRAPHIC COMMA}", "en": ", "}


class Message(Definition):
    """What is told when a rule finds something; `fix` is absent where there is nothing to do.

    Placeholders such as ``{total}`` name facts of the finding; nothing but a name stands in the braces. A clause in
    double square brackets, ``[[; the nearest is {nearest}]]``, is left out where a fact of it is missing.
    """

    severity: Severity
    message: Text
    fix: Text | None = None


@dataclass(frozen=True)
class Said:
    """A finding in one language."""

    severity: Severity
    message: str
    fix: str | None


@dataclass(frozen=True)
class SaidInBoth:
    """A finding in both languages."""

    severity: Severity
    message: Text
    fix: Text | None


@dataclass(frozen=True)
class Messages:
    """All messages by rule, and the words that their facts may ask for by key (``@value.text``)."""

    by_rule: Mapping[str, Message]
    words: Words = field(default_factory=lambda: Words({}))

    def severity(self, finding: Finding) -> Severity:
        """How much the finding weighs: its own word, or else its rule's; a warning at most where the fault is ours.

        Raises:
            KeyError: if the rule has no message.
        """
        weight = finding.severity or self.by_rule[finding.rule].severity
        return Severity.WARNING if finding.is_ours and weight is Severity.ERROR else weight

    def say(self, finding: Finding, language: Language, *, on_paper: bool = False) -> Said:
        """The finding in one language; on paper periods have their names, elsewhere they are as data write them.

        Raises:
            KeyError: if the rule has no message, or the message names a fact that the finding lacks.
        """
        message = self.by_rule[finding.rule]
        facts = {name: self._meant(name, fact, on_paper=on_paper) for name, fact in finding.facts.items()}
        told = _told(message.message, facts, language)
        if finding.is_ours:
            message, facts = self.by_rule[OURS], {"told": told}
            told = _told(message.message, facts, language)
        fix = _told(message.fix, facts, language) if message.fix else ""
        return Said(self.severity(finding), told, fix or None)

    def in_general(self, rule: str, language: Language) -> Said:
        """What the rule says of anything: … for each fact, clauses that may be left out in single brackets.

        Raises:
            KeyError: if the rule has no message.
        """
        message = self.by_rule[rule]
        fix = _open(in_general(message.fix.in_language(language))) if message.fix else None
        return Said(message.severity, _open(in_general(message.message.in_language(language))), fix)

    def alike(self, findings: Sequence[Finding], language: Language) -> str:
        """What findings of one rule all say: … for each fact in which they differ, no clause that one of them lacks.

        Raises:
            KeyError: if the rule has no message, or the message names a fact that a finding lacks.
        """
        said = [{name: self._meant(name, fact) for name, fact in one.facts.items()} for one in findings]
        shared = {name: fact for name, fact in said[0].items() if all(one.get(name) not in MISSING for one in said)}
        shown = _without_clauses(self.by_rule[findings[0].rule].message, shared, language)
        told = {name: {spoken(facts[name], language) for facts in said} for name in placeholders(shown)}
        return shown.format_map({name: ANY if len(texts) > 1 else next(iter(texts)) for name, texts in told.items()})

    def _meant(self, name: str, fact: Fact, *, on_paper: bool = False) -> Fact:
        if name in PERIODS and isinstance(fact, str | tuple) and fact:
            return in_a_row(map(in_full if on_paper else as_in_data, (fact,) if isinstance(fact, str) else fact))
        key = fact.removeprefix(WORD) if isinstance(fact, str) and fact.startswith(WORD) else None
        return self.words[key] if key in self.words and key is not None else fact

    def both(self, finding: Finding, *, on_paper: bool = False) -> SaidInBoth:
        """The finding in both languages; raises as `say` does."""
        zh, en = (self.say(finding, one, on_paper=on_paper) for one in get_args(Language))
        fix = Text(zh=zh.fix, en=en.fix) if zh.fix and en.fix else None
        return SaidInBoth(zh.severity, Text(zh=zh.message, en=en.message), fix)


def _told(words: Text, facts: Mapping[str, Fact], language: Language) -> str:
    """The words with the facts in them, without clauses of which a fact is not there; KeyError for any other."""
    text = _without_clauses(words, facts, language)
    return text.format_map({name: spoken(fact, language) for name, fact in facts.items()})


def _without_clauses(words: Text, facts: Mapping[str, Fact], language: Language) -> str:
    return CLAUSE.sub(
        lambda clause: "" if any(facts.get(name) in MISSING for name in placeholders(clause[1])) else clause[1],
        words.in_language(language),
    )


ANY: Final = "…"
"""Stands for a fact that differs from finding to finding."""


def _open(text: str) -> str:
    return re.sub(r"\{\w+\}", ANY, text)


def in_general(text: str) -> str:
    """A message as it stands in lists: what is said only where its facts are known in single brackets."""
    return text.replace("[[", "[").replace("]]", "]").replace("{{", "{").replace("}}", "}")


def placeholders(text: str) -> frozenset[str]:
    """Names of the facts that a message asks for.

    Raises:
        ValueError: if a brace is left open, or a pair of braces holds more than a name.
    """
    names = set()
    for _, name, form, conversion in Formatter().parse(text):
        if name is None:
            continue
        if not name.isidentifier() or form or conversion:
            raise ValueError(text)
        names.add(name)
    return frozenset(names)


def in_a_row(names: Iterable[Text]) -> Text:
    """Names one behind the other, in both languages."""
    words = tuple(names)
    return Text(zh=JOINT["zh"].join(one.zh for one in words), en=JOINT["en"].join(one.en for one in words))


def spoken(fact: Fact, language: Language) -> str:
    """A fact as words: numbers in groups of three, lists joined, text in the language."""
    match fact:
        case None:
            return NOTHING
        case Text():
            return fact.in_language(language)
        case tuple():
            return JOINT[language].join(_quoted(one) if language == "en" else one for one in fact) or NOTHING
        case int():
            return f"{fact:,}".replace("-", MINUS)
        case float():
            return _number(fact, DECIMALS if isinstance(fact, Money) else MOST_DECIMALS)
        case str() | Place():
            return str(fact)


def _quoted(name: str) -> str:
    """A name in an English list: one that begins or ends in Chinese in quotation marks, which a comma may follow."""
    return (
        f"{OPENING}{name}{CLOSING}" if {east_asian_width(end) for end in (name[:1], name[-1:]) if end} & WIDE else name
    )


def _number(value: float, most: int = MOST_DECIMALS) -> str:
    """Two decimals, up to four where the number has them: 1,234.50, 0.0333; past exact digits a power: 1e+308.

    With `most` no more than these, unless nothing would be left of the number; from a hundred on two at the most.
    """
    most = min(most, DECIMALS) if abs(value) >= HUNDRED else most
    if abs(value) >= INEXACT:
        return f"{value:.6g}".replace("-", MINUS)
    if value and not half_up(value, most):
        most = MOST_DECIMALS
    digits = -int(Decimal(f"{value:.15g}").as_tuple().exponent)
    return f"{half_up(value, min(max(digits, DECIMALS), most)):,}".replace("-", MINUS)


def grade_name(grade: Grade, scheme: Scheme, words: Mapping[str, Text]) -> Text:
    """The scheme's own name of a grade, or else the usual one."""
    return scheme.grade_names.get(grade) or words[f"grade.{grade}"]
