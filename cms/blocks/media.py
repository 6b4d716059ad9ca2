"""Images, documents and videos. None of them asks anything of another server."""

from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.images.models import Filter, Picture
from wagtail.images.shortcuts import get_renditions_or_not_found

from cms.specimens import drawing

from .links import web_address
from .shelf import SharedDocumentChooserBlock, SharedImageBlock, SharedImageChooserBlock
from .text import TEXT_FEATURES

#: Old phones read the second; both know their width and height, so that nothing jumps.
FORMATS = Filter.expand_spec("format-{avif,webp}|width-{480,960}")
LOGO = Filter.expand_spec("format-webp|max-320x128")
#: How wide they are shown.
COLUMN = "(min-width: 48rem) 42rem, 100vw"
#: Where videos may be: (end of the host's name, what visitors call it).
PROVIDERS = [
    ("youtube.com", "YouTube"),
    ("youtu.be", "YouTube"),
    ("vimeo.com", "Vimeo"),
    ("dailymotion.com", "Dailymotion"),
    ("peertube.fr", "PeerTube"),
]


def picture_of(image, alt, specs=FORMATS, **attributes):
    """The `<picture>` of an image; nothing when the image isn't there any more.

    Its text is given here: renditions that were read in advance know of the library's only.
    """
    if image is None:
        return ""
    renditions = get_renditions_or_not_found(image, specs)
    return Picture(renditions, {"alt": alt, "loading": "lazy", **attributes})


class FigureValue(blocks.StructValue):
    @cached_property
    def picture(self):
        image = self.get("image")
        alt = image.contextual_alt_text if image and not image.decorative else ""
        return picture_of(image, alt or "", sizes=COLUMN)


class FigureBlock(blocks.StructBlock):
    image = SharedImageBlock(label=_("image"))
    caption = blocks.CharBlock(label=_("légende"), max_length=200, required=False)
    credit = blocks.CharBlock(
        label=_("crédit"), max_length=100, required=False, help_text=_("Qui a pris la photo.")
    )

    class Meta:
        label = _("image")
        icon = "image"
        group = _("Images et documents")
        template = "cms/blocks/figure.html"
        value_class = FigureValue
        description = _(
            "Une image avec sa description, ou dite décorative quand elle n’apprend rien de plus."
        )

    def get_preview_value(self):
        value = self.normalize({"caption": _("Le samedi, on visite."), "credit": _("Parvis")})
        value.picture = drawing(_("Une porte ouverte"))
        return value


class GalleryBlock(blocks.ListBlock):
    def __init__(self, **options):
        super().__init__(FigureBlock(), **{"min_num": 2, "max_num": 12, **options})

    class Meta:
        label = _("galerie")
        icon = "image"
        group = _("Images et documents")
        template = "cms/blocks/gallery.html"
        description = _("De deux à douze images côte à côte, chacune avec sa description.")

    def get_preview_value(self):
        return self.normalize([self.child_block.get_preview_value() for _index in range(3)])


class ListedDocumentBlock(blocks.StructBlock):
    document = SharedDocumentChooserBlock(label=_("document"))
    title = blocks.CharBlock(
        label=_("titre"), max_length=120, required=False, help_text=_("Vide : celui du document.")
    )

    class Meta:
        label = _("document")
        icon = "doc-full"
        template = "cms/blocks/document.html"


class DocumentsBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("titre"), max_length=120, default=_("À télécharger"))
    documents = blocks.ListBlock(ListedDocumentBlock(), label=_("documents"), min_num=1, max_num=20)

    class Meta:
        label = _("documents")
        icon = "doc-full"
        group = _("Images et documents")
        template = "cms/blocks/documents.html"
        description = _("Des fichiers à télécharger, chacun avec son format et son poids.")

    def get_preview_value(self):
        documents = [
            {"document": FileSpecimen(_("La liste des papiers à apporter"), "pdf", 84_000)},
            {"document": FileSpecimen(_("Le règlement de l’atelier"), "odt", 1_240_000)},
        ]
        return self.normalize({"title": _("À télécharger"), "documents": documents})


class VideoValue(blocks.StructValue):
    @cached_property
    def picture(self):
        return picture_of(self.get("image"), "", sizes=COLUMN)

    @cached_property
    def provider(self):
        return provider_of(self.get("url", ""))


def provider_of(url):
    """What visitors call the site that this address belongs to; nothing for an unknown one."""
    host = urlsplit(url).hostname or ""
    return next((name for end, name in PROVIDERS if host == end or host.endswith(f".{end}")), "")


class VideoBlock(blocks.StructBlock):
    """A door to the video, drawn by us: the other site hears of the visitor who pushes it only.

    Shown in a frame, it would hear of everybody, and set its cookies.
    """

    title = blocks.CharBlock(label=_("titre"), max_length=120)
    url = blocks.URLBlock(
        label=_("adresse de la vidéo"),
        validators=[web_address],
        help_text=_("Sur YouTube, Vimeo, Dailymotion ou PeerTube."),
    )
    duration = blocks.CharBlock(
        label=_("durée"),
        max_length=6,
        validators=[RegexValidator(r"^\d{1,3}:[0-5]\d$", _("Minutes et secondes : 3:20."))],
        help_text=_("Minutes et secondes : 3:20."),
    )
    image = SharedImageChooserBlock(
        label=_("image d’attente"), required=False, help_text=_("Décorative : le titre suffit.")
    )
    transcript = blocks.RichTextBlock(
        label=_("ce que dit la vidéo"),
        features=TEXT_FEATURES,
        required=False,
        help_text=_("Pour qui ne peut pas l’écouter, ou n’a plus assez de données."),
    )

    class Meta:
        label = _("vidéo")
        icon = "media"
        group = _("Images et documents")
        template = "cms/blocks/video.html"
        value_class = VideoValue
        description = _(
            "Un lien vers une vidéo, avec sa durée. Rien n’est demandé à un autre site avant que "
            "l’on appuie."
        )
        preview_value = {
            "title": _("Une journée avec une conseillère"),
            "url": "https://www.youtube.com/watch?v=exemple",
            "duration": "3:20",
            "image": None,
            "transcript": _("<p>Je m’appelle Nadia, j’accueille les jeunes depuis dix ans.</p>"),
        }

    def clean(self, value):
        cleaned = super().clean(value)
        is_missing = not cleaned["url"] and self.is_deferred_validation
        if not (is_missing or provider_of(cleaned["url"])):
            message = _("Cette adresse n’est pas celle d’un site de vidéos que l’on connaît.")
            raise StructBlockValidationError({"url": ValidationError(message)})
        return cleaned


class FileSpecimen:
    """A document to look at, which no library holds."""

    def __init__(self, title, file_extension, size):
        self.title = title
        self.file_extension = file_extension
        self.size = size
        self.url = "#"

    def get_file_size(self):
        return self.size
