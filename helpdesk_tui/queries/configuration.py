"""What is configured, as lists: one page at a time in order of name, and how much there is."""

from __future__ import annotations

from typing import Any

from peewee import JOIN, Expression, Ordering, Tuple, fn

from helpdesk_tui.models import tuples
from helpdesk_tui.queries.config_listings import LISTINGS, Listing
from helpdesk_tui.rows import ConfigCount, ConfigPage, ConfigRow
from helpdesk_tui.text import fold, intake_line


def first(kind: str, text: str, archived: bool, limit: int) -> ConfigPage:
    """The start of the list as filtered by `text`, with archived rows or without, and its total."""
    rows = _rows(kind, text, archived, limit=limit + 1)
    return ConfigPage(rows[:limit], True, len(rows) <= limit, total(kind, text, archived))


def last(kind: str, text: str, archived: bool, limit: int) -> ConfigPage:
    """The end of the list."""
    rows = _rows(kind, text, archived, limit=limit + 1, backwards=True)
    return ConfigPage(rows[-limit:], len(rows) <= limit, True)


def after(kind: str, text: str, archived: bool, row: ConfigRow, limit: int) -> ConfigPage:
    """What follows a row."""
    rows = _rows(kind, text, archived, limit=limit + 1, beyond=row)
    return ConfigPage(rows[:limit], False, len(rows) <= limit)


def before(kind: str, text: str, archived: bool, row: ConfigRow, limit: int) -> ConfigPage:
    """What precedes a row."""
    rows = _rows(kind, text, archived, limit=limit + 1, beyond=row, backwards=True)
    return ConfigPage(rows[-limit:], len(rows) <= limit, False)


def around(
    kind: str, text: str, archived: bool, row: ConfigRow, behind: int, ahead: int
) -> ConfigPage:
    """The neighbourhood of a row where it stands now, or where it stood when it has left."""
    here = _rows(kind, text, archived, limit=1, only=row.id)
    anchor = here[0] if here else row
    earlier = before(kind, text, archived, anchor, behind)
    later = after(kind, text, archived, anchor, ahead)
    return ConfigPage(
        [*earlier.rows, *here, *later.rows],
        earlier.at_start,
        later.at_end,
        total(kind, text, archived),
    )


def total(kind: str, text: str, archived: bool) -> int:
    """How many rows the list holds."""
    return int(_filtered(kind, text, archived, fn.COUNT(LISTINGS[kind].table.id)).scalar())


def counts() -> dict[str, ConfigCount]:
    """How many rows of each kind are offered and how many are archived."""
    found = {}
    for kind, listing in LISTINGS.items():
        every = listing.table.select().count()
        archived = (
            listing.table.select().where(listing.table.archived) if listing.archived else None
        )
        gone = archived.count() if archived is not None else 0
        found[kind] = ConfigCount(every - gone, gone)
    return found


def _filtered(kind: str, text: str, archived: bool, *columns: Any) -> Any:
    listing = LISTINGS[kind]
    query = listing.table.select(*columns)
    for table, reference in listing.joined:
        query = query.join_from(listing.table, table, JOIN.LEFT_OUTER, on=reference == table.id)
    conditions = [_word(listing, word) for word in fold(intake_line(text)).split()]
    if listing.archived and not archived:
        conditions.append(~listing.table.archived)
    return query.where(*conditions) if conditions else query


def _word(listing: Listing, word: str) -> Expression:
    condition: Expression = listing.searched[0].contains(word)
    for column in listing.searched[1:]:
        condition |= column.contains(word)
    return condition


def _rows(
    kind: str,
    text: str,
    archived: bool,
    *,
    limit: int,
    beyond: ConfigRow | None = None,
    only: int | None = None,
    backwards: bool = False,
) -> list[ConfigRow]:
    listing = LISTINGS[kind]
    table, order = listing.table, listing.sorted_by
    gone = table.archived if listing.archived else False
    flags = (gone,) if listing.archived else ()
    query = _filtered(kind, text, archived, table.id, order, *flags, *listing.columns.values())
    if only is not None:
        query = query.where(table.id == only)
    if beyond is not None:
        place = Tuple(beyond.order, beyond.id)
        query = query.where(Expression(Tuple(order, table.id), "<" if backwards else ">", place))
    found = tuples(query.order_by(*_order(order, table.id, backwards)).limit(limit))
    if backwards:
        found.reverse()
    more = listing.more([values[0] for values in found]) if found else {}
    return [_row(listing, values, more.get(values[0], {})) for values in found]


def _order(*arguments: Any) -> list[Ordering]:
    *columns, backwards = arguments
    return [column.desc() if backwards else column.asc() for column in columns]


def _row(listing: Listing, values: tuple[Any, ...], more: dict[str, Any]) -> ConfigRow:
    row, order, *rest = values
    archived = bool(rest.pop(0)) if listing.archived else False
    return ConfigRow(row, order, archived, dict(zip(listing.columns, rest, strict=True)) | more)
