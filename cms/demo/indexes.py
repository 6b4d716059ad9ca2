"""The lists that hold the pages of the demonstration."""


def index_of(model, home, content, ledger):
    """The one there is, or a new one as `content` says; None when an editor deleted it."""
    found = model.objects.child_of(home).first()
    if found or not ledger.claim(model, content["slug"]):
        return found
    fields = ["title", "slug", "heading", "summary", "search_description"]
    index = model(**{name: content[name] for name in fields})
    home.add_child(instance=index)
    index.save_revision().publish()
    return index
