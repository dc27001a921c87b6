"""What is awarded, among whom and down to which place is a setting of a period; who was left out, and why, is not."""

from apps.awards.models import AwardCategory, AwardList
from apps.periods.copying import copied_with_a_period
from apps.periods.models import EvaluationPeriod


@copied_with_a_period
def copy_categories(source: EvaluationPeriod, period: EvaluationPeriod) -> None:
    """Improvement is measured over as many years as before; without earlier awards the list is still to come."""
    awards = AwardList.objects.filter(period=source).select_related("made_by").first()
    if awards is None:
        return
    years = source.year - awards.year_before
    copy = AwardList.objects.create(
        period=period, year_before=period.year - years, made_by=period.created_by or awards.made_by
    )
    AwardCategory.objects.bulk_create(
        AwardCategory(
            list=copy,
            position=one.position,
            name=one.name,
            measure=one.measure,
            institutions=one.institutions,
            places=one.places,
        )
        for one in awards.categories.all()
    )
