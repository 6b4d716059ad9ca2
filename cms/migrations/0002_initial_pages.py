"""What a new site starts with: its own pages in the place of Wagtail's welcome page, the languages
they may be translated into, and a name that editors read for what holds all pages and all files.
"""

from django.db import migrations

from cms.initial_pages import HOME, SECTIONS, fields_of

LANGUAGES = ["en", "uk", "ar", "fa-af"]
ENGLISH_ROOT, FRENCH_ROOT = "Root", "Racine"
STEP = 4  # characters of each level in treebeard's materialised path


def is_welcome_page(page):
    """Wagtail's own first page: of no type, under the root, without children."""
    return page.content_type.model == "page" and page.depth == 2 and not page.numchild


def create_pages(apps, schema_editor):
    Site = apps.get_model("wagtailcore", "Site")
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    if site is None or not is_welcome_page(site.root_page):
        return  # somebody already made a site here
    welcome = site.root_page

    home = make_page(apps, HOME, path=welcome.path, url_path=welcome.url_path, parent=welcome)
    for position, section in enumerate(SECTIONS, start=1):
        make_page(
            apps,
            section,
            path=f"{home.path}{position:0{STEP}d}",
            url_path=f"{home.url_path}{section['slug']}/",
            parent=home,
        )
    home.numchild = len(SECTIONS)
    home.save(update_fields=["numchild"])


def make_page(apps, values, *, path, url_path, parent):
    """Writes the row as treebeard would: historical models have none of its methods.

    The home page takes the place of the welcome page, under the same primary key, so that
    whatever points to it (site, permissions of groups) goes on pointing to it.
    """
    name, values = fields_of(values)
    model = apps.get_model("cms", name)
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="cms", model=model._meta.model_name
    )
    if path == parent.path:
        values["pk"] = parent.pk
        values["translation_key"] = parent.translation_key
    page = model(
        path=path,
        depth=len(path) // STEP,
        numchild=0,
        url_path=url_path,
        draft_title=values["title"],
        content_type=content_type,
        locale_id=parent.locale_id,
        live=True,
        has_unpublished_changes=False,
        **values,
    )
    page.save()
    return page


def restore_welcome_page(apps, schema_editor):
    """Removes the pages, and puts Wagtail's own back under the site."""
    Page = apps.get_model("wagtailcore", "Page")
    HomePage = apps.get_model("cms", "HomePage")
    home = HomePage.objects.filter(sites_rooted_here__is_default_site=True).first()
    if home is None:
        return
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="wagtailcore", model="page"
    )
    Page.objects.filter(path__startswith=home.path, depth__gt=home.depth).delete()
    # Only the typed half goes: the page row stays, since the site points to it.
    HomePage.objects.filter(pk=home.pk)._raw_delete(schema_editor.connection.alias)
    Page.objects.filter(pk=home.pk).update(
        title="Welcome to your new Wagtail site!",
        draft_title="Welcome to your new Wagtail site!",
        seo_title="",
        search_description="",
        numchild=0,
        content_type=content_type,
    )


def add_languages(apps, schema_editor):
    for code in LANGUAGES:
        apps.get_model("wagtailcore", "Locale").objects.get_or_create(language_code=code)


def remove_languages(apps, schema_editor):
    """Not those in which somebody wrote."""
    used = apps.get_model("wagtailcore", "Page").objects.values("locale")
    unused = apps.get_model("wagtailcore", "Locale").objects.exclude(pk__in=used)
    unused.filter(language_code__in=LANGUAGES).delete()


def rename_roots(apps, before, after):
    apps.get_model("wagtailcore", "Page").objects.filter(depth=1, title=before).update(
        title=after, draft_title=after
    )
    apps.get_model("wagtailcore", "Collection").objects.filter(depth=1, name=before).update(
        name=after
    )


def roots_in_french(apps, schema_editor):
    rename_roots(apps, ENGLISH_ROOT, FRENCH_ROOT)


def roots_in_english(apps, schema_editor):
    rename_roots(apps, FRENCH_ROOT, ENGLISH_ROOT)


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0001_initial"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.RunPython(create_pages, restore_welcome_page),
        migrations.RunPython(add_languages, remove_languages),
        migrations.RunPython(roots_in_french, roots_in_english),
    ]
