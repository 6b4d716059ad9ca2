"""Every way to write each commune: what the table `Spelling` holds."""

from .text import ARTICLES, key, name_key, normalise, without_article

#: A name isn't shortened after one of these: nobody says "Ivry-sur" or "Saint".
LINKS = {
    *ARTICLES,
    *("a", "au", "aux", "d", "de", "des", "du", "en", "et", "lo", "los", "sous", "sur"),
    *("notre", "saint", "sainte", "saints", "saintes"),
}


def names(commune, words):
    """Its name, with and without its article; the city's, too, for an arrondissement."""
    found = {name_key(words), name_key(without_article(words))}
    return found | {key(words[:-1])} if commune.parent_id else found


def short_names(words):
    """Its first words: "Vitry" for Vitry-sur-Seine, "Kremlin" for Le Kremlin-Bicêtre."""
    words = without_article(words)
    return {
        key(words[:length]) for length in range(1, len(words)) if words[length - 1] not in LINKS
    }


def postcodes(commune):
    """For an arrondissement also "75000", which is no postcode but is written every day."""
    found = set(commune.postal_codes)
    return found | {f"{commune.department_code}000"} if commune.parent_id else found


def spellings(commune, kinds):
    """The `(kind, key)` pairs of a commune; `kinds` is `Spelling.Kind`."""
    words = normalise(commune.name).split()
    whole = names(commune, words)
    return {
        *((kinds.NAME.value, name) for name in whole),
        *((kinds.SHORT_NAME.value, name) for name in short_names(words) - whole),
        *((kinds.POSTCODE.value, code) for code in postcodes(commune)),
        (kinds.INSEE_CODE.value, commune.insee_code.lower()),
        *((kinds.FORMER_CODE.value, code.lower()) for code in commune.former_codes),
    }
