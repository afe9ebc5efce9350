"""Keymaps by name, for keyboards on which the default keys are hard to reach."""

from __future__ import annotations

from collections.abc import Mapping

from helpdesk_tui.errors import Invalid
from helpdesk_tui.i18n import N_

PRESET = "preset"
"""The entry of a keymap that names the preset it refines; ids of acts have a dot in them."""

AZERTY: Mapping[str, str] = {
    # The row of digits types these without Shift; the digits, with it, go on to work.
    "menu.in-progress": "ampersand,1",
    "menu.mine": "é,2",
    "menu.team": "quotation_mark,3",
    "menu.unassigned": "apostrophe,4",
    "menu.late": "left_parenthesis,5",
    "menu.history": "minus,6",
    "menu.reports": "è,7",
    "menu.configuration": "underscore,8",
    "menu.view": "asterisk",  # the apostrophe is the fourth queue
    "menu.former": "à",  # its own minus is now the sixth queue
    # Each of these is the same key, or the one beside it, without Shift.
    "app.keys": "comma,question_mark",
    "keys.back": "q,comma,question_mark,h,left",
    "list.filter": "semicolon,slash",
    "list.find": "semicolon,slash",
    "keys.filter": "semicolon,slash",
    "search.type": "semicolon,slash",
    "ticket.progress": "ù,percent_sign",
    "config.archived": "dollar_sign,full_stop",
    # The one key of both signs types the later one with Shift only.
    "report.later": "right_parenthesis,>",
}
"""For the French keyboard; `:` `!` and `<` are typed without Shift on it."""

PRESETS: Mapping[str, Mapping[str, str]] = {"azerty": AZERTY}


def resolved(keymap: Mapping[str, str]) -> dict[str, str]:
    """The keymap with those keys of its preset that it does not map itself; raises Invalid."""
    own = dict(keymap)
    name = own.pop(PRESET, None)
    if name is None:
        return own
    if name not in PRESETS:
        message = N_("There is no keymap “{name}”: write one of {known}.")
        raise Invalid("keymap", message, name=name, known=", ".join(PRESETS))
    return {**PRESETS[name], **own}
