"""Puts the folders that stand at the top level into the wheel; an editable install reads them where they are."""

from __future__ import annotations

from typing import Any, Final

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

FOLDERS: Final = ("templates", "styles", "samples")


class WheelFolders(BuildHookInterface[Any]):
    """Build hook: templates/ and its like become reportgen/_data/… in a real wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the folders, unless the wheel is an editable one."""
        if version == "standard":
            build_data["force_include"].update({folder: f"reportgen/_data/{folder}" for folder in FOLDERS})
