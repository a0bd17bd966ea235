"""What every report stands on, whether it is about one hospital or about many."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.catalog import Catalog
    from reportgen.model.brand import Remarks
    from reportgen.model.casefile import Case
    from reportgen.model.dataset import Dataset
    from reportgen.model.finding import Finding
    from reportgen.model.reports import Redaction
    from reportgen.model.schemes import Scheme
    from reportgen.model.standing import Standing


class Grounds(Protocol):
    """The case, the period, the scheme, and where the report stands."""

    @property
    def case(self) -> Case:
        """The case."""
        ...

    @property
    def catalog(self) -> Catalog:
        """Its definitions."""
        ...

    @property
    def dataset(self) -> Dataset:
        """What was read."""
        ...

    @property
    def scheme_id(self) -> str:
        """Id of the scheme."""
        ...

    @property
    def scheme(self) -> Scheme:
        """The rules of scoring."""
        ...

    @property
    def entity(self) -> str:
        """Id of the hospital or of the group."""
        ...

    @property
    def hospitals(self) -> tuple[str, ...]:
        """Ids of the hospitals whose figures stand behind the report."""
        ...

    @property
    def period(self) -> str:
        """2025 or 2026-10."""
        ...

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What reading and checking found."""
        ...

    @property
    def commentary(self) -> Mapping[str, tuple[Remarks, ...]]:
        """The Markdown of the accountants by language."""
        ...

    @property
    def draft(self) -> bool:
        """Whether the pages say that data errors stand behind them."""
        ...

    @property
    def redaction(self) -> Redaction | None:
        """What was left out for an audience."""
        ...

    @property
    def version(self) -> str:
        """Of the program."""
        ...

    @property
    def standing(self) -> Standing | None:
        """Where the report stands between draft and archive; None where no report is meant."""
        ...
