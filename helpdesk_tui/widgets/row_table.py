"""The list of every screen: draws what shows, loads what is near, paints what has changed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from functools import partial
from typing import ClassVar, Generic, Self, TypeAlias

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget
from textual.worker import Worker

from helpdesk_tui.i18n import N_, language
from helpdesk_tui.text import wrap
from helpdesk_tui.widgets import row_flash, row_messages
from helpdesk_tui.widgets.named_keys import with_keys
from helpdesk_tui.widgets.row_columns import Cell, Column
from helpdesk_tui.widgets.row_flash import Flash, changed, stamps
from helpdesk_tui.widgets.row_loader import Holding, RowLoader, Source, first_ids
from helpdesk_tui.widgets.row_marks import Marks
from helpdesk_tui.widgets.row_painter import MARKED, NOTHING, RowPainter
from helpdesk_tui.widgets.row_window import R, Row, RowWindow, Window

__all__ = ["Cell", "Column", "Row", "RowTable", "Source", "Window"]

MARK_LIMIT = 1000
"""The most rows that marking the whole list marks."""

HEADER_LINES = 1
WHEEL_LINES = 3


class RowTable(Widget, Generic[R], can_focus=True):
    """A list kept by row id, empty until `reload`; it takes neither border nor padding."""

    ALLOW_SELECT = False

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "row-table--row",
        "row-table--cursor",
        "row-table--cursor-unfocused",
        "row-table--header",
        "row-table--mark",
        "row-table--urgent",
        "row-table--late",
        "row-table--soon",
        "row-table--paused",
        "row-table--muted",
        "row-table--flash",
        "row-table--hit",
    }

    DEFAULT_CSS = """
    RowTable {
        height: 1fr;
        background: $background;
        color: $foreground;
        & > .row-table--cursor { color: $accent; text-style: reverse; }
        & > .row-table--cursor-unfocused { text-style: underline; }
        & > .row-table--header { color: $text-muted; text-style: bold; }
        & > .row-table--mark { color: $accent; text-style: bold; }
        & > .row-table--urgent { color: $error; text-style: bold; }
        & > .row-table--late { color: $error; }
        & > .row-table--soon { color: $warning; }
        & > .row-table--paused { color: $text-muted; }
        & > .row-table--muted { color: $text-muted; }
        & > .row-table--hit { color: $accent; }
        & > .row-table--flash { background: $accent 15%; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down", "move(1)", N_("Down"), id="list.down", show=False),
        Binding("k,up", "move(-1)", N_("Up"), id="list.up", show=False),
        Binding("g,home", "first", N_("First"), id="list.first", show=False),
        Binding("G,end", "last", N_("Last"), id="list.last", show=False),
        Binding("ctrl+d,pagedown", "turn(1)", N_("Page down"), id="list.page_down", show=False),
        Binding("ctrl+u,pageup", "turn(-1)", N_("Page up"), id="list.page_up", show=False),
        Binding("enter", "open", N_("Open"), id="list.open"),
        Binding("space", "mark", N_("Mark"), id="list.mark"),
        Binding("v", "range", N_("Mark a range"), id="list.range", show=False),
        Binding("V", "mark_all", N_("Mark all"), id="list.mark_all", show=False),
    ]

    empty_message: reactive[str] = reactive("")
    """What an empty list says, already translated and fit for the terminal."""

    highlighted: reactive[Row | None] = reactive(None, repaint=False)
    """The row under the cursor, to be watched: a message would come after the row is painted, and
    what the watcher draws would wait for the next frame.
    """

    Opened: TypeAlias = row_messages.Opened
    MarksChanged: TypeAlias = row_messages.MarksChanged
    LoadFailed: TypeAlias = row_messages.LoadFailed

    def __init__(
        self,
        columns: Sequence[Column[R]],
        source: Source[R],
        clock: Callable[[], int],
        *,
        id: str | None = None,
    ) -> None:
        self._painter = RowPainter(columns, self._ink, clock())
        super().__init__(id=id)
        self._source = source
        self._clock = clock
        self._window: RowWindow[R] = RowWindow()
        self._loader = RowLoader(self._window, source, self._show_loaded)
        self._marks = Marks()
        self._notes: Mapping[int, Cell] = {}
        self._flash = Flash()
        self._pages: Worker[None] | None = None
        self._layout: tuple[Size, str] = (Size(0, 0), "")

    # What the screen asks and orders

    @property
    def cursor_row(self) -> R | None:
        """The row under the cursor; None in an empty list."""
        return self._window.current

    @property
    def total(self) -> int | None:
        """The rows of the whole list, where the source counts them."""
        return self._window.total

    @property
    def marks(self) -> list[int]:
        """The ids marked, in the order of marking, loaded or not."""
        return list(self._marks)

    @property
    def ranging(self) -> bool:
        """Whether moving marks."""
        return self._marks.ranging

    def targets(self) -> list[int]:
        """The ids that an act applies to: those marked, else the cursor's."""
        row = self._window.current
        return self.marks or ([row.id] if row else [])

    async def reload(self, keep: bool = True, *, flash: bool = False) -> None:
        """Show the list as it is now: `keep` holds the cursor on its row, else it starts anew.

        With `flash`, rows that differ from before stand out for a moment.
        """
        if not keep:
            self._marks.end_range()
        before = stamps(self._window.rows) if flash else {}
        await self._guard(partial(self._loader.reload, keep))
        if flashed := changed(before, self._window.rows):
            self._flash.light(flashed)
            self._refresh_those(flashed)
            self.set_timer(row_flash.FLASH_SECONDS, partial(self._calm, flashed))

    def note(self, glyphs: Mapping[int, Cell]) -> None:
        """Put a glyph in the margin of these rows, by id, and in no other; a mark covers it."""
        before, self._notes = self._notes, glyphs
        self._refresh_those(_differing(before, glyphs))

    def tick(self, now: int) -> None:
        """Repaint the live cells that read otherwise at `now`, in epoch seconds."""
        for index, x, width in self._painter.tick(self._window.visible(), now):
            self.refresh(Region(x, index + HEADER_LINES, width, 1))

    def move_to(self, row_id: int) -> bool:
        """Put the cursor on a row; False if it is not loaded."""
        index = self._window.place(row_id)
        if index is not None:
            self._move(partial(self._window.move_to, index))
        return index is not None

    async def go_to(self, row_id: int, holding: Holding[R]) -> None:
        """Put the cursor on a row, which is read with `holding` where it is not loaded; the
        cursor stays where the list does not have it.
        """
        self._marks.end_range()  # nobody has walked there
        if not self.move_to(row_id):
            self._stop_pages()
            await self._guard(partial(self._loader.seek, row_id, holding))

    def toggle_mark(self) -> None:
        """Mark or unmark the cursor's row."""
        if row := self._window.current:
            self._marks.toggle(row.id)
            self._refresh_row(self._window.cursor)
            self._tell_marks()

    def clear_marks(self) -> None:
        """Unmark everything and end the range."""
        self._marks.clear()
        self._refresh_rows()
        self._tell_marks()

    async def mark_all_shown(self) -> None:
        """Mark every row of the list, loaded or not, up to MARK_LIMIT."""
        await self._guard(self._mark_all)

    async def _mark_all(self) -> None:
        ids, left_out = await first_ids(self._source, MARK_LIMIT)
        self._marks.add(ids)
        self._refresh_rows()
        self._tell_marks(left_out)

    # Keys and mouse

    def action_move(self, lines: int) -> None:
        self._move(partial(self._window.move_to, self._window.cursor + lines))

    def action_turn(self, pages: int) -> None:
        lines = max(1, self._window.height - 1)
        self._move(partial(self._window.turn, pages * lines))

    def action_first(self) -> None:
        if self._window.at_start:
            self._stop_pages()
            self._move(partial(self._window.move_to, 0))
        else:
            self._run_pages(partial(self._jump, to_end=False))

    def action_last(self) -> None:
        if self._window.at_end:
            self._stop_pages()
            self._move(partial(self._window.move_to, len(self._window.rows) - 1))
        else:
            self._run_pages(partial(self._jump, to_end=True))

    def action_open(self) -> None:
        if row := self._window.current:
            self.post_message(self.Opened(self, row))

    def action_mark(self) -> None:
        self.toggle_mark()
        self.action_move(1)

    def action_range(self) -> None:
        row = self._window.current
        if self._marks.ranging:
            self._marks.end_range()
        elif row is not None:
            self._marks.start_range(row.id)
            self._refresh_row(self._window.cursor)
        self._tell_marks()

    async def action_mark_all(self) -> None:
        await self.mark_all_shown()

    def on_click(self, event: events.Click) -> None:
        index = self._window.top + event.y - HEADER_LINES
        if event.button != 1 or event.y < HEADER_LINES or index >= len(self._window.rows):
            return
        if index == self._window.cursor:
            self.action_open()
        else:
            self._move(partial(self._window.move_to, index))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self._move(partial(self._window.scroll, WHEEL_LINES))

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self._move(partial(self._window.scroll, -WHEEL_LINES))

    def on_resize(self) -> None:
        self._lay_out()
        self._fill_later()

    def _move(self, step: Callable[[], None]) -> None:
        window = self._window
        cursor, top = window.cursor, window.top
        step()
        if self._marks.ranging and window.cursor != cursor:
            way = 1 if window.cursor > cursor else -1
            passed = range(cursor + way, window.cursor + way, way)
            self._marks.walk(window.rows[index].id for index in passed)
            self._tell_marks()
        if window.top != top or self._marks.ranging:
            self._refresh_rows()
        elif window.cursor != cursor:
            self._refresh_row(cursor)
            self._refresh_row(window.cursor)
        self.highlighted = self._window.current
        self._fill_later()

    def _calm(self, rows: frozenset[int]) -> None:
        self._flash.calm(rows)
        self._refresh_those(rows)

    def _refresh_those(self, rows: Collection[int]) -> None:
        for index, row in enumerate(self._window.visible(), self._window.top):
            if row.id in rows:
                self._refresh_row(index)

    # Loading

    def _fill_later(self) -> None:
        # A load under way looks again when it is done: keys held down must not cancel it.
        under_way = self._pages is not None and not self._pages.is_finished
        if not under_way and self._window.wanted():
            self._run_pages(self._loader.fill)

    def _run_pages(self, load: Callable[[], Awaitable[None]]) -> None:
        self._pages = self.run_worker(partial(self._guard, load), group="pages", exclusive=True)

    def _stop_pages(self) -> None:
        """The last key counts: a jump to the other end is not to come after it."""
        if self._pages is not None:
            self._pages.cancel()
            self._pages = None

    async def _jump(self, to_end: bool) -> None:
        await self._loader.jump(to_end)
        self._marks.end_range()  # the rows between are not known
        await self._loader.fill()

    async def _guard(self, load: Callable[[], Awaitable[None]]) -> None:
        try:
            await load()
        except Exception as error:
            self.post_message(self.LoadFailed(self, error))

    def _show_loaded(self) -> None:
        self._painter.now = self._clock()
        self._painter.forget_times()
        self._refresh_rows()
        self.highlighted = self._window.current
        self._fill_later()

    def _tell_marks(self, left_out: bool = False) -> None:
        self.post_message(self.MarksChanged(self, len(self._marks), left_out))

    # Drawing

    def _ink(self, name: str) -> Style:
        """The style of a component past the filters of colours, which then no line has to pass."""
        strip = Strip([Segment(" ", self.get_component_rich_style(f"row-table--{name}"))], 1)
        for line_filter in self.get_line_filters():
            strip = strip.apply_filter(line_filter, self.background_colors[1])
        [(_text, style, _control)] = strip
        return style or Style.null()

    def refresh(
        self,
        *regions: Region,
        repaint: bool = True,
        layout: bool = False,
        recompose: bool = False,
    ) -> Self:
        """As every widget's; without regions the styles may be others, so nothing drawn is kept."""
        if not regions:
            self._painter.forget_styles()
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def render_line(self, y: int) -> Strip:
        self._lay_out()
        return self._draw(y)

    def render_lines(self, crop: Region) -> list[Strip]:
        """As every widget's, but past its cache by line, which scrolling would void each time."""
        self._lay_out()
        left, right = crop.column_span
        return [self._draw(y).crop(left, right) for y in crop.line_range]

    def _refresh_row(self, index: int) -> None:
        y = index - self._window.top + HEADER_LINES
        self.refresh(Region(0, y, self._layout[0].width, 1))

    def _refresh_rows(self) -> None:
        width, height = self._layout[0]
        self.refresh(Region(0, HEADER_LINES, width, max(0, height - HEADER_LINES)))

    def _lay_out(self) -> None:
        layout = (self.size, language())
        if layout != self._layout:
            self._layout = layout
            width, height = layout[0]
            self._painter.lay_out(width)
            self._window.resize(height - HEADER_LINES)

    def _draw(self, y: int) -> Strip:
        index = self._window.top + y - HEADER_LINES
        if y < HEADER_LINES:
            return self._painter.header()
        if index < len(self._window.rows):
            row = self._window.rows[index]
            state = "row"
            if index == self._window.cursor:
                state = "cursor" if self.has_focus else "cursor-unfocused"
            margin = MARKED if row.id in self._marks else self._notes.get(row.id, NOTHING)
            return self._painter.row(row, state, margin, row.id in self._flash)
        if not self._window.rows:
            said = self._nothing(y)
            return self._painter.message(said) if said else self._painter.blank()
        return self._painter.blank()

    def _nothing(self, y: int) -> str:
        """What stands in a line of an empty list."""
        width, height = self._layout[0]
        message = self.empty_message if self._loader.loaded else "…"
        lines = wrap(with_keys(message, self.app), width - 2)
        place = y - height // 2 + (len(lines) - 1) // 2
        return lines[place] if 0 <= place < len(lines) else ""


def _differing(before: Mapping[int, Cell], after: Mapping[int, Cell]) -> set[int]:
    return {row for row in before.keys() | after.keys() if before.get(row) != after.get(row)}
