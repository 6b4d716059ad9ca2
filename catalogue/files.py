"""Files that people send: no address serves them, only views that ask who is there."""

from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.files.storage import storages
from django.db import transaction
from django.http import FileResponse, Http404
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from catalogue.wording import say_weight

MAX_SIZE = 20_000_000
#: What a document's name ends with, and what its content begins with.
DOCUMENTS = {
    ".pdf": b"%PDF-",
    **dict.fromkeys([".docx", ".odt", ".ods", ".odp", ".pptx", ".xlsx"], b"PK\x03\x04"),
}


def private_storage():
    return storages["private"]


def suffix(name):
    return Path(name).suffix.lower()


def check_document(file):
    """A validator: what is sent is what its name says, and not too heavy."""
    if getattr(file, "_committed", False):
        return  # checked when it came
    begins = DOCUMENTS.get(suffix(file.name))
    if begins is None:
        raise ValidationError(
            _("Ce genre de fichier n’est pas accepté. Envoyez un document : %(kinds)s."),
            params={"kinds": ", ".join(sorted(kind[1:] for kind in DOCUMENTS))},
        )
    if file.size > MAX_SIZE:
        raise ValidationError(
            _("Ce fichier est trop lourd : %(limit)s au plus."),
            params={"limit": say_weight(MAX_SIZE)},
        )
    file.seek(0)
    content = file.read(len(begins))
    file.seek(0)
    if content != begins:
        raise ValidationError(
            _("Ce fichier n’est pas ce que dit son nom. Enregistrez-le de nouveau, et renvoyez-le.")
        )


def download(file, title):
    """The file, to be saved and never shown in the page: whatever it is, it can't act here."""
    try:
        content = file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    return FileResponse(
        content,
        as_attachment=True,
        filename=f"{slugify(title) or 'document'}{suffix(file.name)}",
        content_type="application/octet-stream",
    )


def forget_file(sender, instance, **kwargs):
    """What was deleted is gone from the disk too, once that is certain and no row names it."""
    file = instance.file

    def forget():
        if not sender.objects.filter(file=file.name).exists():
            file.storage.delete(file.name)

    transaction.on_commit(forget)
