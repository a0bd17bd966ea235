"""The fonts of the pages: which files, out of which packages, into which folder. Standard library only."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

# file → Debian packages that hold it, the preferred first
NEEDED = {
    "NotoSansCJK-Regular.ttc": ("fonts-noto-cjk",),
    "NotoSansCJK-Bold.ttc": ("fonts-noto-cjk",),
    "NotoSerifCJK-Regular.ttc": ("fonts-noto-cjk",),
    "NotoSerifCJK-Bold.ttc": ("fonts-noto-cjk",),
    "LiberationSans-Regular.ttf": ("fonts-liberation2", "fonts-liberation"),
    "LiberationSans-Bold.ttf": ("fonts-liberation2", "fonts-liberation"),
    "LiberationSerif-Regular.ttf": ("fonts-liberation2", "fonts-liberation"),
    "LiberationSerif-Bold.ttf": ("fonts-liberation2", "fonts-liberation"),
}
# Without these a style has a stand-in; Ubuntu 22.04 does not have the package.
WELCOME = {
    "LXGWWenKai-Regular.ttf": ("fonts-lxgw-wenkai",),
    "FandolFang-Regular.otf": ("texlive-lang-chinese",),  # 49 MB, of which 7 are kept
}
# The same faces under the names of other systems.
ELSEWHERE = {name: name.replace("CJK-", "CJKsc-").replace(".ttc", ".otf") for name in NEEDED if name.endswith(".ttc")}
SYSTEM_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "/Library/Fonts", "~/Library/Fonts", "~/.fonts")


class SetupError(Exception):
    """What is wrong and the command that mends it."""


def folder() -> Path:
    """Where the program looks for its fonts, as in reportgen.report.fonts."""
    if named := os.environ.get("REPORTGEN_FONTS"):
        return Path(named).expanduser().resolve()
    if sys.platform == "darwin":
        return Path("~/Library/Application Support/reportgen/fonts").expanduser()
    home = os.environ.get("XDG_DATA_HOME", "")
    return (Path(home) if Path(home).is_absolute() else Path.home() / ".local" / "share") / "reportgen" / "fonts"


def absent(place: Path, files: dict[str, tuple[str, ...]]) -> list[str]:
    """Files that are not there, under any of their names."""
    return [name for name in files if not any((place / one).is_file() for one in (name, ELSEWHERE.get(name, name)))]


def missing(place: Path) -> list[str]:
    """What there is to fetch; a welcome file that no package offers was noted once and is not asked for again."""
    passed_over = place / ".not-offered"
    known = passed_over.read_text(encoding="utf-8").split() if passed_over.exists() else []
    return absent(place, NEEDED) + [name for name in absent(place, WELCOME) if name not in known]


def unobtainable(place: Path) -> list[str]:
    """What is neither there nor installed on this system: only needed files count."""
    return [name for name in absent(place, NEEDED) if found_on_system(name) is None]


def found_on_system(name: str) -> Path | None:
    """A font file that the system already has."""
    for root in SYSTEM_FOLDERS:
        for wanted in (name, ELSEWHERE.get(name, name)):
            if found := sorted(Path(root).expanduser().rglob(wanted)):
                return found[0]
    return None


def install(place: Path, *, from_debian: bool) -> list[str]:
    """Bring every missing file; returns notes. Files arrive whole or not at all."""
    place.mkdir(parents=True, exist_ok=True)
    if from_debian:
        extract_packages(place, missing(place))
    else:
        for name in missing(place):
            if source := found_on_system(name):
                put(source, place / source.name)
    if still := absent(place, NEEDED):
        raise SetupError("these fonts could not be had: " + ", ".join(still))
    not_offered = absent(place, WELCOME)
    if not_offered:
        (place / ".not-offered").write_text("\n".join(not_offered), encoding="utf-8")
    return [f"{name}: no package offers it; pages use their second choice" for name in not_offered]


def put(source: Path, target: Path) -> None:
    """Copy, and let the file appear under its name only when it is whole."""
    part = target.with_name(f".{target.name}.{os.getpid()}")
    shutil.copyfile(source, part)
    part.replace(target)


def extract_packages(place: Path, names: list[str]) -> None:
    """Take the font files alone out of Debian packages; nothing is installed, root is not needed."""
    offers = {**NEEDED, **WELCOME}
    with tempfile.TemporaryDirectory() as scratch:
        os.chmod(scratch, 0o755)  # noqa: PTH101, S103  (apt downloads as a user of its own)
        for packages in sorted({offers[name] for name in names}):
            wanted = [name for name in names if offers[name] == packages]
            archive = first_download(Path(scratch), packages)
            if archive is not None:
                extract(archive, wanted, place)


def first_download(scratch: Path, packages: tuple[str, ...]) -> Path | None:
    """The archive of the first of these packages that the system's sources offer."""
    for package in packages:
        command = ["apt-get", "download", "-q", "-o", "APT::Sandbox::User=root", package]
        subprocess.run(command, cwd=scratch, capture_output=True, check=False)
        if archives := sorted(scratch.glob(f"{package}_*.deb")):
            return archives[0]
    return None


def extract(archive: Path, names: list[str], place: Path) -> None:
    """Put the named files of one archive into the folder."""
    unpacked = archive.with_suffix("")
    if subprocess.run(["dpkg-deb", "-x", str(archive), str(unpacked)], check=False).returncode:
        raise SetupError(f"{archive.name} cannot be unpacked; is the disk full?")
    for name in names:
        if found := sorted(unpacked.rglob(name)):
            put(found[0], place / name)
    shutil.rmtree(unpacked)
