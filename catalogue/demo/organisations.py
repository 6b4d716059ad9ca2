"""Networks, structures and their reception sites."""

from datetime import date, timedelta

from django.utils import timezone

from catalogue import geography
from catalogue.models import (
    Commune,
    Coverage,
    Network,
    ReceptionSite,
    SiteClosure,
    Structure,
    StructureLink,
)

from . import files
from .names import bare, of, register_name, town

#: The month of the national list: nobody has checked its rows since.
REGISTER_DATE = date(2023, 9, 1)
#: The day the files of `data/` were written from their sources.
WRITTEN_ON = date(2026, 11, 21)
#: Of a site's row, what is turned into something else.
TRANSLATED = {"checked", "closures", "commune", "real", "reopens_in"}


def load_networks(ledger):
    rows = files.read("networks")["networks"]
    for kind in (Network.Kind.NATIONAL, Network.Kind.REGIONAL):
        union = Network.objects.filter(kind=Network.Kind.NATIONAL).order_by("pk").first()
        networks = [
            Network(parent=union, checked_on=WRITTEN_ON, **row)
            for row in rows
            if row["kind"] == kind
        ]
        ledger.create(Network, networks, "code")


def load_structures(ledger):
    """The national list; seven of its structures are described in full."""
    described = {row["imilo_code"]: row for row in files.read("structures")["structures"]}
    rows, _left_out = files.register_rows()
    seats = Commune.objects.in_bulk([row["seat_insee_code"] for row in rows])
    networks = {network.region_code: network for network in Network.objects.all()}
    union = Network.objects.filter(code="unml").first()  # where no region is known
    names = register_names(rows, seats)
    structures = []
    for row in rows:
        code = row["imilo_code"]
        description = described.get(code, {})
        name = description.get("name", names[code])
        is_paio = "PAIO" in row["official_name"]
        structures.append(
            Structure(
                imilo_code=code,
                name=name,
                official_name=row["official_name"],
                slug=bare(name),
                kind=Structure.Kind.PAIO if is_paio else Structure.Kind.MISSION_LOCALE,
                network=networks.get(row["region_code"], union),
                seat_commune=seats.get(row["seat_insee_code"]),
                presentation=description.get("presentation", ""),
                website=description.get("website", ""),
                phone=description.get("phone", ""),
                checked_on=WRITTEN_ON if description else REGISTER_DATE,
            )
        )
    made = {item.imilo_code: item for item in ledger.create(Structure, structures, "imilo_code")}
    for code in described.keys() & made.keys():
        describe(made[code], described[code])
    load_register_seats(ledger, made, [row for row in rows if row["imilo_code"] not in described])
    load_sites(ledger, described.values())


def register_names(rows, seats):
    """The readable name of each structure of the national list, by its code."""
    names = {}
    for row in rows:
        seat = seats.get(row["seat_insee_code"], Commune())
        code, labels = row["imilo_code"], (row["usual_name"], row["official_name"])
        names[code] = register_name(code, *labels, seat.name, seat.department)
    return names


def describe(structure, description):
    """Its links, and the communes it takes in."""
    StructureLink.objects.bulk_create(
        StructureLink(structure=structure, sort_order=order, **link)
        for order, link in enumerate(description.get("links", []))
    )
    found = geography.resolve_list(description.get("communes", ""))
    Coverage.objects.bulk_create(
        Coverage(structure=structure, commune=resolution.commune, checked_on=WRITTEN_ON)
        for resolution in found
    )


def load_register_seats(ledger, structures, rows):
    """Of a seat, the national list says the commune only: neither address nor hours."""
    zones = {row["imilo_code"]: row["time_zone"] for row in rows}
    ledger.create(
        ReceptionSite,
        [
            ReceptionSite(
                structure=structure,
                code=f"{code}-siege",
                name=f"Siège {of(town(structure.seat_commune.name))}",
                kind=ReceptionSite.Kind.SEAT,
                commune=structure.seat_commune,
                latitude=structure.seat_commune.latitude,
                longitude=structure.seat_commune.longitude,
                time_zone=zones[code],
                checked_on=REGISTER_DATE,
            )
            for code, structure in structures.items()
            if code in zones and structure.seat_commune
        ],
        "code",
    )


def load_sites(ledger, descriptions):
    """The sites of the seven, nearly all invented."""
    today = timezone.localdate()
    structures = Structure.objects.in_bulk(
        [row["imilo_code"] for row in descriptions], field_name="imilo_code"
    )
    rows = {row["code"]: row for description in descriptions for row in description["sites"]}
    sites = [
        site_from(row, structures[description["imilo_code"]], today)
        for description in descriptions
        if description["imilo_code"] in structures
        for row in description["sites"]
    ]
    for site in ledger.create(ReceptionSite, sites, "code"):
        SiteClosure.objects.bulk_create(
            SiteClosure(
                site=site,
                starts_on=today + timedelta(days=closure["from"]),
                ends_on=today + timedelta(days=closure["from"] + closure["days"] - 1),
                message=closure["message"],
            )
            for closure in rows[site.code].get("closures", [])
        )


def site_from(row, structure, today):
    fields = {name: value for name, value in row.items() if name not in TRANSLATED}
    commune = geography.resolve(row["commune"]).commune
    if "reopens_in" in row:
        fields["closed_until"] = today + timedelta(days=row["reopens_in"])
    real = row.get("real", False)
    return ReceptionSite(
        structure=structure,
        commune=commune,
        latitude=commune.latitude,
        longitude=commune.longitude,
        is_demonstration=not real,
        checked_on=WRITTEN_ON if real else today - timedelta(days=row["checked"]),
        **fields,
    )
