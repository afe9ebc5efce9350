"""The whole schema; rewritten in place until the first release."""

from __future__ import annotations

from typing import Any

from peewee import Database

from helpdesk_tui import models
from helpdesk_tui.migrations import server, triggers


def up(migrator: Any, database: Database) -> None:
    database.create_tables(models.TABLES)
    server.complete(database)
    triggers.create(database)
