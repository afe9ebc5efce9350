"""The portal in a real browser, served by textual-serve: what is typed there reaches the desk."""

from __future__ import annotations

import asyncio
import json
import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from importlib import import_module
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from helpdesk_tui.models import Ticket
from helpdesk_tui.queries import ticket as ticket_queries
from tests.conftest import Desk
from tests.system.terminal import PATIENCE, ROOT

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium here")

_SERVE = """
import sys
from textual_serve.server import Server
Server(sys.argv[1], port=int(sys.argv[2]), title="Your tickets").serve()
"""
_LISTENS = re.compile(r"ws://\S+")


@pytest.fixture
def page(desk: Desk, tmp_path: Path) -> Iterator[tuple[str, str]]:
    """The address of the page of dana, and of a browser to open it in."""
    pytest.importorskip("textual_serve", reason="textual-serve is not installed")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    program = f"{sys.executable} -m helpdesk_tui --db {desk.url} portal"
    program += " --as-contact dana@acme.example --served"
    path = os.pathsep.join([str(ROOT), *sys.path])
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "PYTHONPATH": path}
    quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "env": environment}
    browse = [str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu"]
    browse += ["--remote-debugging-port=0", f"--user-data-dir={tmp_path / 'browser'}"]
    with ExitStack() as ends:
        for command in ([sys.executable, "-c", _SERVE, program, str(port)], browse):
            started = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, **quiet)
            ends.enter_context(started)
            ends.callback(started.kill)
        assert started.stderr is not None
        told = (_LISTENS.search(line) for line in started.stderr)
        yield f"http://localhost:{port}/", next(found[0] for found in told if found)


async def test_a_ticket_opened_on_the_page_is_on_the_desk(
    desk: Desk, page: tuple[str, str]
) -> None:
    aiohttp: Any = import_module("aiohttp")  # comes with textual-serve

    address, browser = page
    async with (
        aiohttp.ClientSession() as client,
        client.ws_connect(browser, max_msg_size=0) as line,
    ):
        numbers = count(1)
        session: dict[str, str] = {}

        async def ask(method: str, **params: Any) -> Any:
            number = next(numbers)
            await line.send_json({"id": number, "method": method, "params": params, **session})
            while True:
                said = json.loads((await line.receive(PATIENCE)).data)
                if said.get("id") == number:
                    return said["result"]

        async def until(condition: Callable[[Any], bool], ask_again: Callable[[], Any]) -> None:
            for _look in range(int(PATIENCE / 0.1)):
                if condition(await ask_again()):
                    return
                await asyncio.sleep(0.1)
            raise AssertionError("it did not come")

        async def drawn() -> Any:
            expression = "document.body.classList.contains('-first-byte')"
            return (await ask("Runtime.evaluate", expression=expression))["result"].get("value")

        async def press(key: str, **options: Any) -> None:
            for kind in ("keyDown", "keyUp"):
                await ask("Input.dispatchKeyEvent", type=kind, key=key, **options)

        async def click() -> None:
            for kind in ("mousePressed", "mouseReleased"):
                place = {"x": 400, "y": 300, "button": "left", "clickCount": 1}
                await ask("Input.dispatchMouseEvent", type=kind, **place)

        target = (await ask("Target.createTarget", url="about:blank"))["targetId"]
        attached = await ask("Target.attachToTarget", targetId=target, flatten=True)
        session["sessionId"] = attached["sessionId"]
        while True:  # textual-serve takes a moment to listen
            if "errorText" not in await ask("Page.navigate", url=address):
                break
            await asyncio.sleep(0.1)
        await until(bool, drawn)

        await click()  # the page takes keys once it is clicked on
        await press("c", text="c")

        async def typed() -> Any:
            await ask("Input.insertText", text="x")
            return list(Path(f"{desk.path}.drafts").glob("contact-*"))

        async def saved() -> Any:
            await press("s", windowsVirtualKeyCode=83, modifiers=2)
            return desk.call(Ticket.select().count)

        await until(bool, typed)
        await until(bool, saved)
    assert set(desk.call(ticket_queries.detail, 1).subject) == {"x"}
