"""Who reads a report, and from when."""

from apps.accounts.models import User
from apps.evaluations.grants import holds
from apps.results.models import Result


def may_read_report(user: User, result: Result) -> bool:
    """The ministry reads it as a draft; everybody else who may see the evaluation, from publication on."""
    return holds(user, "review_evaluation", result.evaluation) or hasattr(result.run, "publication")


def may_make_reports(user: User) -> bool:
    """All reports of a period at once, and the report on the nation: the ministry's, before and after publication."""
    return user.has_perm("periods.finalise_period")
