"""The words of every ticket, among them that it is not closed."""

from __future__ import annotations

from typing import Any

from peewee import Database

from helpdesk_tui.services import search_index


def up(migrator: Any, database: Database) -> None:
    search_index.rebuild(database)
