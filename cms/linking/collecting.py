"""What is public, and where its links lead: brought up to date as often as one likes."""

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page, ReferenceIndex

from cms.blocks.shelf import public_rows
from cms.models import Link, WebAddress

from .finding import find, own_hosts, to_ask
from .sources import SOURCES, sources_of

AT_ONCE = 200


def collect_all():
    for model in SOURCES:
        collect(model)
    WebAddress.objects.filter(links=None).delete()


def collect(model, pks=None):
    """Of these objects, or of all those of the model."""
    public = SOURCES[model]()
    known = Link.objects.filter(content_type=ContentType.objects.get_for_model(model))
    if pks is not None:
        public, known = public.filter(pk__in=pks), known.filter(object_id__in=pks)
    known.exclude(object_id__in=public.order_by().values("pk")).delete()
    own = own_hosts()
    keys = list(public.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), AT_ONCE):
        chunk = keys[start : start + AT_ONCE]
        found = find_in(model, chunk)
        with transaction.atomic():
            store(known.filter(object_id__in=chunk), model, found, own)


def collect_around(page):
    """Of a page that was published or taken away, and of what leads to it."""
    collect(Page, [page.pk])
    leading = ReferenceIndex.get_references_to(page)
    for model, pks in sources_of(leading, "base_content_type").items():
        collect(model, pks)


def find_in(model, pks):
    """A page's links are in the table of its own type."""
    if model is not Page:
        return find(model, pks)
    types = {}
    for pk, content_type in Page.objects.filter(pk__in=pks).values_list("pk", "content_type"):
        types.setdefault(content_type, []).append(pk)
    found = {}
    for content_type, keys in types.items():
        specific = ContentType.objects.get_for_id(content_type).model_class()
        found |= find(specific or Page, keys)
    return found


def store(known, model, found, own):
    """Writes the links of these objects, where they aren't those that are known already."""
    wanted = {**elsewhere(found, own), **missing(found)}
    kept, gone = {}, []
    for link in known:
        key = (link.object_id, link.address_id or link.target)
        if key in wanted:
            kept[key] = link
        else:
            gone.append(link.pk)
    known.filter(pk__in=gone).delete()
    content_type = ContentType.objects.get_for_model(model)
    new, changed = [], []
    for key, values in wanted.items():
        if key not in kept:
            new.append(Link(content_type=content_type, object_id=key[0], **values))
        elif any(getattr(kept[key], name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(kept[key], name, value)
            changed.append(kept[key])
    Link.objects.bulk_create(new, ignore_conflicts=True)
    Link.objects.bulk_update(changed, ["text", "missing"])


def elsewhere(found, own):
    """{(object, address): fields of its link} to other sites."""
    leads = [
        (pk, url, link.text)
        for pk, links in found.items()
        for link in links
        if link.url and (url := to_ask(link.url, own))
    ]
    urls = {url for _pk, url, _text in leads}
    now = timezone.now()
    WebAddress.objects.bulk_create(
        [WebAddress(url=url, due_at=now) for url in sorted(urls)], ignore_conflicts=True
    )
    addresses = dict(WebAddress.objects.filter(url__in=urls).values_list("url", "pk"))
    return {
        (pk, addresses[url]): {"address_id": addresses[url], "text": shortened(text)}
        for pk, url, text in reversed(leads)  # of two with one address, the first speaks
    }


def missing(found):
    """{(object, target): fields of its link} to what nobody can read any more on this site."""
    chosen = {}
    for links in found.values():
        for link in links:
            if link.model and link.key.isdecimal():
                chosen.setdefault(base(link.model), set()).add(int(link.key))
    lost = {}
    for model, keys in chosen.items():
        readable_ones = public_rows(model).prefetch_related(None).filter(pk__in=keys)
        gone = keys - set(readable_ones.values_list("pk", flat=True))
        there = {row.pk: row for row in model._base_manager.filter(pk__in=gone)}
        lost[model] = {pk: said(model, there.get(pk)) for pk in gone}
    return {
        (pk, target): {"target": target, "text": shortened(link.text), "missing": sentence}
        for pk, links in found.items()
        for link in reversed(links)
        if link.model
        and link.key.isdecimal()
        and (sentence := lost[base(link.model)].get(int(link.key)))
        and (target := f"{base(link.model)._meta.label_lower}:{link.key}")
    }


def base(model):
    return Page if issubclass(model, Page) else model


def shortened(text):
    return Truncator(text).chars(Link._meta.get_field("text").max_length)


def said(model, row):
    """What is wrong, for somebody who edits pages."""
    if row is None:
        sentences = {
            Page: _("La page a été supprimée."),
            get_document_model(): _("Le document a été supprimé."),
            get_image_model(): _("L’image a été supprimée."),
        }
        return sentences.get(model, _("La fiche a été supprimée."))
    sentences = {
        Page: _("La page « %s » n’est plus publiée, ou plus pour tout le monde."),
        get_document_model(): _("Le document « %s » est dans une collection privée."),
        get_image_model(): _("L’image « %s » est dans une collection privée."),
    }
    sentence = sentences.get(model, _("La fiche « %s » n’est plus publiée."))
    return sentence % Truncator(str(row)).chars(150)
