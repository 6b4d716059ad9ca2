#!/usr/bin/env python
"""Django's command line, with `site/` on the path."""

import os
import sys
from pathlib import Path

from django.core.management import execute_from_command_line

# `site` is a module of the standard library, so the folder can't be a package:
# what is in it (config, accounts, operations) is imported by its own name.
sys.path.insert(0, str(Path(__file__).resolve().parent / "site"))


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.development")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
