"""Ports on the loopback address."""

import socket

from deploy.local import places

HOST = "127.0.0.1"
DEFAULT_SMTP = 2525
DEFAULT_PAGES = 8001


def is_free(port: int) -> bool:
    """Whether a server could listen there now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def smtp() -> int:
    """Where the mailbox listens, or would: the port it took last."""
    note = places.servers() / "smtp-port"
    return int(note.read_text()) if note.exists() else DEFAULT_SMTP


def take_smtp() -> int:
    """A free port for the mailbox, remembered for commands started meanwhile."""
    port = smtp()
    if not is_free(port):
        with socket.socket() as probe:
            probe.bind((HOST, 0))
            port = probe.getsockname()[1]
    (places.servers() / "smtp-port").write_text(str(port))
    return port


def pages() -> int:
    """Where the pages of the mailbox and of the telephones are, or would be: the port they took last."""
    note = places.servers() / "pages-port"
    return int(note.read_text()) if note.exists() else DEFAULT_PAGES


def note_pages(port: int) -> None:
    """Remember where the pages are, for commands started meanwhile."""
    (places.servers() / "pages-port").write_text(str(port))
