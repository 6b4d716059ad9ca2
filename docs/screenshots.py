"""The pictures of the three guides (`guide-*.md`), taken from a site of their own:
`make screenshots`, or `python -m docs.screenshots activite` for those of one guide.

The demonstration network, a worker, a data officer who signs in, matches columns, reads, applies
and undoes; the head of a structure who enters and reads its activity, the network that asks for
what is late; a communication officer at the pages. Only dates differ between two runs.
"""

import io
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from django.conf import settings
from PIL import Image
from playwright.sync_api import sync_playwright

from tests.browser.conftest import ARGUMENTS, CHROMIUM
from tests.running import RunningSite

IMAGES = Path(__file__).parent / "images"
LOGIN, HEAD = "donnees@parvis.example", "responsable@parvis.example"
REGION, COMMUNICATION = "region@parvis.example", "communication@parvis.example"
FEED = "Marché Bleu (exemple) : offres d’emploi"
#: Higher than any of the pages, which are cut where what they show ends.
HEIGHT = 3_000
MARGIN = 24
#: Flat colours: so many are enough, and a picture weighs a third.
COLOURS = 96
MAX_BYTES = 120_000
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
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        site = RunningSite(folder, f"sqlite:///{folder / 'site.sqlite3'}")
        site.manage("prepare", **DEVELOPMENT)
        url = stack.enter_context(site.development_server())
        worker = ["manage.py", "worker", "--no-startup-delay"]
        stack.enter_context(site.process(*worker, **DEVELOPMENT))
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        stack.callback(browser.close)
        asked = sys.argv[1:] or ["imports", "activite", "edition"]
        if "imports" in asked:
            take_pictures(open_page(browser, url, LOGIN, "/gestion/imports/"))
        if "activite" in asked:
            take_activity_pictures(open_page(browser, url, HEAD, "/gestion/activite/"))
            take_network_pictures(open_page(browser, url, REGION, "/gestion/activite/retards/"))
        if "edition" in asked:
            take_edition_pictures(open_page(browser, url, COMMUNICATION, "/gestion/"))


def open_page(browser, url, login, path):
    context = browser.new_context(
        base_url=url,
        viewport={"width": 1280, "height": HEIGHT},
        locale="fr-FR",
        timezone_id="Europe/Paris",
        reduced_motion="reduce",
    )
    context.set_default_timeout(60_000)
    page = context.new_page()
    page.goto(f"/gestion/login/?next={path}")
    page.fill("[name=username]", login)
    page.fill("[name=password]", settings.DEMONSTRATION_PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url(f"**{path}**")
    return page


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
    shoot(page, "edition-dispositif", part=arabic)
    page.set_viewport_size({"width": 800, "height": HEIGHT})
    page.goto("/ar/c-est-quoi/")
    shoot(page, "edition-arabe", until="main .prose >> nth=0")
    page.goto("/c-est-quoi/facile-a-lire/")
    shoot(page, "edition-facile", until="main .prose >> nth=0")


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
    words = '<p><span class="button button-secondary">Choisir un fichier</span> Aucun fichier</p>'
    page.locator("input[type=file]").evaluate("(field, words) => field.outerHTML = words", words)
    address = page.locator("code.imports-break")
    address.evaluate(
        "code => { code.textContent = code.textContent.replace(/http:..[^/]+/, "
        "'https://parvis.example') }"
    )


def shoot(page, name, *, until="", part=""):
    """The page down to the end of something, or only a part of it, without the menu."""
    # The frame around what has the focus means nothing to who looks at a picture.
    page.evaluate("document.activeElement.blur()")
    page.evaluate("document.fonts.ready")
    box = page.locator(until or part).first.bounding_box()
    left, top = (box["x"] - MARGIN, box["y"] - MARGIN) if part else (0, 0)
    bottom, width = box["y"] + box["height"] + MARGIN, page.viewport_size["width"]
    clip = {"x": left, "y": top, "width": width - left, "height": bottom - top}
    with Image.open(io.BytesIO(page.screenshot(clip=clip))) as picture:
        small = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    path = IMAGES / f"{name}.png"
    small.save(path, optimize=True)
    size = path.stat().st_size
    sys.stdout.write(f"{path.name}: {small.width} × {small.height}, {size // 1000} kB\n")
    if size > MAX_BYTES:
        sys.exit(f"{path.name} is too heavy.")


if __name__ == "__main__":
    main()
