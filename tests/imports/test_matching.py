"""Which column each heading means: by itself or a synonym; never by likeness."""

from imports import matching, targets

OFFERS = ["Identifiant", "Titre", "Type"]


def match(*headers, remembered=None, samples=None, target="offers"):
    return matching.match(targets.get(target), headers, remembered or {}, samples or {})


def test_headings_match_whatever_their_spelling():
    found = match("identifiant ", "TITRE", "type d'offre", "Date de\rdébut", "E-mail", "capacity")
    assert list(found.mapping.values()) == [
        "external_id",
        "title",
        "kind",
        "starts_on",
        "apply_email",
        "capacity",
    ]
    assert found.is_complete


def test_an_unknown_heading_is_for_a_person_to_decide_upon():
    found = match(*OFFERS, "Intitulé de l’action")
    assert not found.is_complete
    assert found.mapping["Intitulé de l’action"] == ""
    assert found.undecided == ("Intitulé de l’action",)


def test_what_looks_alike_is_suggested_and_no_more():
    found = match(*OFFERS, "Code postale", "Zzz")
    assert found.suggestions["Code postale"][0] == "postal_code"
    assert found.suggestions["Zzz"] == []
    assert "postal_code" not in found.mapping.values()


def test_the_values_of_a_column_tell_what_it_is():
    header = "Prix des places"
    first = {
        sample: match(header, samples={header: (sample,)}).suggestions[header][0]
        for sample in ("12", "Gratuit")
    }
    assert first == {"12": "capacity", "Gratuit": "fee"}


def test_a_missing_column_is_named():
    found = match("Identifiant", "Titre")
    assert found.missing == ("kind",)
    assert not found.is_complete


def test_what_a_feed_remembers_comes_first():
    found = match(*OFFERS, "Rue", remembered={"rue": "apply_url"})
    assert found.mapping["Rue"] == "apply_url"
    assert match(*OFFERS, "Bidule", remembered={"bidule": ""}).is_complete


def test_a_remembered_column_that_is_gone_is_asked_again():
    found = match(*OFFERS, "Bidule", remembered={"bidule": "a-column-of-old"})
    assert found.undecided == ("Bidule",)


def test_columns_missing_in_a_file_already_imported_are_not_asked_again():
    remembered = {"identifiant": "external_id", "places": "capacity"}
    found = match("Identifiant", "Places", remembered=remembered)
    assert found.missing == ("title", "kind")
    assert found.is_complete


def test_a_column_goes_to_the_heading_that_says_it_best():
    found = match("Nom", "Titre", "Identifiant", "Type")
    assert found.mapping["Titre"] == "title"
    assert found.undecided == ("Nom",)


def test_each_of_our_own_exports_matches_by_itself(db):
    for target in targets.all_targets():
        resource = target.resource_class()
        if target.code.startswith("data-inclusion"):
            continue
        found = match(*resource.get_export_headers(), target=target.code)
        assert found.undecided == (), target.code


def test_each_template_matches_by_itself(db):
    for target in targets.all_targets():
        found = match(*(column.header for column in target.own_columns), target=target.code)
        assert found.is_complete, target.code
        assert list(found.mapping.values()) == [column.name for column in target.own_columns]
