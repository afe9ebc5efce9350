"""A table for the words of every ticket, and the full-text index over them."""

from __future__ import annotations

from typing import Any

from peewee import Database

from helpdesk_tui.migrations import search, server
from helpdesk_tui.models import TicketWords


def up(migrator: Any, database: Database) -> None:
    database.create_tables([TicketWords])
    server.complete(database)
    search.create(database)
