"""What the schema of data·inclusion says of a value, in French: pydantic speaks English."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

#: By the beginning of pydantic's type of error; the first that fits.
#: https://docs.pydantic.dev/latest/errors/validation_errors/
MESSAGES = {
    "missing": gettext_lazy("Ce champ est obligatoire."),
    "string_too_short": gettext_lazy("Il faut au moins %(min_length)s caractères."),
    "string_too_long": gettext_lazy("Il faut au plus %(max_length)s caractères."),
    "enum": gettext_lazy("« %(input)s » n’est pas dans le vocabulaire de data·inclusion."),
    "url": gettext_lazy("Ce n’est pas l’adresse d’une page web."),
    "date": gettext_lazy("Ce n’est pas une date."),
    "float": gettext_lazy("Ce n’est pas un nombre."),
    "int": gettext_lazy("Ce n’est pas un nombre entier."),
    "greater": gettext_lazy("Ce nombre est trop petit."),
    "too_short": gettext_lazy("La liste est vide."),
}
EMAIL = gettext_lazy("Ce n’est pas une adresse e-mail.")
OTHERWISE = gettext_lazy("Cette valeur n’a pas le format attendu.")


def in_french(error):
    """`error`: an item of `pydantic.ValidationError.errors()`."""
    if error["type"] == "value_error":
        # The schema's own words are French; those about e-mails are another library's.
        return str(EMAIL if error["loc"][0] == "courriel" else error["ctx"]["error"])
    known = (text for start, text in MESSAGES.items() if error["type"].startswith(start))
    values = error.get("ctx", {}) | {"input": str(error["input"])[:60]}
    return str(next(known, OTHERWISE)) % values


def remedy(model, name):
    example = next(iter(model.model_fields[name].examples or ()), "")
    text = ", ".join(map(str, example)) if isinstance(example, list) else str(example).strip()
    if not text or len(text) > 80:
        return ""
    return _("Écrivez par exemple « %(example)s ».") % {"example": text}
