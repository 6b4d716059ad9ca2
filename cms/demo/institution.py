"""The network's own pages in the demonstration: a section, partnerships, press, a contact."""

import tomllib
from pathlib import Path

from catalogue.models import Agreement
from cms.blocks.written import written
from cms.models import (
    ContactPage,
    HomePage,
    PartnershipIndexPage,
    PartnershipPage,
    PressReleasePage,
    PressRoomPage,
    SectionPage,
    StandardPage,
)

MODELS = {
    "section": SectionPage,
    "text": StandardPage,
    "partnerships": PartnershipIndexPage,
    "partnership": PartnershipPage,
    "press": PressRoomPage,
    "release": PressReleasePage,
    "contact": ContactPage,
}
#: Of a row, what isn't a column of its page.
TRANSLATED = {"model", "under", "agreement", "body"}


def load_institution(ledger):
    """Below a page that an editor deleted, nothing is made."""
    content = tomllib.loads(Path(__file__).with_name("institution.toml").read_text("utf-8"))
    pages = {"": HomePage.objects.first()}
    made = 0
    for row in content["page"]:
        parent = pages.get(row.get("under", ""))
        found = parent and parent.get_children().filter(slug=row["slug"]).first()
        page = None if found or not parent else page_from(row, content["example"])
        if page and ledger.claim(type(page), row["slug"]):
            parent.add_child(instance=page)
            page.save_revision().publish()
            found = page
            made += 1
        pages[row["slug"]] = found and found.specific
    return made


def page_from(row, example):
    """None for a partnership whose agreement isn't there."""
    model = MODELS[row["model"]]
    fields = {name: value for name, value in row.items() if name not in TRANSLATED}
    if code := row.get("agreement"):
        fields["agreement"] = Agreement.objects.public().filter(code=code).first()
        if fields["agreement"] is None:
            return None
    if "body" in row:
        example = {"type": "callout", "value": {"level": "information", "text": example}}
        fields["body"] = written(model, "body", [*row["body"], example])
    return model(**fields)
