"""What a name in somebody's own workbook asks for: a figure, an indicator, a score, a word; or why there is none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from reportgen.export import results
from reportgen.formula.functions import nearest
from reportgen.model.dataset import View
from reportgen.model.period import Period
from reportgen.model.submitted import standing
from reportgen.model.values import Reason

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.analysis.material import Material
    from reportgen.model.definition import Language, Text

VIEWS: Final = {"open": View.OPEN, "comp": View.COMPARATIVE, "ytd": View.YEAR_TO_DATE, "budget": View.BUDGET}
OF_INDICATORS: Final = frozenset({"previous", "score", "level", "weight", "points", "printed"})
SCALES: Final = {"thousand": 1e3, "wan": 1e4, "million": 1e6, "yi": 1e8}
MONEY: Final = "money"
MARKS: Final = re.compile(r"[\W_]+")
"""What stands in the name of an item and cannot stand in that of a cell."""


@dataclass(frozen=True)
class AskedValue:
    """What a name asks for: an item, an indicator or a word, how it is qualified, and in which scale."""

    id: str
    qualifier: str = ""
    scale: float = 1.0


@dataclass(frozen=True)
class NamedValue:
    """A value for a cell; None with the reason where there is none."""

    value: float | str | None
    reason: Reason | None = None


@dataclass(frozen=True, eq=False)
class NamedValues:
    """Everything of one hospital and period that a name can ask for, in the language in which words are written."""

    material: Material
    language: Language

    def asked(self, name: str) -> AskedValue | None:
        """What a name asks for; None where it says nothing that we know."""
        first, *more = name.split(".")
        identifier = self._spellings.get(first) or self._spellings.get(plain(first))
        words = [self._qualifiers.get(word.lower(), "") for word in more]
        scales = [word for word in words if word in SCALES]
        others = [word for word in words if word not in SCALES]
        if identifier is None or not all(words) or len(scales) > 1 or len(others) > 1:
            return None
        scale, qualifier = SCALES[scales[0]] if scales else 1.0, others[0] if others else ""
        fits = qualifier in self._allowed(identifier) and (not scales or self._is_money(identifier, qualifier))
        return AskedValue(identifier, qualifier, scale) if fits else None

    def nearest(self, name: str) -> str | None:
        """The known name most like one that is not known."""
        first, dot, rest = name.partition(".")
        found = nearest(first, self._spellings)
        return None if found is None else f"{found}{dot}{rest}" if self.asked(f"{found}{dot}{rest}") else found

    def value(self, asked: AskedValue) -> NamedValue:
        """The value in the scale that was asked for, as it is: not rounded."""
        if asked.id in self._words:
            said = self._words[asked.id]
            return NamedValue(said, None if said is not None else Reason.MISSING_INPUT)
        found = self._indicator(asked) if asked.id in self._indicators else self._figure(asked)
        if isinstance(found.value, float) and asked.scale != 1.0:
            return NamedValue(found.value / asked.scale)
        return found

    def _figure(self, asked: AskedValue) -> NamedValue:
        dataset, material = self.material.dataset, self.material
        view = str(VIEWS[asked.qualifier]) if asked.qualifier else ""
        item = material.catalog.items[asked.id]
        number = dataset.value(*standing(dataset, item, asked.id, material.entity, material.period, view))
        if number is not None:
            return NamedValue(number)
        is_unread = (asked.id, material.entity, material.period) in dataset.unread
        return NamedValue(None, Reason.INVALID_INPUT if is_unread else Reason.MISSING_INPUT)

    def _indicator(self, asked: AskedValue) -> NamedValue:
        found = self._indicators[asked.id]
        value = found.get(asked.qualifier or "value")
        if asked.qualifier == "level" and value is not None:
            value = self.material.catalog.words[f"grade.{value}"].in_language(self.language)
        if value is None:
            said = found.get("reason")
            return NamedValue(None, Reason(said) if said else Reason.MISSING_INPUT)
        return NamedValue(float(value) if isinstance(value, int | float) else str(value))

    def _allowed(self, identifier: str) -> frozenset[str]:
        if identifier in self._words:
            return frozenset({""})
        if identifier in self._indicators:
            return OF_INDICATORS | {""}
        return frozenset({"", *VIEWS})

    def _is_money(self, identifier: str, qualifier: str) -> bool:
        catalog = self.material.catalog
        if identifier in self._indicators:
            return catalog.indicators[identifier].unit == MONEY and qualifier in {"", "previous"}
        return identifier in catalog.items and catalog.items[identifier].unit == MONEY

    @cached_property
    def _document(self) -> dict[str, Any]:
        return results.document(self.material)

    @cached_property
    def _indicators(self) -> Mapping[str, dict[str, Any]]:
        return {row["id"]: row for row in self._document["indicators"]}

    @cached_property
    def _words(self) -> Mapping[str, float | str | None]:
        """What is said of the hospital, the period and the whole, by its name."""
        content, name = self._document, results.entity_name(self.material)
        grade = content["grade_name"]
        at = Period.parse(self.material.period)
        return {
            "hospital": name.in_language(self.language),
            "hospital_zh": name.zh,
            "hospital_en": name.en,
            "hospital_id": self.material.entity,
            "period": self.material.period,
            "year": float(at.year),
            "months": float(at.months_elapsed),
            "currency": content["currency"],
            "scheme": self.material.scheme_id,
            "score": content["score"],
            "grade": None if grade is None else grade[self.language],
        }

    @cached_property
    def _spellings(self) -> Mapping[str, str]:
        """Every id by itself, and by its name in Chinese where no other has that."""
        catalog = self.material.catalog
        by_name: dict[str, set[str]] = {}
        for identifier in (*catalog.items, *self._indicators):
            definition = catalog.items.get(identifier) or catalog.indicators[identifier]
            by_name.setdefault(plain(definition.name.zh), set()).add(identifier)
        for identifier, text in self._texts("name").items():
            by_name.setdefault(plain(text.zh), set()).add(identifier)
        unique = {name: next(iter(those)) for name, those in by_name.items() if len(those) == 1}
        ids = (*catalog.items, *self._indicators, *self._words)
        return unique | {identifier: identifier for identifier in ids}

    @cached_property
    def _qualifiers(self) -> Mapping[str, str]:
        said = {text.zh: key for key, text in self._texts("qualifier").items()}
        return said | {key: key for key in (*VIEWS, *OF_INDICATORS, *SCALES)}

    def _texts(self, key: str) -> Mapping[str, Text]:
        return self.material.catalog.words.under(f"fill.{key}")


def plain(name: str) -> str:
    """A name without the marks that no name of a cell can have."""
    return MARKS.sub("", name)
