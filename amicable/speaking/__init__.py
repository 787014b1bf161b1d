"""What the cycles say to a debtor, by tone and language; letters, e-mails and SMS take their words from here."""

from amicable.speaking.dutch import DUTCH
from amicable.speaking.english import ENGLISH
from amicable.speaking.french import FRENCH
from amicable.speaking.german import GERMAN
from amicable.speaking.vocabulary import Speech

SPEECH: dict[str, Speech] = {"fr": FRENCH, "nl": DUTCH, "de": GERMAN, "en": ENGLISH}
TEMPLATES: dict[str, tuple[str, ...]] = {  # which words each act may use; the first are the usual ones
    "letter": ("reminder",),
    "email": ("reminder",),
    "sms": ("reminder",),
    "formal-notice": ("formal-notice",),
    "delivery-stop-notice": ("delivery-stop-notice",),
}
