import pytest

from apps.rules.stages import LABELS, LEDGER_ORDER, NEXT, SHORT_LABELS, Stage, Track, may_follow, stages_of

S = Stage
PATHS = {
    Track.EVALUATION: {
        (S.SELF_ASSESSMENT, S.DESK_REVIEW),
        (S.DESK_REVIEW, S.INTERVIEW),
        (S.INTERVIEW, S.VISITATION),
        (S.INTERVIEW, S.CONSOLIDATION),
        (S.VISITATION, S.CONSOLIDATION),
        (S.CONSOLIDATION, S.REVIEW),
        (S.REVIEW, S.FINAL),
        (S.REVIEW, S.CONSOLIDATION),
        (S.FINAL, S.PUBLISHED),
    },
    Track.MONITORING: {
        (S.SELF_ASSESSMENT, S.DESK_REVIEW),
        (S.DESK_REVIEW, S.CONSOLIDATION),
        (S.CONSOLIDATION, S.REVIEW),
        (S.REVIEW, S.FINAL),
        (S.REVIEW, S.CONSOLIDATION),
        (S.FINAL, S.PUBLISHED),
    },
    Track.NOT_ASSESSED: set(),
}


@pytest.mark.parametrize("track", Track)
def test_these_steps_and_no_others_are_allowed(track):
    allowed = {(here, there) for here in Stage for there in Stage if may_follow(track, here, there)}

    assert allowed == PATHS[track]


def test_monitoring_leaves_out_the_interview_and_the_visit():
    assert set(stages_of(Track.EVALUATION)) - set(stages_of(Track.MONITORING)) == {S.INTERVIEW, S.VISITATION}


def test_who_is_not_assessed_stays_with_its_own_sheet():
    assert stages_of(Track.NOT_ASSESSED) == (S.SELF_ASSESSMENT,)


@pytest.mark.parametrize("track", Track)
def test_every_stage_of_a_track_is_reached_from_its_first(track):
    first, *_ = stages_of(track)
    reached, waiting = {first}, [first]
    while waiting:
        following = set(NEXT[track][waiting.pop()]) - reached
        reached |= following
        waiting += following

    assert reached == set(stages_of(track))


def test_a_correction_speaks_last_and_is_no_place_to_stand_in():
    assert LEDGER_ORDER[-1] is S.CORRECTION
    assert not any(S.CORRECTION in stages_of(track) for track in Track)


def test_another_agencys_index_weighs_least_and_is_no_place_to_stand_in():
    assert LEDGER_ORDER[0] is S.EXTERNAL_INDEX
    assert not any(S.EXTERNAL_INDEX in stages_of(track) for track in Track)


def test_every_stage_and_track_has_an_indonesian_name():
    assert set(LABELS) == {*Stage, *Track}
    assert set(SHORT_LABELS) == set(Stage)
    assert len(set(LABELS.values())) == len(LABELS)
