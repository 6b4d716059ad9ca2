"""How easily a French text is read, and what would make it easier.

The score is the LIX: words per sentence, plus the share of words of more than six letters. It asks
for no dictionary and no syllables, and was made for several languages
(Björnsson, "Läsbarhet", 1968). textstat knows French, but comes with NLTK and its downloads.
"""

import re
from dataclasses import dataclass

from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

#: Words of a sentence that one reads in a breath, on a phone.
LONG_SENTENCE = 25
LONG_WORD = 6
#: Too short a text has no score: one long word would decide.
MIN_WORDS = 30
#: (up to this score, what it is said to be): a newspaper is about 45, a law about 60.
LEVELS = [
    (35, _("facile à lire")),
    (45, _("plutôt facile à lire")),
    (55, _("difficile à lire")),
    (float("inf"), _("très difficile à lire")),
]
#: Administrative words → what people say. Beginnings of words stand for all their forms.
PLAIN = {
    "afin de": "pour",
    "à l’issue de": "après",
    "au sein de": "dans",
    "dans le cadre de": "pendant, avec",
    "en vue de": "pour",
    "effectuer": "faire",
    "mettre en œuvre": "faire",
    "mise en œuvre": "comment on fait",
    "modalités": "comment ça se passe",
    "nonobstant": "malgré",
    "octroy": "donner",
    "percevoir": "recevoir",
    "préalablement": "avant",
    "problématique": "problème",
    "procéder à": "faire",
    "s’acquitter": "payer",
    "s’avérer": "être",
    "sollicit": "demander",
    "susmentionné": "dont on vient de parler",
    "ultérieurement": "plus tard",
    "bénéficier d": "avoir droit à, recevoir",
    "préconis": "conseiller",
    "visant à": "pour",
}
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
#: A mark and a space, or the end of a paragraph; « M. » and « art. » are no sentences.
SENTENCE_END = re.compile(r"(?<!\bM\.)(?<!\bart\.)(?<=[.!?…])[\s»”]+|\n+")
PLAIN_WORDS = re.compile(
    r"\b(" + "|".join(sorted(map(re.escape, PLAIN), key=len, reverse=True)) + r")", re.IGNORECASE
)


@dataclass(frozen=True)
class Reading:
    words: int
    sentences: int
    #: None for too short a text.
    score: int | None
    long_sentences: list[str]
    #: (what is written, what people say)
    jargon: list[tuple[str, str]]

    @property
    def level(self):
        if self.score is None:
            return ""
        return next(said for limit, said in LEVELS if self.score < limit)


def read(text):
    """Of a text whose paragraphs end with a line's end."""
    sentences = [part for part in SENTENCE_END.split(text) if WORD.search(part)]
    counts = [len(WORD.findall(sentence)) for sentence in sentences]
    words = WORD.findall(text)
    score = None
    if len(words) >= MIN_WORDS:
        long_words = sum(len(word) > LONG_WORD for word in words)
        score = round(len(words) / len(sentences) + 100 * long_words / len(words))
    found = dict.fromkeys(match.lower() for match in PLAIN_WORDS.findall(apostrophes(text)))
    return Reading(
        words=len(words),
        sentences=len(sentences),
        score=score,
        long_sentences=[
            Truncator(" ".join(sentence.split())).words(12)
            for sentence, count in zip(sentences, counts, strict=True)
            if count > LONG_SENTENCE
        ],
        jargon=[(word, PLAIN[word]) for word in found],
    )


def apostrophes(text):
    return text.replace("'", "’")
