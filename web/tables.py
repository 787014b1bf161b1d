"""A list page described once: columns, sorts, filters; read from the URL, fetched by keyset, drawn as a data table.

Never COUNT, never OFFSET: a page is `size` rows after (or before) a signed cursor, in the order of one indexed column
and the primary key. Whatever is wrong in a URL (unknown sort, forged cursor) is dropped: that is the first page.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from django.core import signing
from django.db.models import Model, Q, QuerySet
from django.utils.functional import Promise

from web.parts import Action, Chip, Heading, Keep, Kind, Option, Order, Row, Search, TableView

M = TypeVar("M", bound=Model)
LONGEST_SEARCH = 80
Words = str | Promise  # a list described at import time is put into words when it is drawn
Key = str | int | Decimal | date | datetime
READERS: dict[str, Callable[[str], Key]] = {
    "s": str,
    "i": int,
    "n": Decimal,
    "d": date.fromisoformat,
    "t": datetime.fromisoformat,
}
MARKS: dict[type, str] = {str: "s", int: "i", Decimal: "n", date: "d", datetime: "t"}


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `sort` is the NOT NULL, indexed field (with the key as second column) it sorts by, "" for none."""

    key: str
    label: Words
    kind: Kind = "text"
    sort: str = ""
    descending: bool = False  # the direction of the first click


@dataclass(frozen=True, slots=True)
class Filter:
    """One choice among few; `lookup` is the queryset filter it sets."""

    key: str
    label: Words
    lookup: str
    choices: Sequence[tuple[str, Words]]


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place between two rows: the sort value and key of the row it touches; `back` reads towards the start."""

    value: Key
    pk: int
    back: bool = False


@dataclass(frozen=True, slots=True)
class Wish:
    """What a URL asked for, cleaned."""

    sort: Column
    descending: bool
    chosen: Mapping[str, str] = field(default_factory=dict)
    cursor: Cursor | None = None
    text: str = ""  # what is searched for


@dataclass(frozen=True, slots=True)
class Page(Generic[M]):
    rows: Sequence[M]
    previous: Cursor | None
    next: Cursor | None


@dataclass(frozen=True, slots=True)
class Listing:
    """A list page. `default` is the key of the column it is first sorted by; `name` keeps its cursors its own."""

    name: str
    columns: Sequence[Column]
    default: str
    filters: Sequence[Filter] = ()
    size: int = 50
    search: Words = ""  # the label of the search field, "" for none; the caller filters by `wish.text`

    def read(self, query: Mapping[str, str]) -> Wish:
        """The wish in a query string (`request.GET`): ?sort=-due&stage=paynow&at=…"""
        asked = query.get("sort", "")
        sort = self._column(asked.removeprefix("-")) or self._column(self.default)
        if sort is None:
            raise ValueError(f"{self.name}: the default sort {self.default!r} is not a sortable column")
        descending = asked.startswith("-") if asked.removeprefix("-") == sort.key else sort.descending
        chosen = {f.key: query[f.key] for f in self.filters if query.get(f.key) in dict(f.choices)}
        text = query.get("q", "").strip()[:LONGEST_SEARCH] if self.search else ""
        return Wish(sort, descending, chosen, self._cursor(query.get("at", ""), sort), text)

    def fetch(self, rows: QuerySet[M], wish: Wish) -> Page[M]:
        """One page in one query: `size` rows and one more, to know whether there is a next page."""
        for one in self.filters:
            if one.key in wish.chosen:
                rows = rows.filter(**{one.lookup: wish.chosen[one.key]})
        back = wish.cursor is not None and wish.cursor.back
        down = wish.descending != back
        if wish.cursor:
            rows = rows.filter(beyond(wish.sort.sort, wish.cursor, down=down))
        mark = "-" if down else ""
        found = list(rows.order_by(f"{mark}{wish.sort.sort}", f"{mark}pk")[: self.size + 1])
        more, found = len(found) > self.size, found[: self.size]
        if back:
            found.reverse()
        first, last = (found[0], found[-1]) if found else (None, None)
        return Page(
            found,
            self._touch(first, wish, back=True) if (more if back else wish.cursor) else None,
            self._touch(last, wish, back=False) if (back or more) else None,
        )

    def url(self, wish: Wish, cursor: Cursor | None = None) -> str:
        """The query string that asks for this wish, from `cursor` on."""
        asked = {"sort": ("-" if wish.descending else "") + wish.sort.key, **wish.chosen}
        asked |= {"q": wish.text} if wish.text else {}
        return "?" + urlencode(asked | ({"at": self._seal(cursor, wish.sort)} if cursor else {}))

    def view(
        self,
        caption: str,
        page: Page[M],
        wish: Wish,
        row: Callable[[M], Row],
        *,
        empty: str = "",
        empty_action: Action | None = None,
        views: Sequence[Option] = (),
        keep: Keep | None = None,
        bulk: Sequence[Action] = (),
    ) -> TableView:
        """The page as the data table component draws it; `row` formats one object, once."""
        return TableView(
            caption=caption,
            headings=[self._heading(column, wish) for column in self.columns],
            rows=[row(one) for one in page.rows],
            chips=[self._chip(one, wish) for one in self.filters],
            views=views,
            keep=keep,
            bulk=bulk,
            empty=empty,
            empty_action=empty_action,
            previous_url=self.url(wish, page.previous) if page.previous else "",
            next_url=self.url(wish, page.next) if page.next else "",
            search=self._search(wish),
        )

    def _column(self, key: str) -> Column | None:
        return next((column for column in self.columns if column.key == key and column.sort), None)

    def _heading(self, column: Column, wish: Wish) -> Heading:
        if not column.sort:
            return Heading(str(column.label), column.kind)
        now = column == wish.sort
        turned = Wish(column, not wish.descending if now else column.descending, wish.chosen, text=wish.text)
        order: Order = ("descending" if wish.descending else "ascending") if now else "none"
        return Heading(str(column.label), column.kind, self.url(turned), order)

    def _chip(self, one: Filter, wish: Wish) -> Chip:
        def without(value: str | None) -> str:
            kept = {key: v for key, v in wish.chosen.items() if key != one.key}
            return self.url(replace(wish, chosen=kept | ({one.key: value} if value else {}), cursor=None))

        now = wish.chosen.get(one.key)
        options = [Option(str(label), without(value), value == now) for value, label in one.choices]
        return Chip(str(one.label), str(dict(one.choices)[now]) if now else "", options, without(None))

    def _search(self, wish: Wish) -> Search | None:
        if not self.search:
            return None
        kept = {"sort": ("-" if wish.descending else "") + wish.sort.key, **wish.chosen}
        return Search(str(self.search), wish.text, list(kept.items()), self.url(replace(wish, text="", cursor=None)))

    def _touch(self, row: Model | None, wish: Wish, *, back: bool) -> Cursor | None:
        return Cursor(getattr(row, wish.sort.sort), row.pk, back) if row else None

    def _seal(self, cursor: Cursor, sort: Column) -> str:
        mark = MARKS[type(cursor.value)]
        value = cursor.value.isoformat() if isinstance(cursor.value, date) else str(cursor.value)
        return signing.dumps([sort.key, mark, value, cursor.pk, cursor.back], salt=f"table:{self.name}")

    def _cursor(self, sealed: str, sort: Column) -> Cursor | None:
        try:
            key, mark, value, pk, back = signing.loads(sealed, salt=f"table:{self.name}")
        except signing.BadSignature:
            return None
        return Cursor(READERS[mark](value), pk, back) if key == sort.key else None


def beyond(name: str, cursor: Cursor, *, down: bool) -> Q:
    """The rows strictly after the cursor in (name, pk) order; the first condition alone lets an index do the work."""
    side: dict[bool, str] = {True: "lt", False: "gt"}
    strict: dict[str, Any] = {f"{name}__{side[down]}": cursor.value}
    tie: dict[str, Any] = {name: cursor.value, f"pk__{side[down]}": cursor.pk}
    return Q(**{f"{name}__{side[down]}e": cursor.value}) & (Q(**strict) | Q(**tie))
