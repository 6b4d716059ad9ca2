"""What newcomers read first, in their languages and in easy French: for the demonstration."""

import json
import tomllib
from pathlib import Path

from wagtail.models import Locale

from catalogue.models import Scheme, SchemeTranslation
from cms.models import EasyReadPage, HomePage, SchemeIndexPage, StandardPage


def load_languages(ledger):
    home = HomePage.objects.first()
    content = tomllib.loads(Path(__file__).with_name("languages.toml").read_text("utf-8"))
    if home is None or not ledger.claim(StandardPage, content["page"]["slug"]):
        return 0
    page = StandardPage(slug=content["page"]["slug"], **words(content["page"]))
    publish(home, page)
    publish(page, EasyReadPage(**words(content["easy"], content["easy"]["note"])))
    for language in content["language"]:
        translate(home, page, language)
    return 2 + 3 * len(content["language"]) + load_schemes(content)


def translate(home, page, language):
    """The home page, that page and the list of schemes: each a translation of the French one."""
    locale = Locale.objects.get(language_code=language["code"])
    here = home.copy_for_translation(locale)
    here.menu = here.footer = here.accounts = here.figures = here.body = json.dumps([])
    say(here, words(language["home"]))
    say(page.copy_for_translation(locale), words(language["page"], language["note"]))
    schemes = SchemeIndexPage.objects.child_of(home).first()
    if schemes:
        say(schemes.copy_for_translation(locale), words(language["schemes"]))


def say(page, fields):
    """Nothing of the French words stays."""
    for name, value in {"heading": "", "seo_title": "", "search_description": "", **fields}.items():
        setattr(page, name, value)
    page.save_revision().publish()


def words(said, note=""):
    """The fields of a page; `parts` are its body, under a note."""
    fields = {name: value for name, value in said.items() if name not in {"parts", "slug", "note"}}
    if "parts" in said:
        callout = {"level": "information", "text": f"<p>{note}</p>"}
        fields["body"] = json.dumps(
            [
                *([{"type": "callout", "value": callout}] if note else []),
                *(
                    {"type": kind, "value": text}
                    for part in said["parts"]
                    for kind, text in zip(("heading", "paragraph"), part, strict=True)
                ),
            ]
        )
    return fields


def publish(parent, page):
    parent.add_child(instance=page)
    page.save_revision().publish()


def load_schemes(content):
    """On the live row and in the latest revision: an editor who opens the scheme finds them."""
    made = 0
    for language in content["language"]:
        for code, said in language["scheme"].items():
            scheme = Scheme.objects.filter(code=code, live=True).first()
            if scheme and not scheme.translations.filter(language=language["code"]).exists():
                scheme.translations.add(SchemeTranslation(language=language["code"], **said))
                scheme.save_revision().publish()
                made += 1
    return made
