"""{% load ui %}: the filters and the components that take arguments. How each looks and reads: /styleguide/."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.contrib.messages.storage.base import Message
from django.forms import BoundField, CheckboxInput, Form
from django.utils.translation import gettext_lazy as _

from web import formatting, marks
from web.parts import Action, Consequence, TableView
from web.toasts import UNDO

register = template.Library()

register.filter("eur", formatting.money)
register.filter("day", formatting.day)
register.filter("long_day", formatting.long_day)
register.filter("registered", formatting.registered)
register.simple_tag(marks.icon)
register.simple_tag(marks.badge)
register.simple_tag(marks.amount)
register.simple_tag(marks.deadline)
register.simple_tag(marks.day_mark)
register.simple_tag(marks.stage_badge, name="stage")


@register.inclusion_tag("components/page_header.html")
def page_header(
    title: str,
    *,
    lead: str = "",
    back_url: str = "",
    back_label: str = "",
    badge: str = "",
    action: Action | None = None,
    others: Sequence[Action] = (),
) -> dict[str, Any]:
    """The head of a page: where one came from, what it is, its state (`badge`, safe HTML), its one primary action."""
    return {
        "title": title,
        "lead": lead,
        "back_url": back_url,
        "back_label": back_label,
        "badge": badge,
        "action": action,
        "others": others,
    }


@register.inclusion_tag("components/banner.html")
def banner(
    title: str, text: str = "", *, tone: str = "quiet", icon: str = "", action: Action | None = None
) -> dict[str, Any]:
    """What stands over a whole page: a hold, a missing paper, a limit. `tone`: ok, attention, danger, quiet, hold."""
    sign = icon or ("stage-hold" if tone == "hold" else marks.TONE_ICONS[tone])
    return {"title": title, "text": text, "tone": tone, "icon": sign, "action": action}


@register.inclusion_tag("components/data_table.html")
def data_table(table: TableView, *, selectable: bool = False, action: str = "", name: str = "") -> dict[str, Any]:
    """A data table; `selectable` adds row selection, sent as `row` to the URL of the bulk button pressed."""
    labels = [head.label for head in table.headings]
    rows = [(row, list(zip(row.cells, labels, strict=True))) for row in table.rows]
    return {"table": table, "rows": rows, "selectable": selectable, "action": action, "name": name}


@register.inclusion_tag("components/field.html")
def field(bound: BoundField, *, label: str = "", help: str = "", unit: str = "") -> dict[str, Any]:
    """One form field with its label, help and errors; `label` and `help` replace the field's own.

    Placeholders are dropped: they vanish when one types, and the label already says what to write.
    """
    bound.field.widget.attrs.pop("placeholder", None)
    told = help or bound.help_text
    parts = [f"{bound.auto_id}_helptext"] * bool(told) + [f"{bound.auto_id}_error"] * bool(bound.errors)
    attrs: dict[str, str | bool] = {"aria-describedby": " ".join(parts)} if parts else {}
    return {
        "field": bound,
        "widget": bound.as_widget(attrs=attrs),
        "label": label or bound.label,
        "help": told,
        "unit": unit,
        "is_choice": isinstance(bound.field.widget, CheckboxInput),
    }


@register.inclusion_tag("components/form_errors.html")
def form_errors(form: Form) -> dict[str, Any]:
    """What is wrong with the form as a whole."""
    return {"form": form}


@register.inclusion_tag("components/fields.html")
def fields(form: Form) -> dict[str, Any]:
    """All the fields of a form, hidden ones and general errors included."""
    return {"form": form}


@register.inclusion_tag("components/confirm.html")
def confirm(
    key: str,
    title: str,
    action: Action,
    consequences: list[Consequence] | None = None,
    *,
    text: str = "",
    tone: str = "accent",
) -> dict[str, Any]:
    """A dialog that says the consequence in numbers before the act; opened by a link to `#key` with `data-dialog`."""
    return {
        "key": key,
        "title": title,
        "action": action,
        "consequences": consequences or [],
        "text": text,
        "tone": tone,
    }


@register.inclusion_tag("components/act.html", name="act")
def act(action: Action, kind: str = "plain") -> dict[str, Any]:
    """One button: a link, a small form of its own, or the opener of a confirm dialog. `kind`: main, plain, quiet."""
    return {"action": action, "kind": kind}


@register.inclusion_tag("components/file_drop.html")
def file_drop(
    name: str,
    *,
    accept: str = "",
    label: str = "",
    help: str = "",
    error: str = "",
    many: bool = False,
) -> dict[str, Any]:
    """A place to drop or choose files, inside a multipart form; progress is shown while the form is sent."""
    return {
        "name": name,
        "accept": accept,
        "label": label or _("Drop a file here, or choose it"),
        "help": help,
        "error": error,
        "many": many,
    }


@register.inclusion_tag("components/toasts.html")
def toasts(messages: list[Message]) -> dict[str, Any]:
    """Django's messages as toasts."""
    return {"messages": [_toast(message) for message in messages]}


def _toast(message: Message) -> dict[str, Any]:
    """A message whose extra tags are `undo:<url>` gets an undo button that posts there."""
    tags = message.extra_tags or ""
    tone = {"success": "ok", "warning": "attention", "error": "danger"}.get(message.level_tag, "quiet")
    undo = tags.removeprefix(UNDO) if tags.startswith(UNDO) else ""
    return {"text": str(message), "tone": tone, "icon": marks.TONE_ICONS[tone], "undo_url": undo}
