"""What `bench/imports.py` compares with: (feed, rows, folder) → figures, as there."""

import csv

from imports_sample import COLUMNS, check, measured, write_csv


def stock(feed, rows, folder, *, diff_once=False, **settings):
    """django-import-export as its documentation has it: preview, then import.

    `diff_once`: without the differences, once they were shown.
    """
    import tablib
    from import_export import fields, resources, widgets

    from catalogue.models import Commune, Offer, Structure

    write_csv(folder / "offres.csv", rows)
    foreign_key = settings.pop("foreign_key", widgets.ForeignKeyWidget)
    labels = {
        "kind": {label: value for value, label in Offer.Kind.choices},
        "modality": {label: value for value, label in Offer.Modality.choices},
        "fee": {label: value for value, label in Offer.Fee.choices},
    }
    header = {name: title.replace("’", "'") for title, name in COLUMNS.items()}

    class StockResource(resources.ModelResource):
        structure = fields.Field(
            "structure", header["structure"], foreign_key(Structure, "imilo_code")
        )
        commune = fields.Field("commune", header["commune"], foreign_key(Commune, "insee_code"))
        starts_on = fields.Field(
            "starts_on", header["starts_on"], widgets.DateWidget(format="%d/%m/%Y")
        )
        expires_on = fields.Field(
            "expires_on", header["expires_on"], widgets.DateWidget(format="%d/%m/%Y")
        )

        def before_import_row(self, row, **kwargs):
            for name, known in labels.items():
                row[header[name]] = known[row[header[name]]]

        def before_save_instance(self, instance, row, **kwargs):
            instance.partner = feed.partner
            instance.slug = "offre"

        def init_instance(self, row=None):
            return Offer(partner=feed.partner, slug="offre")

        class Meta:
            model = Offer
            fields = list(COLUMNS.values())
            import_id_fields = ["external_id"]

    for name, value in settings.items():
        setattr(StockResource._meta, name, value)
    for name, field in StockResource.fields.items():
        field.column_name = header[name]

    def both():
        text = (folder / "offres.csv").read_text("cp1252")
        for dry_run in (True, False):
            StockResource._meta.skip_diff = diff_once and not dry_run
            data = tablib.Dataset().load(text, format="csv", delimiter=";")
            result = StockResource().import_data(data, dry_run=dry_run, raise_errors=True)
            assert not result.has_errors()

    figures = measured(both)
    check(rows)
    return figures


def best_stock(feed, rows, folder, *, diff_once=False):
    """With every setting that makes it faster, and a preview that still shows what differs."""
    from import_export import widgets
    from import_export.instance_loaders import CachedInstanceLoader

    return stock(
        feed,
        rows,
        folder,
        foreign_key=widgets.CachedForeignKeyWidget,
        use_bulk=True,
        batch_size=1_000,
        instance_loader_class=CachedInstanceLoader,
        diff_once=diff_once,
    )


def best_stock_by_hand(feed, rows, folder):
    """The same, its setting changed between the preview and the import: no setting says that."""
    return best_stock(feed, rows, folder, diff_once=True)


def floor(feed, rows, folder):
    """The same rows written without looking at them: COPY on PostgreSQL, executemany on SQLite."""
    from django.db import connection, transaction
    from django.utils import timezone

    from catalogue.models import Offer, Structure

    write_csv(folder / "offres.csv", rows)

    def write():
        structures = dict(Structure.objects.values_list("imilo_code", "pk"))
        codes = {
            str(label): value
            for choices in (Offer.Kind, Offer.Modality, Offer.Fee)
            for value, label in choices.choices
        }
        blank = Offer(partner=feed.partner, slug="offre", live=True)
        fields = [field for field in Offer._meta.concrete_fields if not field.primary_key]
        now = timezone.now()
        fixed = {
            field.name: now
            if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False)
            else field.get_db_prep_save(getattr(blank, field.attname), connection)
            for field in fields
        }
        if connection.vendor == "sqlite":
            fixed |= {name: str(value) for name, value in fixed.items() if value is now}

        def lines():
            with (folder / "offres.csv").open(encoding="cp1252", newline="") as stream:
                reader = csv.reader(stream, delimiter=";")
                next(reader)
                for cells in reader:
                    row = dict(zip(COLUMNS.values(), cells, strict=True))
                    row["structure"] = structures[row["structure"]]
                    for name in ("kind", "modality", "fee"):
                        row[name] = codes[row[name]]
                    for name in ("starts_on", "expires_on"):
                        day, month, year = row[name].split("/")
                        row[name] = f"{year}-{month}-{day}"
                    values = fixed | row
                    yield tuple(values[field.name] for field in fields)

        names = ", ".join(connection.ops.quote_name(field.column) for field in fields)
        with transaction.atomic(), connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("CREATE TEMP TABLE staged (LIKE catalogue_offer) ON COMMIT DROP")
                cursor.execute("ALTER TABLE staged DROP COLUMN id")
                with cursor.copy(f"COPY staged ({names}) FROM STDIN") as copy:
                    for line in lines():
                        copy.write_row(line)
                cursor.execute(
                    f"INSERT INTO catalogue_offer ({names}) SELECT {names} FROM staged "
                    "ON CONFLICT DO NOTHING"
                )
            else:
                marks = ", ".join(["%s"] * len(fields))
                cursor.executemany(
                    f"INSERT INTO catalogue_offer ({names}) VALUES ({marks}) "
                    "ON CONFLICT DO NOTHING",
                    lines(),
                )

    figures = measured(write)
    check(rows)
    return figures
