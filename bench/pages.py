"""The main pages of portal and office as their members get them: queries and server time, for few claims and many."""

import statistics
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import override_settings

from agencies.models import Agency
from agencies.scope import acting_for
from bench import place
from claims.models import Claim, Import
from clients.models import Contract
from tests import world

TIMES = 15  # the median is asked; the best tells how much of it is the machine's other work
FIRST_NUMBER = 2_026_000_000
PAGES = {
    "portal home": "portal/",
    "portal claims": "portal/claims/?sort=-amount&stage=paynow",
    "portal search": "portal/claims/?q=debiteur+1",
    "portal invoice": "portal/claims/?q=F123",
    "portal claim": "portal/claims/{claim}/",
    "portal lists": "portal/lists/",
    "portal contract": "portal/contract/",
    "office today": "office/",
    "office claims": "office/claims/?sort=-amount",
    "office search": "office/claims/?q=debiteur+1",
    "office invoice": "office/claims/?q=F123",
    "office refused": "office/claims/?look=refused",
    "office claim": "office/claims/{claim}/",
    "office list": "office/imports/{made}/",
    "office outbox": "office/messages/",
    "office creditors": "office/creditors/",
}
KEYS = "agency_id, party_id"
OURS = "%(agency)s, %(party)s"
EACH = "FROM generate_series(1, %(size)s) AS n"
OF_CLAIMS = "FROM claims_claim c WHERE c.agency_id = %(agency)s"
FILL = (
    f"""INSERT INTO claims_debtor ({KEYS}, uid, identity, name, customer_number, language, country, street, postcode,
               city, email, phone, enterprise_number, vat_number)
        SELECT {OURS}, gen_random_uuid(), 'bench:' || n, 'Débiteur ' || n || ' SRL', 'C' || n, 'fr', 'BE',
               'Rue Haute ' || n %% 300, '1000', 'Bruxelles', 'd' || n || '@example.test', '', '', '' {EACH}""",
    f"""INSERT INTO claims_claim ({KEYS}, uid, number, creditor_id, contract_id, entity_id, source_id, debtor_id,
               reference, code, debtor_kind, country, currency, with_charges, stage, opened_on, principal,
               oldest_due_on, first_reminder_channel, first_reminder_by, notified_by, next_act, closed_as, next_on)
        SELECT {OURS}, gen_random_uuid(), %(first)s + d.id, %(creditor)s, %(contract)s, %(entity)s, %(source)s, d.id,
               lpad(d.id::text, 12, '0'), 'bench' || d.id, CASE WHEN d.id %% 500 = 0 THEN 'unknown' ELSE 'business' END,
               'BE', 'EUR', true, 'paynow', %(on)s, 100 + d.id %% 900, %(on)s::date - (30 + d.id %% 300)::int,
               '', '', '', 'paynow', '', %(on)s::date + (d.id %% 60)::int
          FROM claims_debtor d WHERE d.agency_id = %(agency)s""",  # noqa: S608 - all of it is of this file
    f"""INSERT INTO claims_liable ({KEYS}, claim_id, debtor_id, role)
        SELECT {OURS}, c.id, c.debtor_id, 'debtor' {OF_CLAIMS}""",
    f"""INSERT INTO claims_claimitem ({KEYS}, claim_id, kind, number, number_key, issued_on, due_on, total, balance,
               description)
        SELECT {OURS}, c.id, 'invoice', 'F' || c.id, 'f' || c.id, c.oldest_due_on - 30, c.oldest_due_on, c.principal,
               c.principal, 'Fournitures' {OF_CLAIMS}""",
    f"""INSERT INTO claims_event ({KEYS}, claim_id, seq, kind, at, actor, detail_hash, prev_hash, hash)
        SELECT {OURS}, c.id, 0, 'opened', %(at)s, 'system', '', '', '' {OF_CLAIMS}""",
    f"""INSERT INTO claims_eventdetail ({KEYS}, claim_id, event_id, salt, detail)
        SELECT {OURS}, e.claim_id, e.id, '', '{{}}' FROM claims_event e WHERE e.agency_id = %(agency)s""",  # noqa: S608
    f"""INSERT INTO claims_refused ({KEYS}, claim_id, act, rule, source, reason, cure, at)
        SELECT {OURS}, c.id, 'notice', 'hold', 'House rule', 'The claim is on hold.', '', %(at)s {OF_CLAIMS}
           AND c.id %% 200 = 0""",
    f"""INSERT INTO claims_decision ({KEYS}, claim_id, stage_ended, asked_on, choice, channel)
        SELECT {OURS}, c.id, 'paynow', %(on)s, '', '' {OF_CLAIMS} AND c.id %% 200 = 1""",
    f"""INSERT INTO claims_credit ({KEYS}, claim_id, kind, value_on, amount, source, note, recorded_at)
        SELECT {OURS}, c.id, 'payment', %(on)s, 10, 'bench:' || c.id, '', %(at)s {OF_CLAIMS} AND c.id %% 10 = 0""",
)


def run(size: int) -> dict[str, Any]:
    """Queries and the median of server milliseconds of each page (100 is asked), with `size` claims of one creditor."""
    with place.agency() as (agency, contract):
        with acting_for(agency.pk):
            made = world.handed_over(contract)
            _fill(contract, made, size)
            seats = {
                "portal": world.member("creditor", party=contract.creditor.party),
                "office": world.member("manager"),
            }
            claim = Claim.objects.order_by("-pk").values_list("number", flat=True)[0]
        place.settle()
        addresses = {name: path.format(claim=claim, made=made.uid) for name, path in PAGES.items()}
        with override_settings(ALLOWED_HOSTS=["testserver"], DEBUG=False):
            clients = {face: _signed_in(seat) for face, seat in seats.items()}
            pages = {name: _measured(clients[name.split()[0]], agency, path) for name, path in addresses.items()}
    slowest = max(page["ms"] for page in pages.values())
    return {"claims": size, "asked_ms": 100, "slowest_ms": slowest, "pages": pages}


def _fill(contract: Contract, made: Import, size: int) -> None:
    values = {
        "agency": made.agency_id,
        "party": contract.party_id,
        "creditor": contract.creditor_id,
        "contract": contract.pk,
        "entity": contract.entity_id,
        "source": made.pk,
        "first": FIRST_NUMBER,
        "size": size,
        "on": world.DAY,
        "at": world.NOW,
    }
    with connection.cursor() as cursor:
        for statement in FILL:
            cursor.execute(statement, values)


def _signed_in(seat: world.Member) -> Client:
    client = Client()
    client.force_login(seat.user, "allauth.account.auth_backends.AuthenticationBackend")
    return client


def _measured(client: Client, agency: Agency, path: str) -> dict[str, float]:
    address = f"/{agency.slug}/{path}"
    asked: list[str] = []
    with connection.execute_wrapper(lambda execute, sql, *rest: asked.append(sql) or execute(sql, *rest)):
        _page(client, address)
    times = [place.timed(lambda: _page(client, address))[0] * 1000 for _ in range(TIMES)]
    return {"queries": len(asked), "ms": round(statistics.median(times), 1), "best_ms": round(min(times), 1)}


def _page(client: Client, address: str) -> None:
    answer = client.get(address, secure=True)
    if answer.status_code != 200:
        raise RuntimeError(f"{address} answered {answer.status_code}")
