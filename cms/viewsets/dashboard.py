"""What a member of staff finds on the admin's first page: what is theirs to do, in six lists.

Each is one question to the database, or a few, however many rows there are; what a person may not
change is in none of them.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, F, Value
from django.db.models.functions import Coalesce, TruncDate
from django.forms import Media
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin.ui.components import Component
from wagtail.models import Page, TaskState, get_page_models

from catalogue.models import Offer, Partner, ReceptionSite, Scheme, Structure
from catalogue.models.base import CheckedModel
from catalogue.wording import say_day
from cms.models import CampaignPage, NewsPage, StructureNews
from cms.models.base import BasePage

from .broken_links import broken_links, may_mend_links, since, source_url
from .missed import may_mend_searches, may_redirect, missed_addresses, missed_searches
from .reach import changeable, edit_url, kind, may

SHOWN = 5
OUTDATED_AFTER = timedelta(days=365)
#: What has drafts besides pages, and the column of its name.
NAMES = {
    Structure: "name",
    ReceptionSite: "name",
    Scheme: "name",
    Partner: "name",
    Offer: "title",
    StructureNews: "title",
}


#: Pages of a day, or of a season.
AGEING = (NewsPage, CampaignPage)


@dataclass(frozen=True)
class Row:
    text: str
    detail: str
    url: str


@dataclass(frozen=True)
class Section:
    code: str
    title: str
    icon: str
    #: One more than shown, when there are more.
    rows: list[Row]
    #: What to do, or to know, when there is none.
    empty: str
    #: Where all of them are.
    more_url: str = ""

    @property
    def shown(self):
        return self.rows[:SHOWN]

    @property
    def has_more(self):
        return len(self.rows) > SHOWN


def sections(user):
    """Those that concern somebody who may do this, in the order in which one works."""
    models = [Page, *NAMES]
    if may(user, "publish", models):
        yield waiting(user)
    if may(user, "change", models):
        yield drafts(user)
        yield outdated(user)
    if may_mend_links(user):
        yield links(user)
    if may_mend_searches(user):
        yield searches()
    if may_redirect(user):
        yield addresses()


# --- Of several models at once


def first_of(parts, order):
    """The first rows of querysets of several models, in one question: (model, pk, name, moment).

    `parts` are (model, queryset, name of the column of its name, expression of its moment).
    """
    selects = [
        queryset.order_by()
        .annotate(
            of=Value(model._meta.label, output_field=CharField()), called=F(name), moment=moment
        )
        .values_list("of", "pk", "called", "moment")
        for model, queryset, name, moment in parts
    ]
    models = {model._meta.label: model for model, *_rest in parts}
    first, *others = selects
    found = first.union(*others, all=True).order_by(order, "of", "pk")[: SHOWN + 1]
    return [(models[of], pk, called, moment) for of, pk, called, moment in found]


def waiting(user):
    """What Wagtail's own panel below approves or sends back."""
    states = TaskState.objects.reviewable_by(user).select_related("revision")
    rows = []
    for state in states.order_by("started_at", "pk")[: SHOWN + 1]:
        revision = state.revision
        model = ContentType.objects.get_for_id(revision.content_type_id).model_class()
        detail = _("%(kind)s, depuis le %(date)s") % {
            "kind": kind(model),
            "date": say_day(timezone.localtime(state.started_at), year=True),
        }
        rows.append(Row(revision.object_str, detail, edit_url(model, revision.object_id)))
    return Section(
        "waiting",
        _("En attente de vous"),
        "clipboard-list",
        rows,
        _("Personne n’attend votre relecture."),
        "#awaiting-review",
    )


def drafts(user):
    """What the person was the last to write, and that isn't published as it is."""
    parts = [
        (
            model,
            changeable(model, user).filter(
                has_unpublished_changes=True, latest_revision__user=user
            ),
            name,
            F("latest_revision__created_at"),
        )
        for model, name in {Page: "draft_title", **NAMES}.items()
    ]
    rows = []
    for model, pk, called, moment in first_of(parts, "-moment"):
        detail = _("%(kind)s, enregistré le %(date)s") % {
            "kind": kind(model),
            "date": say_day(timezone.localtime(moment), year=True),
        }
        rows.append(Row(called, detail, edit_url(model, pk)))
    return Section(
        "drafts",
        _("Mes brouillons"),
        "edit",
        rows,
        _("Tout ce que vous avez écrit est publié, ou en relecture."),
    )


def outdated(user):
    """Checked more than a year ago; for a page that nobody checked, published so long ago.

    News and campaigns grow old as they should. What was never checked in the catalogue is in its
    own report.
    """
    before = timezone.localdate() - OUTDATED_AFTER
    pages = changeable(Page, user)
    published = TruncDate("last_published_at")
    parts = [
        (
            model,
            model.objects.live().filter(pk__in=pages.values("pk")),
            "title",
            Coalesce("checked_on", published),
        )
        for model in get_page_models()
        if issubclass(model, BasePage) and model not in AGEING
    ]
    parts += [
        (model, changeable(model, user).public(), name, F("checked_on"))
        for model, name in NAMES.items()
        if issubclass(model, CheckedModel)
    ]
    parts = [
        (model, queryset.alias(when=moment).filter(when__lt=before), name, moment)
        for model, queryset, name, moment in parts
    ]
    rows = [
        Row(
            called,
            _("%(kind)s, vérifié le %(date)s")
            % {"kind": kind(model), "date": say_day(moment, year=True)},
            edit_url(model, pk),
        )
        for model, pk, called, moment in first_of(parts, "moment")
    ]
    return Section(
        "outdated",
        _("À revoir : pas vérifié depuis un an"),
        "date",
        rows,
        _("Tout a été vérifié depuis moins d’un an."),
        reverse("catalogue_quality") + "?problem=stale",
    )


def links(user):
    url = reverse("cms_broken_links")
    rows = [
        Row(
            str(link.source),
            _("« %(link)s », depuis le %(date)s")
            % {"link": Truncator(str(link)).chars(60), "date": since(link)},
            source_url(link),
        )
        for link in broken_links(user)[: SHOWN + 1]
    ]
    empty = _("Les liens de ce que vous pouvez modifier mènent quelque part.")
    return Section("links", _("Liens cassés"), "link", rows, empty, url)


# --- What visitors asked for in vain


def times(number):
    return ngettext("%(number)s fois", "%(number)s fois", number) % {"number": number}


def searches():
    url = reverse("cms_missed_searches")
    found = missed_searches()[: SHOWN + 1]
    return Section(
        "searches",
        _("Cherché, sans résultat"),
        "search",
        [Row(row["text"], times(row["total"]), url) for row in found],
        _("Depuis trente jours, chaque recherche a trouvé quelque chose."),
        url,
    )


def addresses():
    url = reverse("cms_missed")
    found = missed_addresses()[: SHOWN + 1]
    return Section(
        "addresses",
        _("Adresses introuvables"),
        "warning",
        [Row(row["path"], times(row["total"]), url) for row in found],
        _("Depuis trente jours, personne n’a suivi de lien mort."),
        url,
    )


class DashboardPanel(Component):
    name = "parvis"
    template_name = "cms/admin/dashboard.html"
    order = 100
    media = Media(css={"all": ["cms/dashboard.css"]})

    def __init__(self, user):
        self.user = user

    def get_context_data(self, parent_context):
        return {"sections": list(sections(self.user))}
