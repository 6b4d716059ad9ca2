"""What nobody has checked for long, and what is missing from what is shown to the public.

One definition for the listings' filters, the report and the bulk action.
"""

from datetime import timedelta

from django.db import transaction
from django.db.models import Case, Exists, OuterRef, Q, Value, When
from django.db.models.functions import Concat
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from catalogue.models import Coverage, ReceptionSite, Scheme, SchemeFact, Structure

STALE_AFTER = timedelta(days=183)


def checked_since():
    """Whoever was checked before this day is to be checked again."""
    return timezone.localdate() - STALE_AFTER


def overdue(checked_on):
    return checked_on is None or checked_on < checked_since()


def is_stale():
    """The same as a condition: never checked, or not for six months."""
    return Q(checked_on__isnull=True) | Q(checked_on__lt=checked_since())


#: For each model, what may be missing: a code, the word for it, and how it is recognised.
GAPS = {
    Structure: {
        "coverage": (
            _("communes accompagnées"),
            ~Exists(Coverage.objects.filter(structure=OuterRef("pk"))),
        ),
        "sites": (
            _("lieux d’accueil"),
            ~Exists(ReceptionSite.objects.filter(structure=OuterRef("pk"), live=True)),
        ),
        "seat": (_("commune du siège"), Q(seat_commune__isnull=True)),
        "phone": (_("téléphone"), Q(phone="")),
        "website": (_("site web"), Q(website="")),
    },
    ReceptionSite: {
        # Who receives by appointment or from afar has no hours to give.
        "hours": (_("horaires"), Q(opening_hours="", access=ReceptionSite.Access.FREE)),
        "point": (_("position sur la carte"), Q(latitude__isnull=True)),
        "address": (_("adresse"), Q(address="")),
        "phone": (_("téléphone"), Q(phone="", structure__phone="")),
        "wheelchair": (
            _("accès en fauteuil"),
            Q(wheelchair=ReceptionSite.Wheelchair.UNKNOWN),
        ),
    },
    Scheme: {
        "source": (_("source"), Q(source_url="")),
        "ages": (_("âges"), Q(age_min__isnull=True, age_max__isnull=True)),
        "how": (_("comment faire"), Q(how_to_join="")),
        "facts": (
            _("source d’un fait daté"),
            Exists(SchemeFact.objects.filter(scheme=OuterRef("pk"), source_url="")),
        ),
    },
}

GAP_CHOICES = {code: label for gaps in GAPS.values() for code, (label, _condition) in gaps.items()}


def lacking(model, gap):
    """The condition for one gap; nothing of a model that can't have it."""
    if gap not in GAPS[model]:
        return Q(pk__in=[])
    return Q(GAPS[model][gap][1])


def is_incomplete(model):
    condition = Q()
    for _label, gap in GAPS[model].values():
        condition |= Q(gap)
    return condition


def gaps_in_words(model):
    """An expression: "horaires, téléphone, " or an empty text."""
    return Concat(
        Value(""),
        *(
            Case(When(Q(condition), then=Value(f"{label}, ")), default=Value(""))
            for label, condition in GAPS[model].values()
        ),
    )


def gaps_of(instance):
    """What one object lacks, as the public sees it."""
    gaps = GAPS.get(type(instance), {})
    row = type(instance).objects.filter(pk=instance.pk)
    return [label for label, condition in gaps.values() if row.filter(condition).exists()]


@transaction.atomic
def mark_checked(objects, user):
    """Notes that somebody checked these objects of one model today, drafts included."""
    today = timezone.localdate()
    for instance in objects:
        instance.checked_on = today
        instance.save(update_fields=["checked_on"])
        # The draft would bring the old date back when it is published.
        draft = getattr(instance, "latest_revision", None)
        if draft:
            draft.content["checked_on"] = today.isoformat()
            draft.save(update_fields=["content"])
        log(instance, "catalogue.check", user=user)
