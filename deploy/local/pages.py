"""The pages of the local mailbox and of the local telephones."""

from dataclasses import dataclass

PAGE = """<!doctype html><html lang="fr"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title><style>body{{font:16px/1.5 system-ui;margin:2rem auto;max-width:60rem;padding:0 1rem}}
table{{border-collapse:collapse;width:100%}}td,th{{text-align:left;padding:.4rem;border-bottom:1px solid #8884}}
pre{{white-space:pre-wrap}}iframe{{width:100%;height:30rem;border:1px solid #8888}}
textarea{{width:100%;font:inherit}}:root{{color-scheme:light dark}}</style>
<nav><a href="/">E-mails</a> · <a href="/sms">SMS</a></nav>
<h1>{title}</h1>{body}</html>"""


@dataclass
class Answer:
    """What a page sends back."""

    body: bytes
    kind: str = "text/html; charset=utf-8"
    policy: str = "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'"
    name: str = ""
    status: int = 200
    location: str = ""
