"""What banks told: files loaded, each with its statements, its movements and what became of them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.access import DoorClosed
from agencies.models import Member
from agencies.work import later
from claims.wording import translated
from files.rules import MAX_BYTES
from funds.models import BankFile, BankStatement, Movement
from funds.queries.banking import Told, debit_to_explain, movements_of, outcome_of, statements_of, told
from funds.queries.matching import payments_of
from funds.rules.charges import is_charge
from funds.rules.ledger import Ledger
from funds.services.debiting import explain, is_charged
from funds.services.importing import import_bank
from funds.services.matching import match_file
from funds.wording import finding
from law.refusals import Refusal
from office.forms.money import BankFileForm, ExplainForm
from office.views.page import action, ask, here, show, staff, to
from web import marks, parts
from web.formatting import day, grouped_iban, money
from web.parts import Cell, Consequence, Figure, Heading, Row, TableView
from web.tables import Column, Listing
from web.toasts import toast

AT_ONCE = 200  # movements
FILES = Listing(
    name="office_bank",
    columns=[
        Column("file", gettext_lazy("File"), sort="id", descending=True),
        Column("at", gettext_lazy("Loaded on"), "day"),
        Column("state", gettext_lazy("State"), "badge"),
        Column("movements", gettext_lazy("Movements"), "amount"),
        Column("repeated", gettext_lazy("Known before"), "amount"),
    ],
    default="file",
)
MOVEMENTS = Listing(
    name="office_movements",
    columns=[
        Column("who", gettext_lazy("Who"), sort="id"),
        Column("booked", gettext_lazy("Booked on"), "day"),
        Column("state", gettext_lazy("State"), "badge"),
        Column("amount", gettext_lazy("Amount"), "amount"),
    ],
    default="who",
)
STATES: dict[str, tuple[Any, str]] = {
    "booked": (gettext_lazy("attributed"), "ok"),
    "open": (gettext_lazy("to attribute"), "attention"),
    "rest": (gettext_lazy("rest to attribute"), "attention"),
    "explained": (gettext_lazy("explained"), "ok"),
    "unexplained": (gettext_lazy("to explain"), "danger"),
}


@staff("money.see")
def bank(request: HttpRequest, member: Member) -> HttpResponse:
    """Every file of a bank, the latest first, those refused among them."""
    wish = FILES.read(request.GET)
    page = FILES.fetch(BankFile.objects.all(), wish)
    empty = _("No file yet. Load what the bank gives: CAMT.053, CODA, CFONB 120, MT940, OFX or CSV.")
    table = FILES.view(_("Bank files"), page, wish, lambda row: _file(member, row), empty=empty)
    main = action(member, _("Load a bank file"), "bank_new", "upload") if member.may("money.book") else None
    others = [action(member, _("Money received"), "receipts", "euro")]
    context: dict[str, Any] = {"title": _("Bank files"), "table": table, "name": "bank", "main": main, "others": others}
    return show(request, member, "list", "money", **context)


def _file(member: Member, row: BankFile) -> Row:
    good = row.state == BankFile.State.BOOKED
    cells = [
        Cell(row.name, note=row.format),
        Cell(marks.day_mark(timezone.localdate(row.at)), "day"),
        Cell(marks.badge(row.get_state_display(), "ok" if good else "danger"), "badge"),
        Cell(str(row.movements) if good else "–", "amount"),
        Cell(str(row.repeated or "–"), "amount"),
    ]
    return Row(str(row.uid), here(member, "bank_file", bank_file=row.uid), cells)


@staff("money.book", "GET", "POST")
def bank_new(request: HttpRequest, member: Member) -> HttpResponse:
    """A file is booked whole or not at all; what surely belongs somewhere is booked there at once."""
    form, problem = BankFileForm(request.POST or None, request.FILES or None), ""
    if request.method == "POST" and form.is_valid():
        sent, now = form.cleaned_data["file"], timezone.now()
        if sent.size > MAX_BYTES:  # before it is in memory
            problem = _("The file is larger than 25 MB. Split it and send the parts.")
        else:
            made = import_bank(data=sent.read(), name=sent.name, at=now)
            if isinstance(made, BankFile):
                _match(request, made, now)
                return to(member, "bank_file", bank_file=made.uid)
            else:
                problem = made.detail
    context: dict[str, Any] = {
        "title": _("Load a bank file"),
        "lead": _("It is booked whole, each movement once, or not at all."),
        "back_label": _("Bank files"),
        "back_url": here(member, "bank"),
        "form": form,
        "drop_error": problem or " ".join(map(str, form.errors.get("file", []))),
        "accept": ".xml,.cod,.coda,.txt,.sta,.mt940,.940,.ofx,.csv,.xlsx,.dat",
        "submit": _("Book the file"),
        "help": _("CAMT.053, CODA, CFONB 120, MT940, OFX or CSV: it is recognised by its content."),
    }
    return show(request, member, "upload", "money", 422 if form.errors or problem else 200, **context)


def _match(request: HttpRequest, made: BankFile, now: datetime) -> None:
    """A file of a day is matched while one waits; a long one by a worker."""
    if made.movements > AT_ONCE:
        later("funds.match_file", bank_file_id=made.pk)
        toast(request, _("The payments find their files in the background: look again in some minutes."))
    elif made.state == BankFile.State.BOOKED:
        match_file(bank_file=made, on=timezone.localdate(now), at=now)


@staff("money.see")
def bank_file(request: HttpRequest, member: Member, bank_file: UUID) -> HttpResponse:
    """One file: its statements and what is odd in them, its movements and what became of each."""
    found = BankFile.objects.select_related("file").filter(uid=bank_file).first()
    if found is None:
        raise DoorClosed
    wish = MOVEMENTS.read(request.GET)
    page = MOVEMENTS.fetch(movements_of(found), wish)
    known = {one.movement.pk: one for one in told(page.rows)}
    empty = _("No movement of this file was new.")
    table = MOVEMENTS.view(_("Movements"), page, wish, lambda row: _movement(member, known[row.pk]), empty=empty)
    statements = statements_of(found)
    context: dict[str, Any] = {
        "title": found.name,
        "lead": f"{found.format} · {day(timezone.localdate(found.at))}".strip(" ·"),
        "back_url": here(member, "bank"),
        "file_url": here(member, "file", file_uid=found.file.uid),
        "refused": finding(found.code) if found.state == BankFile.State.REFUSED else "",
        "detail": found.detail,
        "figures": _figures(found),
        "statements": _statements(statements),
        "odd": [
            (finding(one.finding), f"{grouped_iban(one.account)} {one.number}") for one in statements if one.finding
        ],
        "movements": table if found.state == BankFile.State.BOOKED else None,
    }
    return show(request, member, "bank_file", "money", **context)


def _figures(found: BankFile) -> list[Figure]:
    if found.state == BankFile.State.REFUSED:
        return []
    outcome = outcome_of(found)
    return [
        Figure(_("Movements booked"), str(found.movements)),
        Figure(_("Known before"), str(found.repeated)),
        Figure(_("Not booked by the bank yet"), str(found.pending)),
        Figure(_("Payments attributed"), str(outcome.booked), tone="ok" if outcome.booked else "quiet"),
        Figure(_("To attribute"), str(outcome.open), tone="attention" if outcome.open else "quiet"),
        Figure(_("Debits to explain"), str(outcome.unexplained), tone="danger" if outcome.unexplained else "quiet"),
    ]


def _place(row: BankStatement) -> str:
    return f"{grouped_iban(row.account)} {row.number}".strip()


def _statements(rows: list[BankStatement]) -> TableView:
    headings = [
        Heading(_("Account"), "key"),
        Heading(_("Entity")),
        Heading(_("Statement number")),
        Heading(_("Until"), "day"),
        Heading(_("Opening balance"), "amount"),
        Heading(_("Closing balance"), "amount"),
    ]
    return TableView(_("Statements"), headings, [_statement(row) for row in rows])


def _statement(row: BankStatement) -> Row:
    trust = _("trust account") if row.ledger == Ledger.TRUST else _("own account")
    cells = [
        Cell(grouped_iban(row.account), "key", note=trust),
        Cell(row.entity.name),
        Cell(row.number or "–"),
        Cell(marks.day_mark(row.closing_on), "day"),
        Cell(marks.amount(row.opening), "amount"),
        Cell(marks.amount(row.closing), "amount"),
    ]
    return Row(str(row.pk), "", cells)


def _movement(member: Member, one: Told) -> Row:
    movement = one.movement
    words, tone = STATES[one.state]
    cells = [
        Cell(movement.name or _("unknown"), note=movement.text[:80]),
        Cell(marks.day_mark(movement.booked_on), "day"),
        Cell(marks.badge(str(words), tone), "badge"),
        Cell(marks.amount(movement.amount), "amount"),
    ]
    return Row(str(movement.pk), _leads(member, one), cells)


def _leads(member: Member, one: Told) -> str:
    if one.receipt:
        return here(member, "receipt", receipt=one.receipt.uid)
    explains = one.state == "unexplained" and one.movement.amount < 0 and member.may("money.book")
    return here(member, "movement_explain", movement=one.movement.pk) if explains else ""


@staff("money.book", "GET", "POST")
def movement_explain(request: HttpRequest, member: Member, movement: int) -> HttpResponse:
    """Say what a debit was: the bank's own charge, or a payment taken back; until then the entity covers it."""
    found = debit_to_explain(movement)
    if found is None:
        raise DoorClosed
    form = ExplainForm(request.POST or None, choices=_payments(found), charge=_is_charge(found))
    refusal = None
    if request.method == "POST" and form.is_valid():
        made = _explained(found, form.cleaned_data["receipt"])
        if made is None:
            told = form.cleaned_data["receipt"] == ExplainForm.CHARGE
            undone = _("The payment is undone: what it paid is owed again.")
            toast(request, _("It is booked as a charge of the entity.") if told else undone)
            return to(member, "bank_file", bank_file=found.statement.source.uid)
        refusal = parts.Refusal(translated(made.reason), "", translated(made.source))
    title, submit = _("Explain a debit"), _("Book it")
    back = (_("Bank file"), here(member, "bank_file", bank_file=found.statement.source.uid))
    said = _foreseen(found)
    return ask(
        request, member, "money", title=title, back=back, submit=submit, form=form, consequences=said, refusal=refusal
    )


def _is_charge(found: Movement) -> bool:
    return is_charge(told=found.charge, text=found.text, name=found.name, iban=found.iban)


def _explained(found: Movement, what: str) -> Refusal | None:
    now = timezone.now()
    if what == ExplainForm.CHARGE:
        return is_charged(movement_id=found.pk, at=now)
    return explain(movement_id=found.pk, receipt_id=int(what), at=now)


def _foreseen(found: Movement) -> list[Consequence]:
    """What left, and who bears it."""
    count = _("%(amount)s left for %(name)s") % {"amount": money(-found.amount), "name": found.name or _("unknown")}
    said = [Consequence(1, count, found.text, "attention")]
    if found.statement.ledger == Ledger.TRUST:
        why = _("It is no creditor's money that left: the entity's own account puts it back into the trust account.")
        words = _("%(amount)s to put back into the trust account") % {"amount": money(-found.amount)}
        said.append(Consequence(1, words, why, "attention"))
    return said


def _payments(found: Movement) -> list[tuple[str, str]]:
    """The payments of this amount that may have been taken back, the latest first; none on the own account."""
    if found.statement.ledger == Ledger.OWN:
        return []
    rows = payments_of(found.statement.entity_id, -found.amount)
    who = _("taken back: %(who)s, %(day)s, %(amount)s")
    told = [
        (row, {"who": row.payer or _("unknown"), "day": day(row.booked_on), "amount": money(row.amount)})
        for row in rows
    ]
    return [(str(row.pk), who % words) for row, words in told]
