"""The promises on a ticket as lines: each with its bar and deadline, and what that is made of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from helpdesk_tui import dates
from helpdesk_tui.i18n import _
from helpdesk_tui.promises import KIND_WORDS, STATE_GLYPHS, STATE_INKS, STATE_WORDS, promise, span
from helpdesk_tui.rows import CommitmentRow
from helpdesk_tui.sla_explanation import explain
from helpdesk_tui.text import fit, one_line
from helpdesk_tui.widgets.pager import Line

BAR_WIDTH = 12
EIGHTHS = " ▏▎▍▌▋▊▉"


def bar(share: float, width: int = BAR_WIDTH) -> str:
    """A bar filled to `share` (0 to 1) in eighths of a cell."""
    filled = round(max(0.0, min(1.0, share)) * width * 8)
    whole, rest = divmod(filled, 8)
    return ("█" * whole + (EIGHTHS[rest] if rest else "")).ljust(width)


def used(row: CommitmentRow, now: int) -> float:
    """The share of the promised time that is gone; 1 and no more once the deadline has passed."""
    if row.due_at is None:
        total = row.calendar.elapsed_epoch(row.started_at, row.paused_at or now)
        return total / max(1, total + (row.left_seconds or 0))
    whole = row.calendar.elapsed_epoch(row.started_at, row.due_at)
    until = now if row.met_at is None else row.met_at
    return row.calendar.elapsed_epoch(row.started_at, until) / max(1, whole)


def commitment_lines(
    rows: Sequence[CommitmentRow], zone: str, now: int, width: int
) -> Iterator[Line]:
    """One line for each promise; two where there is little room."""
    for row in rows:
        state = row.state(now)
        ink = STATE_INKS.get(state, "")
        words = promise(row.target_status, row.target, working=row.working_days_only)
        head = (f" {STATE_GLYPHS[state]} ", ink), (words, "")
        tail = (
            ("▕", "muted"),
            (bar(used(row, now)), ink or "accent"),
            ("▏ ", "muted"),
            (_clock(row, now, zone), ink),
        )
        if width >= 80:
            yield (head[0], (fit(words, 36) + " ", ""), *tail)
        else:
            yield head
            yield (("   ", ""), *tail)


def _clock(row: CommitmentRow, now: int, zone: str) -> str:
    """What is left and until when, or how it ended."""
    state = row.state(now)
    if row.met_at is not None:
        when = dates.instant(row.met_at, zone, now)
        return f"{_(STATE_WORDS[state])} {when}"
    left = dates.countdown(row.remaining(now) or 0)
    if row.due_at is None:
        return _("paused, {left} left").format(left=left)
    due = dates.instant(row.due_at, zone, now)
    if state == "breached":
        return _("{left} · was due {due}").format(left=left, due=due)
    return _("{left} left · due {due}").format(left=left, due=due)


def explanation_lines(
    row: CommitmentRow,
    pauses: Sequence[tuple[int, int | None]],
    zone: str,
    now: int,
) -> Iterator[Line]:
    """The promise, then every piece of time that its deadline is made of."""
    state = row.state(now)
    words = promise(row.target_status, row.target, working=row.working_days_only)
    yield (
        (f" {STATE_GLYPHS[state]} ", STATE_INKS.get(state, "")),
        (f"{one_line(row.policy)} ", "title"),
        (f"— {words}", ""),
    )
    until = row.due_at if row.due_at is not None else (row.paused_at or now)
    told = explain(row.started_at, row.target, row.calendar, until, pauses)
    yield _step(_("start"), dates.full(row.started_at, zone))
    if told.after_days is not None:
        days = span(type(row.target)(row.target.days), working=row.working_days_only)
        yield _step(days, f"→ {dates.full(told.after_days, zone)}")
    if told.made_up:
        yield _step(_("pauses to make up"), dates.duration(told.made_up))
    for piece in told.pieces:
        length = dates.duration(piece.seconds)
        begun, ended = dates.full(piece.from_at, zone), dates.full(piece.to_at, zone)
        ink = "" if piece.kind == "running" else "muted"
        yield (
            (f"     {fit(_(KIND_WORDS[piece.kind]), 14)} ", ink),
            (f"{begun} → {ended} ", ink),
            (f" {length}", "accent" if piece.kind == "running" else "muted"),
        )
    yield _step(_("running in all"), dates.duration(told.running))
    if row.due_at is None:
        yield _step(_("paused"), _clock(row, now, zone))
    else:
        yield _step(_("deadline"), f"{dates.full(row.due_at, zone)}  ({_clock(row, now, zone)})")
    yield ()


def _step(label: str, value: str) -> Line:
    return ((f"   {fit(label, 18)} ", "label"), (value, ""))
