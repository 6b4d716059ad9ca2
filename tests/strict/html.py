"""What every HTML answer must respect, whichever test asked for it.

The public pages carry a strict Content-Security-Policy: what this module refuses, the browser
would refuse in silence.
"""

import re
from collections import Counter
from html.parser import HTMLParser

from django.conf import settings
from django.urls import Resolver404, resolve

TEMPLATE_SYNTAX = re.compile(r"\{\{|\{%|%\}|\}\}")
# The test client's own host is `testserver`.
ELSEWHERE = re.compile(r"^(?:[a-z][a-z0-9+.-]*:)?//(?!testserver/)", re.IGNORECASE)
# A script of one of these types is data: the browser doesn't run it.
DATA_TYPES = {"application/json", "application/ld+json", "text/template", "text/html"}
# Links that the browser follows by itself, unlike `canonical` or `alternate`.
FETCHED_LINKS = {"stylesheet", "icon", "preload", "modulepreload", "manifest", "apple-touch-icon"}

# Wagtail's script sends this form, with the token in a header.
SENT_BY_SCRIPT = "w-editing-sessions"


def is_posted(form):
    """With a token of its own to carry, unless the view says that it checks the sender itself."""
    if (form.get("method") or "").lower() != "post" or SENT_BY_SCRIPT in (form.get("class") or ""):
        return False
    try:
        return not getattr(resolve(form.get("action") or "").func, "csrf_exempt", False)
    except Resolver404:
        return True


class Inspector(HTMLParser):
    """Collects what is wrong with a page."""

    def __init__(self, *, public):
        super().__init__()
        self.public = public
        self.faults = []
        self.ids = Counter()
        self.unprotected_form = None  # the POST form being read, until its token shows up
        self.raw_text_of = None  # inside <script>, <style>, <template>…: not text people read

    def handle_starttag(self, tag, attributes):
        attrs = dict(attributes)
        if tag == "form" and is_posted(attrs):
            self.unprotected_form = self.get_starttag_text()
        if tag == "input" and attrs.get("name") == "csrfmiddlewaretoken":
            self.unprotected_form = None
        if tag in {"script", "style", "template", "textarea", "code", "pre"}:
            self.raw_text_of = tag
        if self.public:
            self.check_policy(tag, attrs)
            self.check_loaded(tag, attrs)
            if attrs.get("id"):
                self.ids[attrs["id"]] += 1

    def handle_endtag(self, tag):
        if tag == self.raw_text_of:
            self.raw_text_of = None
        if tag == "form" and self.unprotected_form:
            self.faults.append(f"POST form without its CSRF token: {self.unprotected_form}")
            self.unprotected_form = None

    def handle_data(self, data):
        if not self.raw_text_of and TEMPLATE_SYNTAX.search(data):
            self.faults.append(f"template syntax leaked: {data.strip()[:200]}")

    def check_policy(self, tag, attrs):
        for name, value in attrs.items():
            if name.startswith("on") or name == "style":
                self.faults.append(f"inline {name}= on {self.get_starttag_text()}")
            if (value or "").strip().lower().startswith("javascript:"):
                self.faults.append(f"javascript: address on {self.get_starttag_text()}")
        if tag == "style":
            self.faults.append("inline <style>")
        inline_script = tag == "script" and "src" not in attrs
        if inline_script and not attrs.get("nonce") and attrs.get("type") not in DATA_TYPES:
            self.faults.append(f"inline script without a nonce: {self.get_starttag_text()}")

    def check_loaded(self, tag, attrs):
        addresses = [attrs.get("src"), attrs.get("poster"), *(attrs.get("srcset") or "").split(",")]
        if tag == "link" and FETCHED_LINKS & set((attrs.get("rel") or "").lower().split()):
            addresses.append(attrs.get("href"))
        for address in addresses:
            if address and ELSEWHERE.match(address.strip()):
                self.faults.append(f"third-party request: {address}")

    def close(self):
        super().close()
        self.faults += [f"id={name} used {n} times" for name, n in self.ids.items() if n > 1]


def faults_in(html, *, public=True):
    inspector = Inspector(public=public)
    inspector.feed(html)
    inspector.close()
    return inspector.faults


def check_response(response):
    """Raises when an HTML answer of the test client breaks one of the rules above."""
    if response.streaming or not response.get("Content-Type", "").startswith("text/html"):
        return
    path = response.request["PATH_INFO"]
    public = not path.startswith(f"/{settings.ADMIN_PATH}")
    faults = faults_in(response.content.decode(response.charset), public=public)
    assert not faults, f"{path}:\n" + "\n".join(faults)
