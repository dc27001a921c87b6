"""A dozen institutions of the running year, each made step by step as people would, so that every page has something.

One team assesses all of them: whoever logs in as its lead or member finds work of every stage.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from functools import cached_property
from random import Random

from django.db import transaction
from django.utils import timezone

from apps.accounts.models import User
from apps.common.files import keep
from apps.consolidation import actions as consolidation
from apps.coordination.actions.desk import extend_many
from apps.coordination.actions.teams import assign_team
from apps.dashboard.demo import papers, words
from apps.dashboard.demo.calibration import calibrate
from apps.dashboard.demo.cast import SHOWN, Part
from apps.dashboard.demo.people import Centre, staff_of
from apps.dashboard.demo.plan import SEED, drawn_script
from apps.dashboard.demo.year import PRESENT, VISIT_REASON, Script, Stageplay
from apps.desk_review import actions as desk
from apps.desk_review.models import Judgement, Verdict
from apps.desk_review.queries import judgements_of
from apps.desk_review.texts import EvidenceWord
from apps.evaluations.actions.conflicts import declare_none_for_all
from apps.evaluations.actions.corrections import approve_correction, propose_correction
from apps.evaluations.actions.marked import Word
from apps.evaluations.actions.questions import put_question
from apps.evaluations.models import Evaluation, Mark, Side
from apps.evaluations.queries import settled_levels
from apps.institutions.models import Institution, Role
from apps.interview import actions as interview
from apps.interview.models import Clarification, Reply
from apps.jobs import actions as jobs
from apps.periods.models import EvaluationPeriod
from apps.rules.stages import Stage
from apps.self_assessment import actions as sheets
from apps.self_assessment.models import Answer, Evidence
from apps.visitation import actions as visitation
from apps.visitation.photos import add_photos

DIFFERING = 3
PROVEN = 4
VERDICTS = (
    EvidenceWord(Verdict.ACCEPTED),
    EvidenceWord(Verdict.INSUFFICIENT, "Baru naskahnya; dokumen yang ditetapkan belum dilampirkan."),
    EvidenceWord(Verdict.UNREADABLE, "Hasil pindainya tidak terbaca pada halaman yang dirujuk."),
    EvidenceWord(Verdict.IRRELEVANT, "Dokumen ini mengatur hal lain."),
)
ONE_TEAM = "Satu tim memperlihatkan semua tahap (simulasi)."


@transaction.atomic
def show_every_stage(period: EvaluationPeriod, centre: Centre) -> None:
    """Make the dozen, unless somebody has written in one of their sheets already."""
    evaluations = {one.institution.name: one for one in _shown(period)}
    if Answer.objects.filter(evaluation__in=evaluations.values(), version__gt=0).exists():
        return
    assessed = [one for one in evaluations.values() if one.is_assessed]
    team = period.teams.order_by("name")[0]
    assign_team(assessed, team, reason=ONE_TEAM, by=centre.ministry)
    declare_none_for_all(period)
    institutions = list(Institution.objects.filter(evaluations__in=evaluations.values()).order_by("code"))
    play = Stageplay(period.instrument, staff_of(institutions), centre.ministry)
    indicators = list(period.instrument.indicators.select_related("instrument"))
    for name, part in SHOWN.items():
        if evaluation := evaluations.get(name):
            evaluation.refresh_from_db()
            script = drawn_script(evaluation, indicators, Random(f"{SEED}/{name}"))  # noqa: S311
            STEPS[part](Scene(play, script, centre.ministry))
            if part == Part.ACCEPTED:
                correct_half(evaluation, centre)
    calibrate(period, play.seats[team.pk], by=centre.ministry)


def _shown(period: EvaluationPeriod) -> list[Evaluation]:
    return list(
        Evaluation.objects.filter(period=period, institution__name__in=SHOWN)
        .select_related("institution__province", "period__instrument", "team")
        .order_by("institution__code")
    )


@dataclass
class Scene:
    """One institution, with its people at hand."""

    play: Stageplay
    script: Script
    ministry: User

    @property
    def evaluation(self) -> Evaluation:
        return self.script.evaluation

    @cached_property
    def questions(self) -> Mapping[int, words.Question]:
        return {one.pk: one for one in self.play.questions}

    @property
    def team(self) -> list[User]:
        return self.play.seats[self.evaluation.team_id or 0]

    @property
    def lead(self) -> User:
        return self.team[0]

    def person(self, role: Role) -> User:
        return self.play.person(self.evaluation, role)

    def answers(self, *, first: int | None = None) -> list[Answer]:
        return list(Answer.objects.filter(evaluation=self.evaluation).select_related("indicator")[:first])


# --- inside the institution


def type_answers(scene: Scene, *, first: int | None = None) -> None:
    """The data entry officer saves one answer after the other, with evidence beside some."""
    writer = scene.person(Role.DATA_ENTRY)
    for answer in scene.answers(first=first):
        number = answer.indicator.number
        text = words.claim(scene.questions[answer.indicator_id], scene.script.claimed[answer.indicator_id])
        sheets.save_answer(scene.evaluation, answer.indicator, version=answer.version, by=writer, **vars(text))
        if number % 5 == 1:
            paper = papers.pdf(
                f"Dokumen simulasi {number:02d}.pdf",
                ["SIMULASI", f"Dokumen nomor {number:02d}", answer.indicator.name],
            )
            proof = {"proves": f"Isi dokumen nomor {number:02d}", "place": f"halaman {number % 9 + 2}"}
            sheets.add_file(scene.evaluation, answer.indicator, paper, by=writer, **proof)
        if number % 10 == 2:
            picture = papers.png(f"Tangkapan layar {number:02d}.png", (25, 107, 205))
            sheets.add_file(scene.evaluation, answer.indicator, picture, by=writer, proves="Layanan berjalan")


def half_typed(scene: Scene) -> None:
    """Some answers approved, some waiting, one returned with its reason, the rest not begun."""
    type_answers(scene, first=24)
    writer, in_charge = scene.person(Role.DATA_ENTRY), scene.person(Role.PERSON_IN_CHARGE)
    typed = Answer.objects.filter(evaluation=scene.evaluation, version__gt=0)
    numbers = list(typed.order_by("indicator__number").values_list("indicator__number", flat=True))
    handed_in = typed.filter(indicator__number__lte=numbers[17])
    sheets.submit_for_approval(handed_in, by=writer)
    sheets.return_for_correction(
        handed_in.filter(indicator__number=numbers[3]),
        reason="Sebutkan pasal yang mengatur, dan lampirkan dokumen yang sudah ditetapkan.",
        by=in_charge,
    )
    sheets.approve(handed_in.filter(indicator__number__lte=numbers[9]), by=in_charge)


def awaiting_signature(scene: Scene) -> None:
    """Everything approved; both papers are made, and the Koordinator has yet to sign."""
    type_answers(scene)
    answers = Answer.objects.filter(evaluation=scene.evaluation)
    sheets.submit_for_approval(answers, by=scene.person(Role.DATA_ENTRY))
    sheets.approve(answers, by=scene.person(Role.PERSON_IN_CHARGE))
    jobs.run(sheets.make_documents(scene.evaluation, by=scene.person(Role.COORDINATOR)).pk)


def given_more_time(scene: Scene) -> None:
    scene.play.fill(scene.script, only=10)
    until = timezone.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=45)
    reason = "Gangguan jaringan selama tiga hari, sesuai surat instansi (simulasi)."
    extend_many([scene.evaluation], until, reason=reason, by=scene.ministry)


def own_sheet(scene: Scene) -> None:
    """Not assessed this year: the institution fills and closes a sheet for itself."""
    scene.play.hand_in(scene.script)
    sheets.submit(scene.evaluation, by=scene.person(Role.COORDINATOR))


# --- the assessors


def sent(scene: Scene) -> None:
    """Filled, with evidence for the first few indicators, approved and submitted."""
    scene.play.fill(scene.script)
    writer = scene.person(Role.DATA_ENTRY)
    for answer in scene.answers(first=PROVEN):
        number = answer.indicator.number
        paper = papers.pdf(f"Bukti simulasi {number:02d}.pdf", ["SIMULASI", answer.indicator.name])
        sheets.add_file(scene.evaluation, answer.indicator, paper, by=writer, proves=f"Isi dokumen nomor {number:02d}")
    scene.play.approve(scene.script)
    scene.play.send(scene.script)
    scene.evaluation.refresh_from_db()


def judge(scene: Scene, assessor: User, *, first: int | None = None, differing: int = 0) -> None:
    """One judgement after the other; of the last `differing` ones this assessor gives a level less."""
    desk.lay_out_judgements([scene.evaluation])
    mine = list(judgements_of(scene.evaluation, assessor).select_related("indicator").order_by("indicator__number"))
    lower = {one.pk for one in mine[len(mine) - differing :]}
    proofs = dict(Evidence.objects.filter(evaluation=scene.evaluation).values_list("indicator", "pk"))
    for judgement in mine[:first]:
        proof = proofs.get(judgement.indicator_id)
        said = {proof: VERDICTS[judgement.indicator.number % len(VERDICTS)]} if proof else {}
        _judge(scene, judgement, assessor, said, less=1 if judgement.pk in lower else 0)


def _judge(scene: Scene, judgement: Judgement, assessor: User, said: Mapping[int, EvidenceWord], *, less: int) -> None:
    question = scene.questions[judgement.indicator_id]
    claimed = scene.script.claimed[question.pk]
    wanted = scene.script.settled[question.pk] - less
    asks = question.pk in scene.script.clarified
    level = max(question.indicator.instrument.scale_min, wanted - 1 if asks else wanted)
    judgement.evaluation, judgement.assessor = scene.evaluation, assessor
    desk.save_judgement(
        judgement,
        level=level,
        reason=words.finding(question, level, claimed),
        question=words.to_clarify(question, wanted) if asks else "",
        version=judgement.version,
        claimed=claimed,
        evidence=said,
    )


def half_judged(scene: Scene) -> None:
    """The lead has locked; the other assessor is half way."""
    sent(scene)
    lead, other = scene.team[:2]
    judge(scene, lead)
    desk.lock_judgements(scene.evaluation, by=lead)
    judge(scene, other, first=20)


def differing(scene: Scene) -> None:
    """Both have locked and differ; of three differences one is settled."""
    sent(scene)
    lead, other = scene.team[:2]
    judge(scene, lead)
    judge(scene, other, differing=DIFFERING)
    for assessor in (lead, other):
        desk.lock_judgements(scene.evaluation, by=assessor)
    levels: dict[int, set[Decimal | None]] = {}
    for one in Judgement.objects.filter(evaluation=scene.evaluation):
        levels.setdefault(one.indicator_id, set()).add(one.level)
    first = next((pk for pk, found in levels.items() if len(found) > 1), None)
    if first:
        question = scene.questions[first]
        desk.settle_difference(
            scene.evaluation,
            question.indicator,
            level=scene.script.settled[first],
            reason="Setelah dibahas, dokumen pada lampiran kedua membuktikan tingkat ini.",
            version=0,
            by=lead,
        )


def interviewed(scene: Scene) -> None:
    """The desk review is closed and the interview under way: one result is contested, with new evidence."""
    agreed(scene)
    evaluation, lead = scene.evaluation, scene.lead
    begins = timezone.now().replace(minute=0, second=0, microsecond=0) - timedelta(hours=2)
    meeting = interview.Appointment(evaluation, begins, begins + timedelta(hours=1), "https://rapat.contoh.invalid/1")
    interview.schedule(meeting, by=lead)
    interview.record_attendance(evaluation, assessors=scene.team, institution=PRESENT, held_at=begins, by=lead)
    first = Mark.objects.filter(evaluation=evaluation, stage=Stage.INTERVIEW).select_related("indicator")[0]
    before = scene.script.settled[first.indicator_id] - 1
    proposal = Word(first.indicator_id, 0, before, "Bukti yang ditunjukkan belum mencakup seluruh unit kerja.")
    interview.save_clarification(evaluation, proposal, by=lead)
    paper = papers.pdf("Daftar pengguna aplikasi (simulasi).pdf", ["SIMULASI", "Daftar pengguna aplikasi"])
    interview.reply_to(
        Clarification.objects.get(evaluation=evaluation, indicator=first.indicator),
        version=1,
        reply=Reply.CONTESTED,
        text="Unit kerja yang belum tercakup sudah memakai aplikasi sejak awal tahun; terlampir daftar penggunanya.",
        requested_level=scene.script.settled[first.indicator_id],
        by=scene.person(Role.COORDINATOR),
        brought=interview.Brought([paper], proves="Cakupan pengguna", place="hlm. 1"),
    )
    put_question(
        evaluation,
        first.indicator,
        "Unit kerja mana saja yang sudah memakai aplikasi ini, dan sejak kapan?",
        due=timezone.now() + timedelta(days=3),
        side=Side.ASSESSORS,
        by=lead,
    )


def agreed(scene: Scene) -> None:
    """Sent, judged by both alike, locked, closed."""
    sent(scene)
    for assessor in scene.team:
        judge(scene, assessor)
        desk.lock_judgements(scene.evaluation, by=assessor)
    desk.close_desk_review(scene.evaluation, by=scene.lead)


def visited(scene: Scene) -> None:
    """Chosen for a visit with a reason, planned, on its way."""
    agreed(scene)
    evaluation = scene.evaluation
    visitation.choose(evaluation, reason=VISIT_REASON, by=scene.ministry)
    first = scene.play.questions[0]
    visitation.mark_for_visit(evaluation, {first.pk: "Apakah dipakai sehari-hari oleh petugas?"}, by=scene.ministry)
    scene.play.invite([evaluation])
    cleared(scene)
    visitation.plan(
        evaluation.visit,
        starts_on=timezone.localdate(),
        ends_on=None,
        locus="Dinas Komunikasi dan Informatika (simulasi)",
        address="Jalan Contoh Nomor 1 (simulasi)",
        contact=str(scene.person(Role.PERSON_IN_CHARGE)),
        visitors=scene.team,
        by=scene.ministry,
    )
    photo = papers.png("Ruang layanan (simulasi).png", (38, 110, 120), width=640, height=420)
    add_photos(evaluation, first.indicator, [photo], caption="Ruang layanan (simulasi)", by=scene.lead)


def cleared(scene: Scene) -> None:
    """The interview is held, every question answered, and closed."""
    scene.play.interview([scene.script])
    interview.close_interview(scene.evaluation, by=scene.lead)


def settling(scene: Scene) -> None:
    """At the consolidation: texts drafted, one level set against the last stage with a reason."""
    agreed(scene)
    scene.play.invite([scene.evaluation])
    cleared(scene)
    consolidation.draft_findings(scene.evaluation, by=scene.lead)
    question = scene.play.questions[-1]
    consolidation.settle(
        scene.evaluation,
        question.indicator,
        level=scene.script.claimed[question.pk],
        reason="Bukti yang disampaikan pada interviu juga menjawab kriteria indikator ini.",
        version=0,
        by=scene.lead,
    )


def handed_over(scene: Scene) -> None:
    settling(scene)
    consolidation.hand_over(scene.evaluation, by=scene.lead)


def given_back(scene: Scene) -> None:
    """The ministry returned it once; it is being settled again."""
    handed_over(scene)
    remark = "Alasan pada indikator terakhir belum menyebut dokumen yang diperiksa. Mohon dilengkapi."
    last = scene.play.questions[-1].indicator
    point = consolidation.Point("Sebutkan dokumen dan halaman yang diperiksa.", indicator_id=last.pk)
    consolidation.give_back(scene.evaluation, remark=remark, points=[point], by=scene.ministry)


def accepted(scene: Scene) -> None:
    handed_over(scene)
    consolidation.accept(scene.evaluation, by=scene.ministry)


def correct_half(evaluation: Evaluation, centre: Centre) -> None:
    """A level that is to change after the review: one unit has approved, the other has not yet."""
    indicator = evaluation.period.instrument.indicators.get(number=1)
    stands = settled_levels([evaluation.pk])[evaluation.pk][indicator.pk]
    paper = papers.pdf("nota-koreksi.pdf", ["Nota koreksi (peraga)", "Tingkat tertukar saat dipindahkan."])
    sha256, _ = keep(paper.chunks())
    correction = propose_correction(
        evaluation,
        indicator,
        level=stands - 1 if stands > evaluation.period.instrument.scale_min else stands + 1,
        reason="Tingkat tertukar saat dipindahkan dari berita acara.",
        document_sha256=sha256,
        document_name=str(paper.name),
        by=centre.ministry,
    )
    unit, user = next(iter(centre.correctors.items()))
    approve_correction(correction, unit=unit, by=user)


STEPS: Mapping[Part, Callable[[Scene], None]] = {
    Part.HALF_TYPED: half_typed,
    Part.AWAITING_SIGNATURE: awaiting_signature,
    Part.GIVEN_MORE_TIME: given_more_time,
    Part.OWN_SHEET: own_sheet,
    Part.HALF_JUDGED: half_judged,
    Part.DIFFERING: differing,
    Part.INTERVIEWED: interviewed,
    Part.VISITED: visited,
    Part.SETTLING: settling,
    Part.HANDED_OVER: handed_over,
    Part.GIVEN_BACK: given_back,
    Part.ACCEPTED: accepted,
}
