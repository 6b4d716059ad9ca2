"""The internal pages: HTML in the chrome of Wagtail's admin for people, JSON for machines."""
