"""The languages of reports: what each is called, how it writes dates and lists, and in whose place its words stand.

Chinese and English have words of their own throughout. Any other language is a folder, of the program or of a case:
what it has no words for is made of the language in whose place it stands, by a conversion of characters and terms of
its own, or stays in that one. Names of files, sheets and persons stay as they were written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cache, reduce
from itertools import product
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

from pydantic import Field

from reportgen.catalog import load, strict_yaml
from reportgen.catalog.rewording import Speak, parts, said, texts_in
from reportgen.catalog.strict_yaml import Trail
from reportgen.errors import ExitCode, Refused
from reportgen.formula.functions import nearest
from reportgen.model.definition import LANGUAGE, TAGS, Definition, Language, LanguageMode, Languages, NonEmpty, Text
from reportgen.model.finding import Finding
from reportgen.model.place import NOWHERE, Place

if TYPE_CHECKING:
    from reportgen.catalog.catalog import Catalog
    from reportgen.model.definitions import Form

NAME, SETTINGS = load.LANGUAGES_FOLDER, load.SETTINGS
FOLDER: Final = Path(__file__).parent / NAME
HYPHEN: Final = "-"
DOT: Final = "."
WORDS: Final = "words"
MESSAGES: Final = "messages"
UNSAID: Final = frozenset({"aliases", "glossary", "places", "own_languages", "tags", "fonts", "respell", "said_of"})
"""Parts of the catalogue that hold no texts for readers."""
SIDES: Final = ("rows", "right_rows")
CHOICE: Final = "|"
BROKEN: Final = "!"
"""In place of a way to fill in a fact that no words may ask for."""
UNKNOWN: Final = "C88"
TAKEN: Final = "D14"
NO_LANGUAGE: Final = "D36"
PLACELESS: Final = "D37"
NO_WORDS: Final = "D38"
OTHER_FACTS: Final = "D39"
NO_LOCALE: Final = "D40"


Family = Annotated[str, Field(pattern="^[A-Za-z][A-Za-z0-9 -]*$")]
"""The name of a family of fonts."""


class LanguageDefinition(Definition):
    """One language of reports.

    Attributes:
        tag: by BCP 47, as pages and files are marked with it.
        locale: of dates and months, by its name in Unicode's CLDR.
        of: the language in whose place its words stand on pages; None for those two that have words of their own.
        conversion: the configuration of OpenCC that makes its words of those; "" where they stay as they are.
        terms: phrase → phrase, in what the conversion has made.
        fonts: role of a face on pages → the family that has its characters, where the usual one lacks some.
    """

    source: NonEmpty
    name: Text
    tag: Languages
    locale: NonEmpty
    of: Language | None = None
    conversion: Literal["", "s2t", "s2tw", "s2twp", "s2hk", "t2s", "tw2s", "tw2sp", "hk2s"] = ""
    terms: Mapping[str, str] = Field(default_factory=dict)
    fonts: Mapping[Literal["sans", "serif", "fang", "kai"], Family] = Field(default_factory=dict)

    @property
    def place(self) -> Language:
        """The place of its words in a text of two."""
        return self.of or ("en" if self.tag == TAGS["en"] else "zh")

    def converter(self) -> Callable[[str], str]:
        """What makes its words of those in whose place they stand."""
        convert = _opencc(self.conversion) if self.conversion else str
        if not self.terms:
            return convert
        pattern = re.compile("|".join(sorted(map(re.escape, self.terms), key=len, reverse=True)))
        return lambda words: pattern.sub(lambda found: self.terms[found[0]], convert(words))


@dataclass(frozen=True)
class OwnWords:
    """Words of a language, and where they are written."""

    said: str
    place: Place


@dataclass(frozen=True)
class KnownLanguage:
    """A language with the words that it has of its own, by the keys that lead to them in the catalogue."""

    id: str
    defined: LanguageDefinition
    words: Mapping[Trail, OwnWords] = field(default_factory=dict)

    def speak(self, catalog: Catalog) -> Speak:
        """What puts a text into this language, in the place that it has; a text that is one for both stays one."""
        convert, place = self.defined.converter(), self.defined.place
        other: Language = "en" if place == "zh" else "zh"
        by_text = {_text_at(catalog, trail): words.said for trail, words in self.words.items()}

        def instead(text: Text) -> Text:
            old = text.in_language(place)
            new = by_text.get(text) or convert(old)
            if new == old:
                return text
            is_one = text.in_language(other) == old
            return text.model_copy(update={place: new, other: new} if is_one else {place: new})

        return instead


@dataclass(frozen=True)
class Spoken:
    """What a report is to speak.

    Attributes:
        mode: which places its pages print.
        known: the language in each of them.
    """

    mode: LanguageMode
    known: tuple[KnownLanguage, ...]

    @property
    def tags(self) -> Mapping[Language, str]:
        """What marks the words in each place."""
        return {**TAGS, **{one.defined.place: one.defined.tag for one in self.known}}

    @property
    def fonts(self) -> Mapping[str, str]:
        """Families by the role of the face; the language of the first place has the last word."""
        return {role: family for one in reversed(self.known) for role, family in one.defined.fonts.items()}

    @property
    def locales(self) -> Mapping[str, str]:
        """How dates are written in each place."""
        return {one.defined.place: one.defined.locale for one in self.known}

    @property
    def others(self) -> tuple[KnownLanguage, ...]:
        """Those whose words are not those of the catalogue."""
        return tuple(one for one in self.known if one.defined.of is not None)

    def respell(self, place: Language) -> Callable[[str], str]:
        """What puts words that were written for this place into the characters of the language that stands there."""
        return next((one.defined.converter() for one in self.others if one.defined.place == place), str)

    def speak(self, catalog: Catalog) -> Speak | None:
        """What puts texts into these languages; None where all their words are those of the catalogue."""
        made = [one.speak(catalog) for one in self.others]
        return reduce(_after, made) if made else None


@cache
def shipped() -> Mapping[str, KnownLanguage]:
    """The languages that come with the program, by id."""
    known, found = _read(FOLDER, FOLDER, "")
    if found:
        raise ValueError([str(finding) for finding in found])
    return known


def own(case_folder: Path, catalog: Catalog) -> Mapping[str, KnownLanguage]:
    """Languages of a case, by id; their words are held against the catalogue.

    Raises:
        Refused: with all that is wrong with their files.
    """
    known, found = _read(case_folder / NAME, case_folder, f"{NAME}/")
    found += [*_taken(known), *(one for each in known.values() for one in _astray(each, catalog))]
    if found:
        raise Refused(found)
    return known


def spoken(asked: str, known: Mapping[str, KnownLanguage]) -> Spoken:
    """The languages that a name such as ``zh``, ``zh-en`` or ``zh-Hant-en`` asks for.

    Raises:
        Refused: C88, if there are none of that name.
    """
    found = modes(known).get(asked)
    if found is None:
        raise Refused([unspoken(asked, known)], ExitCode.USAGE)
    return found


def unspoken(asked: str, known: Mapping[str, KnownLanguage]) -> Finding:
    """C88: what reports are asked to speak, and what they do."""
    names = modes(known)
    return Finding(UNKNOWN, NOWHERE, {"said": asked, "names": tuple(names), "nearest": nearest(asked, names)})


def modes(known: Mapping[str, KnownLanguage]) -> Mapping[str, Spoken]:
    """All that a report can speak, by name: each language alone, and each pair of one for either place."""
    alone = {name: Spoken(one.defined.place, (one,)) for name, one in known.items()}
    pairs = {
        f"{first}{HYPHEN}{second}": Spoken("zh-en", (*alone[first].known, *alone[second].known))
        for first, second in product(alone, alone)
        if (alone[first].mode, alone[second].mode) == ("zh", "en")
    }
    return {**alone, **pairs}


def in_languages(catalog: Catalog, wanted: Spoken) -> Catalog:
    """The catalogue as it speaks in a report: the very same where its own words are wanted."""
    speak = wanted.speak(catalog)
    if speak is None:
        return catalog
    spoken_of = (one.name for one in fields(catalog) if one.name not in UNSAID)
    changed = {name: said(getattr(catalog, name), speak) for name in spoken_of}
    respell = wanted.respell("zh")
    changed |= {"forms": {code: _respelt(form, respell) for code, form in changed["forms"].items()}}
    terms = {respell(term): english for term, english in catalog.glossary.items()}
    return replace(
        catalog, **changed, glossary=terms, tags=wanted.tags, fonts=wanted.fonts, respell=respell, said_of=catalog
    )


def _respelt(form: Form, respell: Callable[[str], str]) -> Form:
    """An official form, whose rows are plain words."""
    sides = {
        side: tuple(row.model_copy(update={"label": respell(row.label)}) for row in getattr(form, side))
        for side in SIDES
    }
    return form.model_copy(update=sides)


def _read(folder: Path, root: Path, prefix: str) -> tuple[dict[str, KnownLanguage], list[Finding]]:
    """The languages below a folder by id, and what is wrong with their files."""
    known: dict[str, KnownLanguage] = {}
    found: list[Finding] = []
    for each in sorted(one for one in folder.glob("*") if one.is_dir() and not one.name.startswith(".")):
        settings, name, within = each / SETTINGS, each.name, f"{prefix}{each.name}/"
        if not (re.fullmatch(LANGUAGE, name) and settings.exists()):
            found.append(Finding(NO_LANGUAGE, Place(within), {"key": name}))
            continue
        try:
            defined, told = load.one(LanguageDefinition, load.text(settings, root), f"{within}{SETTINGS}")
        except ValueError as error:
            found.append(Finding(str(error), Place(f"{within}{SETTINGS}"), {"file": f"{within}{SETTINGS}"}))
            continue
        found += told
        if defined is not None:
            known[name] = KnownLanguage(name, defined, dict(_words(each, root, within, found)))
    return known, found


def _words(folder: Path, root: Path, prefix: str, found: list[Finding]) -> Iterator[tuple[Trail, OwnWords]]:
    """The words of a language by the keys that lead to them, the part of the catalogue first."""
    for path in sorted(folder.glob("*.yaml")):
        if path.name == SETTINGS:
            continue
        name = f"{prefix}{path.name}"
        try:
            document = strict_yaml.read(load.text(path, root), name)
        except ValueError as error:
            found.append(Finding(str(error), Place(name), {"file": name}))
            continue
        found += document.findings
        for trail, words in _leaves(document.content):
            steps = DOT.join(map(str, trail)).split(DOT)
            yield (path.stem, *steps), OwnWords(words, document.key_place(trail))


def _leaves(content: Any, trail: Trail = ()) -> Iterator[tuple[Trail, str]]:
    if isinstance(content, Mapping):
        for key, value in content.items():
            yield from _leaves(value, (*trail, key))
    elif content is not None:
        yield trail, str(content)


def _text_at(catalog: Catalog, trail: Trail) -> Text | None:
    """The text of the catalogue that keys lead to: a part, an id in it and what it says, or a dotted key of words."""
    part, *rest = (str(step) for step in trail)
    if part == WORDS:
        return catalog.words.get(DOT.join(rest))
    found: Any = catalog.messages.by_rule if part == MESSAGES else getattr(catalog, part, None)
    if part in UNSAID:
        return None
    for step in rest:
        found = {str(known): one for known, one in parts(found)}.get(step)
    return found if isinstance(found, Text) else None


def texts(catalog: Catalog) -> Iterator[tuple[str, str, Text]]:
    """Every text for readers: the part of the catalogue that it is in, the dotted key that leads to it, its words."""
    yield from ((WORDS, key, text) for key, text in catalog.words.items())
    for part in (one.name for one in fields(catalog) if one.name not in {*UNSAID, WORDS}):
        whole = catalog.messages.by_rule if part == MESSAGES else getattr(catalog, part)
        yield from ((part, DOT.join(map(str, trail)), text) for trail, text in texts_in(whole))


def _taken(known: Mapping[str, KnownLanguage]) -> Iterator[Finding]:
    """D14: a language that the program has already; D37: one in no other's place; D40: a locale that nobody knows."""
    for name, one in known.items():
        place = Place(f"{NAME}/{name}/{SETTINGS}")
        if name in shipped():
            yield Finding(TAKEN, place, {"key": name, "replaces": None})
        elif one.defined.of is None:
            yield Finding(PLACELESS, place, {"key": name})
        if not _is_known(one.defined.locale):
            yield Finding(NO_LOCALE, place, {"key": name, "value": one.defined.locale})


def _is_known(locale: str) -> bool:
    from babel import Locale, UnknownLocaleError

    try:
        Locale.parse(locale)
    except (ValueError, UnknownLocaleError):
        return False
    return True


def _astray(one: KnownLanguage, catalog: Catalog) -> Iterator[Finding]:
    """D38: words that stand for nothing; D39: words that ask for other facts than those that they stand for."""
    for trail, words in one.words.items():
        text = _text_at(catalog, trail)
        if text is None:
            yield Finding(NO_WORDS, words.place, {"key": DOT.join(map(str, trail))})
        elif not _asked(words.said) <= _asked(text.in_language(one.defined.place)):
            yield Finding(OTHER_FACTS, words.place, {"key": DOT.join(map(str, trail)), "text": words.said})


def _asked(words: str) -> frozenset[tuple[str, str]]:
    """What words ask to be filled in, and how; a choice between words for one and for many is no other way."""
    try:
        parts = [(name, form, turn) for _, name, form, turn in Formatter().parse(words) if name is not None]
    except ValueError:
        return frozenset({(words, BROKEN)})
    return frozenset((name, _way(form or "", turn)) for name, form, turn in parts)


def _way(form: str, turn: str | None) -> str:
    if turn or "{" in form:
        return BROKEN
    return "" if CHOICE in form else form


def _after(first: Speak, second: Speak) -> Speak:
    return lambda text: second(first(text))


@cache
def _opencc(configuration: str) -> Callable[[str], str]:
    """Loaded when it is asked for: most reports need none."""
    from opencc import OpenCC

    return cache(OpenCC(configuration).convert)
