"""What is due in the PAYNOW stage."""

from datetime import date

from claims.models import Claim
from claims.rules import Stage
from paynow.models import Notice
from paynow.rules import ANSWER, DECISION, FIRST_REMINDER, PAYNOW

STAGES = (Stage.PAYNOW, Stage.AMICABLE)  # the notice and the creditor's question belong to both
ACTS = (FIRST_REMINDER, PAYNOW, DECISION, ANSWER)


def due(on: date, after: int = 0, limit: int = 500) -> list[tuple[int, str]]:
    """(claim, act) for claims whose act is due on `on` or before, by id; costs what is due, not what exists."""
    claims = Claim.objects.filter(next_on__lte=on, stage__in=STAGES, next_act__in=ACTS, pk__gt=after)
    return list(claims.order_by("pk").values_list("pk", "next_act")[:limit])


def notices_of(claim_id: int) -> list[Notice]:
    """The notices of a claim, latest first, with their files."""
    return list(Notice.objects.filter(claim_id=claim_id).select_related("file").order_by("-made_at", "-pk"))


def letters_naming(party_id: int) -> int:
    """How many letters of a creditor are written and not posted yet; one query."""
    return Notice.objects.filter(party_id=party_id, sent_on=None, withdrawn_on=None).count()


def to_copy(after: int = 0, limit: int = 500) -> list[int]:
    """Notices whose letter left and whose e-mail copy is not settled, by id."""
    notices = Notice.objects.filter(sent_on__isnull=False, copied_at=None, pk__gt=after)
    return list(notices.order_by("pk").values_list("pk", flat=True)[:limit])
