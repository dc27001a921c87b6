"""`{% load visits %}`: what a camera noted, in words."""

from django import template

from apps.visitation.notes import noted_of

register = template.Library()
register.filter("noted", noted_of)
