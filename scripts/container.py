"""Tries the steps of Containerfile on a bare Debian: `sudo python3 scripts/container.py`, as `make container`.

Where no engine of containers is, the steps themselves can still be tried: a Debian of the release that FROM names, with
nothing in it but certificates, is made once and kept (debootstrap); a copy of it takes the steps in a mount namespace
of its own. Then the image's own program, as the image's own user, checks a case and renders it.
Only the standard library, as scripts/setup.py. Exit 5: something is missing that this needs.
"""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
CONTAINERFILE = PROJECT / "Containerfile"
BARE = Path(os.environ.get("REPORTGEN_BARE", "/var/tmp/reportgen-bare"))  # noqa: S108 - kept between runs, for root alone
CASE = PROJECT / "tests" / "cases" / "clinic"
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
CERTIFICATES = "/etc/ssl/certs/ca-certificates.crt"
TRUST = "/etc/ssl/this-machine.crt"
"""Whom this machine trusts, also behind a proxy; a step that installs certificates writes the usual file anew."""
PASSED = ("http_proxy", "https_proxy", "no_proxy", "PIP_INDEX_URL", "PIP_DEFAULT_TIMEOUT")
WITHIN = (
    'mount -t proc proc "$0/proc" && mount --rbind /dev "$0/dev" && user="$1" && place="$2" && shift 2 && '
    'exec chroot --userspec="$user" "$0" /bin/sh -c \'cd "$1" && shift && exec "$@"\' sh "$place" "$@"'
)


class ContainerError(Exception):
    """What keeps the steps from being tried."""


@dataclass
class Image:
    """What the steps have made so far.

    Attributes:
        root: its files.
        settings: of ENV.
        user, place: of USER and WORKDIR, in force for what follows.
    """

    root: Path
    settings: dict[str, str] = field(default_factory=dict)
    user: str = "root"
    place: str = "/"
    entrypoint: tuple[str, ...] = ()

    def run(self, *words: str) -> None:
        """Run words in it as a builder would; raises ContainerError with what was said."""
        passed = {name: os.environ[name] for name in PASSED if name in os.environ}
        home = {"HOME": "/root" if self.user == "root" else f"/home/{self.user}", "PATH": PATH, "LANG": "C.UTF-8"}
        trust = {"SSL_CERT_FILE": TRUST, "PIP_CERT": TRUST}
        command = ["unshare", "--mount", "--propagation", "private", "sh", "-c", WITHIN, str(self.root), self.user]
        done = subprocess.run(
            [*command, self.place, *words],
            env={**home, **trust, **passed, **self.settings},
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            raise ContainerError(f"{shlex.join(words)}\n{done.stdout[-3000:]}")

    def inside(self, place: str) -> Path:
        """A path in it as one of this machine."""
        return self.root / Path(self.place, place).as_posix().lstrip("/")


def steps(text: str) -> list[tuple[str, str]]:
    """Instruction and words of each step; a remark stands on a line of its own, a backslash goes on."""
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    joined = "\n".join(lines).replace("\\\n", " ")
    return [(line.split(maxsplit=1)[0], line.split(maxsplit=1)[1].strip()) for line in joined.splitlines()]


def release(base: str) -> str:
    """The release of Debian that an image named `debian:NAME-slim` holds."""
    name, _, tag = base.rpartition("/")[2].partition(":")
    if name != "debian" or not tag:
        raise ContainerError(f"{base} is no bare Debian")
    return tag.removesuffix("-slim")


def take(image: Image, instruction: str, words: str) -> None:
    """One step; raises ContainerError where it fails, or is of a kind that is not known here."""
    match instruction:
        case "FROM" | "CMD":
            pass
        case "RUN":
            image.run("/bin/sh", "-c", words)
        case "WORKDIR":
            image.place = words
            image.inside(".").mkdir(parents=True, exist_ok=True)
        case "COPY":
            source, target = words.split()
            copy(PROJECT / source, image.inside(target))
        case "ENV":
            image.settings |= dict(word.split("=", 1) for word in shlex.split(words))
        case "USER":
            image.user = words
        case "ENTRYPOINT":
            image.entrypoint = tuple(json.loads(words))
        case _:
            raise ContainerError(f"{instruction} is not known here")


def copy(source: Path, target: Path) -> None:
    """The files of a checkout, but for what git ignores."""
    listed = subprocess.run(
        ["git", "-C", str(source), "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    for name in filter(None, listed.split("\0")):
        if (source / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source / name, target / name)


def bare(name: str) -> Path:
    """A Debian with nothing in it but certificates; made once."""
    base = BARE.with_name(f"{BARE.name}-{name}")
    if not base.with_suffix(".done").exists():
        shutil.rmtree(base, ignore_errors=True)
        command = ["debootstrap", "--variant=minbase", "--include=ca-certificates", name, str(base)]
        done = subprocess.run([*command, *mirror(name)], capture_output=True, text=True, check=False)
        if done.returncode:
            raise ContainerError(done.stdout[-2000:] + done.stderr[-500:])
        base.with_suffix(".done").touch()
    return base


def mirror(name: str) -> list[str]:
    """Where this machine gets packages of that release from, if it says so."""
    told = subprocess.run(
        ["apt-get", "indextargets", "--format", "$(REPO_URI) $(RELEASE)"], capture_output=True, text=True, check=False
    )
    return next(([line.split()[0]] for line in told.stdout.splitlines() if line.split()[1:] == [name]), [])


def share(root: Path) -> None:
    """This machine's way to the network: names of hosts, sources of packages, trust, proxies."""
    shutil.copyfile(CERTIFICATES, root / TRUST.lstrip("/"))
    sources = [Path("/etc/resolv.conf"), Path("/etc/hosts"), Path(CERTIFICATES)]
    sources += [*Path("/etc/apt/apt.conf.d").glob("*"), *Path("/usr/share/keyrings").glob("debian-*")]
    debian = Path("/etc/apt/sources.list.d/debian.sources")
    if debian.exists():
        sources.append(debian)
        (root / "etc/apt/sources.list").write_text("")
    for path in (path for path in sources if path.is_file() and "docker" not in path.name):
        target = root / path.relative_to("/")
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)


def tried(image: Image) -> None:
    """The image's program on a case that is mounted where the image says, by its own user."""
    shutil.copytree(CASE, image.inside("."), dirs_exist_ok=True)
    shutil.chown(image.inside("."), *owner(image))
    for words in (("--version",), ("check", "."), ("render", ".", "-o", "report.pdf")):
        image.run(*image.entrypoint, *words)
    if not image.inside("report.pdf").read_bytes().startswith(b"%PDF"):
        raise ContainerError("the report is no PDF")


def owner(image: Image) -> tuple[int, int]:
    """Numbers of the image's user and group."""
    lines = (line.split(":") for line in (image.root / "etc/passwd").read_text().splitlines())
    return next((int(line[2]), int(line[3])) for line in lines if line[0] == image.user)


def main() -> int:
    """Try all steps, and then the program."""
    missing = [name for name in ("debootstrap", "unshare", "git") if shutil.which(name) is None]
    if os.geteuid() or missing:
        print(f"container: root and {' '.join(missing) or 'nothing else'} needed", file=sys.stderr)
        return 5
    found = steps(CONTAINERFILE.read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory(dir=BARE.parent, prefix="reportgen-image-") as folder:
        try:
            root = Path(folder) / "root"
            subprocess.run(["cp", "-a", bare(release(found[0][1])), root], check=True)
            share(root)
            image = Image(root)
            for instruction, words in found:
                print(f"container: {instruction} {words}", flush=True)
                take(image, instruction, words)
            tried(image)
        except ContainerError as error:
            print(f"container: {error}", file=sys.stderr)
            return 1
    print("container: all steps taken, a report rendered")
    return 0


if __name__ == "__main__":
    sys.exit(main())
