"""A real browser, signed in as a member, speaking French with a live server."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.test import Client
from playwright.sync_api import Browser, Page, sync_playwright

from agencies.models import Member
from deploy.local.system import chromium


@contextmanager
def browser(address: str, member: Member) -> Iterator[Page]:
    """A page of a browser in which this member is signed in; addresses are relative to the server's."""
    with browsers(address, member) as [page]:
        yield page


@contextmanager
def browsers(address: str, *members: Member) -> Iterator[list[Page]]:
    """A page for each of some members, who sit at machines of their own."""
    with sync_playwright() as play:
        chrome = play.chromium.launch(executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"])
        yield [_page(chrome, address, member) for member in members]
        chrome.close()


def _page(chrome: Browser, address: str, member: Member) -> Page:
    client = Client()
    client.force_login(member.user)
    session = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": address}
    context = chrome.new_context(base_url=address, locale="fr-BE", accept_downloads=True)
    context.add_cookies([session])
    return context.new_page()


def fits(page: Page) -> bool:
    """Whether nothing stands beyond the right edge, on a screen and on a phone."""
    widths = []
    for width in (1440, 320):
        page.set_viewport_size({"width": width, "height": 800})
        widths.append(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
    page.set_viewport_size({"width": 1280, "height": 800})
    return all(widths)
