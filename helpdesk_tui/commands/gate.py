"""The door behind SSH: what a key may ask for, on behalf of the one person that its line names.

The forced command in authorized_keys says who calls and on which desk; what the client asks for
comes in SSH_ORIGINAL_COMMAND and can say neither.
"""

from __future__ import annotations

import os
import shlex
from argparse import Namespace

from helpdesk_tui.commands import grammar
from helpdesk_tui.errors import Forbidden, Invalid
from helpdesk_tui.i18n import N_

RUN = "gate:admitted"
"""What the command line names for `gate`."""

PORTAL = "portal:run"
"""What a contact's key opens, whatever its holder asks for."""

ASKED = "SSH_ORIGINAL_COMMAND"

MODULES = frozenset(
    {
        "acting",
        "configuring",
        "creating",
        "exporting",
        "importing",
        "listing",
        "report",
        "searching",
        "showing",
        "sla",
        "time_report",
        "timer",
        "views",
    }
)
"""The modules of commands/ that carry out what may be asked for; a new one is shut out."""

FILES = frozenset({"file", "html"})
"""The options that name a file, which behind the door can be standard input or output only."""

_PROGRAM = "helpdesk-tui"
_UNHEARD = ("HELPDESK_", "XDG_", "PGOPTIONS", "PGSERVICE")
"""Variables that say who one is, where files go, or as what to act on a server."""


def admitted(gate: Namespace) -> Namespace:
    """What the client asks for, as the agent or contact whom the gate's own command line names.

    Forgets what the client said through the environment; raises Forbidden, or Invalid where the
    words cannot be told apart.
    """
    asked_for = os.environ.pop(ASKED, "")
    for name in [name for name in os.environ if name.startswith(_UNHEARD)]:
        del os.environ[name]
    settled = {name: value for name, value in vars(gate).items() if name in ("db", "lang")}
    if gate.contact is not None:
        if asked_for.strip():
            raise Forbidden(N_("Your SSH key opens the portal only: connect without a command."))
        return Namespace(**settled, run=PORTAL, contact=gate.contact, served=False)
    asked = grammar.parser().parse_args(_words(asked_for))
    said = vars(asked)
    opens = asked.run == grammar.OPEN_INTERFACE
    if "db" in said or "login" in said:
        raise Forbidden(N_("Who you are and which desk this is are settled by your SSH key."))
    if not opens and asked.run.partition(":")[0] not in MODULES:
        raise Forbidden(N_("This command is not for use over SSH: ask your administrator."))
    if any(said.get(option) not in (None, "-") for option in FILES):
        raise Forbidden(N_("No file can be named over SSH: write - and use < or > on your side."))
    return Namespace(**{**settled, **said, "login": gate.admits})


def _words(asked: str) -> list[str]:
    """The words of a command as a shell would part them, without the program's own name."""
    try:
        words = shlex.split(asked)
    except ValueError as error:
        message = N_("The command cannot be read: a quotation mark is missing.")
        raise Invalid("command", message) from error
    return words[1:] if words[:1] == [_PROGRAM] else words
