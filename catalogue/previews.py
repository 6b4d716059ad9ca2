"""Shows a draft on the real public page: it takes the place of what is stored, and gives it back.

The public pages count, sort and measure in SQL, so a draft in memory isn't enough for them. It is
written without signals (no search server hears of it), shown, and rolled back.
"""

from django.db import DataError, IntegrityError, transaction
from django.http import Http404
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import get_all_child_relations
from wagtail.models import Page


def public_page(request, instance):
    """The page of the site that shows this object, with the values it has in memory."""
    try:
        with transaction.atomic():
            write(instance)
            response = page_at(request, instance.get_absolute_url())
            transaction.set_rollback(True)
    except Http404:
        return refusal(
            request,
            _("Publié ainsi, cet objet ne serait pas visible du public."),
            _("Il est retiré, ou sa structure n’est pas publiée."),
        )
    except (DataError, IntegrityError):
        return refusal(
            request,
            _("L’aperçu n’est pas encore possible."),
            _("Remplissez d’abord les champs obligatoires."),
        )
    return response


def page_at(request, url):
    """Asks the page tree, as a visitor does."""
    request.path = request.path_info = url
    page, args, kwargs = Page.route_for_request(request, url)
    response = page.serve(request, *args, **kwargs)
    return response.render() if hasattr(response, "render") else response


def refusal(request, title, details):
    context = {"title": title, "details": details}
    return TemplateResponse(request, "catalogue/admin/no_preview.html", context)


def write(instance):
    instance.live = True
    model = type(instance)
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    if instance.pk is None:
        model.objects.bulk_create([instance])
    else:
        values = {field.attname: getattr(instance, field.attname) for field in fields}
        model._base_manager.filter(pk=instance.pk).update(**values)
    for relation in get_all_child_relations(model):
        write_children(instance, relation)
    for field in model._meta.many_to_many:
        if isinstance(field, ParentalManyToManyField):
            write_links(instance, field)


def write_children(instance, relation):
    children = list(getattr(instance, relation.get_accessor_name()).all())
    relation.related_model._base_manager.filter(**{relation.field.name: instance.pk}).delete()
    for child in children:
        child.pk = None
        setattr(child, relation.field.attname, instance.pk)
    relation.related_model._base_manager.bulk_create(children)


def write_links(instance, field):
    through = field.remote_field.through
    ours, theirs = field.m2m_column_name(), field.m2m_reverse_name()
    linked = list(getattr(instance, field.name).all())
    through._base_manager.filter(**{ours: instance.pk}).delete()
    through._base_manager.bulk_create(
        through(**{ours: instance.pk, theirs: other.pk}) for other in linked
    )
