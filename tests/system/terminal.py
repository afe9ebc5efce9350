"""A program in a pseudo terminal: what it draws, what it is sent, and how it ends."""

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
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pyte

ROOT = Path(__file__).resolve().parents[2]

PATIENCE = 20.0
"""Seconds after which what was waited for will not come any more."""

LOOK = 0.05
"""Seconds between two looks at what cannot be waited for."""

# The terminal becomes the program's controlling one, so that closing it hangs the program up.
_BEGIN = (
    "import fcntl, os, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0);"
    "os.execv(sys.argv[1], sys.argv[1:])"
)
# What the emulator takes for text: keyboard protocols and questions about modes.
_FOREIGN = re.compile(rb"\x1b\[[<>=][0-9;]*u|\x1b\[\?[0-9;]*\$p")
_MODE = re.compile(rb"\x1b\[\?([0-9;]+)([hl])")
_KEYBOARD = re.compile(rb"\x1b\[([<>])[0-9;]*u")

_ON_BY_DEFAULT = {7, 25}
"""Wrapping and the cursor are on in a terminal as a shell leaves it."""

KEYS = {
    "backspace": "\x7f",
    "ctrl+d": "\x04",
    "ctrl+o": "\x0f",
    "ctrl+q": "\x11",
    "ctrl+s": "\x13",
    "ctrl+u": "\x15",
    "down": "\x1b[B",
    "end": "\x1b[F",
    "enter": "\r",
    "escape": "\x1b",
    "home": "\x1b[H",
    "left": "\x1b[D",
    "pagedown": "\x1b[6~",
    "right": "\x1b[C",
    "shift+tab": "\x1b[Z",
    "space": " ",
    "tab": "\t",
    "up": "\x1b[A",
}


class Terminal:
    """Runs a command until left or killed; a thread reads whatever it writes."""

    def __init__(
        self,
        command: Sequence[str],
        environment: Mapping[str, str],
        *,
        columns: int = 100,
        lines: int = 30,
    ) -> None:
        self._master, slave = pty.openpty()
        self.before = self.attributes
        """How the line discipline treated what was typed before the program came."""
        self.raw = b""
        """Everything the program has written."""
        self._grid = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self._grid)
        self._news = threading.Condition()
        self._reading = True
        self._wake, self._waker = os.pipe()
        self._set_size(columns, lines)
        self.process = subprocess.Popen(
            [sys.executable, "-I", "-S", "-c", _BEGIN, *command],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=dict(environment),
            start_new_session=True,
        )
        os.close(slave)
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self.hang_up()
        os.close(self._wake)
        os.close(self._waker)

    # What is seen

    @property
    def screen(self) -> str:
        """The lines on screen, without the blanks that end them."""
        with self._news:
            return "\n".join(line.rstrip() for line in self._lines())

    def line(self, text: str) -> str:
        """The first line on screen that holds the text, empty when none does."""
        return next((line for line in self.screen.split("\n") if text in line), "")

    @property
    def cursor(self) -> str:
        """The line that stands out by being drawn reversed over most of its width."""
        with self._news:
            for y, line in enumerate(self._lines()):
                row = self._grid.buffer[y]
                if 2 * sum(row[x].reverse for x in range(self._grid.columns)) > len(line):
                    return line.rstrip()
        return ""

    def _lines(self) -> list[str]:
        """The emulator's own display fails on a wide character that is half overwritten."""
        columns = range(self._grid.columns)
        rows = [self._grid.buffer[y] for y in range(self._grid.lines)]
        return ["".join(row[x].data for x in columns) for row in rows]

    @property
    def modes(self) -> set[int]:
        """The private modes that differ from a terminal as it was found; 0 is the keyboard's."""
        changed: set[int] = set()
        for match in _MODE.finditer(self.raw):
            for mode in map(int, match[1].split(b";")):
                differs = (match[2] == b"h") != (mode in _ON_BY_DEFAULT)
                changed = changed | {mode} if differs else changed - {mode}
        keyboards = [match[1] for match in _KEYBOARD.finditer(self.raw)]
        return changed | {0} if keyboards.count(b">") > keyboards.count(b"<") else changed

    @property
    def attributes(self) -> list[Any]:
        """How the line discipline treats what is typed."""
        return termios.tcgetattr(self._master)

    def wait(self, *texts: str, gone: str | None = None, seconds: float = PATIENCE) -> str:
        """The screen, once it shows every text and does not show `gone`."""

        def shown() -> bool:
            screen = self.screen
            return all(text in screen for text in texts) and (gone is None or gone not in screen)

        return self.wait_until(shown, f"{texts} without {gone!r}", seconds)

    def wait_until(
        self, condition: Callable[[], bool], what: str, seconds: float = PATIENCE
    ) -> str:
        """The screen, once the condition holds after something was drawn."""
        with self._news:
            if not self._news.wait_for(condition, seconds):
                raise AssertionError(f"{what} did not come; the screen:\n{self.screen}")
            return self.screen

    # What is done to it

    def press(self, *keys: str) -> None:
        """Send keys by name, or as the characters they type."""
        for key in keys:
            self.send(KEYS.get(key, key))

    def press_until(self, key: str, text: str, times: int = 10) -> str:
        """The screen, once a key that may have to be pressed again has made it show the text."""
        for _time in range(times):
            self.press(key)
            with suppress(AssertionError):
                return self.wait(text, seconds=PATIENCE / times)
        raise AssertionError(f"{text!r} did not come")

    def send(self, data: str | bytes) -> None:
        """Send bytes as they are."""
        left = data.encode() if isinstance(data, str) else data
        while left:
            left = left[os.write(self._master, left) :]

    def resize(self, columns: int, lines: int) -> None:
        """Give the terminal another size, which the program is told."""
        with self._news:
            self._grid.resize(lines, columns)
        self._set_size(columns, lines)
        self.signal(signal.SIGWINCH)

    def stop_reading(self) -> None:
        """From now on nobody takes what the program writes."""
        self._reading = False
        os.write(self._waker, b"w")

    def go_on_reading(self) -> None:
        """Take again what the program writes."""
        self._reading = True
        os.write(self._waker, b"w")

    def signal(self, number: int) -> None:
        """Send the program a signal."""
        self.process.send_signal(number)

    def hang_up(self) -> None:
        """Close the terminal under the program."""
        if self._reader.is_alive():
            os.write(self._waker, b"e")
            self._reader.join()
        if self._master >= 0:
            os.close(self._master)
            self._master = -1

    def status(self, seconds: float = PATIENCE) -> int:
        """The exit status, once all that was written is read; negative when a signal killed it."""
        status = self.process.wait(seconds)
        if self._reading:
            self._reader.join(seconds)
        return status

    def _set_size(self, columns: int, lines: int) -> None:
        size = struct.pack("HHHH", lines, columns, 0, 0)
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, size)

    def _read(self) -> None:
        while True:
            sources = [self._wake, self._master] if self._reading else [self._wake]
            ready, _, _ = select.select(sources, [], [])
            if self._wake in ready and os.read(self._wake, 1) == b"e":
                return
            if self._master in ready:
                data = self._received()
                if not data:
                    return  # every program on the other side has ended
                with self._news:
                    self.raw += data
                    self._stream.feed(_FOREIGN.sub(b"", data))
                    self._news.notify_all()

    def _received(self) -> bytes:
        """All that has come so far, as drawing is looked at after each piece."""
        data = b""
        while len(data) < 65536:
            try:
                data += os.read(self._master, 65536)
            except OSError:
                break
            if not select.select([self._master], [], [], 0)[0]:
                break
        return data


def until(condition: Callable[[], bool], seconds: float = PATIENCE) -> None:
    """Go on once the condition holds, of what no program draws."""
    looks = threading.Event()
    for _look in range(int(seconds / LOOK)):
        if condition():
            return
        looks.wait(LOOK)
    raise AssertionError("it did not come")


def program(
    url: str, home: Path, *arguments: str, login: str = "bob", **more: str
) -> tuple[list[str], dict[str, str]]:
    """The program on a desk as a command and its environment; `more` are variables."""
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "PYTHONPATH": str(ROOT),
        "LANG": "C.UTF-8",
        "TERM": "xterm-256color",
        "TZ": "Europe/Paris",
        **more,
    }
    command = [sys.executable, "-m", "helpdesk_tui", "--db", url, "--as", login, *arguments]
    return command, environment
