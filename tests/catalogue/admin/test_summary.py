"""The admin's first page counts what is entrusted to whoever reads it."""

from datetime import timedelta

from django.utils import timezone

from catalogue.models import ReceptionSite, Role
from tests.catalogue.admin.tools import text_of


def test_a_person_sees_how_much_is_entrusted_to_them(sign_in, here):
    client = sign_in(Role.STRUCTURE_HEAD)
    home = text_of(client.get("/gestion/"))
    assert "1 Lieux d’accueil" in home
    assert "1 Structures" in home


def test_what_is_to_be_checked_again_is_announced(sign_in, here):
    long_ago = timezone.localdate() - timedelta(days=200)
    ReceptionSite.objects.filter(pk=here.site.pk).update(checked_on=long_ago)
    client = sign_in(Role.STRUCTURE_HEAD)
    assert "1 à vérifier" in text_of(client.get("/gestion/"))
