"""The terminal as Textual drives it, hardened: no byte that arrives can end the session."""

from __future__ import annotations

import asyncio
import os
import selectors
import signal
import sys
from codecs import getincrementaldecoder
from types import FrameType
from typing import Any

from textual import events
from textual._xterm_parser import XTermParser
from textual.constants import ESCAPE_DELAY
from textual.drivers.linux_driver import LinuxDriver
from textual.geometry import Size
from textual.message import Message
from textual.messages import InBandWindowResize

from helpdesk_tui.type_ahead import settled

CHUNK = 4096

KEEP_TITLE, TITLE, FORMER_TITLE = "\x1b[22;0t", "\x1b]2;{}\x07", "\x1b[23;0t"
"""Put the window's title on the terminal's stack, write another, take it back from there."""

SILENCES = (ESCAPE_DELAY, 0.1, None)
"""Seconds to wait for more: only silence tells an Escape from the beginning of what another key
sends, a second one is for clocks that differ, and then nothing is due.
"""

WAIT = 0.05
"""Seconds between two looks at whether the program is leaving."""


class Terminal(LinuxDriver):
    """Reads keys with undecodable bytes replaced; a closed line ends the reading only."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        # Textual draws on standard error; a session whose errors go to a file would be blank.
        assert sys.__stdout__ is not None
        self._file = sys.__stdout__
        self._title = ""
        self._ends, self._end = os.pipe()
        """What is written at one end wakes the thread that reads keys at the other: looking ten
        times a second whether it is to end would cost an idle session a third of what it uses.
        """
        # Each SIGCONT would start a second pair of threads that read keys and write frames.
        signal.signal(signal.SIGCONT, signal.SIG_IGN)
        signal.signal(signal.SIGTSTP, signal.SIG_IGN)

    def start_application_mode(self) -> None:
        """Textual's own handler reads the size itself: of two signals, the first may tell last."""
        super().start_application_mode()  # type: ignore[no-untyped-call]
        signal.signal(signal.SIGWINCH, self._on_new_size)

    def stop_application_mode(self) -> None:
        """Whoever has the terminal next finds the title that was there before."""
        if self._title:
            self.write(FORMER_TITLE)
            self._title = ""
        super().stop_application_mode()

    def show_title(self, title: str) -> None:
        """Name the window, where that is not its name already; the text must be clean."""
        if title != self._title:
            self.write(("" if self._title else KEEP_TITLE) + TITLE.format(title))
            self._title = title

    def disable_input(self) -> None:
        """Wake the thread that is to end; Textual waits for it."""
        os.write(self._end, b".")
        super().disable_input()
        os.read(self._ends, CHUNK)

    def _on_new_size(self, _number: int, _frame: FrameType | None) -> None:
        self._loop.call_soon_threadsafe(self._tell_size)

    def _tell_size(self) -> None:
        size = Size(*self._get_terminal_size())
        self._app.post_message(events.Resize(size, size))

    def _query_in_band_window_resize(self) -> None:
        """Sizes that come as text are not asked for: any line can claim 99999 columns."""

    def run_input_thread(self) -> None:
        """Textual's own loop ends the program on a byte that is not UTF-8, as Latin-1 text has."""
        decode = getincrementaldecoder("utf-8")("replace").decode
        parser = XTermParser(self._debug)
        silences = 0
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            selector.register(self._ends, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                patience = SILENCES[min(silences, len(SILENCES) - 1)]
                text, silences = "", silences + 1
                ready = selector.select(patience)
                if any(key.fd == self.fileno for key, _events in ready):
                    received = self._received()
                    if not received:
                        return  # the line is gone: SIGHUP does the rest
                    text, silences = decode(received), 0
                try:
                    for event in parser.feed(text) if text else parser.tick():
                        self.process_message(event)
                except Exception:  # a malformed report from the terminal: forget it and go on
                    parser = XTermParser(self._debug)

    def process_message(self, message: Message) -> None:
        """After each key, wait until it has done its work: this thread only reads keys."""
        if isinstance(message, (events.Resize, InBandWindowResize)):
            return
        super().process_message(message)
        if isinstance(message, events.Key):
            self._settle()

    def _settle(self) -> None:
        settling = asyncio.run_coroutine_threadsafe(settled(self._app), self._loop)
        while not self.exit_event.is_set():
            try:
                return settling.result(WAIT)
            except TimeoutError:
                continue
        settling.cancel()

    def _received(self) -> bytes:
        try:
            return os.read(self.fileno, CHUNK)
        except OSError:
            return b""
