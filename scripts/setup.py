"""Puts everything reportgen needs on this machine: `python3 scripts/setup.py [run|test]`.

Only the standard library of Python 3.8, since nothing else is there yet. Steps that are done are recognised and left
alone, so a second run is quick and changes nothing. Exit 5: something must be installed that this script cannot.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import setup_fonts
from setup_fonts import SetupError

PROJECT = Path(__file__).resolve().parent.parent
ENVIRONMENT = PROJECT / ".venv"
STAMP = ENVIRONMENT / ".installed"
LOCK = PROJECT / "requirements.lock"

PACKAGES = {
    "run": ["fontconfig", "libharfbuzz-subset0", "libpango-1.0-0", "libpangoft2-1.0-0"],
    # veraPDF runs on Java; pdftotext reads pages back; LibreOffice recalculates workbooks; softhsm2 is a token;
    # Chromium opens pages for screens
    "test": ["chromium", "default-jdk-headless", "poppler-utils", "libreoffice-calc-nogui", "softhsm2"],
}
OTHER_SYSTEMS = {
    "dnf": "sudo dnf install -y python3.12 pango harfbuzz fontconfig liberation-fonts google-noto-sans-cjk-ttc-fonts"
    " google-noto-serif-cjk-ttc-fonts poppler-utils java-latest-openjdk-devel chromium",
    "brew": "brew install python@3.12 pango harfbuzz fontconfig poppler openjdk"
    " && brew install --cask chromium font-noto-sans-cjk-sc font-noto-serif-cjk-sc font-liberation",
}
PYTHONS = ("python3", "python3.13", "python3.12", "python3.11")
SUPPORTED = "import sys; sys.exit(sys.version_info < (3, 11))"
# Distributions build with a profile (and do not say so); a report takes 13 % longer where there was none (pyenv)
OPTIMISED = """
import ensurepip, sys, sysconfig, venv
sys.exit(sys.base_prefix != "/usr" and "--enable-optimizations" not in str(sysconfig.get_config_var("CONFIG_ARGS")))
"""


def say(step: str, state: str) -> None:
    """One line of progress."""
    print(f"setup: {step:<20} {state}", flush=True)


def run(*command: str | Path, env: dict[str, str] | None = None) -> None:
    """Run a command; its output is shown only if it fails."""
    words = [str(word) for word in command]
    whole = {**os.environ, **(env or {})}
    done = subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, env=whole)
    if done.returncode:
        raise SetupError(f"{' '.join(words)}\n{done.stdout.strip()[-3000:]}")


def as_root() -> list[str]:
    """What to put before a command that changes the system."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo"):
        return ["sudo"]
    raise SetupError("root or sudo is needed; as root run:\n  apt-get install -y " + " ".join(all_packages()))


def all_packages() -> list[str]:
    """Every system package that any of the make targets wants."""
    return [*PACKAGES["run"], *PACKAGES["test"], "python3-venv"]


def is_installed(package: str) -> bool:
    """Whether dpkg knows the package as installed (or something that provides it is)."""
    shown = subprocess.run(
        ["dpkg-query", "-W", "-f", "${db:Status-Status}", package], capture_output=True, text=True, check=False
    )
    return shown.stdout.startswith("installed")


def install(packages: list[str]) -> None:
    """Install Debian packages that are not there."""
    missing = [package for package in packages if not is_installed(package)]
    if not missing:
        return say("system packages", "present")
    say("system packages", "installing " + " ".join(missing))
    apt = [*as_root(), "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300"]
    run(*apt, "update")
    run(*apt, "install", "-y", "--no-install-recommends", *missing)
    return say("system packages", "installed")


def python() -> str | None:
    """The first interpreter of a version we support, one that was built to be fast before one that was not."""
    folders = os.environ.get("PATH", os.defpath).split(os.pathsep)
    named = [shutil.which(name, path=folder) for name in PYTHONS for folder in folders]
    supported = [found for found in dict.fromkeys(named) if found and holds(found, SUPPORTED)]
    return next((found for found in supported if holds(found, OPTIMISED)), next(iter(supported), None))


def holds(interpreter: str, test: str) -> bool:
    """Whether an interpreter runs a line of Python without complaint."""
    return subprocess.run([interpreter, "-c", test], capture_output=True, check=False).returncode == 0


def interpreter_packages() -> list[str]:
    """What Debian and Ubuntu split off the interpreter, or a newer interpreter where the system's is too old."""
    found = python()
    if found is None:
        return ["python3.11", "python3.11-venv"]
    if ENVIRONMENT.exists() or holds(found, "import ensurepip, venv"):
        return []
    return ["python3-venv" if Path(found).name == "python3" else f"{Path(found).name}-venv"]


def fingerprint() -> str:
    """Changes when the environment has to be installed again."""
    parts = (LOCK.read_bytes(), (PROJECT / "pyproject.toml").read_bytes(), str(PROJECT).encode())
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def environment() -> None:
    """.venv holds exactly the locked versions and reportgen itself, run from the checkout."""
    if STAMP.exists() and STAMP.read_text() == fingerprint():
        return say("Python environment", "present")
    say("Python environment", "installing the locked versions (a minute or two)")
    if not (ENVIRONMENT / "bin" / "pip").exists():
        found = python()
        if found is None:
            raise SetupError("Python 3.11 or newer is needed")
        run(found, "-m", "venv", "--clear", ENVIRONMENT)
    quiet = {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1"}
    pip: list[str | Path] = [ENVIRONMENT / "bin" / "python", "-m", "pip", "install", "-q"]
    run(*pip, "--require-hashes", "--no-deps", "--only-binary", ":all:", "-r", LOCK, env=quiet)
    run(*pip, "--no-deps", "--no-build-isolation", "-e", PROJECT, env=quiet)
    STAMP.write_text(fingerprint())
    return say("Python environment", "installed")


def bytecode() -> None:
    """The program compiled, as an installer leaves it: the user's Python may be told to write nothing."""
    run(ENVIRONMENT / "bin" / "python", "-m", "compileall", "-q", PROJECT / "reportgen")


def fonts() -> None:
    """The fonts of the pages stand in the user's data folder."""
    folder = setup_fonts.folder()
    missing = setup_fonts.missing(folder)
    if not missing:
        return say("fonts", f"present in {folder}")
    say("fonts", f"fetching {len(missing)} files into {folder}")
    notes = setup_fonts.install(folder, from_debian=shutil.which("apt-get") is not None)
    for note in notes:
        say("fonts", note)
    return say("fonts", "installed")


def refuse_other_system() -> None:
    """Without apt-get, go on only if the libraries are there already; else name the command that brings them."""
    from ctypes.util import find_library

    libraries = ("pango-1.0", "pangoft2-1.0", "harfbuzz-subset", "fontconfig")
    absent = [name for name in libraries if not find_library(name)]
    if absent or setup_fonts.unobtainable(setup_fonts.folder()) or python() is None:
        manager = "brew" if sys.platform == "darwin" else "dnf"
        raise SetupError(f"this is not Debian or Ubuntu; run\n  {OTHER_SYSTEMS[manager]}\nand then this command again")
    say("system packages", "present")


def main(purpose: str) -> int:
    """Set up for running the program, or (`test`) for its tests as well."""
    try:
        if shutil.which("apt-get") and shutil.which("dpkg-query"):
            wanted = PACKAGES["run"] + (PACKAGES["test"] if purpose == "test" else [])
            install(wanted + interpreter_packages())
        else:
            refuse_other_system()
        environment()
        bytecode()
        fonts()
    except SetupError as error:
        print(f"setup: {error}", file=sys.stderr)
        return 5
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "run"))
