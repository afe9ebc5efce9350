"""The full-text index over `ticket_words`: FTS5 in a file, a GIN index on a server.

Only the words stand in a table; the index follows them by triggers, so whoever writes words has
written the index. The words are folded in Python: both databases find the same.
"""

from __future__ import annotations

from peewee import Database, PostgresqlDatabase

TABLE = "ticket_words"
INDEX = "ticket_words_index"
VOCABULARY = "ticket_words_vocabulary"

_ON_FILE = (
    f"CREATE VIRTUAL TABLE {INDEX} USING fts5(words, content='{TABLE}',"
    # words come folded and hold only letters and digits: `ascii` takes them as they are
    " content_rowid='ticket_id', tokenize='ascii', prefix='2 3', columnsize=0)",
    f"CREATE VIRTUAL TABLE {VOCABULARY} USING fts5vocab('{INDEX}', 'instance')",
)
_ADD = f"INSERT INTO {INDEX} (rowid, words) VALUES (NEW.ticket_id, NEW.words);"
_TAKE = f"INSERT INTO {INDEX} ({INDEX}, rowid, words) VALUES ('delete', OLD.ticket_id, OLD.words);"
_TRIGGERS = {
    f"{TABLE}_added": f"AFTER INSERT ON {TABLE} BEGIN {_ADD} END",
    f"{TABLE}_changed": f"AFTER UPDATE ON {TABLE} BEGIN {_TAKE} {_ADD} END",
    f"{TABLE}_deleted": f"AFTER DELETE ON {TABLE} BEGIN {_TAKE} END",
}

_FOLLOW = f"{TABLE}_follow"
_ON_SERVER = (
    f"ALTER TABLE {TABLE} ADD COLUMN vector tsvector",
    # of a word that it does not know, the server thinks that every 200th ticket has it, and reads
    # them all from the newest on: let it know ten thousand
    f"ALTER TABLE {TABLE} ALTER vector SET STATISTICS 1000",
    f"""
    CREATE FUNCTION {_FOLLOW}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        NEW.vector = array_to_tsvector(string_to_array(btrim(NEW.words), ' ')); RETURN NEW;
    END $$
    """,
    f"CREATE TRIGGER {_FOLLOW} BEFORE INSERT OR UPDATE ON {TABLE}"
    f" FOR EACH ROW EXECUTE FUNCTION {_FOLLOW}()",
)
_GIN = f"CREATE INDEX {INDEX} ON {TABLE} USING gin (vector)"


def create(database: Database) -> None:
    """Add the index to the table of words, which is empty yet."""
    if isinstance(database, PostgresqlDatabase):
        for statement in _ON_SERVER:
            database.execute_sql(statement)
    else:
        for statement in _ON_FILE:
            database.execute_sql(statement)
    resume(database)


def suspend(database: Database) -> None:
    """Let the index be until `resume`: many words are written many times as fast."""
    if isinstance(database, PostgresqlDatabase):
        database.execute_sql(f"DROP INDEX IF EXISTS {INDEX}")
        return
    for name in _TRIGGERS:
        database.execute_sql(f"DROP TRIGGER IF EXISTS {name}")


def resume(database: Database, *, anew: bool = False) -> None:
    """Let the index follow the words; `anew` makes it of all that are there now."""
    if isinstance(database, PostgresqlDatabase):
        database.execute_sql(_GIN)
        if anew:
            database.execute_sql(f"ANALYZE {TABLE}")
        return
    if anew:
        database.execute_sql(f"INSERT INTO {INDEX} ({INDEX}) VALUES ('rebuild')")
    for name, rule in _TRIGGERS.items():
        database.execute_sql(f"CREATE TRIGGER {name} {rule}")
