"""Sections as code: the functions that the catalogue names, each imported when a report first takes its section in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from importlib import import_module
from inspect import signature
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from reportgen.catalog.builtin import place_in_section
from reportgen.errors import Refused
from reportgen.formula.functions import nearest
from reportgen.model.finding import Finding
from reportgen.report.section import Piece

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.catalog.messages import Words
    from reportgen.model.declared import Declaration
    from reportgen.model.reports import Options, SectionType
    from reportgen.report.desk.context import RenderContext

D_contra = TypeVar("D_contra", bound="RenderContext", contravariant=True)


@dataclass(frozen=True)
class Component(Generic[D_contra]):
    """One section as code, about a hospital or about a group.

    Attributes:
        view: what it says: none, one or several pieces.
        anchors: ids that other sections may refer to, known before anything is written.
    """

    view: Callable[[D_contra, Options], Iterable[Piece]]
    anchors: Callable[[D_contra, Options], Sequence[str]]


def component(name: str, section: SectionType, subject: str) -> Component[Any]:
    """What the catalogue names for a section; its module is imported now: a report pays only for what it prints.

    Raises:
        ModuleNotFoundError, AttributeError: if there is none such; the catalogue has refused that when it was read.
    """
    named = section.group_view if subject == "group" and section.group_view else section.view
    say = function_of(named) if named else _declared(name, section.declares)
    view: Callable[..., Iterable[Piece]] = say if len(signature(say).parameters) > 1 else _single(name, say)
    if ":" in section.anchors:
        return Component(view, function_of(section.anchors))
    fixed = (section.anchors,) if section.anchors else ()
    return Component(view, lambda *_: fixed)


def function_of(named: str) -> Callable[..., Any]:
    """The function behind ``module:function``; raises as `component`."""
    module, _, name = named.partition(":")
    found: Callable[..., Any] = getattr(import_module(f"{__name__}.{module}"), name)
    return found


def _declared(name: str, declaration: Declaration | None) -> Callable[[Any], Any]:
    """The view of a section that is data; what it names and is not there is refused before anything is printed."""
    from reportgen.report.desk.tables.declared import declared_section

    assert declaration is not None, "a section has a view, or declares what it prints"

    def view(context: Any) -> Any:
        wrong = tuple(declared_problems(name, declaration, context.say.words))
        if wrong:
            raise Refused(wrong)
        return declared_section(context, name, declaration)

    return view


def declared_problems(name: str, declaration: Declaration, words: Words) -> Iterator[Finding]:
    """D16: fields, forms and words that a declared section names and that there are not, at their places."""
    from reportgen.report.desk.tables.fields import wrong_fields

    for one in wrong_fields(declaration, name, tuple(words)):
        place = place_in_section(name, ("declares", *one.trail))
        yield Finding("D16", place, {"key": one.key, "nearest": nearest(one.key, one.known)})


def _single(name: str, say: Callable[[Any], Any]) -> Callable[[Any, Options], Iterable[Piece]]:
    """The view of a section without options that stands once: its content, or None where there is nothing to say."""

    def view(context: RenderContext, options: Options) -> Iterable[Piece]:
        del options
        content = say(context)
        return [] if content is None else [Piece(name, content)]

    return view
