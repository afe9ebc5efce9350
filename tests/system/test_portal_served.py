"""The portal as textual-serve runs it for a browser: packets through two pipes, no terminal."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from threading import Timer

from helpdesk_tui.services import lifecycle
from tests.conftest import NOW, Desk
from tests.system.terminal import PATIENCE, ROOT


def packet(kind: bytes, payload: bytes) -> bytes:
    return kind + len(payload).to_bytes(4, "big") + payload


def test_a_browser_is_served_until_its_page_is_closed(desk: Desk, tmp_path: Path) -> None:
    shared = desk.ticket("Printer on fire", customer_id=desk.id("customer", "Acme SA")).ticket
    desk.call(lifecycle.share, desk.actor("bob"), shared, NOW)
    person = ["portal", "--as-contact", "dana@acme.example", "--served"]
    environment = {
        **{"PATH": os.environ["PATH"], "HOME": str(tmp_path), "PYTHONPATH": str(ROOT)},
        **{"COLUMNS": "90", "ROWS": "24", "TEXTUAL_DRIVER": "nothing:Nothing"},
    }
    with subprocess.Popen(
        [sys.executable, "-m", "helpdesk_tui", "--db", desk.url, *person],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
    ) as process:
        patience = Timer(PATIENCE, process.kill)
        patience.start()
        try:
            assert process.stdin is not None and process.stdout is not None
            seen = b""
            while b"Printer on fire" not in seen:
                more = os.read(process.stdout.fileno(), 65536)
                assert more, seen
                seen += more
            assert seen.startswith(b"__GANGLION__\n")
            assert b"\x1b[38;2;" in seen or b";38;2;" in seen
            process.stdin.write(packet(b"M", json.dumps({"type": "quit"}).encode()))
            process.stdin.flush()
            left = process.stdout.read()
            assert json.dumps({"type": "exit"}).encode() in left
            assert process.wait() == 0
        finally:
            patience.cancel()
