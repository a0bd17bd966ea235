"""The people who sign."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reportgen.model.definition import Text
    from reportgen.report.desk.context import Context


@dataclass(frozen=True)
class Signatory:
    """One field to sign in; `id` names it in the file, `title` is read aloud."""

    id: str
    role: Text
    title: Text
    name: str | None


def signatories(context: Context) -> tuple[Signatory, ...]:
    """Those whom the case names, else the four of an official report."""
    named = [(person.role, person.name) for person in context.material.case.file.signatories]
    usual = [(role, None) for role in context.say.words.under("sign.role").values()]
    return tuple(
        Signatory(f"sign-{number}", role, context.say("sign.field", role=role), name)
        for number, (role, name) in enumerate(named or usual, start=1)
    )
