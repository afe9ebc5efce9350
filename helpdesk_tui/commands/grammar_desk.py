"""What can be typed about the desk itself: where it lives, how it is set up, who comes in."""

from __future__ import annotations

from typing import Any

from helpdesk_tui.commands.grammar_parts import command, subcommands, takes_json, takes_mouse
from helpdesk_tui.commands.parser import Parser, file_name, one_of
from helpdesk_tui.i18n import _
from helpdesk_tui.vocabulary import CONFIG_KINDS, CONFIG_LISTS, CONFIG_OPTIONS

SHELLS = ("bash", "zsh", "fish")
"""Those whose completion `completions` writes."""


def desks(commands: Any) -> None:
    """Creating, copying, keeping and examining a desk."""
    init = command(commands, "init", "desk:init", _("create the database and administer it"))
    init.add_argument("--name", default="", help=_("the administrator's name"))
    init.add_argument("--login", dest="founder", help=_("the administrator's login"))
    command(commands, "migrate", "desk:migrate", _("bring the database up to this program"))
    copied = command(
        commands,
        "copy-database",
        "copy_database:run",
        _("copy a whole desk into an empty database, and verify it"),
    )
    copied.add_argument("origin", type=file_name, metavar=_("FROM"), help=_("the desk's URL"))
    copied.add_argument("target", type=file_name, metavar=_("TO"), help=_("the URL to copy it to"))
    saved = command(
        commands,
        "backup",
        "safekeeping:backup",
        _("copy the desk into one file while it is in use"),
    )
    saved.add_argument(
        "file", type=file_name, metavar=_("FILE"), help=_("a new file; - writes to standard output")
    )
    returned = command(
        commands, "restore", "safekeeping:restore", _("make the desk what a backup holds")
    )
    returned.add_argument("file", type=file_name, metavar=_("FILE"))
    returned.add_argument(
        "--dry-run", action="store_true", help=_("check the backup, restore nothing")
    )
    doctor = command(commands, "doctor", "doctor:run", _("look for what is wrong with the desk"))
    doctor.add_argument(
        "--rebuild-search",
        action="store_true",
        help=_("make the index of the search anew first; nobody can save meanwhile"),
    )
    takes_json(doctor)
    demo = command(
        commands, "demo", "demo:run", _("open the interface on a throw-away demonstration desk")
    )
    demo.add_argument(
        "--keep", action="store_true", help=_("create the demonstration desk once and keep it")
    )
    takes_mouse(demo)


def configuration(commands: Any) -> None:
    """Every kind of configuration by name, and all of it as one document."""
    purpose = _("list and change what is configured, by name")
    verbs = subcommands(command(commands, "config", "", purpose))
    listed = command(verbs, "list", "configuring:show_list", _("list the rows of a kind"))
    _config_kind(listed, CONFIG_KINDS)
    listed.add_argument("--all", action="store_true", help=_("archived ones too"))
    listed.add_argument(
        "--search", default="", metavar="TEXT", help=_("only rows that hold every word")
    )
    shown = command(verbs, "show", "configuring:show", _("show every field of a row"))
    _config_kind(shown, CONFIG_KINDS)
    shown.add_argument("name", nargs="?", default="", metavar=_("NAME"))
    added = command(verbs, "add", "configuring:add", _("add a row"))
    _config_kind(added, CONFIG_LISTS)
    added.add_argument("words", nargs="+", metavar=_("NAME field=value"))
    for option in CONFIG_OPTIONS:
        added.add_argument(f"--{option}", help=_("the same as {option}=").format(option=option))
    added.add_argument("--team", action="append", default=[], help=_("may be given several times"))
    changed = command(verbs, "set", "configuring:change", _("change fields of a row"))
    _config_kind(changed, CONFIG_KINDS)
    changed.add_argument("words", nargs="+", metavar=_("NAME field=value"))
    for name, purpose in (
        ("archive", _("offer rows no more; what refers to them keeps them")),
        ("restore", _("offer archived rows again")),
    ):
        moved = command(verbs, name, f"configuring:{name}", purpose)
        _config_kind(moved, CONFIG_LISTS)
        moved.add_argument("names", nargs="+", metavar=_("NAME"))
    purpose = _("write the whole configuration as one TOML document")
    _config_file(command(verbs, "export", "config_document:export", purpose))
    brought = command(
        verbs, "import", "config_document:bring", _("make the desk what such a document says")
    )
    _config_file(brought)
    brought.add_argument(
        "--dry-run", action="store_true", help=_("tell what would change, write nothing")
    )
    for made in (listed, shown, brought):
        takes_json(made)


def _config_kind(made: Parser, kinds: tuple[str, ...]) -> None:
    made.add_argument(
        "kind",
        type=one_of(kinds),
        metavar=_("KIND"),
        help=_("one of {kinds}").format(kinds=", ".join(kinds)),
    )


def _config_file(made: Parser) -> None:
    made.add_argument(
        "file", type=file_name, metavar=_("FILE"), help=_("- is standard input or output")
    )


def shells(commands: Any) -> None:
    """What a shell asks for."""
    purpose = _("write what a shell completes this program's commands with")
    asked = command(commands, "completions", "completions:run", purpose)
    asked.add_argument(
        "shell",
        type=one_of(SHELLS),
        metavar=_("SHELL"),
        help=_("the shell: {shells}").format(shells=", ".join(SHELLS)),
    )


def doors(commands: Any) -> None:
    """The ways in for customers, and for keys behind SSH."""
    visit = command(commands, "portal", "portal:run", _("open the customer's side for one contact"))
    visit.add_argument(
        "--as-contact",
        required=True,
        dest="contact",
        metavar="EMAIL",
        help=_("the contact whose customer's tickets are shown"),
    )
    visit.add_argument(
        "--served", action="store_true", help=_("run by textual-serve, for a browser")
    )
    takes_mouse(visit)
    gate = command(
        commands, "gate", "gate:admitted", _("behind SSH: be this agent or contact, nothing else")
    )
    _agent_or_contact(gate, "admits")
    keys = subcommands(command(commands, "ssh-key", "", _("let people in by their SSH keys")))
    purpose = _("let whoever has this key be this agent or contact, through this account")
    added = command(keys, "add", "ssh_key:add", purpose)
    _agent_or_contact(added, "agent")
    added.add_argument(
        "keyfile",
        type=file_name,
        metavar=_("KEYFILE"),
        help=_("the public key, as in id_ed25519.pub; - reads it from standard input"),
    )


def _agent_or_contact(made: Parser, agent: str) -> None:
    either = made.add_mutually_exclusive_group(required=True)
    either.add_argument(agent, nargs="?", metavar="LOGIN")
    either.add_argument("--contact", metavar="EMAIL", help=_("a contact, who gets the portal"))
