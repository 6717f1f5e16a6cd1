"""Boxes of rows: named for who cannot see the head of their column, and where they name another record, without
asking for what is loaded with the rows again, a query each.
"""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect
from django.db.models import ForeignKey, QuerySet
from django.forms.utils import flatatt
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _


class KnownChoiceField(forms.ModelChoiceField):
    """`known` are objects by their key as it stands in the form; all rows of a formset share it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known: dict[str, Any] = {}

    def to_python(self, value: Any) -> Any:
        return self.known.get(str(value)) or super().to_python(value)


class KnownSelect(AutocompleteSelect):
    def optgroups(self, name: str, value: Sequence[str], attr: Any = None) -> list[Any]:
        """As Django's, which looks the chosen one up in the database."""
        field = self.choices.field
        chosen = field.known.get(value[0]) if value else None
        if chosen is None:
            return super().optgroups(name, value, attr)
        options = [] if self.is_required else [self.create_option(name, "", "", False, 0)]
        label = field.label_from_instance(chosen)
        options.append(self.create_option(name, value[0], label, True, len(options)))
        return [(None, options, 0)]


class QuickSelect(forms.Select):
    """As Django's, without a template for each option: on two hundred rows those took longer than all the rest."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        attrs = flatatt(self.build_attrs(self.attrs, {**(attrs or {}), "name": name}))
        options = format_html_join(
            "\n",
            '<option value="{}"{}>{}</option>',
            (
                (option, mark_safe(" selected") if str(option) == str(value or "") else "", label)
                for option, label in self.choices
            ),
        )
        return format_html("<select{}>\n{}</select>", attrs, options)


class KnownChoicesForm(forms.ModelForm):
    """Makes known what its row came with; the row is to be loaded with `select_related`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if isinstance(field, KnownChoiceField) and self.instance.pk:
                chosen = getattr(self.instance, name)
                field.known[str(chosen.pk)] = chosen


class KnownChoicesInline:
    """For inlines: `autocomplete_fields` that cost no query a row."""

    form = KnownChoicesForm

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related(*self.autocomplete_fields)

    def formfield_for_foreignkey(self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["form_class"] = KnownChoiceField
            kwargs["widget"] = KnownSelect(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """With a way to the record that was chosen, and none to delete it: beside a row that means the row."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(field, KnownChoiceField):
            field.widget.can_delete_related = field.widget.can_view_related = False
        return field


class NamedBoxesInline:
    """For tabular inlines: Django names their columns and leaves their boxes without a name."""

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset = super().get_formset(request, obj, **kwargs)
        for field in formset.form.base_fields.values():
            field.widget.attrs["aria-label"] = field.label
        formset.deletion_widget = forms.CheckboxInput(attrs={"aria-label": _("Delete")})
        return formset
