"""Registered letters: the number that the post gave, and the proof that came back."""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import QuerySet

from agencies.scope import widened
from core.errors import Stale
from files.rules import DOCUMENTS
from files.services import Rejected, keep
from law.refusals import Refusal
from messaging import rules
from messaging.models import Message, Registration
from messaging.rules import State


def register(*, letters: QuerySet[Message], numbers: Mapping[int, str], at: datetime) -> Refusal | None:
    """Write down the post's number of each registered letter among these that is printed; refused unless each has
    one that no other letter has. `numbers` goes by message."""
    registered = list(letters.filter(channel="registered", state=State.PRINTED).order_by("pk"))
    found = {message.pk: numbers.get(message.pk, "").strip()[:40] for message in registered}
    known = Registration.objects.filter(number__in=found.values()).exists()
    if known or not all(found.values()) or len(set(found.values())) < len(found):
        return Refusal("registration-missing", rules.REGISTERED_SOURCE, rules.UNNUMBERED, cure=rules.NUMBER)
    Registration.objects.bulk_create(
        Registration(message=message, party_id=message.party_id, number=found[message.pk], recorded_at=at)
        for message in registered
    )
    return None


def record_proof(*, message: Message, data: bytes, name: str, at: datetime) -> Registration | Rejected:
    """Keep the post's proof (PDF, PNG or JPEG) of a registered letter that was handed over.

    Raises Stale when it has one, DoesNotExist when the letter was never registered.
    """
    with widened("record_proof"):
        held = Registration.objects.select_for_update(of=("self",)).get(message=message)
        if held.proof_id:
            raise Stale(f"message {message.pk} has its proof")
        file = keep(data=data, name=name, party_id=message.party_id, allowed=DOCUMENTS)
        if isinstance(file, Rejected):
            return file
        held.proof, held.proved_at = file, at
        held.save(update_fields=["proof", "proved_at"])
    return held
