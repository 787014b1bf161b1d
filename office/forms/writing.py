"""What an agent writes to a debtor by hand."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from messaging.channels.segments import segments

MOST_PARTS = 6  # of an SMS


class WriteForm(forms.Form):
    """An e-mail or SMS: its words, and that the agent stands by those that look unlawful."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=40)  # a second press sends nothing twice
    subject = forms.CharField(label=_("Subject"), max_length=120)
    text = forms.CharField(label=_("Message"), max_length=4000, widget=forms.Textarea(attrs={"rows": 12}))
    sure = forms.BooleanField(label=_("I have looked at these words and stand by them"), required=False)

    def __init__(self, *args: Any, channel: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self._channel = channel
        self.fields["key"].initial = str(uuid4())
        del self.fields["sure"]
        if channel == "sms":
            del self.fields["subject"]
            self.fields["text"].widget.attrs["rows"] = 6

    def ask_to_confirm(self) -> None:
        """Show the box with which the agent stands by the words."""
        self.fields["sure"] = self.base_fields["sure"]

    def clean_text(self) -> str:
        """An SMS is paid by its parts: a long one is an e-mail."""
        text = str(self.cleaned_data["text"])
        if self._channel == "sms" and segments(text).parts > MOST_PARTS:
            raise forms.ValidationError(_("This is too long for an SMS: shorten it, or write an e-mail."))
        return text
