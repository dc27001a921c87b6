"""Saving by itself: only what changed, versions, verdicts on evidence, and the reason where one differs."""

from copy import deepcopy
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.common.exceptions import DomainError
from apps.common.formats import clock, wib
from apps.common.gate import passing_the_gate
from apps.desk_review.actions import lock_judgements, save_judgement
from apps.desk_review.models import EvidenceVerdict, Judgement, Verdict
from apps.desk_review.queries import judgements_of, visible_judgements, visible_verdicts
from apps.desk_review.texts import EvidenceWord
from apps.evaluations.actions.conflicts import TieRow, declare
from apps.evaluations.models import ConflictSource
from apps.institutions.models import Role
from apps.rules.stages import Stage
from apps.self_assessment.models import Evidence
from tests.database import execute
from tests.desk_review.conftest import Desk, judge
from tests.desk_review.test_sheet import statements
from tests.factories import EvaluationFactory, assessors_of, bring_to, member, move_window

ACCEPTED, IRRELEVANT = Verdict.ACCEPTED.value, Verdict.IRRELEVANT.value


def desk_with(pieces: int) -> Desk:
    """A desk whose first indicator has so many pieces of evidence."""
    evaluation = EvaluationFactory(with_team=True)
    first = evaluation.period.instrument.indicators.get(number=1)
    for number in range(pieces):
        Evidence.objects.create(evaluation=evaluation, indicator=first, url=f"https://bukti.invalid/{number}")
    lead, other = assessors_of(evaluation)
    return Desk(bring_to(evaluation, Stage.DESK_REVIEW), lead, other)


@pytest.fixture(scope="module")
def kept_proven(kept: None) -> Desk:
    return desk_with(1)


@pytest.fixture
def proven(kept_proven: Desk, db: None) -> Desk:
    return deepcopy(kept_proven)


def url(desk: Desk) -> str:
    return reverse("desk_review:indicator", args=[desk.evaluation.pk, 1])


def send(client, desk: Desk, version: int = 0, **fields):
    """As the page saves by itself."""
    client.force_login(desk.other)
    parts = {name.replace("_", "-"): value for name, value in fields.items()}
    return client.post(url(desk), {"version": version} | parts, headers={"X-Autosave": "1"})


def mine(desk: Desk) -> Judgement:
    return judgements_of(desk.evaluation, desk.other).get(indicator__number=1)


def evidence(desk: Desk) -> Evidence:
    return desk.evaluation.evidence.get()


def said(desk: Desk) -> list[tuple]:
    rows = EvidenceVerdict.objects.filter(evaluation=desk.evaluation).order_by("pk")
    return list(rows.values_list("assessor", "verdict", "note", "version"))


def test_a_part_alone_leaves_the_others_as_they_are(client, desk):
    send(client, desk, level="2", reason="Kurang.")

    response = send(client, desk, version=1, question="Mana?")

    judgement = mine(desk)
    assert (response.status_code, response.json()["version"]) == (200, 2)
    assert (judgement.level, judgement.reason, judgement.question) == (2, "Kurang.", "Mana?")


def test_a_question_may_come_before_the_level(client, desk):
    response = send(client, desk, question="Mana?")

    assert (response.status_code, mine(desk).level, mine(desk).question) == (200, None, "Mana?")


def test_the_same_words_said_twice_are_no_conflict(client, desk):
    answers = [send(client, desk, level="3"), send(client, desk, level="3")]

    assert [one.json()["version"] for one in answers] == [1, 1]
    assert mine(desk).version == 1


def test_a_stale_part_overwrites_nothing_and_offers_both_texts(client, desk):
    send(client, desk, level="2", reason="Yang pertama.")

    response = send(client, desk, reason="Yang kedua.", level="2")

    assert response.status_code == 409
    assert "Bandingkan kedua tulisan" in response.json()["piece"]
    assert mine(desk).reason == "Yang pertama."


def test_what_is_chosen_between_two_texts_is_saved(client, proven):
    name = evidence(proven).pk
    send(client, proven, **{"level": "2", "reason": "Pertama.", f"verdict_{name}": ACCEPTED})
    client.force_login(proven.other)
    both = {"version": 0, "level": "3", "reason": "Kedua.", "question": "", f"verdict-{name}": IRRELEVANT}

    page = client.post(url(proven), both).content.decode()
    chosen = {"level_choice": "mine", "reason_choice": "merged", "reason_merged": "Gabungan."}
    client.post(url(proven), both | chosen | {"resolve": "1", "version": 1, f"verdict-{name}_choice": "theirs"})

    assert ("Diterima" in page, "Tidak relevan" in page) == (True, True)
    assert (mine(proven).level, mine(proven).reason) == (3, "Gabungan.")
    assert said(proven) == [(proven.other.pk, ACCEPTED, "", 1)]


def test_differing_without_a_reason_is_said_at_once(client, desk):
    response = send(client, desk, level="2")

    assert response.status_code == 422
    assert "tuliskan alasannya" in response.json()["refusals"][0]
    assert mine(desk).version == 0


@pytest.mark.parametrize(
    "write",
    [
        lambda row: Judgement.objects.filter(pk=row.pk).update(level=2),
        lambda row: Judgement.objects.filter(pk=row.pk).update(level=2, reason="  "),
        lambda row: Judgement.objects.bulk_update([_with_level(row)], ["level"]),
        lambda row: execute("UPDATE desk_review_judgement SET level = 2 WHERE id = %s", [row.pk]),
    ],
)
def test_the_database_asks_for_the_reason_too(client, desk, write):
    client.force_login(desk.other)
    client.get(url(desk))

    with pytest.raises(DomainError, match="tuliskan alasannya"), passing_the_gate():
        write(mine(desk))

    assert mine(desk).level is None


def _with_level(row: Judgement) -> Judgement:
    row.level = 2
    return row


def test_a_verdict_with_its_note_is_kept_for_its_assessor(client, proven):
    name = evidence(proven).pk

    send(client, proven, **{f"verdict_{name}": IRRELEVANT, f"note_{name}": "Tahun lama."})

    assert said(proven) == [(proven.other.pk, IRRELEVANT, "Tahun lama.", 1)]
    assert mine(proven).version == 1
    page = client.get(url(proven)).content.decode()
    assert ('value="irrelevant" selected' in page, "Tahun lama." in page) == (True, True)


def test_a_note_alone_leaves_its_verdict(client, proven):
    name = evidence(proven).pk
    send(client, proven, **{f"verdict_{name}": IRRELEVANT})

    send(client, proven, version=1, **{f"note_{name}": "Tahun lama."})

    assert said(proven) == [(proven.other.pk, IRRELEVANT, "Tahun lama.", 2)]
    assert EvidenceVerdict.objects.get().events.count() == 2


def test_a_verdict_from_a_stale_page_overwrites_nothing(client, proven):
    name = evidence(proven).pk
    send(client, proven, **{f"verdict_{name}": IRRELEVANT})

    response = send(client, proven, **{f"verdict_{name}": ACCEPTED})

    assert (response.status_code, said(proven)) == (409, [(proven.other.pk, IRRELEVANT, "", 1)])


def test_verdicts_speak_of_the_evidence_of_this_indicator_only(client, proven):
    foreign = evidence(desk_with(1))

    send(client, proven, **{"level": "3", f"verdict_{foreign.pk}": ACCEPTED})

    assert (EvidenceVerdict.objects.count(), mine(proven).level) == (0, 3)
    with pytest.raises(DomainError, match="milik evaluasi lain"), passing_the_gate():
        EvidenceVerdict.objects.create(evaluation=proven.evaluation, evidence=foreign, assessor=proven.other)


@pytest.mark.parametrize("verdict", ["bagus", "\0"])
def test_an_unknown_verdict_is_refused(client, proven, verdict):
    response = send(client, proven, **{f"verdict_{evidence(proven).pk}": verdict})

    assert (response.status_code, said(proven)) == (422, [])


def changed(row: EvidenceVerdict) -> EvidenceVerdict:
    row.verdict = ACCEPTED
    return row


@pytest.mark.parametrize(
    "write",
    [
        lambda row: EvidenceVerdict.objects.update(verdict=ACCEPTED),
        lambda row: EvidenceVerdict.objects.bulk_update([changed(row)], ["verdict"]),
        lambda row: execute("UPDATE desk_review_evidenceverdict SET note = 'x'", []),
        lambda row: execute("DELETE FROM desk_review_evidenceverdict", []),
        lambda row: EvidenceVerdict.objects.bulk_create(
            [EvidenceVerdict(evaluation=row.evaluation, evidence=_other_proof(row), assessor=row.assessor)]
        ),
    ],
)
@pytest.mark.parametrize("by", ["lock", "deadline"])
def test_after_lock_and_deadline_no_verdict_changes(proven, write, by):
    judge(proven.evaluation, proven.other)
    row = EvidenceVerdict.objects.create(
        evaluation=proven.evaluation, evidence=evidence(proven), assessor=proven.other, verdict=IRRELEVANT
    )
    if by == "lock":
        lock_judgements(proven.evaluation, by=proven.other)
    else:
        move_window(proven.evaluation, closes_in=timedelta(seconds=-1))

    with pytest.raises(DomainError), passing_the_gate():
        write(row)

    assert said(proven) == [(proven.other.pk, IRRELEVANT, "", 1)]


def _other_proof(row: EvidenceVerdict) -> Evidence:
    """A second piece of evidence, which the gate would not take any more."""
    execute("SET LOCAL session_replication_role = replica")
    made = Evidence.objects.create(
        evaluation=row.evaluation, indicator=row.evidence.indicator, url="https://bukti.invalid/baru"
    )
    execute("SET LOCAL session_replication_role = origin")
    return made


@pytest.mark.parametrize("by", ["lock", "deadline"])
def test_a_late_save_says_why_and_what_counts(client, proven, by):
    judge(proven.evaluation, proven.other)
    if by == "lock":
        lock_judgements(proven.evaluation, by=proven.other)
    else:
        move_window(proven.evaluation, closes_in=timedelta(seconds=-1))

    response = send(client, proven, version=1, level="3", question="Terlambat?")

    assert (response.status_code, response.json()["closed"]) == (409, True)
    assert "Yang berlaku adalah simpanan terakhir" in response.json()["piece"]
    assert mine(proven).question == ""


@pytest.mark.parametrize("locked", ["nobody", "lead", "both"])
def test_the_door_opens_once_both_have_locked(proven, locked):
    for assessor in (proven.lead, proven.other):
        judge(proven.evaluation, assessor)
        EvidenceVerdict.objects.create(
            evaluation=proven.evaluation, evidence=evidence(proven), assessor=assessor, verdict=ACCEPTED
        )
    for assessor in {"nobody": [], "lead": [proven.lead], "both": [proven.lead, proven.other]}[locked]:
        lock_judgements(proven.evaluation, by=assessor)

    seen = {
        user: set(door(user).values_list("assessor", flat=True))
        for user in (proven.lead, proven.other)
        for door in (visible_judgements, visible_verdicts)
    }

    pair = {proven.lead.pk, proven.other.pk}
    own = {proven.lead: {proven.lead.pk}, proven.other: {proven.other.pk}}
    assert seen == ({proven.lead: pair, proven.other: pair} if locked == "both" else own)


def test_the_door_is_closed_to_everybody_else(proven):
    for assessor in (proven.lead, proven.other):
        judge(proven.evaluation, assessor, lock=True)
    strangers = [member(Role.EVALUATION_TEAM), member(Role.COORDINATOR, proven.evaluation.institution)]
    strangers += [member(Role.UNIVERSITY_COORDINATOR), member(Role.ASSESSOR)]

    assert [visible_judgements(user).count() for user in strangers] == [0, 0, 0, 0]


def test_a_judgement_is_saved_whole_or_not_at_all(client, proven):
    """A verdict that the database does not take leaves the judgement as it was."""
    client.force_login(proven.other)
    client.get(url(proven))
    said_of_it = {evidence(proven).pk: EvidenceWord("tidak ada")}

    with pytest.raises(IntegrityError, match="verdict_is_known"):
        save_judgement(
            mine_with_team(proven), level=3, reason="", question="", version=0, claimed=3, evidence=said_of_it
        )

    assert (mine(proven).version, said(proven)) == (0, [])


def mine_with_team(desk: Desk) -> Judgement:
    judgement = mine(desk)
    judgement.evaluation, judgement.assessor = desk.evaluation, desk.other
    return judgement


def test_saving_and_reading_keep_to_their_statements(client, db):
    counts = []
    for pieces in (1, 3):
        desk = desk_with(pieces)
        client.force_login(desk.other)
        client.get(url(desk))
        proofs = list(desk.evaluation.evidence.values_list("pk", flat=True))
        verdicts = {f"verdict-{pk}": ACCEPTED for pk in proofs}
        read = statements(client, url(desk))
        automatic = {"version": 0, "level": "3"}
        with_verdicts = {"version": 1, "level": "2", "reason": "Kurang."} | verdicts
        counts.append((read, _automatic(client, desk, automatic), _automatic(client, desk, with_verdicts)))

    assert counts[0] == counts[1]
    assert (counts[0][0] <= 15, *counts[0][1:]) == (True, 4, 7), counts


def _automatic(client, desk: Desk, data: dict) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.post(url(desk), data, headers={"X-Autosave": "1"}).status_code == 200
    spoken = [query["sql"] for query in captured.captured_queries]
    return len([sql for sql in spoken if not sql.startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))])


def test_whoever_is_tied_while_they_write_reads_what_was_kept_and_nothing_else(client, desk):
    client.force_login(desk.other)
    said = {"version": 0, "level": "2", "reason": "Belum ditetapkan."}
    client.post(url(desk), said, headers={"X-Autosave": "1"})
    declare(desk.evaluation, TieRow(ConflictSource.FAMILY, "Saudara kandung.", date(2001, 1, 1)), by=desk.other)
    late = said | {"version": 1, "reason": "Ditulis sesudahnya."}

    by_itself = client.post(url(desk), late, headers={"X-Autosave": "1"})
    by_hand = client.post(url(desk), late)
    second = reverse("desk_review:indicator", args=[desk.evaluation.pk, 2])
    untouched = client.post(second, late | {"version": 0})

    kept = Judgement.objects.get(evaluation=desk.evaluation, assessor=desk.other, indicator__number=1)
    sentence = f"Simpanan terakhir Anda pada indikator 1 (tingkat 2, {wib(kept.updated_at)} {clock(kept.updated_at)})"
    assert [one.status_code for one in (by_itself, by_hand, untouched)] == [404, 404, 404]
    assert sentence in by_itself.json()["piece"]
    assert sentence in by_hand.content.decode()
    assert "Indikator 2 belum pernah Anda simpan." in untouched.content.decode()
    assert (kept.reason, kept.version) == ("Belum ditetapkan.", 1)


def test_whoever_never_assessed_reads_no_such_sentence(client, desk):
    client.force_login(member(Role.ASSESSOR))

    answer = client.post(url(desk), {"version": 0, "level": "2", "reason": "-"})

    assert answer.status_code == 404
    assert "Anda tidak lagi menilai" not in answer.content.decode()
