"""What is asked about money that goes out."""

from django import forms
from django.utils.translation import gettext_lazy as _

from clients.models import AccountConfirmation


class StatusForm(forms.Form):
    """The bank's answer to a payment order."""

    file = forms.FileField(label=_("Answer of the bank (pain.002)"))


class ConfirmAccountForm(forms.Form):
    """A creditor said, by another channel, that a change of its account is true."""

    channel = forms.ChoiceField(
        label=_("How you asked the creditor"), choices=AccountConfirmation.Channel.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_("With whom you spoke, and what was said"),
        max_length=200,
        help_text=_("Never by the channel by which the change was asked for."),
    )
