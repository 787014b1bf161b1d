"""What is done for creditors: taken on, contracted with, stocked."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Sum

from agencies import audit, numbering
from agencies.models import Entity, Member, Party
from agencies.scope import current_scope, widened
from agencies.services import make_party
from clients.events import AccountChanged, ContractSigned, LettersBound
from clients.models import AccountChange, AccountConfirmation, Contract, Creditor, Partner, StockEntry, Terms
from clients.queries import lots_of
from clients.rules import hidden, reservable
from core.errors import Stale
from core.events import ask, publish
from law.refusals import Refusal
from law.refusals import gettext_noop as _


@transaction.atomic
def take_on(*, at: datetime, number: str = "", **fields: Any) -> Creditor:
    """A new creditor with its party; without a number, the next one of the agency (`C0001`…)."""
    with widened("take_on"):
        party = make_party(kind=Party.Kind.CREDITOR, name=fields["name"])
        number = number or f"C{numbering.take('creditor')[0]:04d}"
        creditor = Creditor(party=party, number=number, **fields)
        creditor.full_clean(exclude=["agency", "party"], validate_unique=False)
        creditor.save()
        audit.record("creditor.taken_on", at=at, creditor=creditor.pk)
    return creditor


@transaction.atomic
def add_partner(*, at: datetime, **fields: Any) -> Partner:
    """A new partner with its party."""
    with widened("add_partner"):
        party = make_party(kind=Party.Kind.PARTNER, name=fields["name"])
        partner = Partner.objects.create(party=party, **fields)
        audit.record("partner.added", at=at, partner=partner.pk)
    return partner


DETAILS = (
    *("name", "country", "street", "postcode", "city", "email", "phone", "enterprise_number", "vat_number"),
    *("capacity", "product", "default_debtor_kind"),
)
BOUND = Refusal(
    "account-letters-printed",
    _("House rule"),
    _("Letters that name the present account are printed or with the printer."),
    cure=_("Hand their print runs over or withdraw them, then change the account."),
)


OWN_CHANGE = Refusal(
    "account-own-change",
    _("House rule"),
    _("Whoever changed an account does not confirm it."),
    cure=_("Ask a colleague."),
)


def change_details(*, creditor: Creditor, fields: Mapping[str, Any], at: datetime) -> tuple[str, ...]:
    """Write down what changed of a creditor's DETAILS; the names of the columns that did.

    Letters written already keep what they say. Raises ValueError for a column that is no detail, as its account.
    """
    if unknown := set(fields) - set(DETAILS):
        raise ValueError(f"not details of a creditor: {sorted(unknown)}")
    with widened("change_details"):
        held = Creditor.objects.select_for_update(of=("self",)).get(pk=creditor.pk)
        changed = tuple(name for name, value in fields.items() if getattr(held, name) != value)
        for name in changed:
            setattr(held, name, fields[name])
        held.full_clean(exclude=["agency", "party"], validate_unique=False)
        if changed:
            held.save(update_fields=changed)
            audit.record("creditor.changed", at=at, creditor=held.pk, columns=list(changed))
        if "name" in changed:
            Party.objects.filter(pk=held.party_id).update(name=held.name)
    return changed


def change_account(
    *, creditor: Creditor, iban: str, bic: str, reason: str, on: date, at: datetime
) -> AccountChange | Refusal | None:
    """The creditor is paid on another account from `on` on; the earlier one is kept. None when it is the present one.

    `reason` says who asked and how that was checked: a false change sends money to a thief. Its people are told by mail
    (AccountChanged). Refused while letters that name the present account can neither leave nor be taken back.
    """
    with widened("change_account"):
        held = Creditor.objects.select_for_update(of=("self",)).get(pk=creditor.pk)
        if (held.iban, held.bic) == (iban, bic):
            return None
        if ask(LettersBound(held.party_id)):
            return BOUND
        change = AccountChange.objects.create(
            party_id=held.party_id,
            creditor=held,
            before=held.iban,
            iban=iban,
            bic=bic,
            since=on,
            reason=reason,
            made_by_id=current_scope().member_id,
            made_at=at,
        )
        Creditor.objects.filter(pk=held.pk).update(iban=iban, bic=bic)
        audit.record("creditor.account", at=at, creditor=held.pk, before=hidden(change.before), value=hidden(iban))
        publish(AccountChanged(change.pk, held.party_id, on, at))
    return change


def confirm_account(
    *, change: AccountChange, channel: str, reason: str, on: date, at: datetime
) -> AccountConfirmation | Refusal:
    """A second member heard from the creditor, by another channel, that a change of its account is true.

    `reason` says whom they spoke with. Refused to whoever made the change. The first confirmation stands.
    """
    with widened("confirm_account"):
        held = AccountChange.objects.select_related("made_by").get(pk=change.pk)
        member = Member.objects.get(pk=current_scope().member_id or 0)
        if held.made_by and held.made_by.user_id == member.user_id:
            return OWN_CHANGE
        known = AccountConfirmation.objects.filter(change=held).first()
        if known:
            return known
        given = {"channel": channel, "reason": reason, "on": on, "member": member, "at": at}
        made = AccountConfirmation.objects.create(change=held, party_id=held.party_id, **given)
        audit.record("creditor.account_confirmed", at=at, creditor=held.creditor_id, change=held.pk, channel=channel)
    return made


def set_preferences(*, creditor: Creditor, language: str, wants_sms: bool, rhythm: str, at: datetime) -> None:
    """How the creditor wants to hear from the agency: language, SMS, and the activity report of its contracts."""
    with widened("set_preferences"):
        Creditor.objects.filter(pk=creditor.pk).update(language=language, wants_sms=wants_sms)
        if rhythm:
            Contract.objects.filter(creditor=creditor, ended_on=None).update(report_rhythm=rhythm)
        chosen: dict[str, Any] = {"language": language, "sms": wants_sms, "rhythm": rhythm}
        audit.record("creditor.preferences", at=at, creditor=creditor.pk, **chosen)


def end_contract(*, contract: Contract, on: date, reason: str, at: datetime) -> None:
    """The contract ends on `on`: nothing new is accepted under it, running claims go on.

    Raises Stale when it has ended already, ValueError for a day before its signature.
    """
    if on < contract.signed_on:
        raise ValueError(f"contract {contract.pk} was signed on {contract.signed_on}")
    with widened("end_contract"):
        running = Contract.objects.filter(pk=contract.pk, ended_on=None)
        if not running.update(ended_on=on, end_reason=reason):
            raise Stale(f"contract {contract.pk} has ended already")
        audit.record("contract.ended", at=at, contract=contract.pk, since=on.isoformat(), reason=reason)


def sign_contract(*, creditor: Creditor, entity: Entity, signed_on: date, at: datetime, **fields: Any) -> Contract:
    """A running contract between an entity and a creditor; the database refuses a second one."""
    with widened("sign_contract"):
        contract = Contract.objects.create(
            party_id=creditor.party_id, creditor=creditor, entity=entity, signed_on=signed_on, **fields
        )
        audit.record("contract.signed", at=at, contract=contract.pk)
        publish(ContractSigned(contract.pk, contract.party_id, signed_on, at))
    return contract


def record_terms(*, creditor: Creditor, since: date, at: datetime, fields: Mapping[str, Any]) -> Terms:
    """A new version of the creditor's terms of sale, in force from `since` (inclusive)."""
    with widened("record_terms"):
        last = Terms.objects.filter(creditor=creditor).order_by("-version").first()
        version = last.version + 1 if last else 1
        terms = Terms.objects.create(
            party_id=creditor.party_id, creditor=creditor, version=version, since=since, **fields
        )
        audit.record("terms.recorded", at=at, terms=terms.pk, version=version)
    return terms


def grant_paynow(
    *, party_id: int, quantity: int, source: str, at: datetime, expires_on: date | None = None, reason: str = ""
) -> StockEntry:
    """Add PAYNOW to a creditor's stock; the same source counts once."""
    with widened("grant_paynow"):
        entry, _ = StockEntry.objects.get_or_create(
            party_id=party_id,
            kind=StockEntry.Kind.GRANTED,
            source=source,
            defaults={"quantity": quantity, "at": at, "expires_on": expires_on, "reason": reason},
        )
    return entry


def lapse_paynow(*, party_id: int, source: str, on: date, at: datetime) -> StockEntry | None:
    """What is left on `on` of the lot of this source, whose last day was before, may not be used any more.

    None when nothing is left, or when its last day has not passed. The creditor's row is locked, as for reserving.
    """
    with widened("lapse_paynow"):
        Creditor.objects.select_for_update().get(party_id=party_id)
        lot = next((one for one in lots_of(party_id) if one.source == source), None)
        if lot is None or not lot.left or lot.until is None or lot.until >= on:
            return None
        entry: StockEntry = StockEntry.objects.create(
            party_id=party_id, kind=StockEntry.Kind.LAPSED, source=source, quantity=-lot.left, at=at
        )
    return entry


def reserve_paynow(*, party_id: int, sources: Sequence[str], at: datetime) -> list[str]:
    """Reserve one PAYNOW for each source, in order, as far as the stock goes; the sources served.

    A source served before is not served twice. The creditor's row is locked: two files never share the last PAYNOW.
    """
    with widened("reserve_paynow"):
        Creditor.objects.select_for_update().get(party_id=party_id)
        entries = StockEntry.objects.filter(party_id=party_id)
        reserved = StockEntry.Kind.RESERVED
        before = set(entries.filter(kind=reserved, source__in=sources).values_list("source", flat=True))
        new = [source for source in sources if source not in before]
        stock = entries.aggregate(all=Sum("quantity"))["all"] or 0
        served = new[: reservable(stock, len(new))]
        StockEntry.objects.bulk_create(
            StockEntry(party_id=party_id, kind=reserved, quantity=-1, source=source, at=at) for source in served
        )
    return served


def give_back_paynow(*, party_id: int, source: str, at: datetime, reason: str) -> None:
    """Return a reserved PAYNOW that was not sent; without a reservation, nothing happens."""
    with widened("give_back_paynow"):
        entries = StockEntry.objects.filter(party_id=party_id, source=source)
        if entries.filter(kind=StockEntry.Kind.RESERVED).exists():
            StockEntry.objects.get_or_create(
                party_id=party_id,
                kind=StockEntry.Kind.GIVEN_BACK,
                source=source,
                defaults={"quantity": 1, "at": at, "reason": reason},
            )
