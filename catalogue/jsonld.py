"""The catalogue's objects in schema.org's words, for search engines.

`describe(instance, site_url)` answers a JSON-LD document, or None where there is nothing true and
complete to say: demonstration data is never announced to search engines as real.
"""

import json
from datetime import timedelta
from functools import singledispatch

from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from . import models, opening

CONTEXT = "https://schema.org"
# As django.utils.html.json_script does: nothing in the data can close the script element.
ESCAPES = {ord(character): f"\\u{ord(character):04X}" for character in "<>&\u2028\u2029"}

ATTENDANCE = {
    models.Offer.Modality.ON_SITE: "OfflineEventAttendanceMode",
    models.Offer.Modality.REMOTE: "OnlineEventAttendanceMode",
    models.Offer.Modality.HYBRID: "MixedEventAttendanceMode",
}
EVENT_STATUS = {
    models.OfferSession.Status.PLANNED: "EventScheduled",
    models.OfferSession.Status.CANCELLED: "EventCancelled",
}
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
JOBS = {models.Offer.Kind.JOB, models.Offer.Kind.APPRENTICESHIP}


def dumps(document):
    """Ready for a `<script type="application/ld+json">`, which no browser executes."""
    return json.dumps(document, cls=DjangoJSONEncoder, ensure_ascii=False).translate(ESCAPES)


@singledispatch
def describe(instance, site_url):
    raise TypeError(f"No description in schema.org's words for {type(instance).__name__}")


@describe.register
def _(structure: models.Structure, site_url):
    """A Mission Locale is a non-profit association; its sites are places."""
    if structure.is_demonstration:
        return None
    sites = [site for site in structure.sites.all() if site.live and not site.is_demonstration]
    return document(
        {
            **_organisation(structure, site_url),
            "alternateName": structure.official_name,
            "description": structure.presentation,
            "email": structure.email,
            "telephone": _phone(structure.phone),
            "sameAs": [structure.website, *(link.url for link in structure.links.all())],
            "identifier": _identifier("i-milo", structure.imilo_code),
            "address": _address(structure.seat_commune),
            "location": [_reception(site) for site in sites],
        }
    )


@describe.register
def _(scheme: models.Scheme, site_url):
    if scheme.is_demonstration or scheme.is_archived:
        return None
    return document(
        {
            "@type": "GovernmentService",
            "@id": site_url + scheme.get_absolute_url(),
            "url": site_url + scheme.get_absolute_url(),
            "name": scheme.name,
            "alternateName": scheme.short_name,
            "description": scheme.summary,
            "areaServed": {"@type": "Country", "name": "France"},
            "audience": _audience(scheme),
            "sameAs": scheme.source_url,
        }
    )


@describe.register
def _(session: models.OfferSession, site_url):
    offer = session.offer
    if offer.is_demonstration:
        return None
    return document(
        {
            "@type": "Event",
            "@id": site_url + session.get_absolute_url(),
            "url": site_url + offer.get_absolute_url(),
            "name": offer.title,
            "description": offer.summary or offer.description,
            "startDate": timezone.localtime(session.starts_at),
            "endDate": session.ends_at and timezone.localtime(session.ends_at),
            "eventStatus": f"{CONTEXT}/{EVENT_STATUS[session.status]}",
            "eventAttendanceMode": f"{CONTEXT}/{ATTENDANCE[offer.modality]}",
            "location": _location(session, site_url),
            "organizer": offer.structure and _organisation(offer.structure, site_url),
            "isAccessibleForFree": offer.fee != models.Offer.Fee.CHARGED,
            "maximumAttendeeCapacity": session.capacity,
            "remainingAttendeeCapacity": session.places_left,
            "audience": _audience(offer),
        }
    )


@describe.register
def _(offer: models.Offer, site_url):
    """A job, where all that search engines require is known; other offers have no type."""
    complete = all(
        [
            offer.kind in JOBS,
            offer.modality == models.Offer.Modality.ON_SITE,
            offer.description,
            offer.partner,
            offer.commune,
            offer.first_published_at,
            offer.expires_on,
        ]
    )
    if offer.is_demonstration or not complete:
        return None
    return document(
        {
            "@type": "JobPosting",
            "url": site_url + offer.get_absolute_url(),
            "title": offer.title,
            "description": offer.description,
            "datePosted": timezone.localdate(offer.first_published_at),
            "validThrough": offer.expires_on,
            "hiringOrganization": _pruned(
                {
                    "@type": "Organization",
                    "name": offer.partner.name,
                    "sameAs": offer.partner.website,
                }
            ),
            "jobLocation": {
                "@type": "Place",
                "address": _address(offer.commune, offer.address, offer.postal_code),
            },
            "identifier": _identifier(offer.partner.name, offer.external_id),
        }
    )


def document(properties):
    return {"@context": CONTEXT, **_pruned(properties)}


def _pruned(properties):
    """Without what isn't known."""
    pruned = {
        key: [item for item in value if item] if isinstance(value, list) else value
        for key, value in properties.items()
    }
    return {key: value for key, value in pruned.items() if value not in (None, "", [], {})}


def _organisation(structure, site_url):
    url = site_url + structure.get_absolute_url()
    return {"@type": "NGO", "@id": url, "url": url, "name": structure.name}


def _identifier(authority, value):
    return value and {"@type": "PropertyValue", "propertyID": authority, "value": value}


def _phone(number):
    return number.as_e164 if number else ""


def _audience(audience):
    ages = {"suggestedMinAge": audience.age_min, "suggestedMaxAge": audience.age_max}
    ages = _pruned(ages)
    return ages and {"@type": "PeopleAudience", **ages}


def _address(commune, street="", postal_code=""):
    return commune and _pruned(
        {
            "@type": "PostalAddress",
            "streetAddress": street,
            "postalCode": postal_code,
            "addressLocality": commune.name,
            "addressRegion": commune.region,
            "addressCountry": "FR",
        }
    )


def _place(site):
    return _pruned(
        {
            "@type": "Place",
            "name": site.name,
            "address": _address(site.commune, site.address, site.postal_code),
            "telephone": _phone(site.phone),
            "geo": _point(site),
            "publicAccess": site.access == site.Access.FREE,
            "amenityFeature": _wheelchair(site),
        }
    )


def _reception(site):
    """A place with its hours: what takes place there at a given time has its own."""
    return _pruned({**_place(site), "openingHoursSpecification": _hours(site)})


def _point(site):
    if site.latitude is None:
        return None
    return {"@type": "GeoCoordinates", "latitude": site.latitude, "longitude": site.longitude}


def _wheelchair(site):
    value = {site.Wheelchair.YES: True, site.Wheelchair.NO: False}.get(site.wheelchair)
    if value is None:
        return None
    return {"@type": "LocationFeatureSpecification", "name": "wheelchair", "value": value}


def _hours(site):
    """The next seven days, holidays and closures included, when anybody may walk in."""
    today = opening.local_time(site).date()
    days = [today + timedelta(days=n) for n in range(7)]
    return [
        {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": f"{CONTEXT}/{DAYS[day.weekday()]}",
            "opens": f"{period.start:%H:%M}",
            "closes": f"{period.end:%H:%M}" if period.end.date() == day else "23:59",
            "validFrom": day,
            "validThrough": day,
        }
        for day in days
        for period in opening.periods_on(site, day)
        if period.kind == "open"
    ]


def _location(session, site_url):
    """Where one goes: the session's site, the offer's, or its address; else its page."""
    offer = session.offer
    if offer.modality == models.Offer.Modality.REMOTE:
        return {"@type": "VirtualLocation", "url": site_url + offer.get_absolute_url()}
    if site := session.public_site:
        return _place(site)
    return offer.commune and {
        "@type": "Place",
        "name": session.place or offer.commune.name,
        "address": _address(offer.commune, offer.address, offer.postal_code),
    }
