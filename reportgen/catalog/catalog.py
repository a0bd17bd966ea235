"""All definitions together: the built-in ones, those of packs and those of a case."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from pathlib import Path

from reportgen import kept
from reportgen.catalog import builtin, languages, own, reports
from reportgen.catalog.builtin import Aliases, merged
from reportgen.catalog.expansion import expanded, rows_of
from reportgen.catalog.languages import KnownLanguage
from reportgen.catalog.messages import Messages, Words, as_said
from reportgen.model.blocks import Block, Pack, Structure
from reportgen.model.case_parts import Scenario
from reportgen.model.definition import TAGS, Language, Text
from reportgen.model.definitions import IN_FORCE, CheckRule, Form, Indicator, Item, items_on_forms
from reportgen.model.expression import Expression
from reportgen.model.manifest import RetentionTerm
from reportgen.model.place import NOWHERE, Place
from reportgen.model.registers import RegisterDefinition
from reportgen.model.reports import Audience, ReportKind, SectionType
from reportgen.model.schemes import Scheme
from reportgen.model.standards import StandardTable
from reportgen.model.warnings import WarningSet


@dataclass(frozen=True, eq=False)
class Catalog:
    """What the program knows: items, indicators, forms, rules, schemes and words, by id.

    Attributes:
        forms: by official code.
        packs: named sets of indicators.
        blocks: indicators that are printed together.
        registers: tables of operations beside the statements.
        warnings: named sets of warning lines.
        structures: wholes and parts of common-size tables.
        scenarios: what may be assumed to change.
        sections: what reports can be put together from.
        reports: kinds of reports.
        audiences: whom versions of reports are for, and what they leave out.
        retention: how long reports are kept, the first term that fits holding.
        standards: tables of standards that schemes refer to by family.
        glossary: Chinese term → English term.
        places: (folder, id, key) → where a pack or a case says it; nothing for the built-in definitions.
        own_languages: languages of the case, by id.
        tags: what marks the words of either place of a text, by BCP 47.
        said_of: the catalogue in whose words files are written, where this one speaks another language.
        fonts: families of the languages that are spoken, by the role of the face, where they need others than usual.
        respell: what puts plain Chinese words (of a form, of the hospital) into the characters that are spoken.
    """

    items: Mapping[str, Item]
    indicators: Mapping[str, Indicator]
    forms: Mapping[str, Form]
    checks: Mapping[str, CheckRule]
    schemes: Mapping[str, Scheme]
    aliases: Aliases
    glossary: Mapping[str, str]
    messages: Messages
    words: Words
    standards: Mapping[str, StandardTable] = field(default_factory=dict)
    packs: Mapping[str, Pack] = field(default_factory=dict)
    blocks: Mapping[str, Block] = field(default_factory=dict)
    registers: Mapping[str, RegisterDefinition] = field(default_factory=dict)
    warnings: Mapping[str, WarningSet] = field(default_factory=dict)
    structures: Mapping[str, Structure] = field(default_factory=dict)
    scenarios: Mapping[str, Scenario] = field(default_factory=dict)
    sections: Mapping[str, SectionType] = field(default_factory=dict)
    reports: Mapping[str, ReportKind] = field(default_factory=dict)
    audiences: Mapping[str, Audience] = field(default_factory=dict)
    retention: Mapping[str, RetentionTerm] = field(default_factory=dict)
    places: Mapping[tuple[str, str, str], Place] = field(default_factory=dict)
    own_languages: Mapping[str, KnownLanguage] = field(default_factory=dict)
    tags: Mapping[Language, str] = field(default_factory=lambda: TAGS)
    fonts: Mapping[str, str] = field(default_factory=dict)
    respell: Callable[[str], str] = str
    said_of: Catalog | None = None

    @property
    def as_written(self) -> Catalog:
        """The catalogue by whose words the files of a case are read, whatever the report speaks."""
        return self.said_of or self

    @property
    def languages(self) -> Mapping[str, KnownLanguage]:
        """What reports can speak, by id."""
        return {**languages.shipped(), **self.own_languages}

    @cached_property
    def expressions(self) -> Mapping[str, Expression]:
        """The formula of each indicator as a tree.

        Raises:
            FormulaError: for a built-in formula that is wrong (those of a case are refused by `load_catalog`).
        """
        from reportgen.formula import parse

        return {identifier: parse(indicator.formula) for identifier, indicator in self.indicators.items()}

    def indicators_behind(self, indicator: str) -> Iterator[str]:
        """An indicator, and those that its formula refers to, directly or through others."""
        from reportgen.formula import names_in

        seen, waiting = {indicator}, [indicator]
        while waiting:
            name = waiting.pop()
            if name in self.expressions:
                yield name
                named = names_in(self.expressions[name])
                more = [one for one in named if one not in self.items and one not in seen]
                seen.update(more)
                waiting += more

    def formulas_behind(self, indicator: str) -> Iterator[Expression]:
        """The formula of an indicator, and those of the indicators that it refers to."""
        return (self.expressions[name] for name in self.indicators_behind(indicator))

    @cached_property
    def items_behind(self) -> Mapping[str, tuple[str, ...]]:
        """Indicator → the items below it, through the indicators that it refers to."""
        from reportgen.formula import names_in

        found = {}
        for indicator in self.indicators:
            names = dict.fromkeys(name for tree in self.formulas_behind(indicator) for name in names_in(tree))
            found[indicator] = tuple(name for name in names if name in self.items)
        return found

    @cached_property
    def items_on_forms(self) -> Mapping[str, tuple[str, ...]]:
        """The items that stand on each form."""
        return items_on_forms(self.items)

    @cached_property
    def earlier(self) -> Mapping[str, tuple[tuple[int, Expression], ...]]:
        """Earlier formulas by indicator, the oldest first, each with the last fiscal year in which it held."""
        from reportgen.formula import parse

        return {
            identifier: tuple((each.valid_to, parse(each.formula)) for each in indicator.earlier)
            for identifier, indicator in self.indicators.items()
            if indicator.earlier
        }

    @cached_property
    def _indicators_by_name(self) -> Mapping[str, str]:
        """Names in either language, lower case → id; what took the place of an obsolete one has its name."""
        known = ((name, one) for name, one in self.as_written.indicators.items() if not one.obsolete)
        return {said.lower(): name for name, one in known for said in (one.name.zh, one.name.en)}

    def indicator_named(self, text: str) -> str | None:
        """The indicator that a word names by id or by its name in either language; None for anything else."""
        return text if text in self.indicators else self._indicators_by_name.get(text.lower())

    def form(self, statement: str, regime: str = IN_FORCE) -> Form | None:
        """The form of a regime that states something, such as balance_sheet, or None."""
        found = (form for form in self.forms.values() if (form.statement, form.regime) == (statement, regime))
        return next(found, None)

    def place(self, folder: str, identifier: str, key: str = "") -> Place:
        """Where a definition of a pack or a case, or one of its keys, is written; nowhere for built-in ones."""
        return self.places.get((folder, identifier, key), NOWHERE)


def load_catalog(case_folder: Path | None = None, packs: tuple[Path, ...] = ()) -> Catalog:
    """The built-in catalogue, with the definitions of packs and of the case laid over it.

    Args:
        case_folder: folder whose items/, indicators/, schemes/, standards/, checks/, reports/, blocks/ and
            languages/ are read.
        packs: folders of definitions outside the case, read before it.

    Raises:
        Refused: with all findings of all files.
    """
    base = builtin_catalog()
    folders = (*packs, *([case_folder] if case_folder else []))
    found = _with_definitions(base, own.read(base, folders, case_folder))
    spoken = languages.own(case_folder, found) if case_folder else {}
    return replace(found, own_languages=spoken) if spoken else found


def _with_definitions(base: Catalog, overlay: own.Overlay | None) -> Catalog:
    if overlay is None:
        return base
    rows, blocks = rows_of(overlay.schemes), {**base.blocks, **overlay.blocks}
    all_indicators = {**base.indicators, **rows[1], **overlay.indicators}
    return replace(
        base,
        items={**base.items, **rows[0], **overlay.items},
        indicators=all_indicators,
        checks=_but_replaced(base.checks, overlay.checks),
        schemes={**base.schemes, **expanded(overlay.schemes, base.packs, _abilities(all_indicators, base.words))},
        standards={**base.standards, **overlay.standards},
        blocks=blocks,
        sections=reports.choosing(base.sections, blocks),
        reports=reports.with_blocks({**base.reports, **overlay.reports}, overlay.blocks, base.sections[reports.BLOCK]),
        places=overlay.places,
    )


def _but_replaced(base: Mapping[str, CheckRule], own: Mapping[str, CheckRule]) -> dict[str, CheckRule]:
    """Rules with those of a case, without the ones in whose place these stand, whatever they are called."""
    gone = {rule.replaces for rule in own.values()}
    return {name: rule for name, rule in base.items() if name not in gone} | dict(own)


@lru_cache(maxsize=1)
def builtin_catalog() -> Catalog:
    """The built-in definitions alone; read once, and not again while the program stays what it is."""
    return kept.once("catalog", _compiled)


def _compiled() -> Catalog:
    """The built-in definitions as their files say them, formulas as trees."""
    found = _read()
    if kept.store() is not None:
        _ = found.expressions, found.earlier  # kept with it, and not parsed again
    return found


def _read() -> Catalog:
    read = builtin.read()
    words = as_said(read.words)
    rows = rows_of(read.schemes)
    return Catalog(
        items={**rows[0], **read.items},
        indicators={**rows[1], **read.indicators},
        forms=read.forms,
        checks=read.checks,
        schemes=expanded(read.schemes, read.packs, _abilities(read.indicators, words)),
        standards=read.standards,
        packs=read.packs,
        blocks=read.blocks,
        registers=read.registers,
        warnings=read.warnings,
        structures=read.structures,
        scenarios=read.scenarios,
        sections=reports.choosing(read.sections, read.blocks),
        reports=read.reports,
        audiences=read.audiences,
        retention=read.retention,
        aliases=merged(read.aliases),
        glossary=read.glossary,
        messages=Messages(read.messages, words),
        words=words,
    )


def _abilities(indicators: Mapping[str, Indicator], words: Words) -> dict[str, tuple[str, Text]]:
    """The ability of each indicator: its id, and what it is called."""
    known = words.under("ability")
    named = {name: one.ability for name, one in indicators.items()}
    return {name: (ability, known.get(ability, Text(zh=ability, en=ability))) for name, ability in named.items()}
