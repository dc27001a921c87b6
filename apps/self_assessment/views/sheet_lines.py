"""The rows of a sheet's table, each written by one pattern: of so many, a template's tags cost more than the rest."""

from collections.abc import Container
from dataclasses import dataclass
from decimal import Decimal

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localdate

from apps.common import formats
from apps.common.templatetags.chips import level_chip, state_chip
from apps.instruments.models import Indicator, Instrument, Part
from apps.rules.readiness import is_claim
from apps.self_assessment.models import AnswerState
from apps.self_assessment.queries import Earlier, SheetAnswer
from apps.self_assessment.queries.delegation import UNFINISHED

PART = (
    '<tr class="group{top}" id="bagian-{pk}">{tick}<th colspan="{columns}" scope="rowgroup">{part} '
    '<span class="muted sm">bobot {weight}</span></th>'
    '<td colspan="2" class="n num{bold}"><span class="vh">Nilai sementara </span>{figure}</td></tr>'
)
TICK_PART = '<td><input type="checkbox" form="delegasi" name="bagian" value="{}" aria-label="Semua indikator {}"></td>'
LINE = (
    '<tr{look}>{tick}<td class="n num wide-only">{number}</td>'
    '<th scope="row"><span class="num only-s">{number}. </span><a href="{url}">{name}</a>{remarks}</th>'
    '<td>{level}</td>{earlier}<td>{state}</td><td class="sm">{doer}</td>'
    '<td class="n" data-l="Bukti:">{evidence}</td></tr>'
)
TICK = '<td><input type="checkbox" form="delegasi" name="pilih" value="{}" aria-label="Pilih indikator {}"{}></td>'
REMARKS = ' <a class="xs" href="{}#diskusi">{} pesan<span class="vh"> pada indikator {}</span></a>'
EARLIER = '<td class="num muted" data-l="{}:">{}</td>'
IN_TIME = '{}<br><span class="xs muted">s.d. {}</span>'
LATE = '{}<br><span class="xs err-t">lewat {}</span>'
WRITER = '<span class="muted">{}</span>'

NOTHING = SafeString()
CHECKED = mark_safe(" checked")
FROM_ELSEWHERE = mark_safe('<span class="tag">Indeks instansi lain</span>')
UNREVIEWED = mark_safe('<br><span class="st back">Belum ditinjau</span>')
NO_EVIDENCE = mark_safe('<span class="err-t">0</span>')
# Whether lines can be ticked, whether this one was returned.
LOOKS = {
    (False, False): NOTHING,
    (False, True): mark_safe(' class="mark"'),
    (True, False): mark_safe(' class="pick"'),
    (True, True): mark_safe(' class="pick mark"'),
}


@dataclass(frozen=True)
class Lines:
    """What is the same for every line. The addresses of the indicators lie beneath `address`.

    `ticked` are primary keys of indicators; None where nothing can be ticked.
    """

    instrument: Instrument
    address: str
    earlier: Earlier
    ticked: Container[int] | None

    def heading(self, part: Part, depth: int, figure: Decimal) -> SafeString:
        """The row of a part, `depth` 0 at the top, with the figure of what lies beneath it."""
        return format_html(
            PART,
            top="" if depth else " dom",
            bold="" if depth else " b",
            pk=part.pk,
            tick=NOTHING if self.ticked is None else format_html(TICK_PART, part.pk, part),
            columns=5 if self.earlier.year else 4,
            part=part,
            weight=formats.percent(part.weight),
            figure=formats.figure(figure),
        )

    def written(self, indicator: Indicator, answer: SheetAnswer) -> SafeString:
        """The row of an indicator."""
        scale = self.instrument.scale_min, self.instrument.scale_max
        url = f"{self.address}{indicator.number}/"
        return format_html(
            LINE,
            look=LOOKS[self.ticked is not None, answer.state == AnswerState.RETURNED],
            tick=self._tick(indicator),
            number=indicator.number,
            url=url,
            name=f"{indicator.name}: {answer.service_name}" if answer.service_name else indicator.name,
            remarks=format_html(REMARKS, url, answer.remarks, indicator.number) if answer.remarks else NOTHING,
            level=level_chip(answer.standing, *scale),
            earlier=self._earlier(indicator),
            state=_state(indicator, answer),
            doer=_doer(answer),
            evidence=answer.evidence_count or (NO_EVIDENCE if is_claim(answer.level, scale[0]) else 0),
        )

    def _tick(self, indicator: Indicator) -> SafeString:
        if self.ticked is None:
            return NOTHING
        return format_html(TICK, indicator.pk, indicator.number, CHECKED if indicator.pk in self.ticked else NOTHING)

    def _earlier(self, indicator: Indicator) -> SafeString:
        if not self.earlier.year:
            return NOTHING
        return format_html(EARLIER, self.earlier.year, formats.level(self.earlier.levels.get(indicator.pk)))


def _state(indicator: Indicator, answer: SheetAnswer) -> SafeString:
    if indicator.is_external:
        return FROM_ELSEWHERE
    return state_chip(answer.state.upper()) + (UNREVIEWED if answer.is_unreviewed else NOTHING)


def _doer(answer: SheetAnswer) -> str:
    """Who is in charge and until when; of what nobody is in charge of, who wrote it last."""
    charge = answer.charge
    if charge is None:
        return format_html(WRITER, answer.writer or formats.ABSENT) if answer.version else ""
    if answer.state not in UNFINISHED:
        return charge.doer
    return format_html(LATE if charge.due_on < localdate() else IN_TIME, charge.doer, formats.date_short(charge.due_on))
