"""Reading and sending the admin's forms as a browser does."""

from bs4 import BeautifulSoup
from django.urls import reverse


def admin_url(instance_or_model, view, *args):
    """The address of a view of the snippet; for an object, about this object."""
    pk = getattr(instance_or_model, "pk", None)
    args = args if isinstance(instance_or_model, type) or pk is None else (pk, *args)
    return reverse(instance_or_model.snippet_viewset.get_url_name(view), args=args)


def text_of(response):
    content = b"".join(response) if response.streaming else response.content
    if response.get("Content-Type") == "application/json":  # a chooser's: its accents are escaped
        content = str(response.json())
    return BeautifulSoup(content, "html.parser").get_text(" ", strip=True)


def submit(client, url, action="", **changes):
    """Opens a form, changes some of its values and sends it all back."""
    page = client.get(url)
    assert page.status_code == 200, url
    return client.post(url, filled(page, changes, action))


def filled(page, changes, action):
    data = {}
    form = page.context["form"]
    for part in [form, *(child for formset in form.formsets.values() for child in formset.forms)]:
        for field in part:
            data[field.html_name] = plain(field)
    for formset in form.formsets.values():
        for field in formset.management_form:
            data[field.html_name] = plain(field)
    data.update(changes)
    if action:
        data[f"action-{action}"] = "1"
    return {name: value for name, value in data.items() if value is not None}


def plain(field):
    value = field.value()
    if isinstance(value, (list, tuple)):
        return [getattr(item, "pk", item) for item in value]
    return getattr(value, "pk", value)
