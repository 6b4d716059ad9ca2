"""What the rows of a file can be about: a Resource, and what an import needs to know besides."""

from dataclasses import dataclass

from django.db.models import BooleanField
from django.utils.functional import cached_property
from django.utils.text import capfirst
from import_export.fields import Field
from import_export.widgets import Widget

YES_OR_NO = ("Oui", "Non")


@dataclass(frozen=True)
class Column:
    """A column that a file may have."""

    #: The field of the model; or a name of the target's own, which `Target.reshape` consumes.
    name: str
    #: Its heading in exports and in the template file.
    header: str
    #: django-import-export's: its widget reads and shows the values.
    field: Field
    required: bool = False
    #: Other headings it is known under (compared by `reading.normalise_header`).
    synonyms: tuple[str, ...] = ()
    help: str = ""
    example: str = ""
    #: The labels of a closed list.
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Fault:
    """What is wrong, or strange, with one cell; written for the person who will correct it."""

    field: str
    code: str
    message: str
    remedy: str = ""
    value: str = ""
    level: str = "error"


class Target:
    """A kind of object that feeds bring. Subclass it in a module of its own; see `register`."""

    code = ""
    label = ""
    #: A `catalogue.resources.CatalogueResource`: its Meta names the model, the fields, the key.
    resource_class = None
    #: What an import writes to withdraw an object, and to list it again; None where a full list
    #: makes no sense.
    withdrawn: dict | None = None
    listed: dict | None = None
    #: For feeds of a network only.
    is_for_networks = False
    #: Columns of the Resource that a file can't set.
    read_only: tuple[str, ...] = ("is_demonstration", "live")
    #: Besides the key and the fields that can be neither empty nor guessed.
    required: tuple[str, ...] = ()
    #: Parts of the key that the feed may give, or that may be empty.
    optional: tuple[str, ...] = ()
    #: Headings of known layouts that say nothing we keep.
    ignored: tuple[str, ...] = ()
    #: Where a file's heading, or its way to say a value, isn't the Resource's.
    headers: dict[str, str] = {}
    widgets: dict[str, Widget] = {}
    synonyms: dict[str, tuple[str, ...]] = {}
    help: dict[str, str] = {}
    example: dict[str, str] = {}
    #: Columns that are not fields: name → (heading, widget). `reshape` turns them into fields.
    extra: dict[str, tuple] = {}
    #: Fields that `derived` gives.
    derived_fields: tuple[str, ...] = ()
    #: Fields that no two objects share, besides the key; empty values don't count.
    unique: tuple[str, ...] = ()
    #: Parts of the key, never empty, that an index of the table begins with: for tables that are
    #: too long to be gone through.
    indexed: tuple[str, ...] = ()
    #: Who applies a file must be allowed to change this kind of object, too.
    policy = None

    def for_feed(self, feed):
        """The target as a feed sees it; None: as nobody in particular does."""
        return self

    @property
    def model(self):
        return self.resource_class._meta.model

    @property
    def key(self):
        """The fields that name an object."""
        return list(self.resource_class._meta.import_id_fields)

    @property
    def named_in(self):
        """The column in which it is told that a line speaks of the wrong object."""
        return self.key[-1]

    @cached_property
    def columns(self):
        """Name → `Column`, in the order of the template file."""
        resource = self.resource_class()
        for name, widget in self.widgets.items():
            resource.fields[name].widget = widget
        return {
            name: Column(
                name=name,
                header=str(self.headers.get(name) or resource.fields[name].column_name),
                field=resource.fields[name],
                required=self.is_required(name),
                synonyms=self.synonyms.get(name, ()),
                help=self.help_of(name),
                example=self.example.get(name, ""),
                choices=self.choices_of(name),
            )
            for name in self.resource_class._meta.fields
            if name not in self.read_only
        } | {
            name: Column(
                name=name,
                header=str(header),
                field=Field(column_name=str(header), widget=widget),
                synonyms=self.synonyms.get(name, ()),
                help=self.help.get(name, ""),
                example=self.example.get(name, ""),
            )
            for name, (header, widget) in self.extra.items()
        }

    @property
    def own_columns(self):
        """Those of the template file and of the published schema: not those of others' layouts."""
        return [column for name, column in self.columns.items() if name not in self.extra]

    def is_required(self, name):
        if name in self.optional:
            return False
        field = self.model._meta.get_field(name)
        can_be_empty = field.blank or field.has_default() or field.many_to_many
        return name in self.required or name in self.key or not can_be_empty

    def help_of(self, name):
        return self.help.get(name) or str(self.model._meta.get_field(name).help_text)

    def choices_of(self, name):
        field = self.model._meta.get_field(name)
        if isinstance(field, BooleanField):
            return YES_OR_NO
        return tuple(capfirst(str(label)) for _value, label in field.choices or ())

    def constants(self, feed):
        """Field → value (as in `ImportRow.cleaned`) of every row of a feed that has no such column:
        its partner, its structure."""
        return {}

    def fields_given_by(self, names):
        """The fields that a file with these columns sets; says what `reshape` makes of them."""
        return [name for name in self.columns if name in names and name not in self.extra]

    def split(self, values):
        """Raw cells of a line → those of each object that it speaks of, with {field: column of the
        file that its faults are shown in}, where the field itself is no column."""
        return [(values, {})]

    def nothing_said(self):
        """The `Fault` (a warning) of a line that `split` made nothing of."""
        raise NotImplementedError  # only for a target whose own `split` may make nothing of a line

    def warm(self, given, scope):
        """Reads what `check` needs: once rows are cleaned, nothing is asked of the database."""

    def reshape(self, values):
        """Raw cells by column name → raw cells by field, for layouts that say one thing in several
        columns. A `Fault` may stand in the place of a cell."""
        return values

    def check(self, cleaned):
        """The rules that bind several fields, as `Fault`s: what the database would refuse."""
        return ()

    def derived(self, cleaned):
        """Field → value that a new object needs and no file gives, such as its address (slug)."""
        return {}

    def needs_review(self, feed):
        """Whether somebody always looks at what this feed brings, whatever its settings."""
        return False

    def closed(self, value):
        """(condition in SQL, `Fault`) for each reason not to write an object at all, now or when
        an import is undone. `value(name)`: SQL for a field of it."""
        return ()

    def stamps(self, batch):
        """Field → value that applying a batch gives whatever it writes, and undoing takes back."""
        return {}

    def before_applying(self, work):
        """In the transaction that writes. `work`: an `applying.Application`."""

    def after_applying(self, work):
        """As above."""

    def before_undoing(self, work):
        """In the transaction that takes back. `work`: an `undoing.Undoing`."""

    def after_undoing(self, work):
        """As above."""
