"""The documents of agreements, for whoever may read them."""

from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from catalogue.files import download
from catalogue.models import Agreement, AgreementDocument
from catalogue.viewsets.views import visible_objects


@require_safe
def public_document(request, pk):
    """For anybody; it doesn't ask who that is."""
    document = get_object_or_404(AgreementDocument.objects.public(), pk=pk)
    return download(document.file, document.title)


@require_safe
def internal_document(request, pk):
    """For those who may see the agreement; for the others, it doesn't exist."""
    visible = visible_objects(Agreement, request.user)
    document = get_object_or_404(AgreementDocument, agreement__in=visible, pk=pk)
    return download(document.file, document.title)
