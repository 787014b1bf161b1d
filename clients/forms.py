"""What office and portal both ask about a creditor."""

from django import forms
from django.utils.translation import gettext_lazy as _

from clients.models import Contract

LANGUAGES = [("fr", _("French")), ("nl", _("Dutch")), ("de", _("German")), ("en", _("English"))]


class PreferencesForm(forms.Form):
    """How a creditor wants to hear from the agency."""

    language = forms.ChoiceField(label=_("Language of messages to the creditor"), choices=LANGUAGES)
    rhythm = forms.ChoiceField(label=_("Activity report"), choices=Contract.Rhythm.choices)
    wants_sms = forms.BooleanField(
        label=_("SMS too, where the agency sends them"),
        required=False,
        help_text=_("When letters were posted, and when a decision is waited for. The mail goes in any case."),
    )
