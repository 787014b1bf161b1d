"""The small signs used in sentences and cells: icon, badge, stage, amount, deadline. Safe HTML, made in Python."""

from datetime import date
from decimal import Decimal

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_lazy

from web import formatting
from web.parts import Stage, Tone

STAGES = {
    "paynow": gettext_lazy("PAYNOW"),
    "amicable": gettext_lazy("Amicable"),
    "judicial": gettext_lazy("Judicial"),
    "closed": gettext_lazy("Closed"),
    "hold": gettext_lazy("On hold"),
}
TONE_ICONS = {"ok": "check", "attention": "alert", "danger": "stop", "quiet": "info"}
SOON = 7  # days: from here on a deadline asks for attention


def icon(name: str, label: str = "") -> SafeString:
    """One icon of the sprite; silent for screen readers unless it has a label of its own."""
    href = f"{static('img/icons.svg')}#{name}"
    if label:
        return format_html(
            '<svg class="icon" role="img" aria-label="{}"><title>{}</title><use href="{}"></use></svg>',
            label,
            label,
            href,
        )
    return format_html('<svg class="icon" aria-hidden="true" focusable="false"><use href="{}"></use></svg>', href)


def stage_badge(stage: Stage | str, label: str = "") -> SafeString:
    """The stage of a claim, in its fixed hue with its fixed icon; KeyError for a stage nobody knows."""
    return format_html(
        '<span class="badge stage-{}">{}{}</span>', stage, icon(f"stage-{stage}"), label or STAGES[str(stage)]
    )


def badge(label: str, tone: Tone | str = "quiet", sign: str = "") -> SafeString:
    """A state in one or two words; the icon says what the colour says."""
    return format_html('<span class="badge tone-{}">{}{}</span>', tone, icon(sign or TONE_ICONS[str(tone)]), label)


def amount(value: Decimal | None, currency: str = "EUR") -> SafeString:
    """An amount in tabular figures; below zero it says so by its sign, not by colour alone."""
    return format_html('<data class="amount" value="{}">{}</data>', value or 0, formatting.money(value, currency))


def day_mark(value: date | None) -> SafeString:
    """A date for a table cell, readable by machines too."""
    if value is None:
        return SafeString("")
    return format_html('<time class="day" datetime="{}">{}</time>', value.isoformat(), formatting.day(value))


def deadline(until: date | None, today: date) -> SafeString:
    """How long is left, with the date in the title: late and soon are marked by an icon as well as a colour."""
    if until is None:
        return format_html('<span class="none">{}</span>', gettext("no deadline"))
    days = (until - today).days
    tone, sign = ("danger", "alert") if days < 0 else ("attention", "clock") if days <= SOON else ("quiet", "")
    return format_html(
        '<time class="deadline is-{}" datetime="{}" title="{}">{}{}</time>',
        tone,
        until.isoformat(),
        formatting.long_day(until),
        icon(sign) if sign else "",
        formatting.wait(until, today),
    )
