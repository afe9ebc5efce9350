"""A program at the end of a line: what it sends, how long that takes, and what it costs."""

from __future__ import annotations

import fcntl
import os
import pty
import re
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

SLICE = 16
"""Bytes taken at once from a slow line, so that it is slow for each of them."""

# The terminal becomes the program's controlling one, so that closing it hangs the program up.
_BEGIN = (
    "import fcntl, os, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0);"
    "os.execv(sys.argv[1], sys.argv[1:])"
)
_CAN_HOLD_TOGETHER = b"\x1b[?2026$p"
_CONTROL = re.compile(rb"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)")


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
        self.first = 0.0
        """Seconds after which something came when it was last waited for."""
        self._pace = 0.0 if bits is None else 10 / bits
        self._free_at = 0.0
        self._tail = b""
        self._drawn: bytearray | None = bytearray()
        """All that has come, until what was waited for first has shown."""
        self._begun = time.monotonic()
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

    def ready(self, text: str, patience: float = 60.0) -> float:
        """Seconds from its start until the program shows a text that matches the pattern."""
        assert self._drawn is not None
        end, wanted = self._begun + patience, re.compile(text.encode())
        while not wanted.search(_CONTROL.sub(b"", self._drawn)):
            left = end - time.monotonic()
            if left <= 0 or self.process.poll() is not None:
                raise TimeoutError(f"{text} does not show: {bytes(self._drawn)!r}")
            self._take(min(left, 1.0))
        self._drawn = None
        return time.monotonic() - self._begun

    def held(self, key: str, times: int, rate: float, quiet: float) -> tuple[int, float]:
        """Bytes of a key pressed so many times a second; for how long it lags after the last."""
        before, begun = self.count, time.monotonic()
        for number in range(1, times + 1):
            self.send(key)
            if number < times:
                self.idle(begun + number / rate - time.monotonic())
        _bytes, lag = self.settle(quiet)
        return self.count - before, lag

    def settle(self, quiet: float, patience: float = 5.0) -> tuple[int, float]:
        """Bytes, and seconds to the last of them, once something came until nothing more comes."""
        begun = last = time.monotonic()
        before = self.count
        while True:
            begins = self.count == before
            if self._take(patience if begins else quiet):
                last = time.monotonic()
                if begins:
                    self.first = last - begun
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

    def memory(self) -> float:
        """The most MiB that the program has had in memory at once."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(status.split("VmHWM:")[1].split()[0]) / 1024

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
        if self._drawn is not None:
            self._drawn += data
        if _CAN_HOLD_TOGETHER in self._tail + data:
            os.write(self._master, b"\x1b[?2026;2$y")
            self._tail = b""
        else:
            self._tail = (self._tail + data)[-len(_CAN_HOLD_TOGETHER) :]
        return True


def helpdesk(url: str, home: Path, *, diff: bool = True) -> tuple[list[str], dict[str, str]]:
    """The program on a desk, as a command and its environment, with or without the difference."""
    folder = home / ".config" / "helpdesk-tui"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "settings.toml").write_text(f"diff_output = {str(diff).lower()}\n")
    return python("helpdesk_tui", "--db", url, "--as", "alice"), environment(home)


def python(module: str, *arguments: str) -> list[str]:
    """The command that runs a module by the interpreter that measures."""
    return [sys.executable, "-m", module, *arguments]


def environment(home: Path) -> dict[str, str]:
    """What a program finds that is run from a home of its own."""
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "PYTHONPATH": str(ROOT),
        "LANG": "C.UTF-8",
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "TZ": "UTC",
    }
