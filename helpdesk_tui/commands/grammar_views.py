"""What can be typed about saved views."""

from __future__ import annotations

from typing import Any

from helpdesk_tui.commands.grammar_parts import command, subcommands, takes_json
from helpdesk_tui.i18n import _


def views(commands: Any) -> None:
    """Listing, adding, changing and removing them."""
    verbs = subcommands(command(commands, "views", "", _("keep searches under a name")))
    takes_json(command(verbs, "list", "views:show_list", _("list the views you see")))
    added = command(verbs, "add", "views:add", _("save a search as a view"))
    added.add_argument("name", metavar=_("NAME"))
    added.add_argument(
        "query", metavar=_("SEARCH"), help=_("as in “list --search”: 'is:late team:network'")
    )
    added.add_argument("--key", default="", help=_("one letter or digit that opens it"))
    added.add_argument("--shared", action="store_true", help=_("for every agent, not you alone"))
    changed = command(verbs, "set", "views:change", _("change name, key or search of a view"))
    changed.add_argument("name", metavar=_("NAME"))
    changed.add_argument("fields", nargs="+", metavar=_("field=value"))
    removed = command(verbs, "remove", "views:remove", _("delete views; their tickets stay"))
    removed.add_argument("names", nargs="+", metavar=_("NAME"))
