"""A communicator's day: a campaign is written, seen, proposed and approved; it goes live at its
time, changes its address without losing a link, and ends.

Two persons, with the roles of the network and nothing more. Between their doings, the site is told
what time it is: what the worker does each minute is done at that time.
"""

from datetime import datetime, time, timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from PIL import Image
from playwright.sync_api import expect

from .conftest import PASSWORD, choose_action

WRITER, MODERATOR = "plume@example.org", "relecture@example.org"
TITLE, SLUG, NEW_SLUG = "Un hiver pour essayer", "un-hiver-pour-essayer", "essayer-cet-hiver"
ADDRESS, NEW_ADDRESS = f"/campagnes/{SLUG}/", f"/campagnes/{NEW_SLUG}/"

MAKE = f"""
from accounts.models import User
from catalogue.models import Membership, Network
network = Network.objects.get(code="arml-idf")
for email, role in [("{WRITER}", "writer"), ("{MODERATOR}", "communication")]:
    user = User.objects.create_user(email, "{PASSWORD}")
    Membership.objects.create(user=user, role=role, network=network)
"""
AT = """
import time_machine
from django.core.management import call_command
with time_machine.travel("{moment}"):
    call_command("publish_scheduled")
"""


@pytest.fixture(scope="module")
def accounts(python):
    python(MAKE)


@pytest.fixture
def sign_in(accounts, open_page):
    def sign_in(email):
        page = open_page(height=1000)
        page.goto("/gestion/")
        page.locator("input[name=username]").fill(email)
        page.locator("input[name=password]").fill(PASSWORD)
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="À faire")).to_be_visible()
        return page

    return sign_in


@pytest.fixture
def pass_time(python):
    """`pass_time(moment)`: the worker's minute, at that moment."""

    def pass_time(moment):
        python(AT.format(moment=moment.isoformat()))

    return pass_time


def at_nine(days):
    """So many days from now, at nine in the morning."""
    day = timezone.localdate() + timedelta(days)
    return timezone.make_aware(datetime.combine(day, time(9)))


def an_image():
    picture = BytesIO()
    Image.new("RGB", (1200, 800), "#ffc917").save(picture, "PNG")
    return {"name": "porte.png", "mimeType": "image/png", "buffer": picture.getvalue()}


class Body:
    """What a page holds, as its editor fills it block by block."""

    def __init__(self, page, section):
        self.page = page
        self.section = page.locator(f"#panel-child-contenu-{section}-section")

    def add(self, kind, **values):
        """The block, with the values of its fields, by the end of their names."""
        children = "[data-streamfield-stream-container] > [data-streamfield-child]"
        blocks = self.section.locator(children)
        before = blocks.count()
        self.section.get_by_role("button", name="Insérer un bloc").last.click()
        self.page.get_by_role("option", name=kind, exact=True).click()
        # A slow machine shows it a little later: until then, the last one is the one before.
        expect(blocks).not_to_have_count(before)
        block = blocks.last
        for name, value in values.items():
            block.locator(f"[name$='-{name}']").first.fill(value)
        return block

    def write(self, block, text):
        """In the block's rich text, which reaches the form a little later."""
        block.locator("[contenteditable=true]").first.click()
        self.page.keyboard.type(text)
        expect(block.locator(f"input[type=hidden][value*='{text}']")).to_have_count(1)


def choose_image(page, block):
    block.get_by_role("button", name="Choisir une image").click()
    page.get_by_role("tab", name="Transférer").click()
    page.locator("[name=image-chooser-upload-file]").set_input_files(an_image())
    page.locator("[name=image-chooser-upload-title]").fill("Porte de l’accueil")
    page.locator(".modal-body").get_by_role("button", name="Transférer").click()
    expect(page.locator(".modal-body")).to_have_count(0)


def open_campaigns(page):
    [index] = page.request.get("/api/v1/pages/?slug=campagnes").json()["items"]
    page.goto(f"/gestion/pages/{index['id']}/")


def write_campaign(page):
    open_campaigns(page)
    page.get_by_role("link", name="Ajouter une sous-page", exact=True).click()
    page.locator(".listing").get_by_role("link", name="Campagne").first.click()
    page.locator("[name=title]").fill(TITLE)
    page.locator("[name=summary]").fill("Deux mois devant toi : de quoi tenter quelque chose.")
    page.locator("[name=starts_on]").fill(at_nine(2).date().isoformat())
    page.locator("[name=ends_on]").fill(at_nine(60).date().isoformat())

    body = Body(page, "body")
    body.add("intertitre", value="Pourquoi cet hiver")
    body.write(body.add("texte"), "Une immersion dure de un à trente jours.")
    body.write(body.add("encadré"), "Apporte une pièce d’identité.")
    body.add("citation", text="Ici, on écoute avant de répondre.", author="Camille")
    body.add("bouton", text="Voir un exemple", url="https://www.example.org/")
    steps = body.add("étapes", title="Comment ça se passe")
    steps.locator("[name$='-steps-0-value-title']").fill("Tu passes nous voir")
    steps.get_by_role("button", name="Ajouter").last.click()
    steps.locator("[name$='-steps-1-value-title']").fill("On choisit ensemble")
    picture = body.add("image")
    choose_image(page, picture)
    picture.locator("[name$='-image-alt_text']").fill("Une porte jaune, ouverte sur la rue")
    body.write(body.add("accordéon", question="Est-ce payant ?"), "Non, rien du tout.")
    body.add("trouver ma Mission Locale", title="La porte la plus proche")
    body.add("prochaines dates", title="Les prochains rendez-vous")

    offers = Body(page, "offers").add("offres", title="De quoi commencer")
    offers.get_by_role("checkbox", name="emploi").first.check()


def see_on_a_phone(page):
    """The writer looks at the page beside the form, as wide as a phone."""
    page.get_by_role("button", name="Afficher/masquer la prévisualisation").click()
    expect(page.get_by_role("radio", name="Prévisualiser au format mobile")).to_be_checked()
    preview = page.frame_locator(".w-preview__iframe").last
    expect(preview.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(preview.get_by_text("De quoi commencer")).to_be_visible()
    body = preview.locator("body")
    assert body.evaluate("body => body.ownerDocument.defaultView.innerWidth") < 400
    assert body.evaluate("body => body.scrollWidth <= body.ownerDocument.defaultView.innerWidth")


def schedule(page, live, expired):
    page.get_by_role("button", name="Afficher/masquer le statut").click()
    page.get_by_text("Programmer", exact=True).click()
    page.locator("[name=go_live_at]").fill(f"{live:%Y-%m-%d %H:%M}")
    page.locator("[name=expire_at]").fill(f"{expired:%Y-%m-%d %H:%M}")
    # By keyboard: Wagtail's calendars stay over the button.
    with page.expect_navigation():
        page.get_by_role("button", name="Enregistrer la programmation").press("Enter")
    expect(page.locator(".messages .success")).to_be_visible()


def move(page, slug):
    """The moderator gives the page another address, from the moment when it is published next."""
    open_campaigns(page)
    page.get_by_role("link", name=TITLE, exact=True).first.click()
    page.get_by_role("tab", name="Promotion").click()
    page.locator("[name=slug]").fill(slug)
    choose_action(page, "Programmer pour publication")


def test_a_campaign_is_written_proposed_approved_goes_live_moves_and_ends(
    sign_in, open_page, pass_time
):
    visitor = open_page(width=360)

    def status(address):
        return visitor.request.get(address, max_redirects=0).status

    writer = sign_in(WRITER)
    write_campaign(writer)
    schedule(writer, live=at_nine(2), expired=at_nine(30))
    see_on_a_phone(writer)
    choose_action(writer, "Soumettre à Relecture")

    moderator = sign_in(MODERATOR)
    moderator.locator("#todo-content").get_by_role("link", name=TITLE).click()
    choose_action(moderator, "Approuver et Publier")
    pass_time(at_nine(1))
    assert status(ADDRESS) == 404

    pass_time(at_nine(3))
    visitor.goto(ADDRESS)
    expect(visitor.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(visitor.get_by_role("img", name="Une porte jaune, ouverte sur la rue")).to_be_attached()
    expect(visitor.get_by_role("heading", name="De quoi commencer")).to_be_visible()

    move(moderator, NEW_SLUG)
    pass_time(at_nine(4))
    visitor.goto(ADDRESS)
    expect(visitor).to_have_url(NEW_ADDRESS)
    expect(visitor.get_by_role("heading", level=1)).to_have_text(TITLE)

    pass_time(at_nine(31))
    assert status(NEW_ADDRESS) == 404
