"""Drives headless Chromium over a pair of pipes: opens pages, counts what they ask for, measures and photographs them.

The protocol is Chromium's own (DevTools); a message is JSON that ends with a zero byte.
"""

from __future__ import annotations

import base64
import itertools
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

AXE: Final = Path(__file__).parent / "axe-core" / "axe.min.js"
NAMES: Final = ("chromium", "chromium-browser", "google-chrome")
OPTIONS: Final = (
    "--headless=new",
    "--no-sandbox",  # the only pages that it opens are ours, and continuous integration runs as root
    "--remote-debugging-pipe",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--hide-scrollbars",
)

SETTLED: Final = """document.fonts.ready.then(() => new Promise(done =>
  requestAnimationFrame(() => requestAnimationFrame(done))))"""
"""Observers of sizes are told in the frame after the one that a change is laid out in."""

CODES: Final = {"Tab": 9, "Enter": 13, "Escape": 27}
"""Keys that the browser itself answers."""


class BrowserError(RuntimeError):
    """The browser did not do what it was told."""


@dataclass
class Browser:
    """One running browser with one page."""

    process: subprocess.Popen[bytes]
    to: int
    back: Any
    session: str = ""
    asked: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    events: list[str] = field(default_factory=list)

    def tell(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Send one order and return its answer; what happens meanwhile is noted."""
        number = next(self.numbers)
        message: dict[str, Any] = {"id": number, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        self._write(json.dumps(message).encode() + b"\0")
        while (answer := self._next()).get("id") != number:
            self._note(answer)
        if "error" in answer:
            raise BrowserError(f"{method}: {answer['error']}")
        found: dict[str, Any] = answer["result"]
        return found

    def _write(self, order: bytes) -> None:
        """Write an order whole: a pipe takes a part of a long one where a signal comes in between."""
        rest = memoryview(order)
        while rest:
            rest = rest[os.write(self.to, rest) :]

    def open(self, path: Path, *, width: int = 1280, height: int = 900, scripts: bool = True) -> None:
        """Open a file in a window of this size."""
        self.visit(path.resolve().as_uri(), width=width, height=height, scripts=scripts)

    def visit(self, address: str, *, width: int = 1280, height: int = 900, scripts: bool = True) -> None:
        """Open an address in a window of this size."""
        self.asked.clear()
        self.said.clear()
        self.tell("Emulation.setScriptExecutionDisabled", value=not scripts)
        self.size(width, height)
        self.events.clear()
        answer = self.tell("Page.navigate", url=address)
        if trouble := answer.get("errorText"):
            raise BrowserError(f"{address}: {trouble}")
        self.wait(f"load {answer['loaderId']}")  # of this page: that of the page before may still be under way
        if scripts:
            self.settle()  # a face that is still coming makes tables wider

    def size(self, width: int, height: int) -> None:
        """Give the window a size."""
        self.tell("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)

    def settle(self) -> None:
        """Go on when faces are loaded and what watches sizes has been told of them."""
        self.evaluate(SETTLED)

    def wait(self, event: str) -> None:
        """Go on when an event has happened since the last wait."""
        while event not in self.events:
            self._note(self._next())
        self.events.clear()

    def evaluate(self, expression: str) -> Any:
        """The value of an expression of the page's language; of a promise, what it brings."""
        found = self.tell("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in found:
            raise BrowserError(str(found["exceptionDetails"])[:2000])
        return found["result"].get("value")

    def violations(self) -> list[str]:
        """What axe-core finds against the page, each with the first places."""
        self.settle()
        self.evaluate(AXE.read_text(encoding="utf-8") + ";0")
        found = self.evaluate("axe.run(document, {resultTypes: ['violations']}).then(r => r.violations)")
        return [
            f"{one['id']} ({len(one['nodes'])}): {one['help']}: "
            + " | ".join(f"{node['html'][:160]} {node['failureSummary'][:200]}" for node in one["nodes"][:4])
            for one in found
        ]

    def picture(self, *, whole: bool = False) -> bytes:
        """What the window shows as PNG, or the whole page."""
        return base64.b64decode(self.tell("Page.captureScreenshot", captureBeyondViewport=whole)["data"])

    def paper(self) -> bytes:
        """The page as it is printed from the browser."""
        return base64.b64decode(self.tell("Page.printToPDF", preferCSSPageSize=True)["data"])

    def point(self, x: float, y: float) -> None:
        """Move the pointer to a place in the window."""
        self.tell("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)

    def key(self, name: str) -> None:
        """Press a key."""
        for kind in ("keyDown", "keyUp"):
            self.tell(
                "Input.dispatchKeyEvent", type=kind, key=name, code=name, windowsVirtualKeyCode=CODES.get(name, 0)
            )

    def _next(self) -> dict[str, Any]:
        message = bytearray()
        while (byte := self.back.read(1)) not in (b"\0", b""):
            message += byte
        if not message:
            raise BrowserError("the browser has gone")
        found: dict[str, Any] = json.loads(bytes(message))
        return found

    def _note(self, message: dict[str, Any]) -> None:
        method, facts = message.get("method", ""), message.get("params", {})
        self.events.append(f"{facts['name']} {facts['loaderId']}" if method == "Page.lifecycleEvent" else method)
        if method == "Network.requestWillBeSent":
            self.asked.append(facts["request"]["url"])
        elif method in {"Log.entryAdded", "Runtime.exceptionThrown"}:
            self.said.append(json.dumps(facts)[:500])


def executable() -> str:
    """Where the browser is.

    Raises:
        BrowserError: there is none; `make setup-test` installs it.
    """
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        raise BrowserError("no Chromium: run make setup-test")
    return found


@contextmanager
def browser() -> Iterator[Browser]:
    """A browser with an empty profile; gone when the block ends."""
    there, to = os.pipe()
    back, here = os.pipe()
    with tempfile.TemporaryDirectory(prefix="browser-", ignore_cleanup_errors=True) as profile:
        process = subprocess.Popen(
            ["bash", "-c", f'exec "$@" 3<&{there} 4>&{here}', "-", executable(), *OPTIONS,
             f"--user-data-dir={profile}", "about:blank"],
            pass_fds=(there, here), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(there)
        os.close(here)
        try:
            with os.fdopen(back, "rb") as stream:
                yield _attached(Browser(process, to, stream))
        finally:
            os.close(to)
            process.terminate()
            process.wait(timeout=60)


def _attached(found: Browser) -> Browser:
    target = next(one for one in found.tell("Target.getTargets")["targetInfos"] if one["type"] == "page")
    found.session = found.tell("Target.attachToTarget", targetId=target["targetId"], flatten=True)["sessionId"]
    for domain in ("Page", "Network", "Runtime", "Log"):
        found.tell(f"{domain}.enable")
    found.tell("Page.setLifecycleEventsEnabled", enabled=True)
    return found
