"""Every guard of SECURITY.md has its test, and what is replaced in the layout engine is listed."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

import pytest

from house.scripts import script
from reportgen.report.pdf.patches import PATCHES

PROJECT = Path(__file__).resolve().parents[2]
SECURITY = (PROJECT / "SECURITY.md").read_text(encoding="utf-8")
TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
GUARD = re.compile(r"^\| (?!against|function|---|`)([^|]+)\|[^|]+\|([^|]*)\|$", re.MULTILINE)


def defined(file: str) -> set[str]:
    """The tests of a module."""
    tree = ast.parse((PROJECT / file).read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_every_guard_names_its_test():
    guards = GUARD.findall(SECURITY)

    assert len(guards) >= 15
    assert [what for what, test in guards if not TEST.search(test)] == []


@pytest.mark.parametrize(("file", "name"), TEST.findall(SECURITY), ids=lambda part: Path(part).name)
def test_the_test_of_a_guard_is_there(file: str, name: str):
    assert name in defined(file)


def test_what_is_replaced_in_the_layout_engine_is_listed_with_why_and_what_is_known_upstream():
    listed = re.findall(r"^\| `(\w+)` \| [^|]+ \| [^|]+ \|$", SECURITY, re.MULTILINE)

    assert sorted(listed) == sorted(patch.name for patch in PATCHES)


@pytest.mark.slow
def test_the_bill_names_every_pin_with_its_hashes_and_the_notices_every_library_of_a_render(tmp_path: Path):
    bill = script("bill")
    bill.main(tmp_path)
    made = json.loads((tmp_path / "sbom.cdx.json").read_text(encoding="utf-8"))
    notices = (tmp_path / "THIRD-PARTY-NOTICES.txt").read_text(encoding="utf-8")
    lock = (PROJECT / "requirements.lock").read_text(encoding="utf-8")

    libraries = [one for one in made["components"] if one["type"] == "library"]
    assert (made["bomFormat"], made["specVersion"]) == ("CycloneDX", "1.5")
    assert len(libraries) == len(re.findall(r"^[\w.-]+==", lock, re.MULTILINE))
    assert sum(len(one["hashes"]) for one in libraries) == lock.count("--hash=sha256:")
    assert {"weasyprint", "python-calamine", "jinja2"} <= {
        one["name"] for one in libraries if one["scope"] == "required"
    }
    assert {"pytest", "ruff"} <= {one["name"] for one in libraries if one["scope"] == "excluded"}
    references = [one["bom-ref"] for one in made["components"]]
    assert len(references) == len(set(references))
    assert all(f"\n{one['name']} {one['version']}: " in notices for one in libraries)
    assert "Redistribution and use in source and binary forms" in notices
    assert str(PROJECT) not in notices

    before = (tmp_path / "sbom.cdx.json").read_bytes()
    bill.main(tmp_path)
    assert (tmp_path / "sbom.cdx.json").read_bytes() == before


def test_the_container_takes_the_steps_of_setup():
    steps = (PROJECT / "Containerfile").read_text(encoding="utf-8")

    assert "RUN make setup" in steps
    assert "pip install" not in steps
    assert "\nUSER reports\n" in steps


def test_every_step_of_the_container_can_be_tried_without_an_engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """`make container` takes the same steps on a bare Debian, as root."""
    container = script("container")
    found = container.steps((PROJECT / "Containerfile").read_text(encoding="utf-8"))
    ran: list[tuple[str, str, tuple[str, ...]]] = []
    monkeypatch.setattr(container.Image, "run", lambda image, *words: ran.append((image.user, image.place, words)))
    image = container.Image(tmp_path)

    for instruction, words in found:
        container.take(image, instruction, words)

    assert container.release(found[0][1]) == "bookworm"
    assert [words[-1].split(" && ")[0] for _, _, words in ran][1:] == ["make setup", "useradd --create-home reports"]
    assert {user for user, _, _ in ran} == {"root"}
    assert (image.user, image.place) == ("reports", "/case")
    assert image.settings == {"REPORTGEN_FONTS": "/opt/reportgen-fonts"}
    assert image.entrypoint == ("/opt/reportgen/.venv/bin/reportgen",)
    assert (tmp_path / "opt" / "reportgen" / "requirements.lock").is_file()
    assert not (tmp_path / "opt" / "reportgen" / ".venv").exists()


def test_a_step_that_fails_or_is_not_known_ends_the_trial(tmp_path: Path):
    container = script("container")

    with pytest.raises(container.ContainerError, match="ADD is not known"):
        container.take(container.Image(tmp_path), "ADD", "a b")
    with pytest.raises(container.ContainerError, match="no bare Debian"):
        container.release("docker.io/library/python:3.12-slim-bookworm")
    assert container.steps("# a\nRUN a \\\n  b\n") == [("RUN", "a    b")]
