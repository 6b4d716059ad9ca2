"""Which commune does this text mean? One answer for pages, API and imports.

- `text` reads what people write; `spellings` lists every way to write a commune, kept in the
  table `Spelling`; `resolver` brings both together; `autocomplete` does so while one types.
- `loading` fills the tables from the official list in `data/`.
"""

from .autocomplete import search
from .resolver import CommuneIndex, Resolution, resolve, resolve_list
from .text import normalise

__all__ = ["CommuneIndex", "Resolution", "normalise", "resolve", "resolve_list", "search"]
