"""Small changes of a module that a test should notice: an operator, bound, branch or sentence into another."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

PROJECT: Final = Path(__file__).resolve().parent.parent
PARTS: Final[Mapping[str, tuple[str, ...]]] = {
    "formula": ("formula",),
    "compute": ("compute",),
    "checks": ("checks",),
    "scoring": ("scoring",),
    "sentences": ("report/sections", "report/desk"),
    "bounds": ("formula", "compute", "checks", "scoring", "analysis", "intake", "model", "report"),
}
EPSILON: Final = 0.01
"""Of a bound: how far it is moved, as a share of it."""
PAGES: Final = "reportgen/report/"
LENGTHS: Final = re.compile(r"\w+_(MM|EM|PX|PT): |\w+: (?!100\.0 |1\.0 )[1-9]\d{0,2}\.\d+ ")
"""Lengths on pages: a hundredth more breaks no promise; snapshots and the lint of pages look at them."""
LOOKS: Final = re.compile(
    r"reportgen/report/(charts/|typography/|pdf/|page_flow|page_sets|setting|stills|brand/typeface|word/"
    r"|sections/(margins|score_table|statement/table)\.py: "
    r"(WIDTHS|PEERS|GIVEN|[A-Z]*ROOM|[A-Z_]*AIRY[A-Z_]*|ROOMY|LONE)\b)"
)
"""Where lines and pages break and things stand in a drawing: as above."""
GUARD: Final = 100_000
"""Whole numbers from here on keep input from asking for the machine: a hundredth more promises nothing to anybody."""
NOISE: Final = 1e-6
"""Numbers up to here are what arithmetic of floats may leave; a hundredth of that is no figure of anybody."""
HALF: Final = re.compile(
    r"(FEN|CENT|HALF_A_CENT|HALF_A_FEN|LAST_PLACE|HALF_A_COUNT): |(NOTHING|EQUAL|SAME|STEP|NEAR|LEAST): 0\.005 "
)
"""Half of the last place that amounts have, or a whole one: between two amounts a hundredth of it is nothing."""

COMPARED: Final[Mapping[type[ast.cmpop], type[ast.cmpop]]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
COUNTED: Final[Mapping[type[ast.operator], type[ast.operator]]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult,
}  # fmt: skip
CALLED: Final = {"min": "max", "max": "min", "any": "all", "all": "any"}


@dataclass(frozen=True)
class Mutant:
    """One change of one module.

    Attributes:
        part: of the program that is tried.
        file: path in the project.
        line: of the change, as it stood.
        what: it does.
        number: of the change among all that the module offers.
    """

    part: str
    file: str
    line: int
    what: str
    number: int

    @property
    def name(self) -> str:
        """What scripts/survivors.yaml calls it: without the line, which moves."""
        return f"{self.file}: {self.what}"


Change = tuple[ast.AST, str, Callable[[], None]]


def changes(tree: ast.AST, *, sentences: bool = False, bounds: bool = False) -> Iterator[Change]:
    """Every change that a module offers: the node, what it does, and what does it.

    Args:
        tree: the module.
        sentences: only choices between words.
        bounds: only numbers that are named.
    """
    for node in ast.walk(tree):
        if bounds:
            yield from _bounds(node)
        else:
            yield from _choices(node)
            if not sentences:
                yield from _operators(node)
    if sentences:
        yield from _keys(tree)


def _bounds(node: ast.AST) -> Iterator[Change]:
    """A number with a name, a little more and a little less: a hundredth; a whole one by one at the least."""
    if not isinstance(node, ast.AnnAssign) or "Final" not in ast.unparse(node.annotation) or node.value is None:
        return
    shifts = [one for one in ast.walk(node.value) if isinstance(one, ast.BinOp) and isinstance(one.op, ast.LShift)]
    sizes = {id(one) for shift in shifts for one in ast.walk(shift)}  # of stores, in powers of two
    for value in ast.walk(node.value):
        if id(value) in sizes:
            continue
        number = value.value if isinstance(value, ast.Constant) else None
        if isinstance(number, int | float) and not isinstance(number, bool) and number:
            step = max(1, round(abs(number) * EPSILON)) if isinstance(number, int) else number * EPSILON
            for moved in (number + step, number - step):
                name = ast.unparse(node.target)
                yield node, f"{name}: {number!r} becomes {moved!r}", _setter(value, "value", moved)


def _choices(node: ast.AST) -> Iterator[Change]:
    """What is chosen turned round: comparisons, branches of an expression, and and or."""
    if isinstance(node, ast.Compare):
        for at, operator in enumerate(node.ops):
            other = COMPARED.get(type(operator))
            if other is not None:
                before = ast.unparse(node)
                yield (
                    node,
                    f"{before} with {other.__name__} for {type(operator).__name__}",
                    _item(node.ops, at, other()),
                )
    elif isinstance(node, ast.IfExp):
        yield node, f"branches of {ast.unparse(node)} swapped", _swapped(node)
    elif isinstance(node, ast.BoolOp):
        other_way = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        yield node, f"{ast.unparse(node)} with {type(other_way).__name__}", _setter(node, "op", other_way)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        twice = ast.UnaryOp(ast.Not(), node.operand)
        yield node, f"{ast.unparse(node)} without not", _setter(node, "operand", twice)


def _operators(node: ast.AST) -> Iterator[Change]:
    """What is computed: signs, products, extremes, whole numbers."""
    if isinstance(node, ast.BinOp) and type(node.op) in COUNTED and not _is_text(node):
        other = COUNTED[type(node.op)]
        yield node, f"{ast.unparse(node)} with {other.__name__}", _setter(node, "op", other())
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub) and not isinstance(node.operand, ast.Constant):
        yield node, f"{ast.unparse(node)} without minus", _setter(node, "op", ast.UAdd())
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLED:
        other_name = CALLED[node.func.id]
        yield node, f"{ast.unparse(node)} as {other_name}", _setter(node.func, "id", other_name)
    elif isinstance(node, ast.Return) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, bool):
        yield node, f"return {not node.value.value}", _setter(node.value, "value", not node.value.value)
    elif isinstance(node, ast.Compare | ast.Subscript):
        parts = node.comparators if isinstance(node, ast.Compare) else [node.slice]
        for part in parts:
            if isinstance(part, ast.Constant) and type(part.value) is int:
                yield node, f"{ast.unparse(node)} with {part.value + 1}", _setter(part, "value", part.value + 1)


def _is_text(node: ast.BinOp) -> bool:
    """Whether words are put together, not numbers."""
    return any(isinstance(one, ast.JoinedStr) or (isinstance(one, ast.Constant) and isinstance(one.value, str))
               for one in (node.left, node.right))  # fmt: skip


def _keys(tree: ast.AST) -> Iterator[Change]:
    """Of two sentences that one function may say, each in the place of the other."""
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            said = [key for call in ast.walk(function) if isinstance(call, ast.Call) for key in call.args[:1]
                    if isinstance(key, ast.Constant) and isinstance(key.value, str) and "." in key.value]  # fmt: skip
            for one, other in pairwise(said):
                if one.value != other.value:
                    yield one, f"{one.value!s} and {other.value!s} swapped in {function.name}", _exchanged(one, other)


def _setter(node: ast.AST, name: str, value: Any) -> Callable[[], None]:
    return lambda: setattr(node, name, value)


def _item(items: list[Any], at: int, value: Any) -> Callable[[], None]:
    return lambda: items.__setitem__(at, value)


def _swapped(node: ast.IfExp) -> Callable[[], None]:
    def swap() -> None:
        node.body, node.orelse = node.orelse, node.body

    return swap


def _exchanged(one: ast.Constant, other: ast.Constant) -> Callable[[], None]:
    def exchange() -> None:
        one.value, other.value = other.value, one.value

    return exchange


def offered(part: str) -> list[Mutant]:
    """All mutants of a part, in order."""
    found = []
    for folder in PARTS[part]:
        for path in sorted((PROJECT / "reportgen" / folder).rglob("*.py")):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            for number, (node, what, _) in enumerate(changes(tree, **manner(part))):
                file = path.relative_to(PROJECT).as_posix()
                if not (part == "bounds" and is_unseen(file, what)):
                    found.append(Mutant(part, file, getattr(node, "lineno", 0), " ".join(what.split()), number))
    return found


def is_unseen(file: str, what: str) -> bool:
    """Whether a number moved a little is nothing that anybody could see, or was promised."""
    if file.startswith(PAGES) and (LENGTHS.match(what) or LOOKS.match(f"{file}: {what}")):
        return True
    before = what.partition(": ")[2].partition(" becomes ")[0]
    if not re.fullmatch(r"[\d._]+(e-?\d+)?", before):
        return False
    number = ast.literal_eval(before)
    guards = isinstance(number, int) and number >= GUARD
    return guards or number <= NOISE or HALF.match(what) is not None


def manner(part: str) -> dict[str, bool]:
    """Which changes a part is about."""
    return {"sentences": part == "sentences", "bounds": part == "bounds"}


def mutated(mutant: Mutant) -> ast.Module:
    """Its module with the change, everything where it stood."""
    tree = ast.parse((PROJECT / mutant.file).read_text(encoding="utf-8"))
    [*changes(tree, **manner(mutant.part))][mutant.number][2]()
    return ast.fix_missing_locations(tree)


def statement(mutant: Mutant) -> tuple[range, bool]:
    """The lines of the innermost statement that a mutant changes, and whether a function has it in its body."""
    tree = ast.parse((PROJECT / mutant.file).read_text(encoding="utf-8"))
    node = [*changes(tree, **manner(mutant.part))][mutant.number][0]
    lines, inside = range(mutant.line, mutant.line + 1), False
    for one in ast.walk(tree):
        if isinstance(one, ast.stmt) and any(node is below for below in ast.walk(one)):
            body = getattr(one, "body", None)
            inside = inside or (
                _is_function(one) and any(node is below for step in body or () for below in ast.walk(step))
            )
            last = body[0].lineno - 1 if body else one.end_lineno or one.lineno
            lines = range(one.lineno, max(last, one.lineno) + 1)
    return lines, inside


def _is_function(node: ast.AST) -> bool:
    return isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
