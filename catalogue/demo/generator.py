"""A network as large as the real one, to measure with: the same seed gives the same network.

The communes are the loaded ones; everything else is invented and flagged as demonstration data.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from catalogue.indexing import index_for_search
from catalogue.models import (
    Commune,
    Coverage,
    Network,
    Offer,
    OfferSession,
    Partner,
    ReceptionSite,
    Scheme,
    SiteClosure,
    Structure,
    Theme,
)
from catalogue.statistics import refresh_statistics

from .ledger import Ledger
from .names import bare
from .organisations import load_networks
from .programme import load_schemes, load_themes

BATCH = 1_000
TIME_ZONE = ZoneInfo("Europe/Paris")
HOURS = [
    "Mo-Fr 09:00-12:30,13:30-17:30; PH off",
    "Mo-We,Fr 09:00-12:30,13:30-17:00; Th 13:30-19:00; PH off",
    "Mo,We,Fr 09:00-12:00; PH off",
    "Tu,Th 14:00-18:00; PH off",
    "Mo-Sa 09:30-12:30; PH off",
    "We 13:30-17:30; PH off",
    "Mo[1] 14:00-17:00; PH off",
    "",
]
SUBJECTS = [
    "accueil", "boulangerie", "bâtiment", "commerce", "cuisine", "énergie", "entretien", "jardin",
    "langues", "logistique", "mécanique", "numérique", "permis", "petite enfance", "propreté",
    "sécurité", "soin", "sport", "théâtre", "vélo", "vente",
]  # fmt: skip
OTHER_KINDS = [ReceptionSite.Kind.BRANCH, ReceptionSite.Kind.OUTPOST]
KINDS = list(Offer.Kind)
DATED = {Offer.Kind.WORKSHOP, Offer.Kind.INFORMATION}


@dataclass(frozen=True)
class Size:
    structures: int = 450
    sites: int = 6_800
    offers: int = 20_000


@transaction.atomic
def generate(size, seed=1, *, quiet=True):
    ledger = Ledger()
    for load in (load_networks, load_themes, load_schemes):
        load(ledger)
    ledger.save()
    generator = Generator(size, Random(seed))  # noqa: S311 (nothing secret is drawn)
    generator.run()
    for model, made in generator.made.items():
        index_for_search(model, [item.pk for item in made], quiet=quiet)
    refresh_statistics(*generator.made)


class Generator:
    def __init__(self, size, random):
        self.size, self.random = size, random
        self.today = timezone.localdate()
        self.made = {}

    def run(self):
        structures = self.create(Structure, self.structures())
        self.bulk(Coverage, self.coverages(structures))
        sites = self.create(ReceptionSite, self.sites(structures))
        self.bulk(SiteClosure, self.closures(sites))
        partners = self.create(Partner, self.partners())
        offers = self.create(Offer, self.offers(structures, sites, partners))
        self.bulk(Offer.themes.through, self.themes(offers))
        self.bulk(OfferSession, self.sessions(offers))

    def create(self, model, objects):
        self.made[model] = self.bulk(model, objects)
        return self.made[model]

    def bulk(self, model, objects):
        return model.objects.bulk_create(objects, batch_size=BATCH)

    def territories(self):
        """The communes of each structure: neighbours in the list, which goes by department."""
        communes = list(Commune.objects.exclude(latitude=None).order_by("department_code", "pk"))
        share = len(communes) / self.size.structures
        return [
            communes[round(rank * share) : round((rank + 1) * share)]
            for rank in range(self.size.structures)
        ]

    def structures(self):
        networks = {network.region_code: network for network in Network.objects.all()}
        self.territory = {}
        for rank, territory in enumerate(self.territories()):
            seat = max(territory, key=lambda commune: (commune.population or 0, commune.pk))
            name = f"Mission Locale fictive {rank + 1} – {seat.name}"
            code = f"98{rank % 1000:03}S{99 - rank // 1000:02}"
            self.territory[code] = territory
            yield Structure(
                imilo_code=code,
                name=name,
                slug=bare(name),
                network=networks.get(seat.region_code),
                seat_commune=seat,
                presentation=f"On t’accueille à {seat.name} et dans les communes voisines.",
                checked_on=self.some_day(-300, 0),
                is_demonstration=True,
            )

    def coverages(self, structures):
        for structure in structures:
            for commune in self.territory[structure.imilo_code]:
                yield Coverage(structure=structure, commune=commune, is_demonstration=True)

    def sites(self, structures):
        for rank in range(self.size.sites):
            structure = structures[rank % len(structures)]
            is_seat = rank < len(structures)
            commune = structure.seat_commune if is_seat else self.commune_of(structure)
            access = self.random.choices(ReceptionSite.Access.values, [12, 4, 1, 1])[0]
            closed = access == ReceptionSite.Access.CLOSED
            yield ReceptionSite(
                structure=structure,
                code=f"charge-{rank}",
                name=f"Lieu fictif {rank + 1} – {commune.name}",
                kind=ReceptionSite.Kind.SEAT if is_seat else self.pick(OTHER_KINDS),
                commune=commune,
                latitude=commune.latitude + self.random.uniform(-0.01, 0.01),
                longitude=commune.longitude + self.random.uniform(-0.01, 0.01),
                opening_hours=self.pick(HOURS),
                access=access,
                closed_until=self.some_day(1, 60) if closed else None,
                wheelchair=self.pick(ReceptionSite.Wheelchair.values),
                checked_on=self.some_day(-300, 0),
                is_demonstration=True,
            )

    def closures(self, sites):
        for site in self.random.sample(sites, len(sites) // 10):
            start = self.some_day(-5, 60)
            yield SiteClosure(site=site, starts_on=start, ends_on=start + timedelta(days=4))

    def partners(self):
        for rank in range(max(self.size.offers // 50, 1)):
            yield Partner(
                code=f"charge-{rank}",
                name=f"Partenaire fictif {rank + 1} (exemple)",
                kind=self.pick(Partner.Kind.values),
                is_demonstration=True,
            )

    def offers(self, structures, sites, partners):
        schemes = [None, None, *Scheme.objects.order_by("code")]
        for rank in range(self.size.offers):
            kind = self.pick(KINDS)
            site = self.pick(sites) if self.random.random() < 0.6 else None
            structure = site.structure if site else self.pick(structures)
            commune = site.commune if site else self.commune_of(structure)
            title = f"{kind.label.capitalize()} : {self.pick(SUBJECTS)}, {commune.name}"
            age_min = self.pick([None, 16, 18])
            yield Offer(
                title=title,
                slug=bare(title),
                kind=kind,
                structure=structure,
                site=site,
                partner=self.pick(partners),
                scheme=self.pick(schemes),
                summary=f"Une offre fictive en {self.pick(SUBJECTS)}, pour mesurer.",
                commune=commune,
                latitude=commune.latitude,
                longitude=commune.longitude,
                modality=self.random.choices(Offer.Modality.values, [8, 1, 1])[0],
                fee=self.random.choices(Offer.Fee.values, [7, 2, 1])[0],
                wheelchair=self.pick([None, True, False]),
                age_min=age_min,
                age_max=self.pick([None, 25, 30]),
                capacity=self.random.randrange(4, 30),
                expires_on=self.random.choice([None, self.some_day(-20, 180)]),
                external_id=f"charge-{rank}",
                checked_on=self.today,
                is_demonstration=True,
            )

    def themes(self, offers):
        themes = list(Theme.objects.all())
        for offer in offers:
            for theme in self.random.sample(themes, self.random.choice([1, 1, 2])):
                yield Offer.themes.through(offer=offer, theme=theme)

    def sessions(self, offers):
        for offer in offers:
            if offer.kind not in DATED:
                continue
            for day in sorted({self.some_day(-10, 60) for _ in range(4)}):
                hour = time(self.random.randrange(9, 18))
                start = datetime.combine(day, hour, TIME_ZONE)
                yield OfferSession(
                    offer=offer,
                    starts_at=start,
                    ends_at=start + timedelta(minutes=90),
                    capacity=offer.capacity,
                    places_left=self.random.randrange(offer.capacity + 1),
                )

    def commune_of(self, structure):
        return self.pick(self.territory[structure.imilo_code])

    def pick(self, choices):
        return self.random.choice(choices)

    def some_day(self, first, last):
        return self.today + timedelta(days=self.random.randint(first, last))
