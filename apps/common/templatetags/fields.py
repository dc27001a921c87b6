"""`{% load fields %}`: a form field's control with the class of the visual language."""

from django import forms, template
from django.forms.boundfield import BoundField
from django.utils.safestring import SafeString

register = template.Library()

BARE = (forms.CheckboxInput, forms.RadioSelect, forms.CheckboxSelectMultiple)


@register.simple_tag
def control(field: BoundField) -> SafeString:
    """The field's widget, framed as something one can type in or press."""
    widget = field.field.widget
    if isinstance(widget, BARE):
        return field.as_widget()
    classes = f"input {widget.attrs.get('class', '')}".strip()
    return field.as_widget(attrs={"class": classes})


@register.filter
def errors_counted(form: forms.BaseForm) -> int:
    """How many lines the summary has: a field may be wrong in more than one way."""
    return sum(len(errors) for errors in form.errors.values())


@register.filter
def is_choice_group(field: BoundField) -> bool:
    """Whether the field is several radios or checkboxes under one legend."""
    return isinstance(field.field.widget, (forms.RadioSelect, forms.CheckboxSelectMultiple))


@register.filter
def is_checkbox(field: BoundField) -> bool:
    """Whether the field is one box to tick, with its label behind it."""
    return isinstance(field.field.widget, forms.CheckboxInput)
