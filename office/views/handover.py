"""What is done with a print run: closed for the printer, handed to the post, withdrawn; and the post's proof of a
registered letter."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agencies.access import DoorClosed
from agencies.models import Member
from claims.queries.desk import claims_of_messages
from claims.wording import translated
from files.services import Rejected
from law.refusals import Refusal
from messaging.models import Message, PrintRun
from messaging.queries import PrintRunRow, registered_letters, registrations_of
from messaging.services import close_run, hand_over, record_proof, withdraw_run
from office.forms.posting import HandOverForm, ProofForm
from office.views.page import ask, here, show, staff, to
from office.views.posting import is_over, run_row
from web import parts
from web.formatting import day
from web.parts import Consequence
from web.toasts import toast


def _ask(request: HttpRequest, member: Member, run: PrintRunRow, **more: object) -> HttpResponse:
    lead = _("Print run of %(day)s") % {"day": day(run.posting_on)}
    back = (_("Print run"), here(member, "print_run", run=run.print_run_id))
    return ask(request, member, "letters", lead=lead, back=back, **more)  # type: ignore[arg-type]


@staff("letters.hand_over", "GET", "POST")
def print_run_close(request: HttpRequest, member: Member, run: int) -> HttpResponse:
    """Let no further letter in, and have the files for the printer made."""
    found = run_row(run)
    if is_over(found) or found.closed_at:
        return to(member, "print_run", run=run)
    if request.method == "POST":
        close_run(print_run=PrintRun.objects.get(pk=run), at=timezone.now())
        toast(request, _("The run is closed; its files for the printer are being made."))
        return to(member, "print_run", run=run)
    letters = found.printed + found.unfinished
    what = ngettext("letter goes to the printer", "letters go to the printer", letters)
    why = _("Letters written from now on gather in another run. A letter in a closed run is no longer taken out alone.")
    consequences = [Consequence(letters, what, why, "attention")]
    title, submit = _("Close the run"), _("Close it and make the files")
    return _ask(request, member, found, title=title, submit=submit, consequences=consequences)


@staff("letters.hand_over", "GET", "POST")
def print_run_hand_over(request: HttpRequest, member: Member, run: int) -> HttpResponse:
    """Say on which day the run was given to the post; the rule that forbids a day is shown."""
    found, now = run_row(run), timezone.now()
    if is_over(found):
        return to(member, "print_run", run=run)
    letters = _named(registered_letters(run))
    form = HandOverForm(request.POST or None, letters=letters, initial={"on": timezone.localdate(now)})
    refusal = None
    if request.method == "POST" and form.pasted():
        form = _filled(form, letters)
    elif request.method == "POST" and form.is_valid():
        outcome = hand_over(
            print_run=PrintRun.objects.get(pk=run), on=form.cleaned_data["on"], at=now, registrations=form.numbers()
        )
        if not isinstance(outcome, Refusal):
            said = ngettext("%(n)d letter handed to the post.", "%(n)d letters handed to the post.", found.printed)
            toast(request, said % {"n": found.printed})
            return to(member, "print_run", run=run)
        refusal = _refused(outcome, _("handing this run over on that day"))
    title, submit, effects = _("Hand over to the post"), _("The letters were handed over"), _effects(found)
    return _ask(request, member, found, title=title, submit=submit, form=form, consequences=effects, refusal=refusal)


def _named(letters: list[Message]) -> list[tuple[int, str]]:
    """Each registered letter as a person knows it: its claim and its addressee."""
    claims = claims_of_messages([letter.pk for letter in letters])
    names = {letter.pk: letter.address.partition("\n")[0] for letter in letters}
    told = _("File %(number)s, %(name)s")
    return [
        (pk, told % {"number": claims[pk].number, "name": name} if pk in claims else name) for pk, name in names.items()
    ]


def _filled(form: HandOverForm, letters: list[tuple[int, str]]) -> HandOverForm:
    """The pasted numbers in their lines, for a person to check; or why they do not fit."""
    if problem := form.too_many():
        form.add_error("pasted", problem)
        return form
    return HandOverForm(letters=letters, initial=form.filled())


def _effects(run: PrintRunRow) -> list[Consequence]:
    letters = ngettext("letter counts as sent on that day", "letters count as sent on that day", run.printed)
    why = _("Deadlines, waits and the promise of 24 hours count from it. It cannot be undone.")
    effects = [Consequence(run.printed, letters, why, "ok")]
    if run.unfinished:
        wait = _("Wait until they are printed.")
        effects.append(Consequence(run.unfinished, _("still being made"), wait, "danger"))
    return effects


@staff("letters.hand_over", "GET", "POST")
def print_run_withdraw(request: HttpRequest, member: Member, run: int) -> HttpResponse:
    """Take the letters back: they are written again with a later deadline."""
    found = run_row(run)
    if is_over(found):
        return to(member, "print_run", run=run)
    refusal = None
    if request.method == "POST":
        outcome = withdraw_run(print_run=PrintRun.objects.get(pk=run), at=timezone.now())
        if not isinstance(outcome, Refusal):
            toast(request, _("The run is withdrawn; its letters are written again."))
            return to(member, "print_run", run=run)
        refusal = _refused(outcome, _("withdrawing this run"))
    what = ngettext("letter is not posted", "letters are not posted", found.printed)
    why = _(
        "Each is written again with a new date and a new deadline, if it is still lawful. Destroy the printed ones."
    )
    consequences = [Consequence(found.printed, what, why, "danger")]
    title = submit = _("Withdraw the run")
    return _ask(
        request,
        member,
        found,
        title=title,
        submit=submit,
        tone="danger",
        consequences=consequences,
        refusal=refusal,
    )


def _refused(refusal: Refusal, act: str) -> parts.Refusal:
    said = " ".join(translated(text) for text in (refusal.reason, refusal.cure) if text)
    return parts.Refusal(act, said, translated(refusal.source), None)


@staff("letters.hand_over", "GET", "POST")
def message_proof(request: HttpRequest, member: Member, message_uid: UUID) -> HttpResponse:
    """The post's proof of a registered letter, once; it cannot be replaced."""
    found = Message.objects.filter(uid=message_uid).first()
    post = registrations_of([found.pk]).get(found.pk) if found else None
    if found is None or post is None:
        raise DoorClosed
    if post.proof:
        return to(member, "message", message_uid=found.uid)
    form, problem = ProofForm(request.POST or None, request.FILES or None), ""
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["file"]
        kept = record_proof(message=found, data=sent.read(), name=sent.name, at=timezone.now())
        if not isinstance(kept, Rejected):
            toast(request, _("The proof is kept with the letter."))
            return to(member, "message", message_uid=found.uid)
        problem = kept.detail
    context = {
        "title": _("Add the proof"),
        "lead": _("Registered letter %(number)s. It cannot be replaced afterwards.") % {"number": post.number},
        "back_label": found.subject,
        "back_url": here(member, "message", message_uid=found.uid),
        "form": form,
        "drop_error": problem or " ".join(map(str, form.errors.get("file", []))),
        "accept": ".pdf,.png,.jpg,.jpeg",
        "submit": _("Add it"),
    }
    return show(request, member, "upload", "outbox", 422 if context["drop_error"] else 200, **context)
