"""How a language says digits, letters and marks; the one place to add a language is a module here."""

from privacy.languages import english, spanish
from privacy.languages.language import Language

_LANGUAGES = {"en": english.LANGUAGE, "es": spanish.LANGUAGE}
CODES = tuple(_LANGUAGES)


def language(code: str) -> Language:
    """The language of a code such as "en" or "en-GB". Raises LookupError for one that is not covered."""
    return _LANGUAGES[code.partition("-")[0].lower()]
