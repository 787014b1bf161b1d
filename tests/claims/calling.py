"""Someone who calls the API with a key."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from agencies.api import SCOPES as ALL
from agencies.scope import acting_for
from agencies.services import make_api_key
from tests.claims.make import row, sheet

ROWS = [row(number="P1"), row(number="P2", customer="C2"), row(number="P3", balance="x")]


def made_key(side, scopes=ALL, party=None, **given):
    with acting_for(side.pk):
        at = given.pop("at", timezone.now())
        return make_api_key(agency=side.agency, label="ERP", scopes=scopes, at=at, days=30, party=party)


class Caller:
    """Someone with a key."""

    def __init__(self, side, **given):
        self.made = made_key(side, **given)
        self.headers = {"Authorization": f"Bearer {self.made.key}"}

    def get(self, path, **query):
        return Client().get(f"/api/v1/{path}", query, headers=self.headers)

    def post(self, path, key="", **given):
        headers = self.headers | ({"Idempotency-Key": key} if key else {})
        return Client().post(f"/api/v1/{path}", given, content_type="application/json", headers=headers)

    def add(self, path, data, name="proof.pdf", **fields):
        file = SimpleUploadedFile(name, data)
        return Client().post(f"/api/v1/{path}", {"file": file, **fields}, headers=self.headers)

    def send(self, data=None, name="factures.csv", key="", **fields):
        file = SimpleUploadedFile(name, sheet(*ROWS) if data is None else data)
        headers = self.headers | ({"Idempotency-Key": key} if key else {})
        return Client().post("/api/v1/imports/", {"file": file, **fields}, headers=headers)


def problem(response):
    assert response.headers["Content-Type"] == "application/problem+json"
    told = response.json()
    assert told["status"] == response.status_code
    assert {"type", "title", "detail", "code"} <= told.keys()
    return response.status_code, told["code"]
