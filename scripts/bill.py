"""What the program is made of: a bill of materials (CycloneDX 1.5) and the notices of third parties, by the lock file.

``python scripts/bill.py out`` writes ``sbom.cdx.json`` and ``THIRD-PARTY-NOTICES.txt``. uv writes a bill from a lock
of its own only; ours is requirements.lock, whose hashes go into it. The same lock and environment give the same bytes.
"""

from __future__ import annotations

import json
import re
import sys
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any, Final

PROJECT: Final = Path(__file__).resolve().parent.parent
LOCK: Final = PROJECT / "requirements.lock"
NAME: Final = "reportgen"
PIN: Final = re.compile(
    r"^(?P<name>[\w.-]+)==(?P<version>[^\s;\\]+)(?P<rest>[^\n]*(?:\n[ \t]+--hash=\S+[^\n]*)*)", re.MULTILINE
)
HASH: Final = re.compile(r"--hash=sha256:([0-9a-f]{64})")
REQUIRED: Final = re.compile(r"^[A-Za-z0-9._-]+")
EXTRA: Final = re.compile(r"""extra\s*==\s*["']([^"']+)["']""")
TEXTS: Final = re.compile(r"(?:licen[cs]e|copying|notice|authors)[^/]*$", re.IGNORECASE)
FONTS: Final = (
    ("Noto Sans CJK SC, Noto Serif CJK SC", "OFL-1.1", "https://github.com/notofonts/noto-cjk"),
    ("Liberation Sans, Liberation Serif", "OFL-1.1", "https://github.com/liberationfonts/liberation-fonts"),
    ("LXGW WenKai (if offered)", "OFL-1.1", "https://github.com/lxgw/LxgwWenKai"),
    ("FandolFang (if offered)", "GPL-3.0-only WITH Font-exception-2.0", "https://ctan.org/pkg/fandol"),
)
"""What `make setup` puts beside the program; a report embeds the characters that it prints."""


@dataclass(frozen=True)
class Part:
    """One pinned library."""

    name: str
    version: str
    hashes: tuple[str, ...]
    runs: bool
    licence: str
    home: str


def key(name: str) -> str:
    """A name as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def parts(lock: str) -> list[Part]:
    """Every pin, by name."""
    needed = runtime()
    found = []
    for pin in PIN.finditer(lock):
        name = key(pin["name"])
        about = _about(name)
        hashes, runs = tuple(sorted(HASH.findall(pin["rest"]))), name in needed
        found.append(Part(name, pin["version"], hashes, runs, licence(about), home(about)))
    return sorted(found, key=lambda part: part.name)


def runtime() -> frozenset[str]:
    """What a render needs, and what that needs."""
    seen: set[str] = set()
    waiting = [NAME]
    while waiting:
        for required in metadata.requires(waiting.pop()) or ():
            match = REQUIRED.match(required)
            name = key(match[0]) if match else ""
            if name and name not in seen and not EXTRA.search(required) and _about(name) is not None:
                seen.add(name)
                waiting.append(name)
    return frozenset(seen)


def _about(name: str) -> metadata.Distribution | None:
    try:
        return metadata.distribution(name)
    except metadata.PackageNotFoundError:
        return None  # of another system


def licence(about: metadata.Distribution | None) -> str:
    """As the package itself says, by its expression, its classifiers or its field."""
    if about is None:
        return "not installed on this system"
    said = about.metadata
    if "License-Expression" in said:
        return said["License-Expression"]
    classified = [one.rpartition(" :: ")[2] for one in said.get_all("Classifier") or () if one.startswith("License ::")]
    field = str(said["License"]).strip().splitlines() if "License" in said else []
    return " / ".join(classified) or (field[0][:80] if field else "see its texts")


def home(about: metadata.Distribution | None) -> str:
    """Where it comes from."""
    if about is None:
        return ""
    named = [one.partition(",")[2].strip() for one in about.metadata.get_all("Project-URL") or ()]
    return about.metadata["Home-page"] if "Home-page" in about.metadata else next(iter(sorted(named)), "")


def bill(found: list[Part], version: str) -> dict[str, Any]:
    """The bill of materials."""
    content = json.dumps([(part.name, part.version, part.hashes) for part in found])
    own = {"type": "application", "bom-ref": NAME, "name": NAME, "version": version}
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, content)}",
        "version": 1,
        "metadata": {"component": own | {"licenses": [{"license": {"id": "MIT"}}]}},
        "components": [*map(_component, found), *map(_font, FONTS)],
        "dependencies": [{"ref": NAME, "dependsOn": [_purl(part) for part in found if part.runs]}],
    }


def _purl(part: Part) -> str:
    return f"pkg:pypi/{part.name}@{part.version}"


def _component(part: Part) -> dict[str, Any]:
    return {
        "type": "library", "bom-ref": _purl(part), "name": part.name, "version": part.version, "purl": _purl(part),
        "scope": "required" if part.runs else "excluded",
        "licenses": [{"license": {"name": part.licence}}],
        "hashes": [{"alg": "SHA-256", "content": digest} for digest in part.hashes],
    }  # fmt: skip


def _font(font: tuple[str, str, str]) -> dict[str, Any]:
    name, terms, address = font
    return {
        "type": "data", "bom-ref": f"font:{name}", "name": name, "licenses": [{"expression": terms}],
        "externalReferences": [{"type": "website", "url": address}],
    }  # fmt: skip


def notices(found: list[Part]) -> str:
    """Names, licences and the texts that the libraries of a render bring with them."""
    lines = ["Third parties whose work reportgen uses. Libraries that a render loads:", ""]
    lines += [f"{part.name} {part.version}: {part.licence}; {part.home}" for part in found if part.runs]
    lines += [
        "",
        "Fonts, installed beside the program:",
        "",
        *(f"{name}: {terms}; {url}" for name, terms, url in FONTS),
    ]
    lines += ["", "For tests and checks only, no part of what is installed for users:", ""]
    lines += [f"{part.name} {part.version}: {part.licence}" for part in found if not part.runs]
    for part in found:
        for file, text in texts(part) if part.runs else ():
            lines += ["", "=" * 78, f"{part.name} {part.version}: {file}", "=" * 78, text.strip()]
    return "\n".join(lines) + "\n"


def texts(part: Part) -> Iterator[tuple[str, str]]:
    """The licences and notices inside a library's own metadata."""
    about = _about(part.name)
    for file in sorted(about.files or (), key=str) if about else ():
        if ".dist-info/" in str(file) and TEXTS.search(str(file)):
            yield Path(str(file)).name, Path(str(file.locate())).read_text(encoding="utf-8", errors="replace")


def main(target: Path) -> None:
    """Write both."""
    found = parts(LOCK.read_text(encoding="utf-8"))
    target.mkdir(parents=True, exist_ok=True)
    made = json.dumps(bill(found, metadata.version(NAME)), indent=1, ensure_ascii=False)
    (target / "sbom.cdx.json").write_text(made + "\n", encoding="utf-8")
    (target / "THIRD-PARTY-NOTICES.txt").write_text(notices(found), encoding="utf-8")
    print(f"{len(found)} libraries, {sum(part.runs for part in found)} of them in a render, written to {target}")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "out"))
