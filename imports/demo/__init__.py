"""Feeds that show what imports are: the national list, the demonstration's own offers, and an
invented partner whose second file waits for somebody to look at it. Made once.
"""

import csv
import io
from datetime import timedelta
from pathlib import Path

from django.core.files.base import ContentFile
from django.utils import timezone

from accounts.models import User
from catalogue.demo.files import DATA
from catalogue.models import Commune, Network, Offer, Partner, Structure
from catalogue.resources import OfferResource
from catalogue.spreadsheets import csv_lines, native_rows
from imports import rules, services
from imports.models import BatchState, Feed, ImportBatch

NATIONAL_LIST = "liste-nationale"
OFFERS = "offres-de-demonstration"
PARTNER = "marche-bleu"
#: The dates of these files are numbers of days from today.
FILES = Path(__file__).parent / "data"
DATES = ("Début", "Date limite")
LIST_HEADERS = [
    "code_structure", "nom_officiel", "nom_usuel", "code_region", "departement",
    "code_insee_siege", "commune",
]  # fmt: skip


def load():
    """Names of the feeds that were made."""
    makers = {NATIONAL_LIST: national_list, OFFERS: own_offers, PARTNER: partner_files}
    fed = Feed.objects.filter(code__in=makers, batches__isnull=False)
    known = set(fed.values_list("code", flat=True))
    return [feed.name for code, make in makers.items() if code not in known and (feed := make())]


def feed_of(code, **fields):
    feed, _created = Feed.objects.get_or_create(code=code, defaults=fields)
    return feed


def national_list():
    network = Network.objects.filter(code="unml").first()
    if network is None:
        return None
    feed = feed_of(
        NATIONAL_LIST,
        name="Liste nationale des Missions Locales",
        target="structures",
        network=network,
        policy=Feed.Policy.VALID_ROWS,
    )
    # The demonstration knows the names of some structures better than their register does.
    apply(receive(feed, "missions_locales.csv", national_file()), kinds=["new"])
    return feed


def national_file():
    """The national list in the layout it is published in; the catalogue keeps it without what the
    communes tell."""
    with (DATA / "missions_locales.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    seats = Commune.objects.in_bulk({row["seat_insee_code"] for row in rows})
    output = io.StringIO(newline="")
    writer = csv.writer(output)
    writer.writerow(LIST_HEADERS)
    for row in rows:
        seat = seats.get(row["seat_insee_code"])
        writer.writerow(
            [
                *(row[name] for name in ("imilo_code", "official_name", "usual_name")),
                row["region_code"],
                *([seat.department, seat.pk, seat.name] if seat else [""] * 3),
            ]
        )
    return output.getvalue().encode()


def own_offers():
    network = Network.objects.filter(code="arml-idf").first()
    offers = Offer.objects.filter(is_demonstration=True, structure__network=network)
    if network is None or not offers.exists():
        return None
    feed = feed_of(
        OFFERS,
        name="Offres des Missions Locales (démonstration)",
        target="offers",
        network=network,
        is_demonstration=True,
    )
    resource = OfferResource()
    rows = native_rows(resource, OfferResource.with_related(offers.order_by("pk")))
    lines = csv_lines(resource.get_export_headers(), rows)
    apply(receive(feed, "offres-demonstration.csv", "".join(lines).encode()))
    return feed


def partner_files():
    structure = Structure.objects.filter(imilo_code="94016S00").first()
    partner = Partner.objects.filter(code=PARTNER).first()
    if structure is None or partner is None:
        return None
    feed = feed_of(
        PARTNER,
        name="Marché Bleu (exemple) : offres d’emploi",
        target="offers",
        structure=structure,
        partner=partner,
        mode=Feed.Mode.FULL,
        policy=Feed.Policy.VALID_ROWS,
        withdrawal_threshold=50,
        is_demonstration=True,
    )
    apply(receive(feed, "offres_marche_bleu_1.csv", partner_file("first.csv")))
    receive(feed, "offres_marche_bleu_2.csv", partner_file("second.csv"))
    return feed


def partner_file(name):
    """As a partner's spreadsheet writes it: a title above, semicolons, Western encoding."""
    output = io.StringIO(newline="")
    with (FILES / name).open(encoding="utf-8", newline="") as stream:
        rows = csv.DictReader(stream, delimiter=";")
        output.write("Marché Bleu, offres en cours (exemple)\r\n\r\n")
        writer = csv.DictWriter(output, rows.fieldnames, delimiter=";")
        writer.writeheader()
        for row in rows:
            writer.writerow(row | {header: day(int(row[header])) for header in DATES})
    return output.getvalue().encode("cp1252")


def day(offset):
    return f"{timezone.localdate() + timedelta(days=offset):%d/%m/%Y}"


def receive(feed, filename, content):
    """Read up to its review, by this process."""
    user = User.objects.filter(email="donnees@parvis.example").first()
    batch, _created = services.receive(
        feed,
        ContentFile(content),
        filename,
        origin=ImportBatch.Origin.COMMAND,
        user=user if user and rules.may_use(user, feed) else None,
    )
    services.run(batch)
    return batch


def apply(batch, kinds=rules.KINDS):
    services.confirm(batch, None, {"kinds": kinds}, accepts_withdrawals=True)
    services.run(batch, stop_at=BatchState.APPLIED)
