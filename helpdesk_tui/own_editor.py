"""A text in the person's own editor: which program that is, its private file, and how it ends."""

from __future__ import annotations

import errno
import os
import shlex
import shutil
import signal
import stat
import subprocess
import sys
import termios
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import mkdtemp

from helpdesk_tui.errors import HelpdeskError, Invalid
from helpdesk_tui.hangup import Hangup
from helpdesk_tui.i18n import N_
from helpdesk_tui.vocabulary import TEXT_LIMIT

VARIABLES = ("VISUAL", "EDITOR")
"""Which of the environment's variables name the editor, the first that is set before the other."""

FORBIDDEN = N_("No other program can be opened here: write the text in this field.")

_NAME = "helpdesk.txt"
_MOST_BYTES = 4 * TEXT_LIMIT
"""What a text of the greatest length takes at most in UTF-8."""

_FOR_THE_EDITOR = (signal.SIGTSTP, signal.SIGCONT)
"""Signals that this program ignores, which an editor would inherit."""


def command(environ: Mapping[str, str]) -> list[str]:
    """The editor's program and its arguments; raises Invalid where none can be started."""
    written = next((environ[name] for name in VARIABLES if environ.get(name, "").strip()), None)
    if written is None:
        message = N_("No editor is named: set VISUAL or EDITOR, for example EDITOR=nano.")
        raise Invalid("editor", message)
    try:
        words = shlex.split(written)
    except ValueError:  # a quotation mark without its other half
        words = []
    program = shutil.which(words[0], path=environ.get("PATH")) if words else None
    if program is None:
        message = N_("The editor “{name}” is not found: correct VISUAL or EDITOR.")
        raise Invalid("editor", message, name=written)
    return [program, *words[1:]]


def edited(command: Sequence[str], text: str, hangup: Hangup | None) -> str:
    """The text as the editor leaves it; the terminal is the editor's until this returns.

    Raises Invalid where it cannot be taken. After a hang-up what was saved by then is taken.
    """
    try:
        folder = Path(mkdtemp(prefix="helpdesk-"))  # for this account only
        try:
            file = folder / _NAME
            _write(file, text)
            status = _run([*command, str(file)], hangup)
            if status and not (hangup is not None and hangup.received):
                message = N_("The editor ended with error {status}: the text is as it was.")
                raise Invalid("editor", message, status=status if status > 0 else 128 - status)
            return _read(file, text)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    except OSError as error:
        message = N_("The editor cannot be used ({reason}): the text is as it was.")
        raise Invalid("editor", message, reason=error.strerror or error) from error


def _write(file: Path, text: str) -> None:
    descriptor = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_NOFOLLOW, 0o600)
    with open(descriptor, "w", encoding="utf-8", newline="") as lines:
        lines.write(text if text.endswith("\n") or not text else f"{text}\n")


def _read(file: Path, before: str) -> str:
    """What the file holds; an end of its last line, which editors add, is none of the text's."""
    # What somebody put in its place must not be waited for, as a pipe would be.
    with open(os.open(file, os.O_RDONLY | os.O_NONBLOCK), "rb") as saved:
        if not stat.S_ISREG(os.fstat(saved.fileno()).st_mode):
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
        held = saved.read(_MOST_BYTES + 1)
    try:
        text = held.decode()
    except UnicodeDecodeError as error:
        if len(held) > _MOST_BYTES:
            raise _too_long() from error
        message = N_("The editor's text is not UTF-8: the text is as it was.")
        raise Invalid("editor", message) from error
    if len(text) > TEXT_LIMIT + 1:
        raise _too_long()
    return text if before.endswith("\n") else text.removesuffix("\n").removesuffix("\r")


def _too_long() -> HelpdeskError:
    message = N_(
        "The editor's text has more than {most} characters, the most that a text can have: the"
        " text is as it was."
    )
    return Invalid("editor", message, most=TEXT_LIMIT)


def _run(command: Sequence[str], hangup: Hangup | None) -> int:
    """The status with which the program ends, having had the terminal to itself."""
    with _terminal_lent():
        with _signals_as_found():
            # In a group of its own ctrl+c reaches it alone, and ends whatever it has started.
            process = subprocess.Popen(command, process_group=0)
        if hangup is not None:
            hangup.take_along(process.pid)
        try:
            _put_in_front(process.pid)
            while os.waitid(os.P_PID, process.pid, _CHANGES).si_code in _STOPPED:  # type: ignore[union-attr]
                _put_in_front(process.pid)  # there is no shell to stop for
                os.killpg(process.pid, signal.SIGCONT)
        finally:
            if hangup is not None:
                hangup.take_along(None)
        return process.wait()


_CHANGES = os.WEXITED | os.WSTOPPED | os.WNOWAIT
_STOPPED = (os.CLD_STOPPED, os.CLD_TRAPPED)


@contextmanager
def _terminal_lent() -> Iterator[None]:
    """Have the terminal back as it is now, whatever is done to it meanwhile."""
    descriptor = sys.__stdin__.fileno() if sys.__stdin__ is not None else 0
    attributes = termios.tcgetattr(descriptor) if os.isatty(descriptor) else None
    try:
        yield
    finally:
        # Who is not in front and takes the terminal would be stopped for it.
        former = signal.signal(signal.SIGTTOU, signal.SIG_IGN)
        try:
            _put_in_front(os.getpgrp())
            if attributes is not None:
                termios.tcsetattr(descriptor, termios.TCSADRAIN, attributes)
        except (OSError, termios.error):
            signal.raise_signal(signal.SIGHUP)  # the line is gone, which only who is in front hears
        finally:
            signal.signal(signal.SIGTTOU, former)


def _put_in_front(group: int) -> None:
    """Let that group of processes read the terminal and hear its ctrl+c."""
    with suppress(OSError):  # not the terminal that controls this program: nobody is stopped
        os.tcsetpgrp(0, group)


@contextmanager
def _signals_as_found() -> Iterator[None]:
    former = {number: signal.signal(number, signal.SIG_DFL) for number in _FOR_THE_EDITOR}
    try:
        yield
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)
