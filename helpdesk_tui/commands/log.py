"""What people read when the program fails: that it did, and which file says where."""

from __future__ import annotations

import traceback

from helpdesk_tui import settings
from helpdesk_tui.i18n import _


def written(error: Exception) -> str:
    """Append the error to the log; the sentence that says so, or that even this failed."""
    from helpdesk_tui import log  # brings the logging package: not for --version

    try:
        log.append("".join(traceback.format_exception(error)))
    except OSError:
        message = _("The program failed ({error}), and {path} cannot be written.")
    else:
        message = _("The program failed ({error}): {path} says where.")
    return message.format(error=type(error).__name__, path=settings.log_file())
