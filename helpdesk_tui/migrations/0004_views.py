"""Saved views."""

from __future__ import annotations

from typing import Any

from peewee import Database

from helpdesk_tui.migrations import server
from helpdesk_tui.models import SavedView


def up(migrator: Any, database: Database) -> None:
    database.create_tables([SavedView], safe=True)  # a desk made by this program has it already
    server.complete(database)
