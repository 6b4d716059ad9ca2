"""Official vocabularies of data·inclusion v1, as Django choices.

https://data-inclusion-schema.readthedocs.io — the package holds the enums; nothing is copied.
"""

from data_inclusion.schema import v1
from django.db import models

Category = models.TextChoices(
    "Category", {item.name: (item.value, item.label) for item in v1.Categorie}
)
