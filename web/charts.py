"""Bar and line charts as numbers to draw: the template writes SVG attributes, no script and no inline style."""

from collections.abc import Sequence
from decimal import Decimal
from math import ceil
from typing import Literal

from web import formatting
from web.parts import Bar, Chart, Curve, Curves

WIDTH, HEIGHT, LEFT, BOTTOM, TOP = 640, 240, 72, 28, 12


def nice_step(highest: Decimal, lines: int = 5) -> Decimal:
    """The smallest of 1, 2, 2.5 or 5 times a power of ten that reaches `highest` in at most `lines` steps."""
    if highest <= 0:
        return Decimal(1)
    power = Decimal(10) ** (highest / lines).adjusted()
    return next(power * m for m in map(Decimal, ("1", "2", "2.5", "5", "10")) if power * m * lines >= highest)


def chart(
    title: str,
    series: Sequence[tuple[str, Decimal]],
    *,
    kind: Literal["bars", "line"] = "bars",
    unit: str = "",
    names: tuple[str, str] = ("", ""),
) -> Chart:
    """A chart of (label, value) pairs, values not negative; `unit` "EUR" writes amounts, else a plain number."""
    if any(value < 0 for _, value in series):
        raise ValueError("a chart of amounts below zero would lie: its axis starts at zero")
    highest = max((value for _, value in series), default=Decimal(0))
    step = nice_step(highest)
    lines = max(ceil(highest / step), 1)
    top = step * lines
    room = (WIDTH - LEFT) / max(len(series), 1)
    bars = [_bar(i, label, value, room, top, unit) for i, (label, value) in enumerate(series)]
    ticks = [(_y(step * i, top), formatting.number(_plain(step * i))) for i in range(lines + 1)]
    points = " ".join(f"{bar.middle:g},{bar.y:g}" for bar in bars) if kind == "line" else ""
    return Chart(title, kind, unit, bars, ticks, points, WIDTH, HEIGHT, LEFT, names)


def _bar(i: int, label: str, value: Decimal, room: float, top: Decimal, unit: str) -> Bar:
    x, y = LEFT + i * room, _y(value, top)
    text = formatting.money(value) if unit == "EUR" else formatting.number(value)
    return Bar(
        label=label,
        text=text,
        x=round(x + room * 0.2, 1),
        y=y,
        width=round(room * 0.6, 1),
        height=round(HEIGHT - BOTTOM - y, 1),
        middle=round(x + room / 2, 1),
    )


def _y(value: Decimal, top: Decimal) -> float:
    return round(HEIGHT - BOTTOM - float(value / top) * (HEIGHT - BOTTOM - TOP), 1)


def _plain(value: Decimal) -> Decimal:
    """Without an exponent or trailing zeros."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def curves(
    title: str, lines: Sequence[tuple[str, Sequence[Decimal]]], *, unit: str, names: tuple[str, str, str]
) -> Curves:
    """Several lines over the same steps, each from zero at the left edge on; a line ends where its values end.

    Values are not negative; `names` are those of the lines, of the steps, and what a step is called ("month").
    """
    if any(value < 0 for _, values in lines for value in values):
        raise ValueError("a chart of amounts below zero would lie: its axis starts at zero")
    highest = max((value for _, values in lines for value in values), default=Decimal(0))
    step = nice_step(highest)
    count = max(ceil(highest / step), 1)
    steps = max((len(values) for _, values in lines), default=0)
    drawn = [_curve(i, label, values, steps, step * count) for i, (label, values) in enumerate(lines)]
    ticks = [(_y(step * i, step * count), formatting.number(_plain(step * i))) for i in range(count + 1)]
    every = ceil(steps / 12) or 1
    marks = [(_x(i, steps), str(i)) for i in range(0, steps + 1, every)]
    return Curves(title, unit, drawn, ticks, marks, range(1, steps + 1), WIDTH, HEIGHT, LEFT, names)


def _curve(i: int, label: str, values: Sequence[Decimal], steps: int, top: Decimal) -> Curve:
    places = [(_x(0, steps), _y(Decimal(0), top)), *((_x(n, steps), _y(v, top)) for n, v in enumerate(values, 1))]
    texts = [formatting.number(value) for value in values]
    points = " ".join(f"{x:g},{y:g}" for x, y in places)
    return Curve(label, i % 6 + 1, points, *places[-1], [*texts, *[""] * (steps - len(texts))])


def _x(step: int, steps: int) -> float:
    return round(LEFT + 8 + step * (WIDTH - LEFT - 24) / max(steps, 1), 1)
