"""What is public and leads somewhere, or shows something: pages, and records of the catalogue."""

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page, ReferenceIndex

from catalogue.models import Network, Offer, Partner, Scheme, Structure
from cms.models import Alert, StructureNews
from cms.querysets import readable

#: The model → its rows that anybody may read.
SOURCES = {
    Page: lambda: readable(Page.objects.all()),
    Structure: Structure.objects.public,
    Scheme: Scheme.objects.public,
    Offer: Offer.objects.public,
    Partner: Partner.objects.public,
    Network: Network.objects.all,
    Alert: Alert.objects.current,
    StructureNews: StructureNews.objects.public,
}


def sources_of(rows, content_type="content_type"):
    """{model: the keys of its rows that these are about}, of what is watched."""
    models = {ContentType.objects.get_for_model(model).pk: model for model in SOURCES}
    pks = {}
    for of, pk in rows.values_list(content_type, "object_id").distinct():
        if of in models:
            pks.setdefault(models[of], []).append(int(pk))
    return pks


def is_shown(row):
    """Whether something public leads to it or shows it: a document, an image…"""
    references = ReferenceIndex.get_references_to(row)
    return any(
        SOURCES[model]().filter(pk__in=pks).exists()
        for model, pks in sources_of(references, "base_content_type").items()
    )
