"""Lets `python -m helpdesk_tui` be the installed command."""

from __future__ import annotations

import sys

from helpdesk_tui.cli import main

if __name__ == "__main__":
    sys.exit(main())
