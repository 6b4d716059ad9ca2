"""What a small table says, asked at each search and seldom changed: kept in the cache."""

from django.core.cache import cache
from django.db.models.signals import post_delete, post_save


class Remembered:
    """A change is seen at once by the process that made it, within a minute by the others."""

    SECONDS = 60

    def __init__(self, key, read):
        self.key = key
        self.read = read

    def __call__(self):
        return cache.get_or_set(self.key, self.read, self.SECONDS)

    def forget(self, **kwargs):
        cache.delete(self.key)

    def forget_with(self, model):
        for signal in (post_save, post_delete):
            signal.connect(self.forget, sender=model, weak=False)
