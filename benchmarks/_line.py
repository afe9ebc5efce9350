"""A program at the end of a line: what it sends, how long that takes, and what it costs."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

ROOT = Path(__file__).resolve().parents[1]

QUIET = 0.25
"""Seconds without a byte after which a program has drawn all there is to draw."""

SLICE = 16
"""Bytes taken at once from a slow line, so that it is slow for each of them."""

# The terminal becomes the program's controlling one, so that closing it hangs the program up.
_BEGIN = (
    "import fcntl, os, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0);"
    "os.execv(sys.argv[1], sys.argv[1:])"
)
_CAN_HOLD_TOGETHER = b"\x1b[?2026$p"


class Line:
    """Runs a command in a terminal that takes `bits` a second (8N1), or all it gets when None."""

    def __init__(
        self,
        command: Sequence[str],
        environment: Mapping[str, str],
        columns: int,
        lines: int,
        bits: int | None = None,
    ) -> None:
        self.count = 0
        """Bytes taken so far."""
        self._pace = 0.0 if bits is None else 10 / bits
        self._free_at = 0.0
        self._tail = b""
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        self.process = subprocess.Popen(
            [sys.executable, "-I", "-S", "-c", _BEGIN, *command],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=dict(environment),
            start_new_session=True,
        )
        os.close(slave)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.process.send_signal(signal.SIGTERM)
        deadline = time.monotonic() + 5
        while self.process.poll() is None and time.monotonic() < deadline:
            self._take(0.05)
        self.process.kill()
        self.process.wait()
        os.close(self._master)

    def send(self, keys: str) -> None:
        os.write(self._master, keys.encode())

    def settle(self, quiet: float = QUIET, patience: float = 5.0) -> tuple[int, float]:
        """Bytes, and seconds to the last of them, once something came until nothing more comes."""
        begun = last = time.monotonic()
        before = self.count
        while True:
            begins = self.count == before
            if self._take(patience if begins else quiet):
                last = time.monotonic()
            elif time.monotonic() - last >= (patience if begins else quiet):
                return self.count - before, last - begun

    def idle(self, seconds: float) -> int:
        """Bytes that come in that time."""
        before, end = self.count, time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self._take(left)
        return self.count - before

    def processor(self) -> float:
        """Milliseconds of processor time the program has used so far."""
        threads = Path(f"/proc/{self.process.pid}/task").glob("*/schedstat")
        return sum(int(thread.read_text().split()[0]) for thread in threads) / 1e6

    def _take(self, patience: float) -> bool:
        """Whether something came in that time; says that it can show a frame at once if asked."""
        ready, _, _ = select.select([self._master], [], [], max(patience, 0))
        if not ready:
            return False
        try:
            data = os.read(self._master, SLICE if self._pace else 65536)
        except OSError:  # every program on the other side has ended
            time.sleep(max(patience, 0))
            return False
        if self._pace:
            self._free_at = max(self._free_at, time.monotonic()) + len(data) * self._pace
            time.sleep(max(0.0, self._free_at - time.monotonic()))
        self.count += len(data)
        if _CAN_HOLD_TOGETHER in self._tail + data:
            os.write(self._master, b"\x1b[?2026;2$y")
            self._tail = b""
        else:
            self._tail = (self._tail + data)[-len(_CAN_HOLD_TOGETHER) :]
        return True


def helpdesk(url: str, home: Path, *, diff: bool) -> tuple[list[str], dict[str, str]]:
    """The program on a desk, as a command and its environment, with or without the difference."""
    folder = home / ".config" / "helpdesk-tui"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "settings.toml").write_text(f"diff_output = {str(diff).lower()}\n")
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "PYTHONPATH": str(ROOT),
        "LANG": "C.UTF-8",
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "TZ": "UTC",
    }
    return [sys.executable, "-m", "helpdesk_tui", "--db", url, "--as", "alice"], environment
