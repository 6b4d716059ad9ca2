"""What an address that somebody typed answers, without ever being led into our own network.

No kept library does this (advocate stopped in 2020), so it is done where no URL parser can be
fooled: where a socket is opened. Every answer of the DNS is checked, and the connection is made to
the address that was checked. A redirection opens another socket, and so is checked as well.
https://cheatsheetseries.owasp.org/cheatsheets/Server_Side_Request_Forgery_Prevention_Cheat_Sheet.html
"""

import socket
import ssl
import time
from contextlib import closing, contextmanager
from http.client import HTTPException
from ipaddress import IPv6Address, IPv6Network, ip_address, ip_network
from threading import Timer
from urllib.parse import urljoin

from django.conf import settings
from django.utils.translation import gettext as _
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError, LocationParseError
from urllib3.util import connection as sockets
from urllib3.util import parse_url

REDIRECTIONS = 5
REDIRECTED = {301, 302, 303, 307, 308}
#: Of one wait, and of all of it.
PATIENCE_SECONDS = 20
#: Gateways that carry an IPv4 address inside an IPv6 one (RFC 6052).
NAT64 = IPv6Network("64:ff9b::/96")
#: https://www.iana.org/assignments/ipv6-address-space
GLOBAL_UNICAST = IPv6Network("2000::/3")


class FetchError(Exception):
    """Why there is no answer: a sentence in French."""


def is_public(address):
    """An address of the Internet, or one that the settings allow."""
    address = ip_address(address)
    if any(address in ip_network(network) for network in settings.OUTBOUND_NETWORKS):
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
    if port not in settings.OUTBOUND_PORTS:
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


@contextmanager
def conversation(url, *, seconds, method="GET", headers=None):
    """The answer at the end of the redirections, and the deadline of it all.

    Raises a `FetchError` for whatever goes wrong, while the caller reads the answer as well.
    """
    headers = {
        "Accept-Encoding": "identity",
        "User-Agent": f"Parvis (+{settings.WAGTAILADMIN_BASE_URL})",
        **(headers or {}),
    }
    with Deadline(seconds) as deadline:
        try:
            for _hop in range(REDIRECTIONS + 1):
                with answer(method, url, headers, deadline) as response:
                    if response.status not in REDIRECTED:
                        yield response, deadline
                        return
                    url = urljoin(url, response.headers.get("Location", ""))
        except ssl.SSLCertVerificationError as error:
            raise FetchError(_("Le certificat de ce serveur n’est pas valable.")) from error
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
def answer(method, url, headers, deadline):
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
            method, parts.request_uri, headers=headers, preload_content=False, decode_content=True
        )
        yield connection.getresponse()
