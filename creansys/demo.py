"""The demonstration: what demo/demo.toml says, done through the services that everybody else uses."""

import time as clock
import tomllib
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.timezone import localdate

from agencies.crossing import agency_by_slug
from agencies.models import Agency, Entity, Member, Party, User
from agencies.rules import Role
from agencies.scope import acting_for
from agencies.services import seat
from claims.models import Claim, Import
from claims.services import bordereau
from claims.services.intake import Refused, import_file
from claims.services.lifecycle import accept_import
from clients.models import Contract, Creditor
from clients.services import grant_paynow, record_terms, sign_contract, take_on
from creansys import afterwards, presets
from creansys.tick import queue_due
from law.refusals import Refusal
from messaging.models import Message, PrintRun
from messaging.rules import State
from messaging.services import hand_over
from paynow import queries as paynow
from reports.services.figures import refresh

FOLDER = Path(settings.BASE_DIR) / "demo"
SIGNED_DAYS_AGO = 60
AWAITED = (State.QUEUED, State.SENDING)
LONG_ENOUGH = 300  # seconds for the workers to do what is due


class NotADemo(RuntimeError):
    """Demo logins exist only where the settings say DEMO."""


def load(at: datetime) -> list[Agency]:
    """Make the preset agencies that are missing, with their creditors and claims; nothing twice."""
    if not settings.DEMO:
        raise NotADemo("DEMO is not set: the demonstration is never loaded into a service in use")
    plan = tomllib.loads((FOLDER / "demo.toml").read_text())
    made = [_agency(name, plan[name], at) for name in plan if agency_by_slug(name) is None]
    for agency_id in _agencies():
        _completed(agency_id, at)
    return made


def _completed(agency_id: int, at: datetime) -> None:
    """A demonstration from before there were cycles, or tariffs, gets those of its preset."""
    with acting_for(agency_id):
        preset = presets.load(Agency.objects.get(pk=agency_id).preset)
        presets.install_cycles(preset, at)
        presets.install_tariff(preset, at)


def _agency(name: str, plan: dict[str, Any], at: datetime) -> Agency:
    """An agency of the demonstration; its staff may sign in without a second step."""
    agency = presets.create(name=name, at=at, options={"security.require_totp": False} | plan.get("options", {}))
    if not isinstance(agency, Agency):
        raise RuntimeError(f"the demo's agency {name} was not made: {agency}")
    with acting_for(agency.pk):
        staff = {role: email for role, email in plan["logins"].items() if role != Role.CREDITOR}
        for role, email in staff.items():
            seat(user=_user(email), role=role, since=at.date(), at=at)
        for creditor in plan["creditors"]:
            _creditor(dict(creditor), at)
    return agency


def _user(email: str) -> User:
    """A demo login; the same person may sit in several agencies."""
    known = User.objects.filter(email=email).first()
    name = email.partition("@")[0].replace("-", " ").title()
    return known or User.objects.create_user(email, settings.DEMO_PASSWORD, name=name)


def _creditor(plan: dict[str, Any], at: datetime) -> None:
    entity_name, login, file = plan.pop("entity", ""), plan.pop("login"), plan.pop("file")
    terms, stock, insured = plan.pop("terms", None), plan.pop("paynow", 0), plan.pop("insurance", None)
    creditor = take_on(at=at, **plan)
    entity = Entity.objects.get(name=entity_name) if entity_name else Entity.objects.order_by("pk")[0]
    contract = sign_contract(
        creditor=creditor,
        entity=entity,
        signed_on=at.date() - timedelta(days=SIGNED_DAYS_AGO),
        at=at,
        programme=Contract.Programme.ACCESS,
        power_to_receive=True,
        paynow_from_stock=bool(stock),
    )
    if terms:
        record_terms(creditor=creditor, since=terms.pop("since"), at=at, fields=_terms(terms))
    if stock:
        expires = at.date().replace(year=at.year + 1)
        grant_paynow(party_id=creditor.party_id, quantity=stock, source="demo", at=at, expires_on=expires)
    if insured:
        afterwards.insure(creditor, insured, at)
    party = Party.objects.get(pk=creditor.party_id)
    member = seat(user=_user(login), role=Role.CREDITOR, since=at.date(), at=at, party=party)
    _claims(contract, creditor, member, file, at)


def _terms(given: dict[str, str]) -> dict[str, Any]:
    return {name: Decimal(value) for name, value in given.items()} | {"accepted_at_signature": True}


def _claims(contract: Contract, creditor: Creditor, member: Member, file: str, at: datetime) -> None:
    """The creditor hands over its file and signs the list."""
    data, on, who = (FOLDER / file).read_bytes(), localdate(at), f"member:{member.pk}"
    made = import_file(data=data, name=file, contract=contract, on=on, at=at, actor=who)
    if isinstance(made, Refused):
        raise RuntimeError(f"{file} was refused: {made.code} {made.detail}")
    bordereau.draw_up(import_id=made.pk)
    accept_import(import_id=made.pk, name=creditor.name, on=on, at=at)


def work(at: datetime) -> None:
    """Have the workers do what is due, the letters posted today, their copies sent, and count what came of it."""
    _drain(at)
    for agency_id in _agencies():
        with acting_for(agency_id):
            for run in PrintRun.objects.filter(handed_over_on=None):
                _post(run, at)
            afterwards.happen(at)
    _drain(at)
    for agency_id in _agencies():
        with acting_for(agency_id):
            refresh(at=at)


def _drain(at: datetime) -> None:
    for agency_id in _agencies():
        with acting_for(agency_id):
            queue_due(on=localdate(at))
    _wait(lambda: not any(_waiting(agency_id) for agency_id in _agencies()))


def _post(run: PrintRun, at: datetime) -> None:
    outcome = hand_over(print_run=run, on=localdate(at), at=at)
    if isinstance(outcome, Refusal):
        raise RuntimeError(f"{run} was not handed over: {outcome.reason}")


def _agencies() -> list[int]:
    plan = tomllib.loads((FOLDER / "demo.toml").read_text())
    return [agency_id for name in plan if (agency_id := agency_by_slug(name)) is not None]


def _waiting(agency_id: int) -> bool:
    """Whether acts, copies or messages that are due are still to be done."""
    with acting_for(agency_id):
        due = paynow.due(localdate(), limit=1) or paynow.to_copy(limit=1)
        return bool(due) or Message.objects.filter(state__in=AWAITED).exists()


def _wait(done: Any) -> None:
    deadline = clock.monotonic() + LONG_ENOUGH
    while not done():
        if clock.monotonic() > deadline:
            raise RuntimeError("the workers did not finish what is due; see var/log")
        clock.sleep(0.3)


def figures(on: date) -> dict[str, Any]:
    """What the demonstration holds: counts over all its agencies, the refusals, the logins."""
    plan = tomllib.loads((FOLDER / "demo.toml").read_text())
    counts = {"agencies": 0, "creditors": 0, "claims": 0, "rows_refused": 0, "letters": 0, "emails": 0, "sms": 0}
    for agency_id in _agencies():
        counts["agencies"] += 1
        with acting_for(agency_id):
            counts["creditors"] += Creditor.objects.count()
            counts["claims"] += Claim.objects.count()
            counts["rows_refused"] += sum(Import.objects.values_list("refused", flat=True))
            counts["letters"] += Message.objects.filter(channel="letter", state=State.SENT).count()
            counts["sms"] += Message.objects.filter(channel="sms", state=State.SENT).count()
            counts["emails"] += Message.objects.filter(channel="email", state=State.SENT).count()
    return {"on": on.isoformat(), **counts, "logins": _logins(plan)}


def _logins(plan: dict[str, Any]) -> list[dict[str, str]]:
    return [
        {"agency": name, "role": role, "email": email, "password": settings.DEMO_PASSWORD}
        for name, agency in plan.items()
        for role, email in agency["logins"].items()
    ]
