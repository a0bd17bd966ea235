"""The people who sign."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reportgen.model.definition import Text
    from reportgen.model.standing import Approval
    from reportgen.report.desk.context import Context


@dataclass(frozen=True)
class Signatory:
    """One field to sign in; `id` names it in the file, `title` is read aloud, `on` is the day of an approval."""

    id: str
    role: Text
    title: Text
    name: str | None
    on: str | None


def signatories(context: Context) -> tuple[Signatory, ...]:
    """Those whom the case names, else the four of an official report."""
    named = [(person.id, person.role, person.name) for person in context.material.case.file.signatories]
    usual = [(identifier, role, None) for identifier, role in context.say.words.under("sign.role").items()]
    standing = context.material.standing
    given = {approval.role: approval for approval in standing.approvals} if standing else {}
    return tuple(
        _signatory(context, identifier or str(number), role, name, given.get(identifier or ""))
        for number, (identifier, role, name) in enumerate(named or usual, start=1)
    )


def _signatory(context: Context, identifier: str, role: Text, name: str | None, approval: Approval | None) -> Signatory:
    on = str(approval.on) if approval else None
    title = context.say("sign.field", role=role)
    return Signatory(f"sign-{identifier}", role, title, approval.by if approval else name, on)
