"""A file from an address that somebody typed, which must not lead into our own network.

No kept library does this (advocate stopped in 2020), so it is done where no URL parser can be
fooled: where a socket is opened. Every answer of the DNS is checked, and the connection is made to
the address that was checked. A redirection opens another socket, and so is checked as well.
https://cheatsheetseries.owasp.org/cheatsheets/Server_Side_Request_Forgery_Prevention_Cheat_Sheet.html
"""

import socket
import ssl
import tempfile
import time
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPException
from ipaddress import IPv6Address, IPv6Network, ip_address, ip_network
from threading import Timer
from typing import BinaryIO
from urllib.parse import urljoin

from django.conf import settings
from django.utils.translation import gettext as _
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError, LocationParseError
from urllib3.util import connection as sockets
from urllib3.util import parse_url

from imports.reading import limits

REDIRECTIONS = 5
REDIRECTED = {301, 302, 303, 307, 308}
#: Of one wait, and of all of it.
PATIENCE_SECONDS = 20
#: Gateways that carry an IPv4 address inside an IPv6 one (RFC 6052).
NAT64 = IPv6Network("64:ff9b::/96")
#: https://www.iana.org/assignments/ipv6-address-space
GLOBAL_UNICAST = IPv6Network("2000::/3")


class FetchError(Exception):
    """Why there is no file: a sentence in French."""


@dataclass(frozen=True)
class Fetched:
    #: None where the server has nothing new.
    file: BinaryIO | None
    etag: str = ""
    last_modified: str = ""


def is_public(address):
    """An address of the Internet, or one that the settings allow."""
    address = ip_address(address)
    if any(address in ip_network(network) for network in settings.IMPORT_PULL_NETWORKS):
        return True
    if isinstance(address, IPv6Address):
        if address in NAT64:
            return is_public(int(address) & 0xFFFFFFFF)
        inside = address.ipv4_mapped or address.sixtofour or (address.teredo or [None, None])[1]
        if inside:
            return is_public(inside)
        # The rest is not routed, or was once somebody's own network (fec0::/10, ::127.0.0.1).
        if address not in GLOBAL_UNICAST:
            return False
    return address.is_global and not address.is_multicast


def public_addresses(host, port):
    if port not in settings.IMPORT_PULL_PORTS:
        raise FetchError(_("Seuls les ports habituels du Web sont acceptés."))
    try:
        answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise FetchError(_("Ce nom de serveur n’existe pas : %s.") % host) from None
    # "fe80::1%eth0": the zone isn't part of the address.
    addresses = [answer[4][0].partition("%")[0] for answer in answers]
    if not addresses or not all(is_public(address) for address in addresses):
        raise FetchError(_("Cette adresse ne mène pas à un serveur public."))
    return addresses


class PublicConnection(HTTPConnection):
    #: A second handle on the socket, to end a conversation that lasts too long.
    handle = None

    def _new_conn(self):
        """In place of urllib3's own, which would look the name up again."""
        failure = None
        for address in public_addresses(self.host, self.port):
            try:
                opened = sockets.create_connection((address, self.port), self.timeout)
            except OSError as error:
                failure = error
            else:
                self.handle = opened.dup()
                return opened
        raise FetchError(_("Ce serveur ne répond pas.")) from failure

    def hang_up(self):
        """From another thread."""
        if self.handle:
            self.handle.shutdown(socket.SHUT_RDWR)

    def close(self):
        super().close()
        if self.handle:
            self.handle.close()
            self.handle = None


class PublicSecureConnection(PublicConnection, HTTPSConnection):
    pass


def fetch(url, *, etag="", last_modified=""):
    """GET, unless nothing changed since. The file is for the caller to close."""
    headers = {
        "Accept-Encoding": "identity",
        "User-Agent": f"Parvis (+{settings.WAGTAILADMIN_BASE_URL})",
        **({"If-None-Match": etag} if etag else {}),
        **({"If-Modified-Since": last_modified} if last_modified else {}),
    }
    with Deadline(settings.IMPORT_PULL_SECONDS) as deadline:
        try:
            for _hop in range(REDIRECTIONS + 1):
                with answer(url, headers, deadline) as response:
                    if response.status not in REDIRECTED:
                        return read(response, deadline)
                    url = urljoin(url, response.headers.get("Location", ""))
        # What the other side does wrong, however it does it; or the deadline that hung up.
        except (HTTPError, HTTPException, OSError, ValueError) as error:
            deadline.check()
            raise FetchError(_("La conversation avec ce serveur s’est interrompue.")) from error
    raise FetchError(_("Ce serveur renvoie d’adresse en adresse, sans fin."))


class Deadline:
    """Ends the conversation whatever the server does, even if it sends a letter now and then."""

    def __init__(self, seconds):
        self.ends_at = time.monotonic() + seconds
        self.timer = Timer(seconds, self.hang_up)
        self.timer.daemon = True
        self.connection = None

    def __enter__(self):
        self.timer.start()
        return self

    def __exit__(self, *exception):
        self.timer.cancel()

    def hang_up(self):
        if self.connection:
            self.connection.hang_up()

    def check(self):
        if time.monotonic() >= self.ends_at:
            raise FetchError(_("Ce serveur est trop lent."))


@contextmanager
def answer(url, headers, deadline):
    try:
        parts = parse_url(url)
    except LocationParseError:
        raise FetchError(_("Cette adresse est mal écrite.")) from None
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise FetchError(_("L’adresse doit commencer par http:// ou https://."))
    if parts.auth:
        raise FetchError(_("L’adresse ne peut contenir ni identifiant ni mot de passe."))
    if parts.scheme == "https":
        context = ssl.create_default_context()
        connection = PublicSecureConnection(
            parts.hostname, parts.port or 443, timeout=PATIENCE_SECONDS, ssl_context=context
        )
    else:
        connection = PublicConnection(parts.hostname, parts.port or 80, timeout=PATIENCE_SECONDS)
    with closing(connection):
        deadline.check()
        deadline.connection = connection
        connection.request(
            "GET", parts.request_uri, headers=headers, preload_content=False, decode_content=True
        )
        yield connection.getresponse()


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
