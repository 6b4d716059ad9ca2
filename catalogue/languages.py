"""The languages that the public site speaks, and the one that is being read.

French is what everything is written in; the others say what somebody translated. The language
is a part of the address, `/uk/…`, and of nothing else: no cookie, no header decides.
"""

from dataclasses import dataclass

from django.conf import settings
from django.utils import translation


@dataclass(frozen=True)
class Language:
    #: As in addresses and `settings.LANGUAGES`: "fa-af".
    code: str
    #: In the language itself: « دری ».
    name: str

    @property
    def tag(self):
        """For `lang` and `hreflang` (BCP 47): "fa-AF"."""
        return translation.to_locale(self.code).replace("_", "-")

    @property
    def direction(self):
        return "rtl" if self.code.split("-")[0] in settings.LANGUAGES_BIDI else "ltr"

    @property
    def is_french(self):
        return self.code == settings.LANGUAGE_CODE


def known():
    """Code → Language, French first."""
    return {code: Language(code, name) for code, name in settings.LANGUAGES}


def current():
    languages = known()
    return languages.get(translation.get_language(), languages[settings.LANGUAGE_CODE])


def of_path(path):
    """The code that the address begins with, or French."""
    first = path.removeprefix("/").partition("/")[0]
    return first if first in known() else settings.LANGUAGE_CODE


def into():
    """What French may be translated into, by the names that editors read."""
    names = dict(settings.WAGTAIL_CONTENT_LANGUAGES)
    return [(code, names[code]) for code in known() if code != settings.LANGUAGE_CODE]
