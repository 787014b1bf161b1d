"""Say in one line what was done, with a way back where the world allows one."""

from django.contrib import messages
from django.http import HttpRequest

UNDO = "undo:"


def toast(request: HttpRequest, text: str, *, level: int = messages.SUCCESS, undo_url: str = "") -> None:
    """Show `text` on the reader's next page; with `undo_url` (a POST route) an undo button stands beside it."""
    messages.add_message(request, level, text, extra_tags=f"{UNDO}{undo_url}" if undo_url else "")
