"""Typed reading of the environment. A missing or malformed value stops the start, naming the variable and the cure."""

import os
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str | None = None) -> str:
    """The value of `name`, or of the file named by `name_FILE`; `default` when neither is set."""
    if path := os.environ.get(f"{name}_FILE"):
        return Path(path).read_text().strip()
    if (value := os.environ.get(name, default)) is None:
        raise ImproperlyConfigured(f"{name} is not set")
    return value


def flag(name: str, default: bool) -> bool:
    """True or False, written so."""
    if (value := text(name, str(default))) not in ("True", "False"):
        raise ImproperlyConfigured(f"{name} is {value!r}: write True or False")
    return value == "True"


def number(name: str, default: int) -> int:
    """A whole number."""
    value = text(name, str(default))
    if not value.lstrip("-").isdecimal():
        raise ImproperlyConfigured(f"{name} is {value!r}: write a whole number")
    return int(value)


def words(name: str, default: str = "") -> list[str]:
    """A comma-separated list, blanks dropped."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def networks(name: str) -> tuple[IPv4Network | IPv6Network, ...]:
    """A comma-separated list of networks or addresses: `10.0.0.0/8,192.0.2.7`."""
    try:
        return tuple(ip_network(word) for word in words(name))
    except ValueError as error:
        raise ImproperlyConfigured(f"{name}: {error}: write networks as 10.0.0.0/8") from error


def database(name: str) -> dict[str, Any]:
    """`postgresql://user:password@host:port/name?option=value` as one entry of DATABASES.

    `?host=/folder` names a socket folder; every other option goes to libpq (`sslmode=verify-full`).
    """
    url = urlsplit(text(name))
    if url.scheme not in ("postgres", "postgresql") or not url.path.strip("/"):
        raise ImproperlyConfigured(f"{name}: write postgresql://user:password@host:5432/database")
    options = dict(parse_qsl(url.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(url.path.strip("/")),
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": options.pop("host", unquote(url.hostname or "")),
        "PORT": str(url.port or ""),
        "OPTIONS": options,
    }


def optional_database(name: str) -> dict[str, Any] | None:
    """As `database`; None when the variable is absent."""
    return database(name) if text(name, "") else None


def mailboxes(name: str) -> dict[str, str]:
    """`agency=imaps://user:password@host:993/FOLDER`, one a line or parted by blanks; address by agency."""
    found = dict(word.partition("=")[::2] for word in text(name, "").split())
    for agency, address in found.items():
        url = urlsplit(address)
        if url.scheme not in ("imap", "imaps") or not (url.hostname and url.username and url.password):
            raise ImproperlyConfigured(f"{name}: {agency}: write agency=imaps://user:password@host:993/INBOX")
    return found
