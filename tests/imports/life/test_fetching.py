"""Fetching from an address that somebody typed: from a real server, and never from inside."""

import socket

import pytest

from imports.fetching import fetch
from imports.reading import limits
from operations.outbound import FetchError, is_public
from tests.other_server import answers, drips, other_server


@pytest.fixture
def server(settings):
    with other_server(settings) as server:
        yield server


def test_a_file_comes_with_what_tells_its_next_version(server):
    server.answers["/p.csv"] = answers(body=b"Code\n", ETag='"1"', Last_Modified="Mon")
    fetched = fetch(f"{server.url}/p.csv")
    with fetched.file as file:
        assert file.read() == b"Code\n"
    assert (fetched.etag, fetched.last_modified) == ('"1"', "Mon")


def test_the_server_is_told_what_we_have(server):
    server.answers["/p.csv"] = answers(304, ETag='"1"')
    fetched = fetch(f"{server.url}/p.csv", etag='"1"', last_modified="Mon")
    assert fetched.file is None
    ((_path, headers),) = server.asked
    assert (headers["If-None-Match"], headers["If-Modified-Since"]) == ('"1"', "Mon")


def test_a_redirection_is_followed(server):
    server.answers["/old"] = answers(302, Location="/new?a=1")
    server.answers["/new?a=1"] = answers(body=b"x")
    fetch(f"{server.url}/old").file.close()


def test_a_password_is_not_left_out_in_silence(server):
    server.answers["/p.csv"] = answers(body=b"x")
    with pytest.raises(FetchError, match="ni identifiant ni mot de passe"):
        fetch(f"{server.url.replace('//', '//user:secret@')}/p.csv")
    assert server.asked == []


def test_redirections_end_somewhere(server):
    server.answers["/round"] = answers(302, Location="/round")
    with pytest.raises(FetchError, match="sans fin"):
        fetch(f"{server.url}/round")
    assert len(server.asked) == 6


@pytest.mark.parametrize(
    "location",
    [
        "http://169.254.169.254/latest/meta-data/",
        "http://localhost:1/",
        "http://[::1]/",
        "file:///etc/passwd",
        "gopher://127.0.0.1/",
        "//10.0.0.1/",
        "http://",
        "http://[",
    ],
)
def test_a_redirection_leads_nowhere_that_an_address_may_not(server, location):
    server.answers["/trap"] = answers(302, Location=location)
    with pytest.raises(FetchError):
        fetch(f"{server.url}/trap")


def test_too_big_a_file_is_left_where_it_is(server, monkeypatch):
    monkeypatch.setattr(limits, "FILE_BYTES", 1_000)
    server.answers["/big"] = answers(body=b"x" * 200_000)
    with pytest.raises(FetchError, match="dépasse"):
        fetch(f"{server.url}/big")


def test_a_server_that_drips_is_left(server, settings):
    settings.IMPORT_PULL_SECONDS = 0.3
    server.answers["/slow"] = drips
    with pytest.raises(FetchError, match="trop lent"):
        fetch(f"{server.url}/slow")


def test_a_file_that_is_cut_is_not_taken_for_a_whole_one(server):
    server.answers["/cut"] = answers(body=b"x" * 10, Content_Length=1_000)
    with pytest.raises(FetchError, match="interrompue"):
        fetch(f"{server.url}/cut")


@pytest.mark.parametrize("status", [401, 404, 500])
def test_what_isn_t_the_file_is_said(server, status):
    server.answers["/p.csv"] = answers(status, body=b"Oops")
    with pytest.raises(FetchError, match=str(status)):
        fetch(f"{server.url}/p.csv")


def test_nonsense_is_an_error_like_another(server):
    server.answers["/p.csv"] = lambda handler: handler.wfile.write(b"\x00\xff" * 99 + b"\r\n")
    with pytest.raises(FetchError):
        fetch(f"{server.url}/p.csv")


def test_no_proxy_of_the_environment_is_asked(server, monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    server.answers["/p.csv"] = answers(body=b"x")
    fetch(f"{server.url}/p.csv").file.close()


class TestNames:
    """What the DNS answers is what is checked, and what is connected to."""

    @pytest.fixture
    def dns(self, monkeypatch):
        """Names → what is answered, one list of addresses after the other."""
        known, real = {}, socket.getaddrinfo

        def getaddrinfo(host, port, *args, **kwargs):
            if host not in known:
                return real(host, port, *args, **kwargs)
            addresses = known[host].pop(0)
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port)) for ip in addresses]

        monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
        return known

    def test_a_name_that_leads_inside_is_refused(self, dns, settings):
        dns["partner.example"] = [["10.1.2.3"]]
        with pytest.raises(FetchError, match="serveur public"):
            fetch("http://partner.example/p.csv")

    def test_so_is_one_of_whose_answers_one_leads_inside(self, dns):
        dns["partner.example"] = [["93.184.215.14", "127.0.0.1"]]
        with pytest.raises(FetchError, match="serveur public"):
            fetch("http://partner.example/p.csv")

    def test_a_name_is_looked_up_once(self, dns, server):
        """A second answer, inside this time, is what DNS rebinding is about."""
        dns["partner.example"] = [["127.0.0.1"]]
        server.answers["/p.csv"] = answers(body=b"x")
        fetch(f"http://partner.example:{server.server_port}/p.csv").file.close()
        assert dns["partner.example"] == []
        assert server.asked[0][1]["Host"] == f"partner.example:{server.server_port}"

    def test_a_redirected_name_is_looked_up_again(self, dns, server):
        dns["partner.example"] = [["127.0.0.1"], ["192.168.0.1"]]
        server.answers["/p.csv"] = answers(302, Location="/elsewhere")
        with pytest.raises(FetchError, match="serveur public"):
            fetch(f"http://partner.example:{server.server_port}/p.csv")


@pytest.mark.parametrize(
    "address",
    [
        *["0.0.0.0", "10.0.0.1", "100.64.0.1", "127.0.0.1", "169.254.169.254", "172.16.0.1"],
        *["192.168.1.1", "198.18.0.1", "224.0.1.1", "255.255.255.255", "::", "::1", "fc00::1"],
        *["fe80::1", "ff0e::1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::"],
        *["2001:db8::1", "fec0::1", "::127.0.0.1", "::ffff:127.0.0.1", "64:ff9b:1::a00:1"],
    ],
)
def test_an_address_that_is_not_of_the_internet(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"])
def test_an_address_of_the_internet(address):
    assert is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.org/p.csv",
        "file:///etc/passwd",
        "http://127.0.0.1/",
        "http://127.1/",
        "http://0x7f000001/",
        "http://2130706433/",
        "http://user:secret@127.0.0.1/",
        "http://[::ffff:127.0.0.1]/",
        "http://[fe80::1%25lo]/",
        "http://localhost./",
        "http://example.org:22/",
        "http://\x00/",
        "http://exa mple.org/",
        "//example.org/",
        "",
    ],
)
def test_an_address_that_is_refused(url):
    with pytest.raises(FetchError):
        fetch(url)
