"""The command: runs the suites, prints one table, and compares it with an earlier run."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks import _table
from benchmarks._desks import KEPT, ROOT
from benchmarks._rows import Budget, Row
from benchmarks._run import Run, quick

SUITES = (
    "interface",
    "bytes",
    "tick",
    "row_table_keys",
    "slow_line",
    "queries",
    "search",
    "reports",
    "claims",
    "change_seen",
    "recompute",
    "deadlines",
    "growth",
)
"""Modules beside this one, in the order of the table: `TITLE`, and `rows(run)` that measures."""

LARGE = "growth"
"""The suite that runs only when it is asked for: its desk takes minutes to make."""

PAGE = ROOT / "docs" / "performance.md"


def main(arguments: Sequence[str]) -> None:
    options = _parser().parse_args(arguments)
    names = options.only or [name for name in SUITES if name != LARGE or options.growth]
    last = KEPT / f"last-{options.tickets}{'-quick' if options.quick else ''}.json"
    before = _read(options.against or last) if options.against or last.exists() else {}
    measured: dict[str, list[Row]] = {}
    with TemporaryDirectory(prefix="helpdesk-bench-") as name:
        folder = Path(name)
        run = quick(folder, options.tickets) if options.quick else Run(folder, options.tickets)
        for suite in names:
            print(f"{suite} …", file=sys.stderr)
            measured[suite] = list(import_module(f"benchmarks.{suite}").rows(run))
            known = {**(_read(last) if last.exists() else {}), **measured}
            everything = {suite: known[suite] for suite in SUITES if suite in known}
            _write(last, everything)  # each at once: a run that is cut short has measured something
    print(*_table.lines(measured, _titles(measured), before), sep="\n")
    print(_table.totals(measured), _circumstances(options.tickets), sep="\n")
    if options.json:
        _write(options.json, measured)
    if options.markdown:
        text = [*_table.markdown(everything, _titles(everything)), _table.totals(everything)]
        _table.replace_in(PAGE, "\n".join([*text, _circumstances(options.tickets), ""]))


def alone(file: str) -> None:
    """What a suite does when it is run by itself."""
    main(["--only", Path(file).stem, *sys.argv[1:]])


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    add = parser.add_argument
    add("--tickets", type=int, default=10_000, metavar="N", help="on the desk (default 10000)")
    add("--only", nargs="+", choices=SUITES, metavar="NAME", help=" ".join(SUITES))
    add("--growth", action="store_true", help="measure a desk of a million tickets as well")
    add("--quick", action="store_true", help="one round of a few keys: shows that it works")
    add("--json", type=Path, metavar="FILE", help="write the figures of this run")
    add("--against", type=Path, metavar="FILE", help="an earlier run (default: the last one)")
    add("--markdown", action="store_true", help="put the table into docs/performance.md")
    return parser


def _titles(suites: Iterable[str]) -> dict[str, str]:
    return {suite: import_module(f"benchmarks.{suite}").TITLE for suite in suites}


def _circumstances(tickets: int) -> str:
    """What figures depend on beside the program."""
    load = "/".join(f"{each:.1f}" for each in os.getloadavg())
    version = ".".join(map(str, sys.version_info[:3]))
    return (
        f"{_table.figure(tickets)} tickets unless said otherwise; Python {version},"
        f" {os.cpu_count()} cores, load {load}; ratios hold where figures move."
    )


def _read(file: Path) -> dict[str, list[Row]]:
    written: dict[str, list[dict[str, Any]]] = json.loads(file.read_text(encoding="utf-8"))
    return {suite: [_row(**each) for each in rows] for suite, rows in written.items()}


def _row(budget: dict[str, Any] | None, **fields: Any) -> Row:
    return Row(**fields, budget=None if budget is None else Budget(**budget))


def _write(file: Path, measured: dict[str, list[Row]]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    figures = {suite: [asdict(row) for row in rows] for suite, rows in measured.items()}
    file.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
