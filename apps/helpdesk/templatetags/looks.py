"""Who looked at a person's pages, for their account page: that room lies below this one."""

from django import template

from apps.accounts.models import User
from apps.helpdesk.models import Look
from apps.helpdesk.queries import looks_at

register = template.Library()
SHOWN = 20


@register.simple_tag
def looks_at_me(user: User) -> list[Look]:
    """The latest ones."""
    return list(looks_at(user)[:SHOWN])
