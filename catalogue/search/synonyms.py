"""What a text also means, as staff said: "RSA jeunes" is the "contrat d’engagement jeune"."""

from catalogue.models import Synonym
from catalogue.remembered import Remembered

from .french import key_of, words

#: Other readings of one text: each is one more search in the same question.
MOST = 3


def readings(text):
    """The text, then what it also means. The longest known part of it is replaced first, so
    "RSA jeunes Créteil" is also "contrat d’engagement jeune créteil"."""
    return [text, *also(text)]


def also(text):
    known = meanings()
    typed = words(text) if known else []
    found = {
        key_of(words(reading)): reading
        for length in range(len(typed), 0, -1)
        for start in range(len(typed) - length + 1)
        for meaning in known.get(key_of(typed[start : start + length]), [])
        for reading in [" ".join([*typed[:start], meaning, *typed[start + length :]])]
    }
    found.pop(key_of(typed), None)
    return list(found.values())[:MOST]


def all_meanings():
    """What each known text means: {key: [meaning]}."""
    known = {}
    for text, meaning in Synonym.objects.values_list("text", "meaning"):
        if (key := key_of(words(text))) and words(meaning):
            known.setdefault(key, []).append(meaning)
    return known


meanings = Remembered("catalogue.synonyms", all_meanings)
