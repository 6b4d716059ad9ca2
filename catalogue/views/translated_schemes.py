"""The schemes that somebody translated, in the language that is being read."""

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect, render

from catalogue import languages
from catalogue.geography.forms import PlaceForm
from catalogue.models import Scheme, SchemeFact, SchemeTranslation
from catalogue.place import with_remembered_place


def scheme_list(request, page):
    schemes = translated(Scheme.objects.current()).order_by("name", "pk")
    translations = []
    for scheme in schemes:
        words = scheme.words[0]
        words.line = scheme.line
        translations.append(words)
    context = {
        "page": page,
        "translations": translations,
        "place_form": PlaceForm(),
    }
    return render(request, "catalogue/translated_scheme_list.html", context)


def scheme_detail(request, page, slug):
    """What is said in the language, and the rest in French; without a translation, the French
    page."""
    figures = SchemeFact.objects.filter(kind=SchemeFact.Kind.FIGURE)
    schemes = translated(Scheme.objects.public()).prefetch_related(
        Prefetch("facts", figures, to_attr="figures"), "steps"
    )
    scheme = schemes.filter(slug=slug).first()
    if scheme is None:
        return redirect(get_object_or_404(Scheme.objects.public(), slug=slug))
    translation = scheme.words[0]
    request.translated_into = scheme.translated_into
    context = {
        "page": page,
        "scheme": scheme,
        "translation": translation,
        "form": PlaceForm(with_remembered_place(request)),
        "trail": [(page.title, page.get_absolute_url()), (translation.name, "")],
    }
    return render(request, "catalogue/translated_scheme_detail.html", context)


def translated(schemes):
    """Those that speak the language of the request; `words` holds that one translation."""
    code = languages.current().code
    words = SchemeTranslation.objects.filter(language=code).select_related("scheme")
    return (
        schemes.filter(translations__language=code)
        .with_line()
        .prefetch_related(Prefetch("translations", words, to_attr="words"), "translations")
    )
