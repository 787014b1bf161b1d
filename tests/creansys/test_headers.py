"""What every page tells the browser."""

import pytest
from django.urls import reverse


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("Content-Security-Policy", "default-src 'self'"),
        ("Content-Security-Policy", "frame-ancestors 'none'"),
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        ("Referrer-Policy", "same-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
    ],
)
def test_headers(client, header, value):
    assert value in client.get("/healthz")[header]


def test_nothing_inline_is_allowed(client):
    assert "unsafe" not in client.get("/healthz")["Content-Security-Policy"]


def test_production_sends_browsers_to_https(client, settings):
    settings.SECURE_SSL_REDIRECT = True
    assert client.get(reverse("account_login")).status_code == 301
    assert client.get("/healthz").status_code == 200
