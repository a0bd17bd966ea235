"""What one system has and another has not: locks that die with their process, bounds of memory and time, owners.

Nothing else asks on which system it runs. Windows has none of these, gives no other name to a file that is open, and
opens no folder; what they serve goes on there without them.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

try:
    import fcntl
    import resource
except ImportError:
    IS_POSIX = False  # Windows
else:
    IS_POSIX = True

PLAINLY: Final = os.O_RDONLY | sum(getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"))
"""How that is opened of which only the name is known: no link is followed, no pipe waited for, no byte altered."""
OWN: Final = 0o077
PAGES: Final = Path("/proc/self/statm")


def lock(handle: int, *, shared: bool = False) -> None:
    """Take the lock of an open file or folder without waiting; it goes with the process.

    Raises:
        BlockingIOError: another one has it.
        OSError: there are no locks here.
    """
    if not IS_POSIX:
        raise OSError(None, "no locks on this system")
    fcntl.flock(handle, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)


def renames_open_files() -> bool:
    """Whether what is open can get another name."""
    return IS_POSIX


def opened(folder: Path) -> int | None:
    """A handle on a folder; None where the system opens none.

    Raises:
        FileNotFoundError: it is not there.
    """
    try:
        return os.open(folder, os.O_RDONLY)
    except PermissionError:
        if renames_open_files():
            raise
        return None


def sync(folder: Path) -> None:
    """Make new names in a folder durable, where the system lets a folder be opened."""
    try:
        handle = opened(folder)
    except OSError:
        return
    if handle is None:
        return
    try:
        with suppress(OSError):  # some file systems have no such thing
            os.fsync(handle)
    finally:
        os.close(handle)


def is_the_users(facts: os.stat_result) -> bool:
    """Whether a file belongs to the user; where files have no owners that can be asked for, it does."""
    return not hasattr(os, "geteuid") or facts.st_uid == os.geteuid()


def is_closed_to_others(facts: os.stat_result) -> bool:
    """Whether a file is the user's and nobody else may touch it; Windows keeps others out of a user's own folder."""
    return not hasattr(os, "geteuid") or (is_the_users(facts) and not facts.st_mode & OWN)


@contextmanager
def memory_bound(more: int) -> Iterator[None]:
    """Let this process take no more than so many bytes beyond what it has; MemoryError beyond."""
    taken = _pages(0)
    if not IS_POSIX or taken is None:
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    bound = min(limit for limit in (soft, hard, taken + more) if limit >= 0)
    resource.setrlimit(resource.RLIMIT_AS, (bound, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


@contextmanager
def processor_bound(seconds: float, over: Callable[[int, Any], None]) -> Iterator[None]:
    """Call `over`, which raises, once the processor has worked so long; where signals come, and in the main thread."""
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGPROF, over)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def memory() -> int:
    """Bytes of memory that this process has now; at its most where the system does not tell the present, else 0."""
    held = _pages(1)
    if held is not None:
        return held
    if not IS_POSIX:
        return 0
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


def _pages(column: int) -> int | None:
    """Bytes of virtual (0) or resident memory (1), as Linux tells them in pages."""
    try:
        return int(PAGES.read_text(encoding="ascii").split()[column]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError, AttributeError):
        return None


def end(process: subprocess.Popen[bytes]) -> None:
    """End a process that leads a session of its own with all that it started."""
    if hasattr(os, "killpg"):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
