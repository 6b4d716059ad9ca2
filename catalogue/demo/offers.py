"""Offers and their sessions, all invented."""

from collections import defaultdict, deque
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import zip_longest
from zlib import crc32
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils import timezone
from opening_hours import OpeningHours

from catalogue import geography
from catalogue.models import (
    Commune,
    Offer,
    OfferSession,
    Partner,
    ReceptionSite,
    Scheme,
    Structure,
    Theme,
)

from . import files
from .names import bare

WEEKS = 8
#: Whom Missions Locales receive, where a row says nothing else.
AGES = {"age_min": 16, "age_max": 25}
DATES = ["starts_on", "ends_on", "expires_on", "checked_on"]
WEEKDAYS = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"]
WORKDAYS = 5
TIME_ZONE = ZoneInfo("Europe/Paris")
NOT_A_HOLIDAY = OpeningHours("Mo-Su; PH off", country="FR")
#: Of an offer's row, what is turned into something else.
TRANSLATED = {
    "at", "code", "commune", "expires_in", "ends_in", "partner", "remote", "scheme", "sessions",
    "starts_in", "structure", "themes",
}  # fmt: skip


def load_offers(ledger):
    sites = ReceptionSite.objects.select_related("structure", "commune")
    parents = {
        "commune": communes_named({row["commune"] for row in files.offers() if "commune" in row}),
        "partner": Partner.objects.in_bulk(field_name="code"),
        "scheme": Scheme.objects.in_bulk(field_name="code"),
        "site": sites.in_bulk(field_name="code"),
        "structure": Structure.objects.in_bulk(field_name="imilo_code"),
    }
    how_to_apply = files.read("how_to_apply")
    placed = [(row, place) for row in files.offers() for place in places(row, parents)]
    rows, offers = {}, []
    for row, place in mixed(placed):
        offer = offer_from(row, place, parents, how_to_apply)
        rows[offer.external_id] = row | {"rank": place.rank}
        offers.append(offer)
    themes = Theme.objects.in_bulk(field_name="code")
    Offer.themes.through.objects.bulk_create(
        Offer.themes.through(offer=offer, theme=themes[code])
        for offer in ledger.create(Offer, offers, "external_id")
        for code in rows[offer.external_id]["themes"]
        if code in themes
    )
    renew_dates(offers)
    load_sessions(ledger, rows)


def communes_named(texts):
    return {text: geography.resolve(text).commune for text in texts}


@dataclass(frozen=True)
class Place:
    structure: Structure
    site: ReceptionSite | None = None
    commune: Commune | None = None
    #: Of an offer that is made at several sites: 0 at the first one.
    rank: int = 0


def places(row, parents):
    """Where an offer is: at one or several reception sites, at a partner's, or online.

    Nowhere, if its structure or its site is gone.
    """
    for rank, code in enumerate(row.get("at", [])):
        if site := parents["site"].get(code):
            yield Place(site.structure, site, site.commune, rank)
    if structure := parents["structure"].get(row.get("structure")):
        yield Place(structure, commune=parents["commune"].get(row.get("commune")))


def mixed(placed):
    """In an order such that the newest show all there is: a theme after the other, and the same
    offer at other sites further down."""
    by_theme = defaultdict(list)
    for row, place in sorted(placed, key=lambda pair: pair[1].rank):
        by_theme[row["themes"][0]].append((row, place))
    newest_first = [pair for pairs in zip_longest(*by_theme.values()) for pair in pairs if pair]
    return reversed(newest_first)


def offer_from(row, place, parents, how_to_apply):
    today = timezone.localdate()
    fields = {name: value for name, value in row.items() if name not in TRANSLATED}
    if not AGES.keys() & fields.keys():
        fields |= AGES
    fields.setdefault("age_min", AGES["age_min"])
    days = {
        f"{name}_on": today + timedelta(days=row[f"{name}_in"])
        for name in ("starts", "ends", "expires")
        if f"{name}_in" in row
    }
    if row.get("remote"):
        fields["modality"] = Offer.Modality.REMOTE
    if place.commune:
        fields |= {"latitude": place.commune.latitude, "longitude": place.commune.longitude}
    suffix = f"@{place.site.code}" if place.site else ""
    return Offer(
        **{"how_to_apply": how_to_apply[row["kind"]], **fields},
        **days,
        structure=place.structure,
        site=place.site,
        commune=place.commune,
        external_id=f"demo:{row['code']}{suffix}",
        slug=bare(row["title"]),
        partner=parents["partner"].get(row.get("partner")),
        scheme=parents["scheme"].get(row.get("scheme")),
        is_demonstration=True,
        checked_on=today,
    )


def renew_dates(fresh):
    """Offers that are over take the dates of those that would be made today.

    Only those that nobody has touched: without a revision, and with dates as far from each other
    as when they were made.
    """
    today = timezone.localdate()
    fresh = {offer.external_id: offer for offer in fresh}
    over = Offer.objects.filter(
        Q(expires_on__lt=today) | Q(ends_on__lt=today),
        external_id__in=fresh,
        is_demonstration=True,
        status=Offer.Status.ACTIVE,
        live=True,
        latest_revision=None,
    )
    renewed = [
        offer for offer in over if since_checked(offer) == since_checked(fresh[offer.external_id])
    ]
    for offer in renewed:
        for name in DATES:
            setattr(offer, name, getattr(fresh[offer.external_id], name))
    Offer.objects.bulk_update(renewed, DATES)


def since_checked(offer):
    """How long after it was checked an offer starts, ends and expires."""
    dates = [getattr(offer, name) for name in DATES]
    return [day and offer.checked_on and day - offer.checked_on for day in dates]


def load_sessions(ledger, rows):
    """The sessions of the coming weeks, if none is coming: the agenda is never empty."""
    if OfferSession.objects.filter(offer__is_demonstration=True).upcoming().exists():
        return
    offers = Offer.objects.filter(external_id__in=rows, is_demonstration=True).order_by("pk")
    ledger.create(
        OfferSession,
        [
            session
            for offer in offers
            if "sessions" in rows[offer.external_id]
            for session in sessions_of(offer, rows[offer.external_id])
        ],
        "external_id",
    )


def sessions_of(offer, row):
    """The plan: a weekday, a time, `every` so many weeks. `left` holds the places left at the
    first sessions, and `cancelled` says which one is. From a site to the next, the same offer
    comes a workday later."""
    plan, rank = row["sessions"], row["rank"]
    every = plan.get("every", 1)
    shift = crc32(row["code"].encode()) + rank  # or all would come in the same weeks
    left = deque(plan.get("left", []))
    left.rotate(-rank)
    now = timezone.now()
    weekday = WEEKDAYS.index(plan["day"])
    days = days_ahead((weekday + rank) % WORKDAYS if rank else weekday)
    starts = [datetime.combine(day, time.fromisoformat(plan["at"]), TIME_ZONE) for day in days]
    starts = [
        start
        for start in starts
        if start > now
        and (start.isocalendar().week + shift) % every == 0
        and NOT_A_HOLIDAY.is_open(start)
    ]
    for position, start in enumerate(starts, 1):
        cancelled = position == plan.get("cancelled")
        yield OfferSession(
            offer=offer,
            external_id=f"{offer.external_id}:{start:%Y-%m-%d}",
            starts_at=start,
            ends_at=start + timedelta(minutes=plan["minutes"]),
            capacity=offer.capacity,
            places_left=left.popleft() if left else offer.capacity,
            status=OfferSession.Status.CANCELLED if cancelled else OfferSession.Status.PLANNED,
        )


def days_ahead(weekday):
    today = timezone.localdate(timezone=TIME_ZONE)
    first = today + timedelta(days=(weekday - today.weekday()) % len(WEEKDAYS))
    return [first + timedelta(weeks=week) for week in range(WEEKS)]
