"""What the pages of the cycles show: steps on a line of time, faults and moves in words, trials, previews."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from amicable.models import PolicyVersion
from amicable.queries.cycles import steps_of
from amicable.queries.editing import Foreseen, Trial, preview
from amicable.rules.checking import Fault
from amicable.rules.steps import Condition, Step
from amicable.rules.timetable import Moved
from amicable.rules.trial import Interval
from claims import wording
from claims.access import visible_claims
from claims.models import Claim
from office.forms.cycles import ANSWERS, COUNTRIES, CUSTOMERS, DEBTORS, PROFILES, TONES, WAYS
from web import marks
from web.formatting import day, money, number
from web.parts import Cell, Heading, Row, TableView

State = PolicyVersion.State
TONE = {State.CHAMPION: "ok", State.CHALLENGER: "attention", State.DRAFT: "quiet", State.RETIRED: "quiet"}
ICONS = {"call": "phone", "visit": "person", "email": "mail", "sms": "mail", "end": "check", "hand-over": "right"}
FAULTS = {
    "no_steps": gettext_lazy("A cycle needs a step."),
    "act_unknown": gettext_lazy("This act is not known."),
    "after_end": gettext_lazy("Nobody reaches this step: the cycle has ended before."),
    "end_with_others": gettext_lazy("The end stands alone on its day."),
    "never_met": gettext_lazy("Its condition holds for no claim of this cycle."),
    "missing_template": gettext_lazy("There are no words for this act."),
    "tone_unknown": gettext_lazy("This tone is not known."),
    "way_unknown": gettext_lazy("This way is not known."),
    "negative_day": gettext_lazy("Counted from the due date, the first step comes on day 1 at the earliest."),
    "too_close": gettext_lazy("Less than %(detail)s days after the message or call before it."),
    "within_wait": gettext_lazy(
        "A letter of the partner opens a new wait for a Belgian consumer: nothing for 18 days (%(detail)s)."
    ),
    "too_long": gettext_lazy("Later than day %(detail)s: the amicable stage is limited in time."),
}
MOVES = {
    "intake": gettext_lazy("the claim came later than the table's day"),
    "first-reminder-wait": gettext_lazy("wait after the first reminder"),
    "notice-wait": gettext_lazy("wait after the agency's notice"),
    "notice-deadline": gettext_lazy("the day given in the notice"),
    "rest-day": gettext_lazy("next working day"),
    "gap": gettext_lazy("least days between two messages"),
    "rests": gettext_lazy("days of rest"),
    "late": gettext_lazy("not before today"),
}
LEFT_OUT = {
    "minimum": gettext_lazy("left out: the amount is too small"),
    "maximum": gettext_lazy("left out: the amount is too large"),
    "no-phone": gettext_lazy("left out: no telephone number"),
    "no-mobile": gettext_lazy("left out: no mobile number for SMS"),
    "no-email": gettext_lazy("left out: no e-mail address"),
    "no-address": gettext_lazy("left out: no postal address"),
}


def said(fault: Fault) -> str:
    """A fault in words, with the step that it is about."""
    words = str(FAULTS[fault.code]) % {"detail": fault.detail}
    return _("Step %(n)d: %(fault)s") % {"n": fault.position, "fault": words} if fault.position else words


def badges(versions: Sequence[PolicyVersion]) -> SafeString:
    """The signs of some versions, one after the other."""
    return format_html_join(" ", "{}", ((state_badge(one),) for one in versions))


def state_badge(version: PolicyVersion) -> SafeString:
    """The version's number and state as a sign."""
    name = State(version.state).label
    share = f" {version.share} %" if version.state == State.CHALLENGER else ""
    return marks.badge(f"{version.number} · {name}{share}", TONE[State(version.state)])


def for_whom(version: PolicyVersion) -> str:
    """For which claims a version is, in words."""
    parts = [version.get_claims_display(), version.get_customers_display()]
    parts += [str(dict(DEBTORS)[version.debtors])] if version.debtors else []
    parts += [str(dict(COUNTRIES)[version.country])] if version.country else []
    return f"{', '.join(str(part) for part in parts)} ({version.get_starts_display()})"


def line_of(version: PolicyVersion) -> dict[str, Any]:
    """A version's steps along a line of time."""
    steps = steps_of(version.pk)
    before = [0, *(step.day for step in steps)]
    return {
        "badge": state_badge(version),
        "entries": [_entry(step, step.day - last) for step, last in zip(steps, before, strict=False)],
    }


def _entry(step: Step, after: int) -> dict[str, str]:
    return {
        "icon": ICONS.get(step.act, "letter"),
        "day": _("day %(n)d") % {"n": step.day},
        "after": _after(after),
        "what": _first_up(str(wording.ACTS[step.act])),
        "how": ", ".join(_how(step)),
    }


def _after(days: int) -> str:
    if not days:
        return _("at the same time, or at the start")
    return ngettext("%(n)d day after the step before", "%(n)d days after the step before", days) % {"n": days}


def _first_up(words: str) -> str:
    return words[:1].upper() + words[1:]


def _how(step: Step) -> Sequence[str]:
    parts = [str(dict(WAYS)[step.by])] if step.by else []
    parts += [_("tone: %(tone)s") % {"tone": dict(TONES)[step.tone]}] if step.template else []
    parts += [_("tariff line %(code)s") % {"code": step.fee}] if step.fee else []
    return [*parts, *_conditions(step.condition)]


def _conditions(asked: Condition) -> Sequence[str]:
    parts = [_("from %(amount)s") % {"amount": money(asked.minimum)}] if asked.minimum is not None else []
    parts += [_("up to %(amount)s") % {"amount": money(asked.maximum)}] if asked.maximum is not None else []
    parts += [str(dict(CUSTOMERS)[one]) for one in asked.customers]
    parts += [str(dict(PROFILES)[one]) for one in asked.profiles]
    parts += [str(dict(DEBTORS)[asked.debtor])] if asked.debtor else []
    parts += [str(dict(COUNTRIES)[asked.country])] if asked.country else []
    parts += [_("good address")] if "address" in asked.needs else []
    if asked.answered is not None:
        parts.append(str(dict(ANSWERS)["yes" if asked.answered else "no"]))
    return parts


def trial_shown(trial: Trial) -> dict[str, Any]:
    headings = [
        Heading(_("Version")),
        Heading(_("Ended")),
        Heading(_("Paid")),
        Heading(_("Share paid, with its interval")),
    ]
    arms = [(_("in force"), trial.champion, trial.result and trial.result.champion)]
    arms.append((_("on trial"), trial.challenger, trial.result and trial.result.challenger))
    rows = [
        Row(name, "", [Cell(name), Cell(str(arm.ended)), Cell(str(arm.paid)), Cell(_interval(share) if share else "–")])
        for name, arm, share in arms
    ]
    return {"table": TableView(_("Trial"), headings, rows), "verdict": _verdict(trial)}


def _verdict(trial: Trial) -> str:
    if trial.result is None:
        return _("Too early: each version needs a claim whose cycle has ended.")
    told = _("Difference (on trial minus in force): %(interval)s.") % {"interval": _interval(trial.result.difference)}
    if trial.result.clear:
        verdict = _("This is more than chance.")
    else:
        verdict = _("This may still be chance: go on, or decide freely.")
    return f"{told} {verdict}"


def _interval(share: Interval) -> str:
    shown = [number(Decimal(f"{part * 100:.1f}")) for part in (share.value, share.low, share.high)]
    return f"{shown[0]} % ({shown[1]} – {shown[2]} %)"


def previewed(version: PolicyVersion | None, asked: str, on: date) -> dict[str, Any]:
    """What a version would do to the claim whose number was asked for; the agency's latest claim without one."""
    claims = visible_claims().select_related("debtor", "creditor", "entity", "terms").order_by("-number")
    wanted = asked.strip()
    found = claims.filter(number=wanted).first() if wanted.isascii() and wanted.isdigit() else claims.first()
    if version is None or found is None:
        return {"asked": asked, "claim": found, "preview": None}
    return {"asked": asked, "claim": found, "preview": _preview(preview(version, found, on), found)}


def _preview(foreseen: Sequence[Foreseen], claim: Claim) -> TableView:
    headings = [
        Heading(_("Act")),
        Heading(_("By the table"), "day"),
        Heading(_("Lawful from"), "day"),
        Heading(_("Done on"), "day"),
        Heading(_("Why then")),
    ]
    rows = [
        Row(
            str(place),
            "",
            [
                Cell(_first_up(str(ACT_NAMES.get(one.line.act, wording.ACTS.get(one.line.act, one.line.act))))),
                Cell(day(one.line.table_on), "day"),
                Cell(day(one.line.lawful_from) if one.line.lawful_from else "–", "day"),
                Cell(day(one.line.on), "day"),
                Cell(_why(one)),
            ],
        )
        for place, one in enumerate(foreseen)
    ]
    caption = _("File %(number)s, %(name)s") % {"number": claim.number, "name": claim.debtor.name}
    return TableView(caption, headings, rows)


ACT_NAMES = {"first-reminder": wording.ACTS["first_reminder"], "notice": gettext_lazy("the agency's own notice")}


def _why(one: Foreseen) -> str:
    if one.left_out:
        return str(LEFT_OUT.get(one.left_out, _("left out: its condition does not hold")))
    return " ; ".join(_moved(move) for move in one.line.moved) or _("as planned")


def _moved(move: Moved) -> str:
    return f"{MOVES[move.rule]} ({wording.translated(move.source)}) → {day(move.until)}"
