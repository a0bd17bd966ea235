"""Gate on the families that drawings ask for: a chart drawn with another face is measured wrongly, and says nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from reportgen.errors import ExitCode, Refused
from reportgen.model.finding import Finding
from reportgen.model.place import NOWHERE

FAMILY: Final = re.compile(rb'font-family="([^"]+)"')
MISSING: Final = "R03"


def require(images: Mapping[str, bytes]) -> None:
    """Refuse drawings in families that are not installed; what the layout engine sees is what vl-convert was shown.

    Raises:
        Refused: R03 for each family.
    """
    from reportgen.report.pdf.faces import GENERIC, is_installed

    stacks = {match.decode() for drawing in images.values() for match in FAMILY.findall(drawing)}
    asked = {family.strip(" '") for stack in stacks for family in stack.split(",")} - GENERIC
    missing = [family for family in sorted(asked) if not is_installed(family)]
    if missing:
        raise Refused([Finding(MISSING, NOWHERE, {"family": family}) for family in missing], ExitCode.ENVIRONMENT)
