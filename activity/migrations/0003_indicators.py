"""The indicators that are shipped. The national union changes them afterwards, in the admin.

Definitions are in our own words, after those that DARES publishes with its data on the Missions
Locales (https://dares.travail-emploi.gouv.fr/enquete-source/systeme-dinformation-des-missions-locales)
and those of the network's activity reports.
"""

from django.db import migrations

DARES = "D’après la DARES, système d’information des missions locales (i-milo)"
NETWORK = "D’après les bilans d’activité du réseau des Missions Locales"
SCHEMES = "D’après le code du travail et la DARES"

PERSONS = {"unit": "persons", "group": "persons", "is_additive": False}
ACTS = {"unit": "acts", "group": "acts", "has_site": True, "has_theme": True, "has_scheme": True}
ENTRIES = {"unit": "acts", "group": "entries", "frequency": "month"}
EXITS = {"unit": "acts", "group": "exits", "frequency": "month", "has_scheme": True}
MODES = {"has_modality": True}

INDICATORS = [
    ("jeunes-en-contact", "Jeunes en contact", PERSONS, NETWORK,
     "Jeunes avec qui la Mission Locale a échangé au moins une fois dans la semaine, dans un sens "
     "ou dans l’autre : venue, entretien, atelier, appel, SMS ou courriel. Chacun compte une fois "
     "dans la semaine."),
    ("jeunes-accompagnes", "Jeunes accompagnés", PERSONS, DARES,
     "Jeunes qui ont eu dans la semaine au moins un entretien individuel, un atelier ou une "
     "information collective, sur site ou à distance. Chacun compte une fois dans la semaine."),
    ("premiers-accueils", "Jeunes accueillis pour la première fois", PERSONS, DARES,
     "Jeunes reçus par la Mission Locale pour la première fois, avec ouverture d’un dossier dans "
     "la semaine. Un jeune qui revient après une interruption n’en est pas un."),
    ("demande-insertion", "Jeunes en demande d’insertion", PERSONS, DARES,
     "Jeunes déjà reçus, en lien avec la Mission Locale dans les cinq derniers mois, qui ne sont "
     "ni en emploi durable ni en formation le dimanche de la semaine."),
    ("entretiens", "Entretiens individuels", ACTS | MODES, DARES,
     "Échanges en tête-à-tête entre un jeune et un conseiller, préparés ou non, en présence, par "
     "téléphone ou en visio, qui font avancer son parcours. Un simple rappel de rendez-vous est un "
     "contact, pas un entretien."),
    ("ateliers", "Ateliers", ACTS | MODES, DARES,
     "Séances de travail en groupe sur un sujet, animées par la Mission Locale ou un partenaire. "
     "On compte les séances, pas les présents."),
    ("participations-ateliers", "Participations aux ateliers", ACTS | MODES, NETWORK,
     "Jeunes présents à chaque atelier, additionnés : qui vient à deux ateliers compte deux fois."),
    ("informations-collectives", "Informations collectives", ACTS | MODES, DARES,
     "Réunions qui présentent à un groupe la Mission Locale, un dispositif ou un métier. On compte "
     "les réunions."),
    ("participations-informations", "Participations aux informations collectives", ACTS | MODES,
     NETWORK,
     "Jeunes présents à chaque information collective, additionnés : qui vient à deux réunions "
     "compte deux fois."),
    ("contacts", "Contacts (téléphone, SMS, courriel)", ACTS, NETWORK,
     "Appels, SMS et courriels échangés avec un jeune, hors entretiens. Un envoi groupé compte "
     "autant de fois que de jeunes qui l’ont reçu."),
    ("visites-entreprises", "Visites d’entreprises", ACTS, NETWORK,
     "Visites d’un employeur avec des jeunes, pour découvrir un métier ou préparer une embauche. "
     "On compte les visites."),
    ("participations-visites", "Participations aux visites d’entreprises", ACTS, NETWORK,
     "Jeunes présents à chaque visite, additionnés."),
    ("entrees-cej", "Entrées en contrat d’engagement jeune", ENTRIES, SCHEMES,
     "Contrats d’engagement jeune signés dans le mois. Un renouvellement n’est pas une entrée."),
    ("entrees-pacea", "Entrées en PACEA", ENTRIES, SCHEMES,
     "Parcours contractualisés d’accompagnement vers l’emploi et l’autonomie signés dans le mois."),
    ("pmsmp", "Immersions (PMSMP)", ENTRIES, SCHEMES,
     "Périodes de mise en situation en milieu professionnel dont la convention commence dans le "
     "mois. Chaque convention compte."),
    ("sorties-emploi", "Sorties vers l’emploi", EXITS, DARES,
     "Contrats de travail commencés dans le mois par des jeunes accompagnés, hors alternance."),
    ("sorties-alternance", "Sorties vers l’alternance", EXITS, DARES,
     "Contrats d’apprentissage et de professionnalisation commencés dans le mois."),
    ("sorties-formation", "Sorties vers la formation", EXITS, DARES,
     "Entrées en formation professionnelle dans le mois, hors alternance."),
    ("sorties-scolarite", "Retours en scolarité", EXITS, DARES,
     "Jeunes accompagnés qui reprennent leurs études sous statut scolaire dans le mois."),
    ("sorties-volontariat", "Sorties vers le volontariat", EXITS, DARES,
     "Volontariats commencés dans le mois : service civique, service militaire volontaire et "
     "autres volontariats."),
]  # fmt: skip


def add(apps, schema_editor):
    indicator = apps.get_model("activity", "Indicator")
    for position, (code, name, options, source, definition) in enumerate(INDICATORS):
        indicator.objects.get_or_create(
            code=code,
            defaults={
                **options,
                "name": name,
                "source": source,
                "definition": definition,
                "position": position * 10,
            },
        )


class Migration(migrations.Migration):
    dependencies = [("activity", "0002_roles")]

    # On the way back they stay: the national union may have rewritten them, figures refer to them.
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
