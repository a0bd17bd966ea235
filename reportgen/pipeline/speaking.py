"""What was found, as a report says it in the languages that it is asked for: results and records stay as they are."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields, replace
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from reportgen.analysis.group.material import GroupMaterial
from reportgen.analysis.material import Material
from reportgen.catalog import languages
from reportgen.catalog.calendar_words import dates_in
from reportgen.catalog.rewording import Speak, said

if TYPE_CHECKING:
    from reportgen.catalog import Catalog
    from reportgen.model.brand import Remarks
    from reportgen.model.definition import LanguageMode, Languages

M = TypeVar("M", bound=Material | GroupMaterial)


@contextmanager
def speaking(material: M, asked: Languages) -> Iterator[tuple[M, LanguageMode]]:
    """A material as it is said in some languages, and which places its pages print; within, dates are written so too.

    Raises:
        Refused: C88, if reports do not speak them.
    """
    wanted = languages.spoken(asked, material.catalog.languages)
    speak = wanted.speak(material.catalog)
    if speak is None:
        yield material, wanted.mode
        return
    with dates_in(wanted.locales):
        found = _said(material, languages.in_languages(material.catalog, wanted), speak)
        yield replace(found, commentary=_commentary(material, wanted)), wanted.mode


def _commentary(material: Material | GroupMaterial, wanted: languages.Spoken) -> Mapping[str, tuple[Remarks, ...]]:
    """What was written in the languages of the report; where nobody wrote in one, what it is made of another's."""
    found = dict(material.commentary)
    for one in wanted.others:
        place, respell = one.defined.place, wanted.respell(one.defined.place)
        written = tuple(replace(part, text=respell(part.text)) for part in found.get(place, ()))
        found[place] = material.commentary.get(one.id) or written
    return {place: texts for place, texts in found.items() if texts}


def _said(material: M, catalog: Catalog, speak: Speak) -> M:
    """Every text of a material; its numbers, ids and what was written as plain text are the very same."""
    apart: dict[str, Any] = {"catalog": catalog}
    if isinstance(material, Material):
        apart |= {"derive": partial(_derived, material.derive, speak), "said_of": material}
    else:
        apart["members"] = tuple(_said(one, catalog, speak) for one in material.members)
    parts = {one.name: getattr(material, one.name) for one in fields(material) if one.name not in apart}
    return replace(material, **apart, **{name: said(part, speak) for name, part in parts.items()})


def _derived(derive: Callable[..., Any], speak: Speak, *asked: str) -> Any:
    return said(derive(*asked), speak)
