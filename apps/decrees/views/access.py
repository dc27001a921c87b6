"""The decree behind an address, for whoever may see it."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from apps.common.requests import UserRequest
from apps.decrees.models import Decree
from apps.decrees.permissions import may_see_decree


def visible_decree(request: UserRequest, pk: int) -> Decree:
    related = (
        "run__period__instrument",
        "run__publication",
        "job",
        "corrects",
        "corrected_by__run__period",
        "corrected_by__run__publication",
    )
    decree = get_object_or_404(Decree.objects.select_related(*related), pk=pk)
    if not may_see_decree(request.user, decree):
        raise Http404
    request.period = decree.run.period
    return decree
