"""Templates and styles of a case, each in place of the built-in one of the same name, and what they may cost.

A case travels, and its templates with it: a mistake in one, or malice, must not hold up the machine that renders it.
Each bound is many times what a template needs that prints what its section was given.
"""

from __future__ import annotations

import re
import traceback
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, Final, cast

from jinja2 import nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.visitor import NodeTransformer

from reportgen import system
from reportgen.catalog import load
from reportgen.catalog.catalog import builtin_catalog
from reportgen.errors import Refused
from reportgen.intake.case.case_pages import has_brand
from reportgen.model.finding import Finding
from reportgen.model.place import Place
from reportgen.report import tokens as report_tokens
from reportgen.report.brand import NONE as PLAIN
from reportgen.report.brand import Brand
from reportgen.report.tokens import folder

if TYPE_CHECKING:
    from reportgen.model.casefile import Case

KINDS: Final = {"templates": "**/*.html", "styles": "**/*.css"}
UNKNOWN: Final = "B02"
FAULTY: Final = "B03"
OWN: Final = "templates/"
"""How the places of a case's own templates begin."""
MOST_STEPS: Final = 200_000
"""Steps of loops and calls of macros in a case's templates; a step that prints much counts as several."""
STEP: Final = 64
"""Characters of a template that one step prints."""
MOST_TEXT: Final = 1_000_000
"""Characters that templates put together in one text."""
MOST_BITS: Final = 100_000
"""Of a whole number that templates calculate."""
MEMORY: Final = 1_000_000_000
"""Bytes that printing may take besides what is taken already."""
SECONDS: Final = 8.0
"""Of the processor, for printing all templates."""
DEPTH: Final = 150
"""Elements within elements on a page; ours go down to 30."""
MOST_SPAN: Final = 1_000
"""Columns or rows that a cell spans, as HTML bounds columns (4.9.11)."""
LONGEST_WORD: Final = 100_000
"""Characters of the text of one element."""
SIZE: Final = re.compile(
    r"(?<![\w#.-])(\d+)(?:\.\d+)?(e\+?\d+)?(?:mm|cm|q|in|pt|pc|px|em|rem|ex|ch|lh|vw|vh|%)(?!\w)", re.IGNORECASE
)
MOST_SIZE: Final = 10_000
"""Of any unit of length: ten metres of paper at the most."""
COLUMNS: Final = re.compile(r"\bcolumn(?:s|-count)\s*:[^;}]*?(?<![\w.-])(\d+)(?![\w.%])", re.IGNORECASE)
MOST_COLUMNS: Final = 100
PAGE: Final = re.compile(r"(?<![\w-])size\s*:([^;}]*)", re.IGNORECASE)
LENGTH: Final = re.compile(r"(?<![\w#-])(\d*\.?\d+)(mm|cm|q|in|pt|pc|px)(?!\w)", re.IGNORECASE)
MILLIMETRES: Final = {"mm": 1.0, "cm": 10.0, "q": 0.25, "in": 25.4, "pt": 25.4 / 72, "pc": 25.4 / 6, "px": 25.4 / 96}
LEAST_PAGE: Final = 50.0
"""Millimetres: of less there would be pages without end."""
SPANS: Final = ("colspan", "rowspan", "span")
WIDE: Final = re.compile(r"\d{5,}|\*|\{[^}]*:[^}]*\{")
"""In a pattern of numbers: a width that makes a text out of all proportion, or one that is given apart."""


@dataclass(frozen=True)
class Overrides:
    """Texts of a case's own files.

    Attributes:
        templates: by name under templates/, such as ``sections/budget.html``.
        styles: by name under styles/, such as ``tables.css`` or ``sections/card.css``.
        pictures: the case's folder styles/, which its files may take pictures from; None where there is none.
        brand: its mark, colours and faces.
    """

    templates: Mapping[str, str] = field(default_factory=dict)
    styles: Mapping[str, str] = field(default_factory=dict)
    pictures: Path | None = None
    brand: Brand = PLAIN

    @property
    def base(self) -> Mapping[str, str]:
        """The tokens before the brand: those of the case's own style sheet, or the built-in ones."""
        own = self.styles.get(report_tokens.FILE)
        return report_tokens.declared(own) if own else report_tokens.built_in()

    @property
    def tokens(self) -> Mapping[str, str]:
        """The tokens that its pages and charts take."""
        return {**self.base, **self.brand.colours}


NONE: Final = Overrides()


def overrides(case: Path) -> Overrides:
    """What a case folder brings.

    Raises:
        Refused: a file that is none, lies outside the case or is no text (D17-D19), replaces nothing (B02), or asks
            for a size that no page has (B03).
    """
    findings: list[Finding] = []
    found = {kind: dict(_texts(case, kind, pattern, findings)) for kind, pattern in KINDS.items()}
    if findings:
        raise Refused(findings)
    styles = case / "styles"
    inside = styles.is_dir() and styles.resolve().is_relative_to(case.resolve())
    return Overrides(found["templates"], found["styles"], styles if inside else None)


def looks(case: Case) -> Overrides:
    """What a case brings: templates, styles and its brand.

    Raises:
        Refused: as `overrides`; or every mistake in a brand.yaml.
    """
    found = overrides(case.folder)
    if not has_brand(case):
        return found
    from reportgen.report.brand import read

    return replace(found, brand=read(case, found.base))


def without_brand(case: Case) -> Overrides:
    """What a case brings to pages that are the same whoever sends them; raises as `overrides`."""
    return overrides(case.folder)


def _texts(case: Path, kind: str, pattern: str, findings: list[Finding]) -> Iterator[tuple[str, str]]:
    for path in sorted((case / kind).glob(pattern)):
        name = path.relative_to(case / kind).as_posix()
        place = Place(f"{kind}/{name}")
        if not _replaces(kind, name):
            findings.append(Finding(UNKNOWN, place, {"file": place.file}))
            continue
        try:
            text = load.text(path, case)
        except ValueError as error:
            findings.append(Finding(str(error), place, {"file": place.file}))
            continue
        if line := oversized(text):
            findings.append(Finding(FAULTY, replace(place, line=line), {"problem": "@template.size"}))
        yield name, text


def _replaces(kind: str, name: str) -> bool:
    """Whether there is such a built-in file, or for a style the section that it dresses."""
    if (folder(kind) / name).is_file():
        return True
    template = PurePosixPath(name).with_suffix(".html")
    if is_section(template.as_posix()):
        return True
    return kind == "styles" and template.parent.name == "sections" and (folder("templates") / template).is_file()


def is_section(template: str) -> bool:
    """Whether this is the name of the template of a section on the body, be there such a file or not."""
    head, _, name = template.rpartition("/")
    section = builtin_catalog().sections.get(name.removesuffix(".html"))
    return head == "sections" and name.endswith(".html") and section is not None and section.pages == "body"


def blame(error: Exception, own: Overrides) -> Refused | None:
    """The refusal of a case's template in which an error arose; None where it is a bug of ours."""
    frames = [(frame.filename, frame.lineno) for frame in traceback.extract_tb(error.__traceback__)]
    frames += [(getattr(error, "filename", None) or "", getattr(error, "lineno", None))]
    named = {OWN + name for name in own.templates}
    for name, line in reversed(frames):
        if name in named:
            return Refused([Finding(FAULTY, Place(name, line=line), {"problem": _problem(error)})])
    if named and isinstance(error, TooMuch | MemoryError):  # before the template ran, while it was made ready
        return Refused([Finding(FAULTY, Place(min(named)), {"problem": _problem(error)})])
    return None


def _problem(error: Exception) -> str:
    if isinstance(error, MemoryError | OverflowError):
        return "@template.memory"
    return "@template.calls" if isinstance(error, RecursionError) else str(error)


def insist_on_bounds(root: Any, own: Overrides) -> None:
    """See that a page with templates of a case can be laid out.

    Raises:
        Refused: B03, at the first line of a template that has what is too much; at the template where none is found.
    """
    found = excess(root) if own.templates else None
    if found is None:
        return
    problem, markup = found
    lines = (
        Place(OWN + name, line=number)
        for name, text in own.templates.items()
        for number, line in enumerate(text.splitlines(), start=1)
        if markup in line
    )
    place = next(lines, Place(OWN + min(own.templates)))
    raise Refused([Finding(FAULTY, place, {"problem": problem})])


class TooMuch(Exception):  # noqa: N818 - named for what the user is told
    """A template asks for more than it may have; says which word of the catalogue tells it."""


class BoundedEnvironment(ImmutableSandboxedEnvironment):
    """A sandbox that counts what the templates of a case do; those of the program are not counted."""

    intercepted_binops = frozenset({"+", "*", "**", "%"})

    def __init__(self, **options: Any) -> None:
        """As any environment."""
        super().__init__(**options)
        self.steps = 0
        self.filters |= {"_each": self.each, "_called": self.called, "_joined": self.joined}

    def _generate(self, source: nodes.Template, name: str, filename: str, defer_init: bool = False) -> str:  # type: ignore[override] # noqa: FBT001, FBT002 - as the parent has it
        if (filename or "").startswith(OWN):
            _Counted().visit(source)
        return super()._generate(source, name, filename, defer_init)

    def spend(self, steps: int) -> None:
        """Count.

        Raises:
            TooMuch: at the limit.
        """
        self.steps += steps
        if self.steps > MOST_STEPS:
            raise TooMuch("@template.steps")

    def each(self, found: Any, cost: int) -> Any:
        """What a loop goes through."""
        with suppress(TypeError):
            self.spend(len(found) * cost)
            return found
        return self._one_by_one(found, cost)

    def _one_by_one(self, found: Iterable[Any], cost: int) -> Iterator[Any]:
        for one in found:
            self.spend(cost)
            yield one

    def called(self, found: Any) -> Any:
        """What a call came to."""
        self.spend(1)
        return found

    def joined(self, found: Any) -> Any:
        """A text that was put together."""
        if isinstance(found, str) and len(found) > MOST_TEXT:
            raise TooMuch("@template.text")
        return found

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Add, multiply, raise or set a pattern, unless that makes something huge."""
        if _is_huge(operator, left, right) or (operator == "*" and _is_huge(operator, right, left)):
            raise TooMuch("@template.text")
        return super().call_binop(context, operator, left, right)

    def wrap_str_format(self, value: Any) -> Any:
        """Set a pattern, unless it is of a huge width."""
        pattern = getattr(value, "__self__", None)
        is_set = isinstance(pattern, str) and getattr(value, "__name__", "") in {"format", "format_map"}
        if is_set and WIDE.search(str(pattern)):
            raise TooMuch("@template.text")
        return super().wrap_str_format(value)


class _Counted(NodeTransformer):
    """A template whose loops, calls and texts put together go by those who count."""

    def visit_For(self, node: nodes.For) -> nodes.For:  # noqa: N802 - named by the node
        printed = sum(len(data.data) for data in node.find_all(nodes.TemplateData))
        self.generic_visit(node)
        node.iter = _filtered(node.iter, "_each", nodes.Const(1 + printed // STEP))
        return node

    def visit_CallBlock(self, node: nodes.CallBlock) -> nodes.CallBlock:  # noqa: N802
        self.generic_visit(node.call)
        node.body = [self.visit(one) for one in node.body]
        return node

    def visit_Call(self, node: nodes.Call) -> nodes.Filter:  # noqa: N802
        self.generic_visit(node)
        return _filtered(node, "_called")

    def visit_Concat(self, node: nodes.Concat) -> nodes.Filter:  # noqa: N802
        self.generic_visit(node)
        return _filtered(node, "_joined")


def _filtered(node: nodes.Node, name: str, *arguments: nodes.Expr) -> nodes.Filter:
    return nodes.Filter(
        cast("nodes.Expr", node),
        name,
        list(arguments),
        [],
        None,
        None,
        lineno=node.lineno,
        environment=node.environment,
    )


def _is_huge(operator: str, left: Any, right: Any) -> bool:
    if operator == "%":
        return isinstance(left, str) and WIDE.search(left) is not None
    if operator == "+":
        return isinstance(left, str | list | tuple) and hasattr(right, "__len__") and len(left) + len(right) > MOST_TEXT
    if isinstance(right, int) and isinstance(left, str | list | tuple):
        return operator == "*" and len(left) * right > MOST_TEXT
    if isinstance(left, int) and isinstance(right, int):
        bits = left.bit_length() * right if operator == "**" else left.bit_length() + right.bit_length()
        return bits > MOST_BITS
    return False


@contextmanager
def guarded() -> Iterator[None]:
    """Printing within bounds of memory and time, where the system knows such bounds.

    Raises:
        TooMuch: when the time is over; MemoryError, when the memory is.
    """
    with system.memory_bound(MEMORY), system.processor_bound(SECONDS, _over):
        yield


def _over(_: int, __: object) -> None:
    raise TooMuch("@template.time")


def excess(root: Any) -> tuple[str, str] | None:
    """Which word tells what a page has too much of, and the markup by which it is found; None where all is well."""
    levels = [(root, 1)]
    while levels:
        element, depth = levels.pop()
        if depth > DEPTH:
            return "@template.deep", f"<{element.tag}"
        for name in SPANS:
            span = (element.get(name) or "").strip() if isinstance(element.tag, str) else ""
            if span.isdecimal() and (len(span) > len(str(MOST_SPAN)) or int(span) > MOST_SPAN):
                return "@template.span", f'{name}="{span}"'
        if element.tag != "style" and any(len(text or "") > LONGEST_WORD for text in (element.text, element.tail)):
            return "@template.text", f"<{element.tag}"
        levels += [(child, depth + 1) for child in element]
    return None


def oversized(css: str) -> int | None:
    """The first line of a style that asks for a size out of all proportion; None where none does."""
    wrong = [found.start() for found in SIZE.finditer(css) if found[2] or int(found[1]) > MOST_SIZE]
    wrong += [found.start() for found in COLUMNS.finditer(css) if int(found[1]) > MOST_COLUMNS]
    for page in PAGE.finditer(css):
        sides = [float(number) * MILLIMETRES[unit.lower()] for number, unit in LENGTH.findall(page[1])]
        wrong += [page.start()] if any(side < LEAST_PAGE for side in sides) else []
    return css.count("\n", 0, min(wrong)) + 1 if wrong else None
