"""case.yaml and mapping.yaml as a user writes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from pydantic import Field

from reportgen.model.case_parts import (
    USUAL_NUMBER,
    CommentarySettings,
    Deadline,
    IsoDate,
    Scenario,
    SigningSettings,
    Submission,
    TermOfOffice,
)
from reportgen.model.definition import Definition, Languages, NonEmpty, Text
from reportgen.model.definitions import IN_FORCE, NO_RULES
from reportgen.model.reports import ReportChoice

BOTH: Final = "zh-en"
YUAN: Final = "CNY"
NO_SCHEME: Final = "none"
"""The scheme of a case that is not scored."""
ROLES: Final = ("preparer", "reviewer", "accountant", "director")
"""The four who sign an official report; what they are called stands under `CaseFile.roles_key`."""


class EntityFile(Definition):
    """The hospital of a case; level, kind, region and beds say which tables of standards are its own."""

    id: NonEmpty
    name: Text
    level: str | None = None
    region: str | None = None
    kind: str | None = None
    aliases: tuple[str, ...] = ()
    beds: int | None = Field(None, ge=0)


class GroupFile(Definition):
    """What the hospitals of a panel are together, such as a hospital group; its id stands in numbers and file names.

    Attributes:
        members: names of its hospitals in both languages by their ids, where the data have them in one.
        levels: level or class of its hospitals by their ids, where their data have no column of it.
        shares: what the group holds of a member that it does not own alone, as a fraction, by its id.
    """

    id: NonEmpty
    name: Text
    members: dict[str, Text] = Field(default_factory=dict)
    levels: dict[str, NonEmpty] = Field(default_factory=dict)
    shares: dict[str, Annotated[float, Field(gt=0, le=1)]] = Field(default_factory=dict)


class Peers(Definition):
    """Which panel holds the peers, and which group of it is ours."""

    panel: NonEmpty
    group: str | None = None
    name: Text | None = None
    source: Text | None = None

    @property
    def are_in_the_case(self) -> bool:
        """Whether the peers are the other hospitals of the case itself (panel ``.``)."""
        return self.panel == "."


class ReportSettings(Definition):
    """What a case says of its reports."""

    number_prefix: str | None = None
    languages: Languages | None = None
    issue_date: IsoDate | None = None
    distribution: Text | None = None


class Signatory(Definition):
    """One of the people who sign; `id` is the role by which commands and `approvals` name them."""

    role: Text
    name: str | None = None
    id: str | None = Field(None, pattern=r"^[a-z][a-z0-9_]{0,39}$")


class AnalysisSettings(Definition):
    """What a case sets for its analyses.

    Attributes:
        warnings: set of warning lines.
        capital_charge: yearly cost of equity, the state's input, as a fraction.
        unmoved_days: days after which stock that nobody used is pointed out.
        off_budget: share of a budget line from which on a deviation is pointed out.
        income_of_staff: line of business income per employee, in yuan of before 2010.
        scenarios: what-ifs; those of the program where none is given.
        bands: lower bounds of the bands of an appraisal, best first, each with its name.
    """

    warnings: NonEmpty = "public_hospital"
    capital_charge: float = Field(0.055, ge=0, lt=1)
    unmoved_days: int = Field(180, ge=1)
    off_budget: float = Field(0.05, ge=0, le=1)
    income_of_staff: float = Field(300_000.0, gt=0)
    scenarios: dict[str, Scenario] = Field(default_factory=dict)
    bands: dict[str, float] = Field(default_factory=dict)


class AppraisalBand(Definition):
    """The band that the authority gave the hospital for a year, and where it says so."""

    year: int = Field(ge=1900, le=9999)
    band: NonEmpty
    source: Text


class NationalAppraisal(Definition):
    """What a case sets for the national appraisal of public hospitals.

    Attributes:
        pack: the list by which the hospital is appraised; that of its level where none is named.
        jump: change on the year before, as a share of it, beyond which a filed value asks for a remark.
        bands: as the authority told them, by year.
    """

    pack: str | None = None
    jump: float = Field(0.3, gt=0, allow_inf_nan=False)
    bands: tuple[AppraisalBand, ...] = ()

    def band(self, year: int) -> AppraisalBand | None:
        """The band of a year, None where none was told."""
        return next((one for one in self.bands if one.year == year), None)


class Provenance(Definition):
    """Whose a file is, or several.

    Attributes:
        file: path relative to the case, or a pattern (``data/*/ledger*.csv``).
        source: who supplied it, or the system it was taken from.
        extracted: the day on which it was taken out.
    """

    file: NonEmpty
    source: Text
    extracted: IsoDate | None = None


def _usual_rules(said: Mapping[str, Any]) -> str:
    """The rules of a case that does not say them: those of public hospitals, whose books are in yuan."""
    return IN_FORCE if said.get("currency", YUAN) == YUAN else NO_RULES


USUAL_SCHEMES: Final = {YUAN: "comprehensive_80_20", "USD": "us_hospital_financial"}
"""The scheme of a case that names none, by its currency: one country's standards say nothing of another's hospitals."""


def _usual_scheme(said: Mapping[str, Any]) -> str:
    return USUAL_SCHEMES.get(said.get("currency", YUAN), NO_SCHEME)


Measured = Literal["land", "intangible_assets", "long_term_investments"]
"""Assets whose basis of measurement a case may state."""


class CaseFile(Definition):
    """case.yaml; `entity` is absent in a panel of many hospitals.

    Attributes:
        group: what the hospitals of the case are together, for reports about all of them.
        first_year: fiscal year in which the hospital began, was moved, merged or split: it has no past before that.
        provenance: whose the files are; what is announced here and not there, or behind the period, is marked.
        materiality: amount from which on an audit adjustment is pointed out.
        comparable_from: fiscal years from whose start on figures do not compare with earlier ones.
        reports: what the case changes of kinds of reports, by kind.
        submission: what only the hospital knows of the letter to its agency.
        explanations: why a gap between statements is right, by rule, or by rule and period (``V51``, ``V64@2025``).
        commentary: what is said before the reports.
        term_of_office: the appointment whose years the section of that name compares.
        owners: department that answers for an indicator, by its id.
        deadlines: by when what belongs to a period has to be here; what names one thing comes before its kind.
        policies: accounting policies, a sentence each; measurement: how assets are measured that the notes name.
        outside_folders: whether `packs` and `peers` may name folders outside the case.
        report_number: pattern of the numbers of reports, see `reportgen.model.case_parts`.
        approvals: roles that have to approve a report before it is issued, in their order; the last may do so by
            issuing it.
    """

    entity: EntityFile | None = None
    group: GroupFile | None = None
    currency: str = Field(YUAN, pattern=r"^[A-Z]{3}$")
    regime: str = Field(default_factory=_usual_rules, pattern=r"^(2019|2012|1998|other)$")
    unit: str | None = None
    scheme: str = Field(default_factory=_usual_scheme)
    peers: Peers | None = None
    illustrative: bool = False
    fiscal_year_start: int = Field(1, ge=1, le=12)
    first_year: int | None = Field(None, ge=1900, le=9999)
    comparable_from: tuple[int, ...] = ()
    materiality: float | None = Field(None, gt=0, allow_inf_nan=False)
    languages: Languages | None = None
    data_source: Text | None = None
    provenance: tuple[Provenance, ...] = ()
    report: ReportSettings = Field(default_factory=ReportSettings)
    reports: dict[str, ReportChoice] = Field(default_factory=dict)
    signatories: tuple[Signatory, ...] = ()
    commentary: CommentarySettings = Field(default_factory=CommentarySettings)
    term_of_office: TermOfOffice | None = None
    policies: tuple[Text, ...] = ()
    measurement: dict[Measured, Text] = Field(default_factory=dict)
    submission: Submission = Field(default_factory=Submission)
    report_number: str = USUAL_NUMBER
    approvals: tuple[NonEmpty, ...] = Field(("reviewer",), min_length=1)
    signing: SigningSettings = Field(default_factory=SigningSettings)
    not_applicable: dict[str, Text] = Field(default_factory=dict)
    explanations: dict[str, Text] = Field(default_factory=dict)
    owners: dict[str, Text] = Field(default_factory=dict)
    deadlines: tuple[Deadline, ...] = ()
    packs: tuple[str, ...] = ()
    outside_folders: bool = False
    analysis: AnalysisSettings = Field(default_factory=AnalysisSettings)
    national_appraisal: NationalAppraisal = Field(default_factory=NationalAppraisal)

    @property
    def has_official_rules(self) -> bool:
        """Whether the accounts follow rules of Chinese public hospitals, whose forms say what every line is."""
        return self.regime != NO_RULES

    @property
    def has_chinese_offices(self) -> bool:
        """Whether those who sign and answer hold the offices of Chinese hospitals, whatever rules the books follow."""
        return self.has_official_rules or self.currency == YUAN

    @property
    def roles_key(self) -> str:
        """Under what key of the words the four stand who sign: the country says what they are called."""
        return "sign.role" if self.has_chinese_offices else "sign.role_elsewhere"

    @property
    def signers_key(self) -> str:
        """The same of those who sign a submission."""
        return "submission.sign" if self.has_chinese_offices else "submission.sign_elsewhere"

    @property
    def mode(self) -> Languages:
        """The languages of its reports where no command names others."""
        return self.languages or self.report.languages or BOTH

    @property
    def roles(self) -> tuple[str, ...]:
        """The roles by which commands name people: those of `signatories`, and the usual four."""
        return tuple(dict.fromkeys((*(person.id for person in self.signatories if person.id), *ROLES)))

    def name_of(self, hospital: str) -> Text | None:
        """What the case calls a hospital: its own, or a member of its group; None of any other."""
        if self.entity is not None and self.entity.id == hospital:
            return self.entity.name
        return self.group.members.get(hospital) if self.group is not None else None

    def person(self, role: str) -> str | None:
        """Who has a role, where the case names somebody."""
        return next((person.name for person in self.signatories if person.id == role), None)


class EntityColumns(Definition):
    """The columns that name the entity of a row."""

    id: NonEmpty
    name: str | None = None
    pad: int | None = Field(None, ge=1, le=20)
    group: str | None = None
    region: str | None = None


class MappedSource(Definition):
    """One file, or a glob of files, that is not an official form.

    Attributes:
        columns: column (or, of the layout across, name of a figure) → item.
        label: of the layout across, the column that names the figures.
        periods: of the layout across, column → period.
        blank_is_zero: of the layout across, names of figures whose blank cell means zero.
        by: of the layout entries, the period over which entries are added up.
        amount: of the layout entries, the column of amounts where `label` names what each entry is.
    """

    file: NonEmpty
    layout: str | None = Field(None, pattern=r"^(wide|tidy|official|across|entries)$")
    sheet: str | None = None
    entity: EntityColumns | None = None
    period: NonEmpty | None = None
    period_start: str | None = None
    period_end: str | None = None
    unit: float = Field(1, gt=0, lt=1e15)
    view: str = Field("", pattern=r"^(|open|comp|ytd|budget)$")
    where: dict[str, str] = Field(default_factory=dict)
    columns: dict[str, str] = Field(default_factory=dict)
    unread: tuple[str, ...] = ()
    label: str | None = None
    periods: dict[str, str] = Field(default_factory=dict)
    blank_is_zero: tuple[str, ...] = ()
    by: str = Field("year", pattern=r"^(year|quarter|month)$")
    amount: str | None = None


class MappingFile(Definition):
    """mapping.yaml: sources that are not official forms, spellings of names, and names that are not to be read."""

    sources: tuple[MappedSource, ...] = ()
    names: dict[str, str] = Field(default_factory=dict)
    unread: tuple[str, ...] = ()


@dataclass(frozen=True)
class Case:
    """A case folder, read: its file, its mapping, and where it lies.

    Attributes:
        folder: the case folder, absolute and resolved.
        file: case.yaml.
        mapping: mapping.yaml, empty where there is none.
    """

    folder: Path
    file: CaseFile
    mapping: MappingFile
