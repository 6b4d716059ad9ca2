"""What somebody meant who typed opening hours the French way."""

import re

from opening_hours import OpeningHours, ParserError

DAY = r"(?:Mo|Tu|We|Th|Fr|Sa|Su|PH)"

#: What people type and what the format wants, replaced in this order outside of quotes.
CORRECTIONS = [
    (re.compile(pattern, re.IGNORECASE), replacement)
    for pattern, replacement in [
        # Typography
        (r"[\u00a0\u202f\t]", " "),
        (r"[–—−]", "-"),
        (r"\s*[\r\n]+\s*", "; "),
        # Words
        (r"\b24\s*h?\s*(?:/|sur)\s*24\s*h?\b.*", "24/7"),
        (r"\btous les jours\b", "Mo-Su"),
        (r"\b(?:les )?(?:jours? )?f[ée]ri[ée]s?\b", "PH"),
        (r"\bferm[ée]e?s?\b", "off"),
        (r"\b(?:lundis?|lun|lu|monday)\b\.?", "Mo"),
        (r"\b(?:mardis?|mar|ma|tuesday)\b\.?", "Tu"),
        (r"\b(?:mercredis?|mer|me|wednesday)\b\.?", "We"),
        (r"\b(?:jeudis?|jeu|je|thursday)\b\.?", "Th"),
        (r"\b(?:vendredis?|ven|ve|friday)\b\.?", "Fr"),
        (r"\b(?:samedis?|sam|saturday)\b\.?", "Sa"),
        (r"\b(?:dimanches?|dim|di|sunday)\b\.?", "Su"),
        (r"\b(?:ouverte?s?|du|de|des|le|les)\b", " "),
        (r"\bmidi\b", "12:00"),
        (r"\bminuit\b", "24:00"),
        # Times: 9h, 9 h 30, 9.30, 0930-1200
        (r"(?<![\d:])(\d{1,2})\s*(?:heures?|[h.:])\s*(\d{2})\b", r"\1:\2"),
        (r"(?<![\d:])(\d{1,2})\s*(?:heures?|h)(?![a-z])", r"\1:00"),
        (r"(?<![\d:])(\d{2})(\d{2})-(\d{2})(\d{2})(?![\d:])", r"\1:\2-\3:\4"),
        # Ranges and lists
        (r"\s*(?:\bau\b|\bà\b|-)\s*", "-"),
        (r"(?<![\d:])(\d{1,2})-(\d{1,2})(?![\d:])", r"\1:00-\2:00"),
        (r"\s*(?:\bpuis\b|\bet\b|&|/|,)\s*(?!7)", ","),
        (r"(\d:\d\d)\s+(?=\d)", r"\1,"),
        (rf"(\d:\d\d)[\s,]*(?={DAY}\b)", r"\1; "),
        (rf"({DAY})\s*:\s*", r"\1 "),
        (rf"({DAY})\s+(?={DAY}\b)", r"\1,"),
        (r"\s{2,}", " "),
        (r"[\s,;.]+$", ""),
    ]
]


def suggest(text):
    """Hours that can be read and that `text` may mean, or None."""
    pieces = re.split(r'("[^"]*")', text)
    for pattern, replacement in CORRECTIONS:
        pieces[::2] = [pattern.sub(replacement, piece) for piece in pieces[::2]]
    try:
        return str(OpeningHours(" ".join(piece.strip() for piece in pieces).strip()))
    except ParserError:
        return None
