"""Texts, codes, and ways to reach somebody."""

import re

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, URLValidator, validate_email
from django.utils.translation import gettext as _

from .base import CatalogueWidget, Refused, as_text, did_you_mean, quoted

#: What no database, or no XML file, takes; and the remains of a wrong encoding.
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
LINE_BREAK = re.compile(r"\r\n?|\u2028|\u2029")
AROUND_LINE_BREAK = re.compile(r"\s*\n\s*")


class TextWidget(CatalogueWidget):
    empty = ""
    #: What the whole text looks like, where one expression says it.
    pattern = None

    def __init__(self, field=None, is_multiline=False):
        super().__init__()
        self.max_length = getattr(field, "max_length", None)
        self.is_multiline = is_multiline
        self.validators = [
            validator
            for validator in getattr(field, "validators", ())
            if not isinstance(validator, MaxLengthValidator)
        ]

    def understand(self, value, row):
        text = self.checked(self.repaired(as_text(value)))
        for validator in self.validators:
            self.validate(validator, text)
        return text

    def repaired(self, text):
        """What the text means beyond doubt: a code's lost zero, a number's spaces."""
        return text

    def checked(self, text):
        if not text.isprintable():  # nearly all are
            text = self.without_controls(text)
        if self.max_length and len(text) > self.max_length:
            raise Refused(
                "too-long",
                _("Ce texte a %(length)s caractères ; il en faut %(limit)s au plus.")
                % {"length": len(text), "limit": self.max_length},
                _("Raccourcissez-le : il n’est pas coupé à votre place."),
            )
        return text

    def without_controls(self, text):
        if found := FORBIDDEN.search(text):
            raise Refused(
                "control-character",
                _("Ce texte contient un caractère invisible (U+%(code)04X).")
                % {"code": ord(found[0])},
                _("Retapez ce texte sans le copier, ou vérifiez l’encodage du fichier."),
            )
        text = LINE_BREAK.sub("\n", text)
        return text if self.is_multiline else AROUND_LINE_BREAK.sub(" ", text)

    def validate(self, validator, text):
        try:
            validator(text)
        except ValidationError as error:
            raise Refused(error.code or "invalid", " ".join(error.messages)) from None


class PostalCodeWidget(TextWidget):
    pattern = r"[0-9]{5}"

    def repaired(self, text):
        digits = "".join(text.split())
        if digits.isascii() and digits.isdigit() and len(digits) == 4:
            return f"0{digits}"  # a spreadsheet ate the leading zero
        return digits

    def checked(self, text):
        text = super().checked(text)
        if not re.fullmatch(self.pattern, text):
            raise Refused(
                "postal-code",
                _("%(value)s n’est pas un code postal.") % {"value": quoted(text)},
                _("Écrivez cinq chiffres, par exemple 94110."),
            )
        return text


class SiretWidget(TextWidget):
    """Fourteen digits, however they were spaced, and whatever a spreadsheet made of them."""

    pattern = r"[0-9]{14}"

    def repaired(self, text):
        digits = re.sub(r"[\s.\u00a0\u202f]", "", text.removesuffix(".0"))
        if re.fullmatch(r"[0-9]{13}", digits) and has_luhn_key(f"0{digits}"):
            return f"0{digits}"
        return digits

    def checked(self, text):
        if re.fullmatch(self.pattern, text):
            return text
        if re.fullmatch(r"[0-9],?[0-9]*E\+?[0-9]+", text, re.IGNORECASE):
            raise Refused(
                "siret",
                _("Le tableur a arrondi ce SIRET : %(value)s.") % {"value": quoted(text)},
                _("Mettez la colonne au format texte, puis recopiez les SIRET."),
            )
        raise Refused(
            "siret",
            _("%(value)s n’est pas un SIRET.") % {"value": quoted(text)},
            _("Un SIRET a quatorze chiffres."),
        )


def has_luhn_key(digits):
    """Whether the last digit agrees with the others. https://www.sirene.fr/sirene/public/definition/siret"""
    doubled = (divmod(2 * int(digit), 10) for digit in digits[-2::-2])
    return (sum(map(sum, doubled)) + sum(map(int, digits[-1::-2]))) % 10 == 0


class ImiloCodeWidget(TextWidget):
    """A structure's own code. (Another row's mention of it is `StructureWidget`'s.)"""

    pattern = r"[0-9][0-9AB][0-9]{3}S[0-9]{2}"

    def repaired(self, text):
        text = text.upper()
        return f"0{text}" if re.fullmatch(r"[0-9]{4}S[0-9]{2}", text) else text

    def checked(self, text):
        if re.fullmatch(self.pattern, text):
            return text
        short = re.fullmatch(r"[0-9]?[0-9AB][0-9]{3}", text)
        raise Refused(
            "imilo-code",
            _("%(value)s n’est pas un code i-milo.") % {"value": quoted(text)},
            did_you_mean(f"{text.zfill(5)}S00")
            if short
            else _("Un code i-milo a huit caractères, par exemple 94016S00."),
        )


class URLWidget(TextWidget):
    def __init__(self, field=None):
        super().__init__(field)
        self.validators = [URLValidator(schemes=["http", "https"])]

    def repaired(self, text):
        return f"https://{text}" if text.lower().startswith("www.") else text

    def validate(self, validator, text):
        try:
            validator(text)
        except (ValidationError, ValueError):
            raise Refused(
                "url",
                _("%(value)s n’est pas l’adresse d’une page web.") % {"value": quoted(text)},
                _("Elle commence par https:// ou http://."),
            ) from None


class EmailWidget(TextWidget):
    def __init__(self, field=None):
        super().__init__(field)
        self.validators = [validate_email]

    def repaired(self, text):
        return text.removeprefix("mailto:")

    def validate(self, validator, text):
        try:
            validator(text)
        except ValidationError:
            raise Refused(
                "email",
                _("%(value)s n’est pas une adresse e-mail.") % {"value": quoted(text)},
                _("Écrivez une seule adresse, par exemple accueil@example.org."),
            ) from None


class PhoneWidget(TextWidget):
    """As E.164, like the column of the database: +33145000000."""

    #: Overseas departments have country codes of their own.
    REGIONS = ("FR", "RE", "GP", "MQ", "GF", "YT", "PM", "NC", "PF", "WF")

    def render(self, value, obj=None, **kwargs):
        return "" if not value else str(value)

    def repaired(self, text):
        digits = re.sub(r"[\s.\-/()\u00a0\u202f]", "", text)
        if re.fullmatch(r"[1-9][0-9]{8}", digits):
            return f"0{digits}"  # a spreadsheet ate the leading zero
        return f"+{digits}" if re.fullmatch(r"33[1-9][0-9]{8}", digits) else text

    def checked(self, text):
        for region in self.REGIONS:
            try:
                number = phonenumbers.parse(text, region)
            except phonenumbers.NumberParseException:
                continue
            if phonenumbers.is_valid_number(number):
                return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
        raise Refused(
            "phone",
            _("%(value)s n’est pas un numéro de téléphone.") % {"value": quoted(text)},
            _("Écrivez un seul numéro, par exemple 01 45 00 00 00."),
        )
