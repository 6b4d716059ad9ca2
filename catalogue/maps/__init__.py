"""Maps drawn by us, from points that the catalogue already holds.

Plain data for the SVG templates in `templates/catalogue/maps/`. A map carries a sentence that
says what it shows, and the page has the same as a list.
"""
