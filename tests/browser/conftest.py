"""Chromium, on the site as it runs in production (see `running_site`).

The system's own browser: Playwright downloads none. Where there is none, these tests are skipped,
except in CI.
"""

import os
import shutil
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
from django.db import connections
from playwright.sync_api import expect, sync_playwright

#: The first one draws the same pages without a window around them, for a quarter of the CPU.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
CHROMIUM = next(filter(None, map(shutil.which, NAMES)), None)

# Runs as root and without a network: no sandbox, no calls home.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items):
    """Every test of this folder is a browser test, and they share one running site."""
    for item in items:
        if "browser" in item.path.parts:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("site"))


@pytest.fixture(scope="session")
def chromium():
    if not CHROMIUM:
        reason = "no Chromium found: install it to run the browser tests"
        # A developer without a browser still runs the rest; CI must never pass without it.
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    # While Playwright's event loop runs in this thread, Django keeps its connections elsewhere
    # (asgiref's `Local`): whoever drops the test database would find the former ones open.
    connections.close_all()
    with sync_playwright() as playwright, pytest.MonkeyPatch.context() as environment:
        # Playwright's event loop lives in this thread: Django would refuse the database to the
        # tests that come after.
        environment.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()
        connections.close_all()


#: Two people who may do everything: what each role may do is tested without a browser.
PERSON, COLLEAGUE = "personne@example.org", "collegue@example.org"
PASSWORD = "porte-grande-ouverte-2026"
MAKE_PEOPLE = f"""
from accounts.models import User
for email in {PERSON, COLLEAGUE}:
    User.objects.create_superuser(email, {PASSWORD!r})
"""


@pytest.fixture(scope="session")
def python(running_site):
    """`python(code)` → what it prints, run in the site's environment."""
    with running_site.console() as python:
        yield python


@pytest.fixture(scope="session")
def cookies_of(chromium, running_site, python):
    """`cookies_of(email)` → those of somebody who signed in by the form, once for all tests."""
    python(MAKE_PEOPLE)
    states = {}

    def cookies_of(email):
        if email not in states:
            context = chromium.new_context(
                base_url=running_site.url, extra_http_headers={"X-Forwarded-Proto": "https"}
            )
            page = context.new_page()
            page.goto("/gestion/login/?next=/gestion/account/")
            page.locator("input[name=username]").fill(email)
            page.locator("input[name=password]").fill(PASSWORD)
            page.keyboard.press("Enter")
            page.wait_for_url(lambda url: urlsplit(url).path == "/gestion/account/")
            states[email] = {"cookies": context.cookies(), "origins": []}
            context.close()
        return states[email]

    return cookies_of


class Watch:
    """What a page did that it should not have done."""

    def __init__(self, page, host):
        self.faults = []
        page.on("console", self.note_message)
        page.on("pageerror", lambda error: self.faults.append(f"error: {error}"))
        page.on("request", lambda request: self.note_request(request.url, host))

    def note_message(self, message):
        # A 404 asked for on purpose is reported as an error, too; so is a network cut on purpose.
        purposes = ("404 (Not Found)", "net::ERR_INTERNET_DISCONNECTED")
        asked_for = any(purpose in message.text for purpose in purposes)
        if message.type in {"error", "warning"} and not asked_for:
            self.faults.append(f"{message.type}: {message.text}")

    def note_request(self, url, host):
        if urlsplit(url).netloc not in {host, ""}:
            self.faults.append(f"third-party request: {url}")


@pytest.fixture
def open_page(request, chromium, running_site):
    """`open_page(width=360, scheme="dark", js=False)` → a page of a browser of its own.

    With `signed_in=PERSON` it is the browser of somebody who signed in before.

    When the test ends, the console must have stayed silent and every request on this site.
    """
    contexts, watches = [], []

    def open_page(*, width=1280, height=800, scheme="light", js=True, signed_in=None, **options):
        if signed_in:
            options["storage_state"] = request.getfixturevalue("cookies_of")(signed_in)
        context = chromium.new_context(
            base_url=running_site.url,
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            java_script_enabled=js,
            locale="fr-FR",
            timezone_id="Europe/Paris",
            reduced_motion="reduce",
            # What the proxy would say: production answers HTTPS only.
            extra_http_headers={"X-Forwarded-Proto": "https"},
            **options,
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        watches.append(Watch(page, urlsplit(running_site.url).netloc))
        return page

    yield open_page
    for context in contexts:
        context.close()
    faults = [fault for watch in watches for fault in watch.faults]
    assert not faults, "\n".join(faults)


@contextmanager
def bytes_on_the_wire(page):
    """URL → what the page received for it over the network: headers, and compressed bodies."""
    urls, received = {}, {}
    session = page.context.new_cdp_session(page)
    session.on(
        "Network.requestWillBeSent",
        lambda event: urls.update({event["requestId"]: event["request"]["url"]}),
    )
    session.on(
        "Network.loadingFinished",
        lambda event: received.update({urls[event["requestId"]]: event["encodedDataLength"]}),
    )
    session.send("Network.enable")
    yield received
    session.detach()


def choose_action(page, name):
    """Chooses an entry of the menu below a form of the editors' site, and waits for its answer."""
    page.get_by_role("button", name="Plus d'actions").click()
    # The message of an action before this one may still be there: it says nothing of this one.
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()
    expect(page.locator(".messages .success")).to_be_visible()
