"""The life of a claim: moves, holds, credits, decisions, closing."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Q

from agencies.scope import current_scope, widened
from agencies.work import later
from claims import rules
from claims.events import (
    ClaimClosed,
    ClaimCredited,
    ClaimHeld,
    ClaimResumed,
    ClaimsCredited,
    ImportAccepted,
    StageBegun,
)
from claims.models import Claim, Credit, Decision, Document, Hold, Import
from claims.services.timeline import tell, tell_all, tell_each
from core.errors import Stale
from core.events import publish
from law.refusals import Refusal
from law.refusals import gettext_noop as _

BORDEREAU = "claims.bordereau"
NOT_DRAWN_UP = Refusal(
    "bordereau-missing",
    _("CPCE art. R124-3"),
    _("The list to sign is still being drawn up."),
    cure=_("Open this page again in a minute, read the list, and sign."),
)
CONTRACT_ENDED = Refusal(
    "contract-ended",
    _("House rule"),
    _("The contract under which this list was handed over has ended."),
    cure=_("Record a new contract, and hand the list over again."),
)
NOT_SHOWN = Refusal(
    "bordereau-changed",
    _("House rule"),
    _("The list to sign is not the one that this page showed."),
    cure=_("Read the list again, and sign."),
)


def locked(claim_id: int) -> Claim:
    """The claim under its row lock, as it is now."""
    return Claim.objects.select_for_update(of=("self",)).get(pk=claim_id)


def move(claim: Claim, to: str, *, at: datetime, **columns: Any) -> None:
    """Change stage by the table of moves. Raises Stale when the claim has left its stage meanwhile."""
    rules.check_move(claim.stage, to)
    if not Claim.objects.filter(pk=claim.pk, stage=claim.stage).update(stage=to, **columns):
        raise Stale(f"claim {claim.number} left stage {claim.stage} meanwhile")
    tell(claim, "moved", at=at, was=claim.stage, now=to)
    claim.stage = to


def close(claim: Claim, closed_as: rules.ClosedAs, *, on: date, at: datetime) -> None:
    """End the claim; nothing is planned any more."""
    move(claim, rules.Stage.CLOSED, at=at, closed_on=on, closed_as=closed_as, next_on=None, next_act="")
    Decision.objects.filter(claim=claim, decided_at=None).update(decided_at=at, channel="closed")
    publish(ClaimClosed(claim.pk, closed_as, at))


def plan(claim: Claim, act: str, on: date | None) -> None:
    """What comes next for this claim, and when; `None` waits for something to happen."""
    Claim.objects.filter(pk=claim.pk).update(next_act=act, next_on=on)


def credit(
    *, claim_id: int, kind: str, value_on: date, amount: Decimal, source: str, at: datetime, note: str = ""
) -> Credit:
    """Lower what is owed. The same `source` never counts twice: the first credit is returned."""
    with widened("credit"):
        claim = locked(claim_id)
        given = {"claim": claim, "party_id": claim.party_id, "kind": kind, "value_on": value_on, "amount": amount}
        row, new = Credit.objects.get_or_create(source=source, defaults={**given, "note": note})
        if new:
            tell(claim, "credited", at=at, **_told(row))
            publish(ClaimCredited(claim.pk, value_on, at))
    return row


def credit_all(*, claims: Sequence[Claim], credits: Sequence[Credit], at: datetime) -> None:
    """Lower what many claims owe, each once, by credits that are new. The caller holds the rows of the claims.

    IntegrityError when the `source` of one was counted before.
    """
    with widened("credit_all"):
        Credit.objects.bulk_create(credits)
        tell_each(((claim, _told(row)) for claim, row in zip(claims, credits, strict=True)), "credited", at=at)
        publish(ClaimsCredited(tuple(ClaimCredited(row.claim_id, row.value_on, at) for row in credits), at))


def _told(row: Credit) -> dict[str, str]:
    return {"kind": row.kind, "amount": str(row.amount), "value_on": row.value_on.isoformat()}


def hold(
    *,
    claim_id: int,
    kind: rules.HoldKind,
    since: date,
    reason: str,
    at: datetime,
    until: date | None = None,
    interest_stops_on: date | None = None,
    halt_id: int | None = None,
) -> Hold:
    """Put a claim to rest: outward acts stop at once. `until` is inclusive; open-ended without."""
    with widened("hold"):
        claim = locked(claim_id)
        row = Hold.objects.create(
            claim=claim,
            party_id=claim.party_id,
            kind=kind,
            since=since,
            until=until,
            reason=reason,
            interest_stops_on=interest_stops_on,
            halt_id=halt_id,
        )
        tell(claim, "held", at=at, kind=kind, reason=reason, until=until)
        publish(ClaimHeld(claim.pk, at))
    return row


def release(*, hold_id: int, on: date, at: datetime) -> None:
    """End a hold on `on`; the stage may plan again. Raises Stale when it has ended already."""
    with widened("release"):
        row = Hold.objects.select_related("claim").get(pk=hold_id)
        if not Hold.objects.filter(pk=hold_id, ended_on=None).update(ended_on=on):
            raise Stale(f"hold {hold_id} has ended already")
        tell(row.claim, "released", at=at, kind=row.kind)
        publish(ClaimResumed(row.claim_id, on, at))


def say_kind(*, claim_id: int, kind: str, on: date, at: datetime) -> None:
    """Say whether the debtor owes as a consumer or as a business, where that was not known."""
    with widened("say_kind"):
        claim = locked(claim_id)
        if claim.debtor_kind != "unknown" or kind not in ("consumer", "business"):
            raise Stale(f"claim {claim.number} is {claim.debtor_kind}, not waiting to become {kind}")
        Claim.objects.filter(pk=claim.pk).update(debtor_kind=kind)
        tell(claim, "kind_said", at=at, kind=kind)
        publish(ClaimResumed(claim.pk, on, at))


def accept_import(*, import_id: int, name: str, on: date, at: datetime, shown: str = "") -> bool | Refusal:
    """The creditor's written order for the claims of a file, signed with `name`; False when it was given before.

    What is signed is the bordereau, named by its SHA-256 in the story of each claim. Refused while there is none (it
    is then asked for again), when it is not the one that was `shown`, and once the contract has ended.
    """
    with widened("accept_import"):
        free = Import.objects.select_for_update(of=("self",), skip_locked=True).filter(pk=import_id)
        made = free.select_related("bordereau", "contract").first()
        if made is None:  # who draws up a long list holds it for minutes: nobody waits that long
            return NOT_DRAWN_UP
        if made.accepted_at:
            return False
        if made.contract.ended_on:
            return CONTRACT_ENDED
        sha256 = made.bordereau.sha256 if made.bordereau else ""
        if made.claims and not sha256:
            draw_up_later(import_id)
            return NOT_DRAWN_UP
        if shown and shown != sha256:
            return NOT_SHOWN
        signed = {"accepted_at": at, "accepted_by_id": current_scope().member_id, "accepted_as": name}
        Import.objects.filter(pk=import_id).update(**signed)
        claims = Claim.objects.filter(source_id=import_id, stage=rules.Stage.PAYNOW)
        tell_all(claims.order_by("pk"), "ordered", at=at, name=name, sha256=sha256)
        publish(ImportAccepted(import_id, made.party_id, on, at))
    return True


def draw_up_later(import_id: int, *, name: str = "") -> None:
    """Have the bordereau of a loaded list made by a worker, and signed by `name` who signed the list before.

    Should the task be lost, the list waits for its signature, and whoever wants to sign asks for the bordereau again.
    """
    member_id = current_scope().member_id if name else None
    later(BORDEREAU, queue="letters", swept=True, import_id=import_id, name=name, member_id=member_id)


def ask_decision(claim: Claim, *, on: date, at: datetime) -> Decision:
    """A stage ended: ask the creditor what comes next. Asking twice returns the open question."""
    row, new = Decision.objects.get_or_create(
        claim=claim,
        decided_at=None,
        defaults={"party_id": claim.party_id, "stage_ended": claim.stage, "asked_on": on},
    )
    if new:
        tell(claim, "decision_asked", at=at, stage=claim.stage)
    return row


def decide(*, decision_id: int, choice: str, channel: str, on: date, at: datetime, consent: str = "") -> None:
    """The creditor's answer, with the words of the consent given where one was asked for.

    Raises Stale when the question was answered or the claim closed meanwhile.
    """
    with widened("decide"):
        decision = Decision.objects.select_related("claim").get(pk=decision_id)
        open_one = Decision.objects.filter(pk=decision_id, decided_at=None)
        if not open_one.update(choice=choice, decided_at=at, decided_by_id=current_scope().member_id, channel=channel):
            raise Stale(f"decision {decision_id} is no longer open")
        claim = locked(decision.claim_id)
        tell(claim, "decided", at=at, choice=choice, channel=channel, **({"consent": consent} if consent else {}))
        _follow(claim, choice, on=on, at=at)


def _follow(claim: Claim, choice: str, *, on: date, at: datetime) -> None:
    if choice == Decision.Choice.KEEP:
        close(claim, rules.ClosedAs.KEPT, on=on, at=at)
    elif choice == Decision.Choice.ABANDON:
        close(claim, rules.ClosedAs.ABANDONED, on=on, at=at)
    else:
        move(claim, choice, at=at, next_on=None, next_act="")
        publish(StageBegun(claim.pk, choice, on, at))


def partner_wrote(claim: Claim, *, on: date) -> None:
    """The judicial partner's own letter left on `on`: to a Belgian consumer it opens a new wait (claims.guard)."""
    later = Q(partner_letter_on=None) | Q(partner_letter_on__lt=on)
    Claim.objects.filter(later, pk=claim.pk).update(partner_letter_on=on)


def add_document(claim: Claim, *, file_id: int, kind: str, at: datetime) -> Document:
    """Put a stored file among the papers of the claim."""
    return Document.objects.create(claim=claim, party_id=claim.party_id, file_id=file_id, kind=kind, added_at=at)
