"""The lines of authorized_keys that let a key do nothing but be its agent or contact."""

from __future__ import annotations

import base64
import binascii
import os
import re
import shlex
import sys
from argparse import Namespace
from pathlib import Path

from helpdesk_tui.commands.files import opened_file
from helpdesk_tui.commands.output import say
from helpdesk_tui.commands.session import Request, opened
from helpdesk_tui.errors import Invalid
from helpdesk_tui.i18n import N_, _
from helpdesk_tui.permissions import permit
from helpdesk_tui.queries import people, portal

KINDS = (
    "ssh-ed25519",
    "sk-ssh-ed25519@openssh.com",
    "ecdsa-sha2-nistp256",
    "ecdsa-sha2-nistp384",
    "ecdsa-sha2-nistp521",
    "sk-ecdsa-sha2-nistp256@openssh.com",
    "ssh-rsa",
)
"""The kinds of keys that OpenSSH still takes."""

_LONGEST = 16_384
_HARMLESS = re.compile(r"[A-Za-z0-9._@-]+")


def add(options: Namespace, request: Request) -> int:
    """Let the key in KEYFILE be the agent or contact, through the account that this runs as."""
    kind, key = read(options.keyfile)
    with opened(request) as session:
        permit(session.actor, "agents.edit")
        if options.contact is None:
            login = session.store.call(people.actor, options.agent, "command").login
            line = forced_line(login, request.url, kind, key)
        else:
            login = session.store.call(portal.visitor, options.contact).email
            line = contact_line(login, request.url, kind, key)
    target = Path.home() / ".ssh" / "authorized_keys"
    append(target, line, key)
    message = _("{login} can now log in with this key: its line is in {path}.")
    say(message.format(login=login, path=target))
    return 0


def read(name: str) -> tuple[str, str]:
    """Kind and key of a public key's file; raises Invalid."""
    with opened_file(name) as file:
        text = file.read(_LONGEST).decode("ascii", "replace")
    lines = [line.split() for line in text.splitlines() if line.strip() and line[0] != "#"]
    if len(lines) != 1 or len(lines[0]) < 2 or not _is_key(*lines[0][:2]):
        message = N_("{path} is not one public key: name the file that ends in .pub.")
        raise Invalid("keyfile", message, path=name)
    return lines[0][0], lines[0][1]


def _is_key(kind: str, key: str) -> bool:
    """Whether the key says itself that it is of that kind."""
    try:
        data = base64.b64decode(key, validate=True)
    except (binascii.Error, ValueError):
        return False
    said = kind.encode()
    return kind in KINDS and data.startswith(len(said).to_bytes(4, "big") + said)


def forced_line(login: str, url: str, kind: str, key: str) -> str:
    """A line that runs this very program as the agent and forbids everything else."""
    if not _HARMLESS.fullmatch(login):
        message = N_("The login {login} cannot stand in authorized_keys: rename the agent.")
        raise Invalid("login", message, login=login)
    return _line(url, [login], kind, key, login)


def contact_line(email: str, url: str, kind: str, key: str) -> str:
    """The same for a contact, whom it lets into the portal alone."""
    if not _HARMLESS.fullmatch(email.replace("+", "")):
        message = N_("The address {email} cannot stand in authorized_keys: give another.")
        raise Invalid("contact", message, email=email)
    return _line(url, [f"--contact={email}"], kind, key, email)


def _line(url: str, admits: list[str], kind: str, key: str, person: str) -> str:
    program = [sys.executable, "-I", "-B", "-m", "helpdesk_tui", "--db", url, "gate", *admits]
    command = shlex.join(program).replace("\\", "\\\\").replace('"', '\\"')
    if any(character in command for character in "\r\n\0"):
        raise Invalid("db", N_("{url} cannot be a file's name: choose another."), url=url)
    return f'command="{command}",restrict,pty {kind} {key} {person}\n'


def append(target: Path, line: str, key: str) -> None:
    """Add the line, in modes that sshd takes; raises Invalid when the key has a line already."""
    target.parent.mkdir(mode=0o700, exist_ok=True)
    before = target.read_text(errors="surrogateescape") if target.exists() else ""
    if any(key in former.split() for former in before.splitlines()):
        message = N_("This key has a line in {path} already: remove it there first.")
        raise Invalid("keyfile", message, path=target)
    if before and not before.endswith("\n"):
        line = "\n" + line
    handle = os.open(target, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    with open(handle, "w") as file:
        file.write(line)
        file.flush()
        os.fsync(file.fileno())
