"""The desk at which a report about many hospitals is written."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from reportgen.analysis.group.tiers import Tier, tiers
from reportgen.model import printing
from reportgen.model.definition import Text
from reportgen.report.desk.context import Context
from reportgen.report.desk.office import Office
from reportgen.report.speech import Speech, same

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.analysis.group.material import GroupMaterial
    from reportgen.analysis.material import Material
    from reportgen.model.definition import LanguageMode
    from reportgen.model.results import Evaluation

CLASSES = "group.class"
"""Words for levels and kinds of hospitals as sources write them."""


@dataclass(frozen=True, eq=False, kw_only=True)
class GroupDesk(Office):
    """The desk of a group; each hospital has a desk of its own that shares the ledger and the drawings."""

    material: GroupMaterial

    @staticmethod
    def of(material: GroupMaterial, mode: LanguageMode) -> GroupDesk:
        """A fresh desk for a group in one period."""
        speech = Speech(material.catalog.words, material.case.file.currency)
        return GroupDesk(say=speech, mode=mode, material=material)

    @property
    def subject(self) -> Text:
        """What the group is called."""
        return self.material.name

    @cached_property
    def levels(self) -> tuple[Tier, ...]:
        """The hospitals by level, highest first."""
        return tiers(self.material)

    @cached_property
    def names(self) -> Mapping[str, Text]:
        """Names of all hospitals of the data by id."""
        own = self.material.case.file.entity
        found = {key: same(entity.name or key) for key, entity in self.material.dataset.entities.items()}
        known = {hospital: found.get(hospital, same(hospital)) for hospital in self.material.hospitals}
        stated = {own.id: own.name} if own is not None else {}
        return {**found, **known, **stated}

    def at(self, member: Material) -> Context:
        """The desk of one hospital; names of its numbers and drawings begin with its id."""
        return Context(
            say=self.say,
            mode=self.mode,
            ledger=self.ledger,
            images=self.images,
            captions=self.captions,
            anchors=self.anchors,
            member=member.entity,
            material=member,
        )

    def before(self, member: Material) -> Evaluation | None:
        """A hospital's result of the preceding period, where its total compares with this one."""
        return self.material.earlier(member)

    def tier_name(self, tier: Tier) -> Text:
        """What the hospitals of a level are called."""
        if tier.is_known:
            return self.say(f"hospital_level.{tier.id}")
        return self.class_name(tier.id)

    def class_name(self, said: str) -> Text:
        """A level or kind of hospital as its source writes it, in both languages where the words know it."""
        if not said:
            return self.say("group.no_level")
        for words in self.say.words.under(CLASSES).values():
            if said in {words.zh, words.en} or said == words.zh.partition(" ")[0]:
                return words
        return same(said)

    def total(self, evaluation: Evaluation | None) -> str:
        """A total as printed, or a dash."""
        if evaluation is None or evaluation.score is None:
            return printing.DASH
        return evaluation.score_printed or self.score(evaluation.score)
