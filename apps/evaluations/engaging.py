"""Nobody meets in two places at a time: the triggers that say who is engaged, and what they answer.

A meeting is laid out anew by every change of its time or its people: a row of `Engagement` for the institution and one
for each assessor. Two exclusion constraints refuse a second meeting of either at that time; of two that come at once
one waits for the other, and where both wait for one another PostgreSQL ends one of them.
"""

from dataclasses import dataclass

import pgtrigger

from apps.common.formats import MONTHS
from apps.rules.stages import Stage

_MONTHS = f"ARRAY[{', '.join(repr(name) for name in MONTHS)}]"


def _day(moment: str) -> str:
    """SQL for "12 Agustus 2026" of a timestamp without zone."""
    month = f"({_MONTHS})[extract(month FROM {moment})::int]"
    return f"extract(day FROM {moment}) || ' ' || {month} || ' ' || extract(year FROM {moment})"


_INTERVIEW = f"""{_day("other.starts_wib")} || ' pukul ' || to_char(other.starts_wib, 'HH24.MI')
            || ' sampai ' || to_char(other.ends_wib, 'HH24.MI') || ' WIB'"""
_VISIT = f"""{_day("other.first_day")} || CASE WHEN other.last_day > other.first_day
            THEN ' sampai ' || {_day("other.last_day")} ELSE '' END"""

_ENGAGES = f"""
    IF TG_OP <> 'INSERT' THEN
        DELETE FROM evaluations_engagement WHERE evaluation_id = OLD.evaluation_id AND stage = '{{stage}}';
    END IF;
    IF TG_OP = 'DELETE' OR NOT ({{holds}}) THEN RETURN NULL; END IF;
    SELECT e.institution_id, e.team_id, COALESCE(p.timezone, 'Asia/Jakarta') AS zone INTO here
        FROM evaluations_evaluation e JOIN institutions_institution i ON i.id = e.institution_id
        LEFT JOIN institutions_province p ON p.code = i.province_id
        WHERE e.id = NEW.evaluation_id;
    begins := {{starts}};
    done := {{ends}};
    people := ARRAY({{people}});
    BEGIN
        INSERT INTO evaluations_engagement (evaluation_id, stage, starts_at, ends_at, institution_id, assessor_id)
        SELECT NEW.evaluation_id, '{{stage}}', begins, done, here.institution_id, NULL
        UNION ALL
        SELECT NEW.evaluation_id, '{{stage}}', begins, done, NULL, person FROM unnest(people) AS person;
    EXCEPTION WHEN exclusion_violation OR deadlock_detected THEN
        SELECT taken.*, COALESCE(NULLIF(person.name, ''), person.username) AS assessor,
            taken.starts_at AT TIME ZONE 'Asia/Jakarta' AS starts_wib,
            taken.ends_at AT TIME ZONE 'Asia/Jakarta' AS ends_wib,
            taken.starts_at AT TIME ZONE COALESCE(p.timezone, 'Asia/Jakarta') AS first_day,
            taken.ends_at AT TIME ZONE COALESCE(p.timezone, 'Asia/Jakarta') - interval '1 day' AS last_day
        INTO other
        FROM evaluations_engagement taken JOIN evaluations_evaluation e ON e.id = taken.evaluation_id
        JOIN institutions_institution i ON i.id = e.institution_id
        LEFT JOIN institutions_province p ON p.code = i.province_id
        LEFT JOIN accounts_user person ON person.id = taken.assessor_id
        WHERE (taken.institution_id = here.institution_id OR taken.assessor_id = ANY(people))
          AND taken.starts_at < done AND taken.ends_at > begins
        ORDER BY taken.assessor_id NULLS FIRST, taken.starts_at LIMIT 1;
        RAISE EXCEPTION USING ERRCODE = 'SP006', MESSAGE = COALESCE(
            COALESCE('Asesor ' || other.assessor, 'Instansi ini') || ' sudah dijadwalkan untuk '
            || CASE other.stage WHEN '{Stage.VISITATION.value}' THEN 'visitasi lain pada ' || {_VISIT}
               ELSE 'interviu lain pada ' || {_INTERVIEW} END,
            'Instansi atau asesor ini baru saja dijadwalkan untuk pertemuan lain pada waktu yang sama'
        ) || '. Jadwal belum diubah; pilih waktu lain.';
    END;
    RETURN NULL;
"""  # noqa: S608 - constants of our own


@dataclass(frozen=True)
class Meeting:
    """A table of meetings, one row an evaluation: its time and people are SQL over NEW and `here`.

    `here` is the institution with its `team_id` and `zone`; `holds` says whether the meeting takes time at all.
    """

    stage: Stage
    holds: str
    starts: str
    ends: str
    people: str


def engages(meeting: Meeting, operation: pgtrigger.Operation) -> pgtrigger.Trigger:
    """Institution and assessors are taken for the time of the meeting."""
    return pgtrigger.Trigger(
        name="engages_both_sides",
        when=pgtrigger.After,
        operation=operation,
        declare=[
            ("here", "record"),
            ("other", "record"),
            ("begins", "timestamptz"),
            ("done", "timestamptz"),
            ("people", "bigint[]"),
        ],
        func=_ENGAGES.format(
            stage=meeting.stage.value,
            holds=meeting.holds,
            starts=meeting.starts,
            ends=meeting.ends,
            people=meeting.people,
        ),
    )
