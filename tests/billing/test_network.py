"""Invoices reach the Peppol network through an access point, once whatever breaks."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler

import pytest

from agencies.scope import acting_for
from formats.einvoicing import validate_ubl
from messaging.channels.channel import Attachment, Parcel, Refused
from messaging.channels.network import Network
from messaging.models import Message
from tests.billing.conftest import FRENCH, SIGNED
from tests.messaging.phones import serving


@dataclass
class AccessPoint:
    """A stand-in: keeps documents by key, answers `status`."""

    status: int = 200
    taken: dict[str, bytes] = field(default_factory=dict)
    receivers: list[str] = field(default_factory=list)


@pytest.fixture
def network(settings) -> Iterator[AccessPoint]:
    point = AccessPoint()

    class Handler(BaseHTTPRequestHandler):
        def do_PUT(self) -> None:
            data = self.rfile.read(int(self.headers["Content-Length"]))
            if point.status < 400:
                point.taken[self.path] = data
                point.receivers.append(self.headers["Peppol-Receiver"])
            self._answer(point.status)

        def do_GET(self) -> None:
            self._answer(200 if self.path in point.taken else 404)

        def _answer(self, status: int) -> None:
            self.send_response(status)
            self.end_headers()
            self.wfile.write(json.dumps({"id": f"AP{len(point.taken)}"}).encode())

        def log_message(self, *_: object) -> None:
            """Nothing is printed."""

    with serving(Handler) as settings.PEPPOL_URL:
        yield point


def parcel(key: str = "k/1") -> Parcel:
    document = Attachment("1.xml", "application/xml", b"<Invoice/>")
    return Parcel(key, "0208:0403170701", "1", "", "", "", "", (document,))


@pytest.mark.real_commits
def test_an_invoice_is_handed_to_the_network(books, network):
    books.sign()
    books.sign(number="F1", **FRENCH)
    books.day(SIGNED)
    assert sorted(network.receivers) == ["0208:0403170701", "9957:FR44732829320"]
    assert [validate_ubl(data) for data in network.taken.values()] == [(), ()]
    assert [one.network for one in books.invoices()] == ["AP1", "AP2"]


@pytest.mark.real_commits
def test_without_an_access_point_nothing_is_queued_for_it(books):
    books.sign()
    books.day(SIGNED)
    with acting_for(books.agency.pk):
        assert not Message.objects.filter(channel="peppol").exists()


@pytest.mark.parametrize(("status", "final"), [(422, True), (401, False), (429, False), (503, False)])
def test_what_is_refused_for_good_is_told_apart(network, status, final):
    network.status = status
    with pytest.raises(Refused) as refused:
        Network().send(parcel())
    assert refused.value.permanent is final
    assert Network().find("k/1") is None


def test_the_same_document_twice_is_one(network):
    assert [Network().send(parcel()).provider_id for _twice in "ab"] == ["AP1", "AP1"]
    assert Network().find("k/1").provider_id == "AP1"


def test_nobody_there_is_a_refusal_that_may_be_tried_again(settings):
    settings.PEPPOL_URL = "http://127.0.0.1:9"
    with pytest.raises(Refused) as refused:
        Network().send(parcel())
    assert not refused.value.permanent
