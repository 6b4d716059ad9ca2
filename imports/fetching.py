"""A partner's file, from the address that somebody typed."""

import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from http import HTTPStatus
from typing import BinaryIO

from django.conf import settings
from django.utils.translation import gettext as _

from imports.reading import limits
from operations.outbound import FetchError, conversation


@dataclass(frozen=True)
class Fetched:
    #: None where the server has nothing new.
    file: BinaryIO | None
    etag: str = ""
    last_modified: str = ""


def fetch(url, *, etag="", last_modified=""):
    """GET, unless nothing changed since. The file is for the caller to close.

    Raises a `FetchError` that says why there is no file.
    """
    headers = {
        **({"If-None-Match": etag} if etag else {}),
        **({"If-Modified-Since": last_modified} if last_modified else {}),
    }
    seconds = settings.IMPORT_PULL_SECONDS
    with conversation(url, seconds=seconds, headers=headers) as (response, deadline):
        return read(response, deadline)


def read(response, deadline):
    kept = {
        "etag": response.headers.get("ETag", "")[:300],
        "last_modified": response.headers.get("Last-Modified", "")[:100],
    }
    if response.status == HTTPStatus.NOT_MODIFIED:
        return Fetched(None, **kept)
    if response.status != HTTPStatus.OK:
        raise FetchError(_("Ce serveur répond « %s » au lieu du fichier.") % response.status)
    with ExitStack() as stack:
        file = stack.enter_context(tempfile.TemporaryFile())
        for chunk in response.stream(2**16):
            file.write(chunk)
            if file.tell() > limits.FILE_BYTES:
                raise FetchError(_("Ce fichier dépasse %s Mo.") % (limits.FILE_BYTES // limits.MIB))
            deadline.check()
        deadline.check()  # a conversation that was ended may look complete
        stack.pop_all()
    file.seek(0)
    return Fetched(file, **kept)
