"""The languages in which letters are written: one without an entry here has no letters."""

from formats.errors import BadValue
from messaging.letters.languages.dutch import DUTCH
from messaging.letters.languages.english import ENGLISH
from messaging.letters.languages.french import FRENCH
from messaging.letters.languages.german import GERMAN
from messaging.letters.vocabulary import Words

WORDS = {"fr": FRENCH, "nl": DUTCH, "de": GERMAN, "en": ENGLISH}


def words(language: str) -> Words:
    """The words in one language. BadValue (no_letters_in) when letters are not written in it yet."""
    if language not in WORDS:
        raise BadValue("no_letters_in", language)
    return WORDS[language]


def spoken(*languages: str) -> str:
    """The first of these languages that letters are written in, French when none is: the language of the statutes."""
    return next((language for language in languages if language in WORDS), "fr")
