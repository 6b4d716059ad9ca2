"""What pages have done in the background."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django_tasks import task
from wagtail.admin.mail import send_mail

from .models import FormPage


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
