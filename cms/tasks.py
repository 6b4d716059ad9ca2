"""What pages have done in the background."""

from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task
from wagtail.admin.mail import send_mail
from wagtail.models import Page

from .linking.checking import check_due
from .linking.collecting import collect, collect_around
from .linking.sources import sources_of
from .models import FormPage, Link, WebAddress


@task()
def tell_of_answer(pk):
    """That somebody answered, and where to read it: the answer itself stays where it is erased."""
    page = FormPage.objects.filter(pk=pk).first()
    if page is None or not page.to_address:
        return
    where = reverse("wagtailforms:list_submissions", args=[page.pk])
    text = _(
        "Quelqu’un a répondu au formulaire « %(title)s ».\n\nÀ lire ici : %(url)s\n\n"
        "La réponse s’efface d’elle-même après %(days)s jours."
    ) % {
        "title": page.title,
        "url": f"{settings.WAGTAILADMIN_BASE_URL}{where}",
        "days": page.kept_days,
    }
    subject = page.subject or _("Une réponse à « %(title)s »") % {"title": page.title}
    send_mail(subject, text, [part.strip() for part in page.to_address.split(",")])


@task()
def follow_links(pk):
    """Of a page that was published or taken away, and of those that lead to it."""
    page = Page.objects.filter(pk=pk).first()
    if page:
        collect_around(page)


@task()
def look_again(pks):
    """At these links, for somebody who may have mended some: nobody is asked twice in a minute."""
    for model, keys in sources_of(Link.objects.filter(pk__in=pks)).items():
        collect(model, keys)
    before = timezone.now() - timedelta(minutes=1)
    WebAddress.objects.filter(links__in=pks, checked_at__lt=before).update(due_at=timezone.now())
    check_due()
