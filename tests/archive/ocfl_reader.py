"""A second reader of OCFL 1.1, from the standard alone and with nothing of ours: is it valid, and what does it hold?"""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any


def objects(root: Path) -> dict[str, Path]:
    """Folders of all objects by the identifier in their inventory."""
    assert (root / "0=ocfl_1.1").read_text() == "ocfl_1.1\n"
    found = {}
    for declaration in root.rglob("0=ocfl_object_1.1"):
        folder = declaration.parent
        found[json.loads((folder / "inventory.json").read_bytes())["id"]] = folder
    return found


def checked(folder: Path) -> dict[str, dict[str, bytes]]:
    """Files of each version of an object, once everything that section 3 of the standard asks for holds."""
    assert (folder / "0=ocfl_object_1.1").read_text() == "ocfl_object_1.1\n"
    inventory = _inventory(folder)
    head = inventory["head"]
    names = sorted(inventory["versions"], key=lambda name: int(name[1:]))
    assert names == [f"v{number}" for number in range(1, len(names) + 1)]
    assert head == names[-1]
    on_disk = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    content = {path for path in on_disk if re.match(r"v\d+/content/", path)}
    assert content == {path for paths in inventory["manifest"].values() for path in paths}
    for digest, paths in inventory["manifest"].items():
        for path in paths:
            assert hashlib.sha512((folder / path).read_bytes()).hexdigest() == digest
    for name in names:
        old = _inventory(folder / name)
        assert old["head"] == name
        assert all(inventory["versions"][each] == old["versions"][each] for each in old["versions"])
    assert (folder / "inventory.json").read_bytes() == (folder / head / "inventory.json").read_bytes()
    beside = {f"{below}{file}" for below in ("", *(f"{name}/" for name in names))
              for file in ("inventory.json", "inventory.json.sha512")}  # fmt: skip
    assert on_disk == content | beside | {"0=ocfl_object_1.1"}
    return {name: _state(folder, inventory, name) for name in names}


def _inventory(folder: Path) -> dict[str, Any]:
    content = (folder / "inventory.json").read_bytes()
    assert (folder / "inventory.json.sha512").read_text() == f"{hashlib.sha512(content).hexdigest()} inventory.json\n"
    found: dict[str, Any] = json.loads(content)
    assert found["type"] == "https://ocfl.io/1.1/spec/#inventory"
    assert found["digestAlgorithm"] == "sha512"
    assert all(
        re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$", one["created"])
        for one in found["versions"].values()
    )
    return found


def _state(folder: Path, inventory: dict[str, Any], version: str) -> dict[str, bytes]:
    state = inventory["versions"][version]["state"]
    return {
        name: (folder / inventory["manifest"][digest][0]).read_bytes()
        for digest, names in state.items()
        for name in names
    }
