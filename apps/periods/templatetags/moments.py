"""`{% load moments %}`: a deadline on the clocks of the two zones east of WIB."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django import template

from apps.common.formats import WIB, date_short

register = template.Library()

EASTERN = (("WITA", ZoneInfo("Asia/Makassar")), ("WIT", ZoneInfo("Asia/Jayapura")))


@register.filter
def eastern(moment: datetime) -> str:
    """ "00.59 WITA, 01.59 WIT", each with its day where that is not the day in WIB."""
    return ", ".join(_at(moment, name, zone) for name, zone in EASTERN)


def _at(moment: datetime, name: str, zone: ZoneInfo) -> str:
    here = moment.astimezone(zone)
    day = "" if here.date() == moment.astimezone(WIB).date() else f"{date_short(here.date())} "
    return f"{day}{here:%H.%M} {name}"
