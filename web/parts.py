"""What the components show, as frozen values: a page builds these, a template in `templates/components/` draws them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import Literal

Tone = Literal["ok", "attention", "danger", "quiet"]
Kind = Literal["text", "key", "amount", "day", "badge"]
Order = Literal["ascending", "descending", "none"]
Stage = Literal["paynow", "amicable", "judicial", "closed", "hold"]


@dataclass(frozen=True, slots=True)
class Action:
    """A button. `get` is a link, `post` its own small form; `dialog` opens the confirm dialog whose id is in `url`."""

    label: str
    url: str
    method: Literal["get", "post", "dialog"] = "get"
    icon: str = ""
    key: str = ""  # the letter that presses it


@dataclass(frozen=True, slots=True)
class NavItem:
    """One entry of the role's navigation; `key` is the letter after `g` that leads there."""

    label: str
    url: str
    icon: str
    current: bool = False
    count: int = 0
    key: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """An agency (or a party) the member may switch to."""

    name: str
    url: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Shell:
    """What surrounds a page: where we are, where we may go, who is signed in."""

    agency: str
    home_url: str
    nav: Sequence[NavItem] = ()
    places: Sequence[Place] = ()
    member: str = ""
    role: str = ""
    search_url: str = ""
    account_url: str = ""
    logout_url: str = ""
    brand_css_url: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a stage track or a stepper; `note` says when or why."""

    label: str
    state: Literal["done", "current", "next"]
    stage: Stage | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a timeline: what happened, when, by whom, why, and the proof."""

    at: datetime
    what: str
    who: str
    why: str = ""
    icon: str = "dot"
    tone: Tone = "quiet"
    proof: str = ""
    proof_url: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """One note of a conversation; `mine` is the reader's own side, `read` says when the other side saw it."""

    who: str
    at: datetime
    text: str
    mine: bool = False
    new: bool = False
    read: str = ""
    file: str = ""
    file_url: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a statement; `why` and `source` open under it, `details` are (text, amount) pairs that explain it."""

    label: str
    amount: Decimal
    why: str = ""
    source: str = ""
    details: Sequence[tuple[str, Decimal]] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """A key figure with its change, or a word beside it (no `way`), and the link to the rows behind it."""

    label: str
    value: str
    change: str = ""
    way: Literal["", "up", "down", "flat"] = ""
    tone: Tone = "quiet"
    url: str = ""


@dataclass(frozen=True, slots=True)
class Refusal:
    """An act the law or a hold forbids: the rule, its source, from which day and `hour` it is allowed.

    None: not foreseeable, or from the first minute.
    """

    act: str
    rule: str
    source: str
    allowed_from: date | None = None
    hour: time | None = None


@dataclass(frozen=True, slots=True)
class Consequence:
    """One counted effect of an act about to be confirmed, e.g. 4 letters refused, and why."""

    count: int
    what: str
    why: str = ""
    tone: Tone = "quiet"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a row: text already formatted (or safe HTML made by `web.marks`)."""

    text: str
    kind: Kind = "text"
    note: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a data table: the first cell carries the link to the row's own page."""

    key: str
    url: str
    cells: Sequence[Cell]
    label: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """One column head; `url` sorts by it, `order` is how it is sorted now."""

    label: str
    kind: Kind = "text"
    url: str = ""
    order: Order = "none"


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a filter chip or one saved view."""

    label: str
    url: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter: its name, the value chosen (empty: all), the choices, and the URL that drops it."""

    label: str
    value: str
    options: Sequence[Option]
    clear_url: str


@dataclass(frozen=True, slots=True)
class Search:
    """The search field over a table: `kept` are the (name, value) pairs of the list it searches in."""

    label: str
    text: str
    kept: Sequence[tuple[str, str]]
    clear_url: str


@dataclass(frozen=True, slots=True)
class Keep:
    """What may be done with a list as it is narrowed now: kept as a view, or changed where it is one."""

    save_url: str = ""
    change_url: str = ""


@dataclass(frozen=True, slots=True)
class TableView:
    """A data table ready to draw, in one of its states."""

    caption: str
    headings: Sequence[Heading]
    rows: Sequence[Row] = ()
    chips: Sequence[Chip] = ()
    views: Sequence[Option] = ()
    keep: Keep | None = None
    bulk: Sequence[Action] = ()
    state: Literal["ready", "loading", "error"] = "ready"
    empty: str = ""
    empty_action: Action | None = None
    previous_url: str = ""
    next_url: str = ""
    retry_url: str = ""
    search: Search | None = None


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar or point of a chart: geometry in the drawing's units, text for the reader."""

    label: str
    text: str
    x: float
    y: float
    width: float
    height: float
    middle: float


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawn chart and the table behind it."""

    title: str
    kind: Literal["bars", "line"]
    unit: str
    bars: Sequence[Bar]
    ticks: Sequence[tuple[float, str]]
    points: str = ""
    width: int = 640
    height: int = 240
    left: int = 72
    names: tuple[str, str] = field(default=("", ""))


@dataclass(frozen=True, slots=True)
class Curve:
    """One line among several; `look` (1 to 6) is its hue and its dashes, `texts` its values, "" past its end."""

    label: str
    look: int
    points: str
    x: float
    y: float
    texts: Sequence[str]


@dataclass(frozen=True, slots=True)
class Curves:
    """Lines drawn over the same steps, and the table behind them."""

    title: str
    unit: str
    lines: Sequence[Curve]
    ticks: Sequence[tuple[float, str]]
    marks: Sequence[tuple[float, str]]
    steps: Sequence[int]
    width: int = 640
    height: int = 240
    left: int = 72
    names: tuple[str, str, str] = field(default=("", "", ""))
