"""A real sshd on the loopback: a key is its agent, and opens nothing but the program."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from helpdesk_tui.commands.ssh_key import append, contact_line, forced_line, read
from helpdesk_tui.databases.presence_files import PresenceFiles
from helpdesk_tui.services import lifecycle
from tests.conftest import NOW, Desk
from tests.system.terminal import ROOT, Terminal, until

SSHD = shutil.which("sshd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
pytestmark = pytest.mark.skipif(
    SSHD is None or not shutil.which("ssh") or not shutil.which("ssh-keygen"),
    reason="there is no OpenSSH server and client here",
)

_CONFIG = """
Port {port}
ListenAddress 127.0.0.1
HostKey {folder}/host
PidFile none
AuthorizedKeysFile {folder}/authorized_keys
StrictModes no
UsePAM no
PasswordAuthentication no
PermitRootLogin forced-commands-only
PermitUserEnvironment no
AcceptEnv *
SetEnv PYTHONPATH={path}
Subsystem sftp internal-sftp
ClientAliveInterval 1
ClientAliveCountMax 2
"""


@dataclass(frozen=True)
class Door:
    """An account on a server, and a client with the key of one agent or contact."""

    folder: Path
    port: int
    key: str = "bob"

    @property
    def client(self) -> list[str]:
        options = (
            "BatchMode=yes",
            "StrictHostKeyChecking=no",
            "UserKnownHostsFile=/dev/null",
            "LogLevel=ERROR",
            "ControlMaster=no",
            "SendEnv=HELPDESK_AGENT",
        )
        account = pwd.getpwuid(os.getuid()).pw_name
        chosen = [part for option in options for part in ("-o", option)]
        target = ["-i", str(self.folder / self.key), "-p", str(self.port), f"{account}@127.0.0.1"]
        return ["ssh", "-F", "none", *chosen, *target]

    def ask(
        self, *words: str, before: tuple[str, ...] = (), typed: str = ""
    ) -> subprocess.CompletedProcess[str]:
        asked = ["--", *words] if words else []
        command = [*self.client[:1], *before, *self.client[1:], *asked]
        environment = {**os.environ, "HELPDESK_AGENT": "alice"}
        return subprocess.run(
            command, input=typed, env=environment, capture_output=True, text=True, timeout=60
        )


@pytest.fixture
def door(desk: Desk, tmp_path: Path) -> Iterator[Door]:
    """A server that knows bob's key and dana's, running until the test is over."""
    assert SSHD is not None
    folder = tmp_path / "ssh"
    folder.mkdir(mode=0o700)
    for name in ("host", "bob", "dana"):
        made = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)]
        subprocess.run(made, check=True)
    for name, person, forced in (
        ("bob", "bob", forced_line),
        ("dana", "dana@acme.example", contact_line),
    ):
        kind, key = read(str(folder / f"{name}.pub"))
        # The program of this checkout, which an isolated Python would not find where it lies.
        line = forced(person, desk.url, kind, key).replace(" -I -B -m ", " -m ")
        append(folder / "authorized_keys", line, key)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    config = folder / "sshd_config"
    config.write_text(_CONFIG.format(port=port, folder=folder, path=ROOT))
    if os.getuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)
    with subprocess.Popen([SSHD, "-D", "-e", "-f", str(config)], stderr=subprocess.PIPE) as server:
        try:
            assert server.stderr is not None
            for said in server.stderr:
                if b"Server listening" in said:
                    break
            else:
                pytest.skip("sshd does not start for this account")
            yield Door(folder, port)
        finally:
            server.terminate()


@pytest.mark.promise(10, 11)
def test_an_agent_works_and_nothing_else_is_reached(desk: Desk, door: Door) -> None:
    desk.ticket("Printer on fire")

    listed = door.ask("list", "--queue", "unassigned")
    assert "Printer on fire" in listed.stdout, listed.stderr
    assert door.ask("take", "1").returncode == 0
    assert '"assignee": "bob"' in door.ask("show", "1", "--json").stdout
    imported = door.ask("import", "tickets", "-", "--dry-run", typed="subject\nFrom afar\n")
    assert "needs Manager" in imported.stderr

    marker = door.folder.parent / "escaped"
    escapes = (
        ("sh", "-c", f"'touch {marker}'"),
        (f"list; touch {marker}",),
        (f"list && touch {marker}",),
        (f"$(touch {marker})",),
        (f"`touch {marker}`",),
        ("list", "--as", "alice"),
        ("--db", f"sqlite:///{marker}", "init"),
        ("report", "tickets", "--html", str(marker)),
        ("import", "tickets", "/etc/passwd"),
        ("ssh-key", "add", "bob", str(door.folder / "host.pub")),
        ("gate", "alice"),
    )
    for words in escapes:
        done = door.ask(*words)
        assert done.returncode in (1, 2), (words, done)
        assert "root:" not in done.stdout + done.stderr
    assert not marker.exists()
    copied = door.ask("sftp", before=("-s",))
    assert copied.returncode != 0
    forwarded = door.ask(before=("-W", f"127.0.0.1:{door.port}"))
    assert forwarded.returncode != 0 and "SSH-2.0" not in forwarded.stdout


def test_the_interface_opens_in_the_clients_terminal(desk: Desk, door: Door) -> None:
    desk.ticket("Printer on fire")
    environment = {"PATH": os.environ["PATH"], "TERM": "xterm-256color", "HOME": str(door.folder)}
    ssh = shutil.which("ssh")
    assert ssh is not None and sys.executable
    with Terminal([ssh, "-tt", *door.client[1:]], environment) as terminal:
        terminal.wait("4 Unassigned 1", "Printer on fire", "bob")
        terminal.press("t")
        terminal.wait("2 My tickets")
        terminal.press("ctrl+q")
        assert terminal.status() == 0


@pytest.mark.promise(8)
def test_a_client_that_has_frozen_is_given_up(desk: Desk, door: Door) -> None:
    """sshd asks a client whether it lives only while the program writes nothing."""
    desk.ticket("Printer on fire")
    environment = {"PATH": os.environ["PATH"], "TERM": "xterm-256color", "HOME": str(door.folder)}
    ssh = shutil.which("ssh")
    assert ssh is not None
    sessions = PresenceFiles(desk.path)
    with Terminal([ssh, "-tt", *door.client[1:]], environment) as terminal:
        terminal.wait("4 Unassigned 1", "Printer on fire")
        terminal.press("enter")
        terminal.wait("Conversation")
        until(lambda: bool(sessions.places()))
        terminal.signal(signal.SIGSTOP)
        until(lambda: not sessions.places())


@pytest.mark.promise(10, 11)
def test_a_contacts_key_opens_the_portal_and_nothing_else(desk: Desk, door: Door) -> None:
    desk.ticket("Secret plan", customer_id=desk.id("customer", "Acme SA"))
    shared = desk.ticket("Printer on fire", customer_id=desk.id("customer", "Acme SA")).ticket
    desk.call(lifecycle.share, desk.actor("bob"), shared, NOW)
    dana = replace(door, key="dana")
    for words in (("list",), ("show", "1"), ("sh", "-c", "id"), ("--as", "alice")):
        done = dana.ask(*words)
        assert done.returncode == 1, (words, done)
        assert "opens the portal only" in done.stderr and not done.stdout
    environment = {"PATH": os.environ["PATH"], "TERM": "xterm-256color", "HOME": str(door.folder)}
    ssh = shutil.which("ssh")
    assert ssh is not None
    with Terminal([ssh, "-tt", *dana.client[1:]], environment) as terminal:
        terminal.wait("Your tickets", "Printer on fire", "Dana Roy")
        assert "Secret" not in terminal.screen
        terminal.press("enter")
        terminal.wait("opened this ticket")
        terminal.press("ctrl+q")
        assert terminal.status() == 0
