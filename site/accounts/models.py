"""The people who sign in: staff only. Young people have no account."""

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager):
    use_in_migrations = True

    def create_user(self, email, password=None, **fields):
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)


class User(AbstractUser):
    """Signs in with an e-mail address, in any case."""

    username = None
    email = models.EmailField(_("adresse e-mail"), unique=True)
    wants_digest = models.BooleanField(
        _("recevoir chaque lundi le point sur l’activité"),
        default=True,
        help_text=_("Qui a renseigné la semaine, qui est en retard. Un e-mail par semaine."),
    )

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = []

    objects = UserManager()

    class Meta:
        verbose_name = _("compte")
        verbose_name_plural = _("comptes")
        ordering = ["email"]
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_unique_any_case"),
        ]

    def clean(self):
        """Kept in lower case: then the address is the same account however it is typed."""
        super().clean()
        self.email = self.email.lower()

    def __str__(self):
        return self.get_full_name() or self.email
