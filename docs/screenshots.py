"""The pictures of the README and of the guides (`guide-*.md`), taken from a site of their own:
`make screenshots`, or `python -m docs.screenshots activite` for those of one guide, or `readme`.

The demonstration network, a visitor who says where they live; a worker, a data officer who signs
in, matches columns, reads, applies and undoes; the head of a structure who enters and reads its
activity, the network that asks for what is late; a communication officer at the pages. Only dates
differ between two runs.
"""

import io
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from django.conf import settings
from PIL import Image
from playwright.sync_api import expect, sync_playwright

from tests.browser.conftest import ARGUMENTS, CHROMIUM
from tests.browser.test_communicator import (
    TITLE,
    at_nine,
    choose_action,
    see_on_a_phone,
    write_campaign,
)
from tests.running import RunningSite

IMAGES = Path(__file__).parent / "images"
LOGIN, HEAD = "donnees@parvis.example", "responsable@parvis.example"
REGION, COMMUNICATION = "region@parvis.example", "communication@parvis.example"
WRITER, COMMUNICATOR = "redaction@parvis.example", "actualites@parvis.example"
FEED = "Marché Bleu (exemple) : offres d’emploi"
#: Higher than any of the pages, which are cut where what they show ends; and that of a screen, for
#: what opens in the middle of one.
HEIGHT, SCREEN, LOW = 3_000, 1_000, 560
#: In milliseconds; the second is more than what opens takes to be all there.
PATIENCE, OPENING = 60_000, 1_000
MARGIN = 24
#: Flat colours: so many are enough, and a picture weighs a third.
COLOURS = 96
NEWS = "agenda-dans-ton-telephone"
MAX_BYTES = 120_000
DESKTOP, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 812}
TOWN = "Villejuif"
#: There, somebody is in when the pictures are taken: the demonstration's hours, which the page says
#: are an example, are made longer. No telephone number is invented for a picture.
OPEN_DOOR = """
from catalogue.models import ReceptionSite
site = ReceptionSite.objects.filter(code="innovam-villejuif")
site.update(opening_hours="Mo-Su 08:00-20:00")
"""
DEVELOPMENT = {"DJANGO_SETTINGS_MODULE": "config.settings.development"}

#: A partner who has changed the names of its columns.
RENAMED = """\
N° offre;Poste proposé;Type;Ville;En bref;Nb de places;Date;Contact
MB-201;Mise en rayon;emploi;Villejuif;Le matin, de 6 h à 13 h.;3;04/01/2027;emploi@example.org
MB-202;Accueil du magasin;emploi;Cachan;Temps partiel possible.;1;11/01/2027;emploi@example.org
MB-203;Préparer un CAP;alternance;Arcueil;Deux ans, logement aidé.;2;01/09/2027;emploi@example.org
"""


def main():
    if not CHROMIUM:
        sys.exit("No Chromium found: install it to take the pictures.")
    IMAGES.mkdir(exist_ok=True)
    expect.set_options(timeout=PATIENCE)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        site = RunningSite(folder, f"sqlite:///{folder / 'site.sqlite3'}")
        site.manage("prepare", **DEVELOPMENT)
        site.manage("shell", "-c", OPEN_DOOR, **DEVELOPMENT)
        url = stack.enter_context(site.development_server())
        worker = ["manage.py", "worker", "--no-startup-delay"]
        stack.enter_context(site.process(*worker, **DEVELOPMENT))
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        stack.callback(browser.close)
        asked = sys.argv[1:] or ["readme", "imports", "activite", "edition"]
        if "readme" in asked:
            take_front_pictures(browser, url)
        if "imports" in asked:
            take_pictures(open_page(browser, url, LOGIN, "/gestion/imports/"))
        if "activite" in asked:
            take_activity_pictures(open_page(browser, url, HEAD, "/gestion/activite/"))
            take_network_pictures(open_page(browser, url, REGION, "/gestion/activite/retards/"))
        if "edition" in asked:
            communication = open_page(browser, url, COMMUNICATION, "/gestion/")
            take_edition_pictures(communication)
            take_campaign_pictures(open_page(browser, url, WRITER, "/gestion/"), communication)
            take_alert_pictures(communication, site)
            take_image_picture(communication)
            take_search_picture(communication)
            take_readability_picture(communication)
            take_frame_picture(communication)
            take_news_picture(open_page(browser, url, COMMUNICATOR, "/gestion/"))


def new_page(browser, url, **looks):
    context = browser.new_context(
        base_url=url,
        locale="fr-FR",
        timezone_id="Europe/Paris",
        reduced_motion="reduce",
        **looks,
    )
    context.set_default_timeout(PATIENCE)
    return context.new_page()


def open_page(browser, url, login, path):
    page = new_page(browser, url, viewport={"width": 1280, "height": HEIGHT})
    page.goto(f"/gestion/login/?next={path}")
    page.fill("[name=username]", login)
    page.fill("[name=password]", settings.DEMONSTRATION_PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url(f"**{path}**")
    return page


def take_front_pictures(browser, url):
    """The home page by day and, on a phone, by night; then what it answers."""
    page = new_page(browser, url, viewport=DESKTOP)
    page.goto("/")
    keep(page.screenshot(), "readme-accueil")
    page = new_page(browser, url, viewport=PHONE, color_scheme="dark")
    page.goto("/")
    keep(page.screenshot(), "readme-nuit")
    page = new_page(browser, url, viewport=PHONE)
    page.goto(f"/?lieu={TOWN}")
    keep(page.screenshot(), "readme-reponse")


def take_activity_pictures(page):
    shoot(page, "activite-tableau", until=".dashboard-cards")
    page.goto("/gestion/activite/saisie/")
    page.locator("a[rel=prev]").click()
    page.wait_for_load_state()
    shoot(page, "activite-saisie", until=".activity-group")
    page.goto("/gestion/activite/objectifs/")
    shoot(page, "activite-objectifs", until=".activity-overviews")
    page.goto("/chiffres-d-activite/")
    shoot(page, "activite-public", until="dl.mesures >> nth=-1")


def take_network_pictures(page):
    shoot(page, "activite-retards", until=".activity-late tr:nth-child(3) .activity-meta")


def take_edition_pictures(page):
    shoot(page, "edition-a-faire", part=".w-panel:has-text('À faire')")
    page.goto("/gestion/modeles/")
    shoot(page, "edition-modeles", until="main form >> nth=-1")
    [legal] = page.request.get("/api/v1/pages/?slug=mentions-legales").json()["items"]
    page.goto(f"/gestion/translation/submit/page/{legal['id']}/")
    shoot(page, "edition-traduire", until="main form")
    page.goto("/gestion/catalogue/scheme/?q=CEJ")
    page.get_by_role("link", name="Contrat d’engagement jeune").first.click()
    page.get_by_role("tab", name="Autres langues").click()
    # The bar of buttons would lie across the fields.
    page.add_style_tag(content="footer { display: none }")
    arabic = ".w-panel:has(> .w-panel__header:has-text('Traduction 1'))"
    shoot(page, "edition-dispositif", part=arabic, margin=8)
    page.set_viewport_size({"width": 800, "height": HEIGHT})
    page.goto("/ar/c-est-quoi/")
    shoot(page, "edition-arabe", until="main .prose >> nth=1")
    page.goto("/c-est-quoi/facile-a-lire/")
    shoot(page, "edition-facile", until="main .prose >> nth=1")


def take_campaign_pictures(writer, moderator):
    """The campaign of the tests, from its first block to its approval."""
    set_height(writer, SCREEN)
    write_campaign(writer)
    body = writer.locator("#panel-child-contenu-body-section")
    body.evaluate("section => section.scrollIntoView()")
    body.get_by_role("button", name="Insérer un bloc").nth(1).click()
    shoot(writer, "edition-blocs", part="main", margin=0, opened=True)
    writer.keyboard.press("Escape")
    see_on_a_phone(writer)
    shoot(writer, "edition-apercu", part="main", margin=0)
    choose_action(writer, "Soumettre à Relecture")
    set_height(moderator, SCREEN)
    moderator.goto("/gestion/")
    moderator.locator("#todo-content").get_by_role("link", name=TITLE).first.click()
    set_height(moderator, LOW)
    moderator.get_by_role("button", name="Plus d'actions").click()
    shoot(moderator, "edition-approuver", part="main", margin=0, opened=True)
    moderator.get_by_role("button", name="Approuver et Publier", exact=True).press("Enter")
    expect(moderator.locator(".messages .success")).to_be_visible()


def take_alert_pictures(page, site):
    """An alert that leads to a page of news, then the report once that page is gone."""
    [news] = page.request.get(f"/api/v1/pages/?slug={NEWS}").json()["items"]
    set_height(page, SCREEN)
    page.goto("/gestion/alertes/add/")
    page.locator("[name=message]").fill("Le 24 décembre, les accueils ferment à midi.")
    page.locator("[name=level]").select_option("attention")
    page.locator("[name=link_text]").fill("Mettre les rendez-vous dans ton téléphone")
    choose(page.get_by_role("button", name="Choisissez une page"), news["title"])
    page.get_by_role("tab", name="Quand et où").click()
    page.locator("[name=starts_at]").fill(f"{at_nine(-1):%Y-%m-%d %H:%M}")
    page.locator("[name=ends_at]").fill(f"{at_nine(40):%Y-%m-%d %H:%M}")
    page.locator("[name=scope]").select_option(label="tout le site")
    page.get_by_role("tab", name="Message").click()
    page.get_by_role("button", name="Afficher/masquer la prévisualisation").click()
    preview = page.frame_locator(".w-preview__iframe").last
    expect(preview.get_by_text("Le 24 décembre")).to_be_visible()
    shoot(page, "edition-alerte", part="main", margin=0)
    page.get_by_role("button", name="Enregistrer", exact=True).press("Enter")
    expect(page.locator(".messages .success")).to_be_visible()

    page.goto(f"/gestion/pages/{news['id']}/unpublish/")
    page.locator("main form button[type=submit], main form input[type=submit]").first.click()
    expect(page.locator(".messages .success")).to_be_visible()
    site.manage("collect_links", **DEVELOPMENT)
    page.goto("/gestion/rapports/liens-casses/")
    shoot(page, "edition-liens", until="main table")


def take_image_picture(page):
    """The door of the design, on a wall: an image of the site's own."""
    door = (settings.BASE_DIR / "site/static/img/doors.svg").read_text("utf-8")
    wall = page.context.new_page()
    wall.set_viewport_size({"width": 1200, "height": 800})
    wall.set_content(
        f"<body style='margin: 0; background: linear-gradient(#e8ddc8 85%, #8c8577 0)'>{door}"
        "<svg viewBox='0 0 120 150' width='480' height='600' style='position: absolute; "
        "left: 620px; top: 80px'><use href='#open'/></svg>"
    )
    file = {"name": "porte.png", "mimeType": "image/png", "buffer": wall.screenshot()}
    wall.close()
    set_height(page, HEIGHT)
    page.goto("/gestion/images/add/")
    page.locator("[name=file]").set_input_files(file)
    page.locator("main [name=title]").fill("Une porte ouverte")
    page.locator("main [name=description]").fill("Une porte jaune, ouverte sur la rue")
    page.get_by_role("button", name="Transférer").click()
    page.get_by_role("link", name="Une porte ouverte").first.click()
    box = page.locator(".focal-point-chooser").bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + box["height"] * 0.1)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.9, box["y"] + box["height"] * 0.85, steps=5)
    page.mouse.up()
    without_choosing_a_file(page)
    shoot(page, "edition-image", until="main [name=description]")


def take_search_picture(page):
    set_height(page, HEIGHT)
    page.goto("/gestion/recherche/resultats-mis-en-avant/add/")
    page.locator("[name=text]").fill("garantie jeunes")
    choose(page.get_by_role("button", name="Choisir dispositif"), "Contrat d’engagement jeune")
    page.locator("[name=summary]").fill("Il a pris la suite de la Garantie jeunes.")
    shoot(page, "edition-mise-en-avant", until="[name=summary]")


def take_news_picture(page):
    """By somebody who communicates for one structure."""
    page.goto("/gestion/actualites-de-structures/add/")
    page.locator("[name=title]").fill("Samedi 12 décembre, on ouvre toute la journée")
    page.locator("[name=summary]").fill("Viens avec tes questions, ton CV ou un ami.")
    shoot(page, "edition-structure", until="main [name=summary]")


def take_readability_picture(page):
    page.goto("/gestion/rapports/facilite-de-lecture/")
    shoot(page, "edition-lecture", until="main tbody tr >> nth=5", margin=0)


def take_frame_picture(page):
    """What is around all the pages: a link in the menu, another at their foot. It stays a draft."""
    [home] = page.request.get("/api/v1/pages/?type=cms.HomePage&locale=fr").json()["items"][:1]
    set_height(page, HEIGHT)
    page.goto(f"/gestion/pages/{home['id']}/edit/")
    frame = "#panel-child-contenu-autour_de_toutes_les_pages-section"
    panel = page.locator(frame)
    page.add_style_tag(content="footer { display: none }")
    panel.locator("[data-panel-toggle]").first.click()
    add = panel.get_by_role("button", name="Insérer un bloc")
    add.first.click()
    page.get_by_role("option", name="page du site").click()
    choose(panel.get_by_role("button", name="Choisissez une page"), "Le réseau")
    # Before and after the first one.
    add.nth(2).click()
    page.get_by_role("option", name="adresse ailleurs").click()
    panel.locator("[name$='-value-label']").last.fill("Tes droits à la santé")
    panel.locator("[name$='-value-url']").last.fill("https://www.ameli.fr/")
    shoot(page, "edition-menu", part=frame, margin=8)


def choose(button, name):
    """In the window that the button opens, the row of that name."""
    button.first.click()
    window = button.page.locator(".modal-body")
    window.locator("[name=q]").fill(name)
    window.get_by_role("link", name=name, exact=True).first.click()
    expect(window).to_have_count(0)


def set_height(page, height):
    page.set_viewport_size({"width": 1280, "height": height})


def take_pictures(page):
    shoot(page, "imports-liste", until=".imports-table")
    review = page.get_by_role("link", name=FEED).first.get_attribute("href")
    page.locator(".imports-table").get_by_role("link", name=FEED).click()
    feed = page.url
    send(page, "nouvelles_offres.csv", RENAMED)
    page.wait_for_selector("#mapping")
    shoot(page, "imports-colonnes", until="form.imports-card")
    page.get_by_role("button", name="Abandonner cet import").click()
    page.wait_for_selector("text=L’import est abandonné")

    page.goto(review)
    shoot(page, "imports-verification", until=".imports-verdict")
    shoot(page, "imports-erreurs", part="section:has(> #causes)")
    page.goto(f"{review}?kind=changed")
    shoot(page, "imports-avant-apres", part="#lignes")
    page.set_viewport_size({"width": 360, "height": HEIGHT})
    page.goto(review)
    shoot(page, "imports-telephone", until=".imports-verdict")
    page.set_viewport_size({"width": 1280, "height": HEIGHT})

    page.goto(review)
    page.locator(".imports-verdict").get_by_role("button", name="Appliquer").click()
    page.locator(".imports-undo summary").click()
    shoot(page, "imports-resultat", until=".imports-verdict")
    page.get_by_role("button", name="Oui, annuler cet import").click()
    page.wait_for_selector("text=Cet import a été annulé")

    page.goto(feed)
    without_this_machine(page)
    shoot(page, "imports-flux", until="section:has(> #history)")


def send(page, name, text):
    file = {"name": name, "mimeType": "text/csv", "buffer": text.encode("cp1252")}
    page.set_input_files("input[type=file]", file)
    page.get_by_role("button", name="Envoyer et vérifier").click()


def without_this_machine(page):
    """A file field speaks the language that the browser was installed with, and the address has
    the port of the day."""
    without_choosing_a_file(page)
    address = page.locator("code.imports-break")
    address.evaluate(
        "code => { code.textContent = code.textContent.replace(/http:..[^/]+/, "
        "'https://parvis.example') }"
    )


def without_choosing_a_file(page):
    words = '<p><span class="button button-secondary">Choisir un fichier</span> Aucun fichier</p>'
    field = page.locator("input[type=file]")
    field.evaluate("(field, words) => field.outerHTML = words", words)


def shoot(page, name, *, until="", part="", margin=MARGIN, opened=False):
    """The page down to the end of something, or only a part of it, without the menu."""
    # The frame around what has the focus and the words under the mouse mean nothing to who
    # looks at a picture. What is opened would close without them.
    if opened:
        page.wait_for_timeout(OPENING)
    else:
        page.evaluate("document.activeElement.blur()")
        page.mouse.move(0, 0)
    page.evaluate("document.fonts.ready")
    box = page.locator(until or part).first.bounding_box()
    left, top = (box["x"] - margin, box["y"] - margin) if part else (0, 0)
    bottom, width = box["y"] + box["height"] + margin, page.viewport_size["width"]
    clip = {"x": left, "y": top, "width": width - left, "height": bottom - top}
    keep(page.screenshot(clip=clip), name)


def keep(screenshot, name):
    with Image.open(io.BytesIO(screenshot)) as picture:
        small = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    path = IMAGES / f"{name}.png"
    small.save(path, optimize=True)
    size = path.stat().st_size
    sys.stdout.write(f"{path.name}: {small.width} × {small.height}, {size // 1000} kB\n")
    if size > MAX_BYTES:
        sys.exit(f"{path.name} is too heavy.")


if __name__ == "__main__":
    main()
