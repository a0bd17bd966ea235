"""What a calculator is: one method, run alone on JSON by the forms that its inputs name.

Shapes of inputs and outputs that several calculators share.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Mapping, Sized
from dataclasses import dataclass, replace
from typing import Annotated, Any, Final, Literal

import numpy as np
from pydantic import Field, ValidationError

from reportgen.errors import Refused
from reportgen.model.definition import Definition
from reportgen.model.finding import Fact, Finding
from reportgen.model.place import Place
from reportgen.scoring.arrays import Floats
from reportgen.scoring.kernels.finance import quotient

FORM: Final = "form"

Finite = Annotated[float, Field(allow_inf_nan=False)]
Row = tuple[Finite, ...]
Gaps = tuple[Finite | None, ...]
Matrix = tuple[Row, ...]
Degrees = Annotated[int, Field(ge=0, le=1)]
"""1 for the standard deviation of a sample, 0 for that of a population."""


class Undefined(ValueError):  # noqa: N818 - named for what the inputs leave open
    """Inputs that are well-formed but leave no result; `key` names a text below ``method.problem``.

    `indicators` are those that leave none, where it is owed to some of several.
    """

    def __init__(self, key: str, indicators: tuple[str, ...] = ()) -> None:
        super().__init__(key)
        self.key = key
        self.indicators = indicators


@dataclass(frozen=True)
class InputForm:
    """One calculation of a method: what goes in, what comes out, and how."""

    Input: type[Definition]
    Output: type[Definition]
    run: Callable[[Any], Definition]


@dataclass(frozen=True)
class Calculator:
    """A method by its name, with its forms by the value of ``form``; "" where it has only one.

    Attributes:
        name: as in schemes and in `reportgen method run`.
        forms: `Form(Input, Output, run)` by name, the default first.
    """

    name: str
    forms: Mapping[str, InputForm]

    def schema(self) -> dict[str, Any]:
        """JSON schemas of inputs and outputs by form."""
        return {
            name: {"input": form.Input.model_json_schema(), "output": form.Output.model_json_schema()}
            for name, form in self.forms.items()
        }

    def answer(self, inputs: object, source: str = "") -> dict[str, Any]:
        """Run the method on plain data and give plain data; what is undefined comes back as None.

        Raises:
            Refused: for inputs that do not fit, with the path of each wrong value.
        """
        form = self._form(inputs, source)
        content = {key: value for key, value in inputs.items() if key != FORM} if isinstance(inputs, dict) else inputs
        try:
            value = form.Input.model_validate_json(json.dumps(content))
        except ValidationError as error:
            raise Refused(_findings(error, content, form.Input, source)) from error
        try:
            with np.errstate(all="ignore"):
                result = form.run(value)
            return {key: finite(part) for key, part in result.model_dump().items()}
        except Undefined as problem:
            facts: dict[str, Fact] = {"method": self.name, "problem": f"@method.problem.{problem.key}"}
            owed = {"indicators": problem.indicators} if problem.indicators else {}
            raise Refused([Finding("M03" if owed else "M02", Place(source), facts | owed)]) from problem

    def _form(self, inputs: object, source: str) -> InputForm:
        default = next(iter(self.forms))
        name = inputs.get(FORM, self._by_names(inputs) or default) if isinstance(inputs, dict) else default
        if not isinstance(name, str) or name not in self.forms:
            facts: dict[str, Fact] = {"method": self.name, "form": str(name), "known": tuple(self.forms)}
            raise Refused([Finding("M01", Place(source), facts)])
        return self.forms[name]

    def _by_names(self, inputs: Mapping[str, object]) -> str | None:
        """The only form that takes just these inputs, of those that `form` does not name."""
        fitting = [
            name
            for name, form in self.forms.items()
            if inputs.keys() <= form.Input.model_fields.keys()
            and all(key in inputs for key, field in form.Input.model_fields.items() if field.is_required())
        ]
        return fitting[0] if len(fitting) == 1 else None


def _findings(error: ValidationError, content: object, model: type[Definition], source: str) -> list[Finding]:
    """What pydantic complains of, in the words of the definition files; a JSON file has no lines here."""
    from reportgen.catalog.complaints import findings_of
    from reportgen.catalog.strict_yaml import Document

    document = Document(source, content)
    found = findings_of(error.errors(include_url=False), document, content, model)
    return [replace(finding, place=Place(source)) for finding in found]


def finite(value: Any) -> Any:
    """Plain data with None for what a float cannot hold."""
    if isinstance(value, float):
        return number(value)
    if isinstance(value, Mapping):
        return {key: finite(part) for key, part in value.items()}
    return [finite(part) for part in value] if isinstance(value, list | tuple) else value


def array(rows: Iterable[Iterable[float | None]]) -> Floats:
    """A matrix of numbers, NaN where there is none.

    Raises:
        Undefined: if it is empty or its rows differ in length.
    """
    plain = [[math.nan if value is None else value for value in row] for row in rows]
    if not plain or not plain[0] or any(len(row) != len(plain[0]) for row in plain):
        raise Undefined("ragged")
    return np.array(plain, dtype=np.float64)


def alike(*columns: Iterable[object]) -> None:
    """Insist on lists of one length, and not empty.

    Raises:
        Undefined: if they differ.
    """
    lengths = {len(tuple(column)) for column in columns}
    if len(lengths) != 1 or 0 in lengths:
        raise Undefined("lengths")


def number(value: float) -> float | None:
    """A float, None where it is undefined."""
    return float(value) if math.isfinite(value) else None


def numbers(values: Iterable[float]) -> tuple[float | None, ...]:
    """Floats, None where undefined."""
    return tuple(number(value) for value in values)


def all_or_nothing(values: Floats) -> tuple[float, ...] | None:
    """Numbers that only make sense together, such as weights: None if one is undefined."""
    return tuple(float(value) for value in values) if np.isfinite(values).all() else None


def ranks(totals: Iterable[float | None]) -> tuple[int | None, ...]:
    """Competition ranks, 1 is best; nothing is ranked where there is no total."""
    known = list(totals)
    return tuple(
        None if own is None else 1 + sum(other is not None and other > own for other in known) for own in known
    )


Value = float | None
Values = tuple[Value, ...]
Table = tuple[Values, ...]
Direction = Literal[1, -1]
"""1 more is better, −1 less is better."""
Directions = tuple[Direction, ...]
NotNegative = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Positive = Annotated[float, Field(gt=0, allow_inf_nan=False)]
Membership = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]


def fitting(matrix: Matrix, *lists: Sized | None) -> Floats:
    """A matrix of numbers whose rows are as long as each list that is given.

    Raises:
        Undefined: if it is ragged or a list does not fit.
    """
    found = array(matrix)
    if any(given is not None and len(given) != found.shape[1] for given in lists):
        raise Undefined("lengths")
    return found


def signs(directions: Directions | None, columns: int) -> Floats:
    """Directions as numbers; more is better where none are given."""
    return np.ones(columns) if directions is None else np.array(directions, dtype=np.float64)


def portions(weights: tuple[float, ...] | None, columns: int) -> Floats:
    """Weights as given, or equal ones."""
    return np.full(columns, 1 / columns) if weights is None else np.array(weights, dtype=np.float64)


def table(rows: Iterable[Iterable[float]]) -> Table:
    """A matrix, None where undefined."""
    return tuple(numbers(row) for row in rows)


def ranked(places: Floats) -> tuple[int | None, ...]:
    """Ranks as whole numbers, None where there is none."""
    return tuple(None if np.isnan(place) else int(place) for place in places)


def over(numerator: float | None, denominator: float | None) -> Value:
    """A quotient, None where a side is missing or the denominator is 0."""
    return None if numerator is None or denominator is None else number(quotient(numerator, denominator))
