"""`{% url %}` as Django has it; the path of a page that is told by numbers alone is looked up once in a process."""

from django import template
from django.template.base import Parser, Token
from django.template.context import Context
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as django_url
from django.urls import NoReverseMatch
from django.utils.html import conditional_escape

from apps.common.addresses import address

register = template.Library()


class AddressNode(URLNode):
    """Without keywords, which no page uses among so many rows that it mattered."""

    def render(self, context: Context) -> str:
        if self.kwargs:
            return super().render(context)
        try:
            url = address(self.view_name.resolve(context), *[arg.resolve(context) for arg in self.args])
        except NoReverseMatch:
            if self.asvar is None:
                raise
            url = ""
        if self.asvar:
            context[self.asvar] = url
            return ""
        return conditional_escape(url) if context.autoescape else url


@register.tag
def url(parser: Parser, token: Token) -> AddressNode:
    node = django_url(parser, token)
    return AddressNode(node.view_name, node.args, node.kwargs, node.asvar)
