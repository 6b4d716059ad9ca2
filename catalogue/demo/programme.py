"""Themes, schemes, partners, and what people call them."""

from catalogue.models import Partner, Scheme, SchemeFact, SchemeStep, Synonym, Theme

from . import files
from .organisations import WRITTEN_ON


def load_themes(ledger):
    rows = files.read("themes")["themes"]
    ledger.create(
        Theme,
        [Theme(line=row["code"], position=order, **row) for order, row in enumerate(rows)],
        "code",
    )


def load_partners(ledger):
    rows = files.read("partners")["partners"]
    ledger.create(Partner, [partner_from(row) for row in rows], "code")


def partner_from(row):
    real = row.get("real", False)
    fields = {name: value for name, value in row.items() if name != "real"}
    return Partner(is_demonstration=not real, checked_on=WRITTEN_ON if real else None, **fields)


def load_schemes(ledger):
    rows = {row["code"]: row for row in files.read("schemes")["schemes"]}
    made = ledger.create(Scheme, [scheme_from(row) for row in rows.values()], "code")
    themes = Theme.objects.in_bulk(field_name="code")
    schemes = Scheme.objects.in_bulk(field_name="code")
    for scheme in made:
        row = rows[scheme.code]
        scheme.replaced_by = schemes.get(row.get("replaced_by"))
        scheme.themes.set(themes[code] for code in row["themes"] if code in themes)
        scheme.facts.set(
            SchemeFact(
                sort_order=order,
                checked_on=WRITTEN_ON,
                **{name: row[name] for name in ("source_label", "source_url")} | fact,
            )
            for order, fact in enumerate(row.get("facts", []))
        )
        scheme.steps.set(
            SchemeStep(sort_order=order, **step) for order, step in enumerate(row.get("steps", []))
        )
        scheme.save()


def scheme_from(row):
    children = {"themes", "facts", "steps", "replaced_by"}
    fields = {name: value for name, value in row.items() if name not in children}
    return Scheme(checked_on=WRITTEN_ON, **fields)


def load_synonyms(ledger):
    for row in files.read("synonyms")["synonyms"]:
        if ledger.claim(Synonym, row["text"]):
            synonym, made = Synonym.objects.get_or_create(**row)
            ledger.made += [synonym] * made
