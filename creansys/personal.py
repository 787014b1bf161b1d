"""What an agency holds about a person, as a ZIP: the answer to a request for access (GDPR art. 15 and 20).

Found by the keys between tables, so that what a new table says of a person is in it from its first day. Whoever hands
the ZIP over reads it first: what is said of others in a note is theirs (art. 15 § 4).
"""

import csv
import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.db.models import Model, Q, QuerySet
from django.utils.timezone import localdate

from agencies import audit
from agencies.models import Owned
from claims.models import Claim, ClaimMessage, ClaimReply, Debtor, Document, Liable, PersonRequest
from claims.services.persons import copied
from files.models import File
from files.rules import ZIP
from files.services import Rejected, keep, read
from jobs import services as jobs
from jobs.models import Job
from messaging.models import InboundMessage, Message, MessageFile, OptOut

NOT_SAID = {"agency", "party", "salt", "detail_hash", "prev_hash", "hash", "code", "clearance", "template_version"}
NOT_HANDED = {"claims.Grant", "amicable.QueueEntry"}  # who else may see a claim, and how our own work is ordered
READ_ME = """Données à caractère personnel détenues sur {name}
Arrêté au {on}. Réponse à une demande d'accès (RGPD, art. 15 et 20).

donnees.json : toutes les données, table par table.
donnees/*.csv : les mêmes, une feuille par table.
pieces/ : les lettres, documents et courriers, tels qu'ils ont été envoyés ou reçus.
"""


class Erased(Exception):
    """Nothing is left to export: the person was erased."""


def export_person(*, debtor_id: int, on: date, at: datetime) -> bytes:
    """The ZIP of a debtor of the agency in force; the audit remembers that it was made. Raises Erased."""
    debtor = Debtor.objects.get(pk=debtor_id)
    if debtor.erased_on:
        raise Erased(f"debtor {debtor.uid} was erased on {debtor.erased_on}")
    tables = {name: rows for name, rows in _tables(debtor) if rows}
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("LISEZMOI.txt", READ_ME.format(name=debtor.name, on=f"{on:%d/%m/%Y}"))
        archive.writestr("donnees.json", json.dumps(tables, ensure_ascii=False, indent=1, default=str))
        for name, rows in tables.items():
            archive.writestr(f"donnees/{name}.csv", _sheet(rows))
        for file in _files(debtor):
            archive.writestr(f"pieces/{file.pk}-{file.name.replace('/', '-')}", read(file))
    audit.record("debtor.exported", at=at, debtor=debtor_id)
    return target.getvalue()


def hand_over(*, job: Job, request_id: int, at: datetime) -> None:
    """Put what is held about the person who asked into a ZIP and end the job with it. A job begun or ended is left."""
    if not jobs.begin(job=job, at=at):
        return
    asked = PersonRequest.objects.select_related("debtor").get(pk=request_id)
    if asked.debtor.erased_on:
        return jobs.fail(job=job, at=at, error="erased")
    data = export_person(debtor_id=asked.debtor_id, on=localdate(at), at=at)
    kept = keep(data=data, name=f"donnees-{asked.uid}.zip", made=ZIP)
    if isinstance(kept, Rejected):
        return jobs.fail(job=job, at=at, error=kept.code)
    copied(request_id=request_id, file_id=kept.pk)
    jobs.finish(job=job, at=at, result={"file": str(kept.uid)})


def claims_of(debtor: Debtor) -> QuerySet[Claim, int]:
    """The claims that a person owes, alone or with others, by id."""
    liable = Liable.objects.filter(debtor=debtor).values("claim_id")
    return Claim.objects.filter(Q(debtor=debtor) | Q(pk__in=liable)).values_list("pk", flat=True)


def _tables(debtor: Debtor) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    for model in apps.get_models():
        if issubclass(model, Owned) and model._meta.label not in NOT_HANDED:
            rows = about(model, debtor)
            if rows is not None:
                yield model._meta.label, [_said(row, model) for row in rows.order_by("pk").values()]


def about(model: type[Owned], debtor: Debtor) -> QuerySet[Any] | None:
    """The rows of a table that are about a person; None for a table that is about nobody."""
    claims = claims_of(debtor)
    messages = ClaimMessage.objects.filter(claim__in=claims).values("message_id")
    special: dict[type[Model], Q] = {
        Debtor: Q(pk=debtor.pk),
        Claim: Q(pk__in=claims),
        Message: Q(pk__in=messages, recipient=f"debtor:{debtor.pk}"),
        InboundMessage: Q(pk__in=ClaimReply.objects.filter(claim__in=claims).values("inbound_id")),
        OptOut: Q(address__in=[address for address in (debtor.email, debtor.phone) if address]),
        Liable: Q(debtor=debtor),
    }
    keys = {field.name: field.related_model for field in model._meta.fields if field.related_model}
    if keys.get("claim") is Claim:
        special.setdefault(model, Q(claim__in=claims))
    elif keys.get("debtor") is Debtor:
        special.setdefault(model, Q(debtor=debtor))
    return model.objects.filter(special[model]) if model in special else None


def _said(row: Mapping[str, Any], model: type[Owned]) -> dict[str, Any]:
    hidden = {field.attname for field in model._meta.fields if field.name in NOT_SAID}
    return {name: value for name, value in row.items() if name not in hidden}


def _sheet(rows: list[dict[str, Any]]) -> str:
    target = io.StringIO()
    writer = csv.DictWriter(target, list(rows[0]), delimiter=";")
    writer.writeheader()
    writer.writerows(rows)
    return "\ufeff" + target.getvalue()


def _files(debtor: Debtor) -> QuerySet[File]:
    """Papers of the claims, and what was sent to the person."""
    claims = claims_of(debtor)
    sent = Message.objects.filter(recipient=f"debtor:{debtor.pk}")
    papers = Document.objects.filter(claim__in=claims).values("file_id")
    letters = MessageFile.objects.filter(message__in=sent).values("file_id")
    return File.objects.filter(Q(pk__in=papers) | Q(pk__in=letters), erased_on=None).order_by("pk")
