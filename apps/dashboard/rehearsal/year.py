"""The year: every stage in its order, in each of them many people at once."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from pathlib import Path

from django.db import connection
from django.utils import timezone

from apps.dashboard.demo.people import UNITS, name_of
from apps.dashboard.demo.words import Question, questions_of
from apps.dashboard.rehearsal import assessors, institution, ministry, people
from apps.dashboard.rehearsal.person import House, Person, RefusedError
from apps.dashboard.rehearsal.plan import cast_of, index_of, lingers, monitored, part_of
from apps.dashboard.rehearsal.players import Player, coordinator_rows, lecturer_rows
from apps.dashboard.rehearsal.tally import StageCount
from apps.dashboard.rehearsal.worker import wait_for_jobs, wait_for_letters
from apps.evaluations.models import Evaluation, Mark, TeamMember
from apps.institutions.models import Agency, Institution, Role
from apps.instruments.models import Instrument
from apps.instruments.queries import shape_of
from apps.rules.stages import Stage, Track

REVIEWERS = 3
Act = Callable[[], None]


class StoppedError(Exception):
    """A stage did not end as it has to, so the ones after it were not tried."""


@dataclass
class Year:
    """What is played: on which instrument, by how many, with which seed, by how many hands at once."""

    house: House
    instrument: Instrument
    institutions: Sequence[Institution]
    seed: int
    at_once: int
    mail: Path
    say: Callable[[str], None]
    slug: str = ""
    decree: int = 0
    players: list[Player] = field(init=False)
    reviewers: list[Person] = field(init=False)
    agencies: list[Person] = field(init=False)
    lecturers: dict[str, Person] = field(init=False)
    questions: dict[int, Question] = field(init=False)
    """What is asked and judged, by number."""
    indices: list[int] = field(init=False)
    """The indicators whose level other agencies' indices say."""

    def play(self, administrator: str) -> None:
        """From the administrator's one-time link to the public page. Raises StoppedError."""
        known = questions_of(self.instrument)
        self.questions = {one.indicator.number: one for one in known if not one.indicator.is_external}
        self.indices = [one.indicator.number for one in known if one.indicator.is_external]
        self.people_come_in(administrator)
        self.ministry_prepares()
        self.institutions_assess_themselves()
        self.indices_come_in()
        self.assessors_judge()
        self.interviews_are_held()
        self.visits_are_made()
        self.teams_settle()
        self.ministry_decides()

    # --- penyiapan

    def people_come_in(self, administrator: str) -> None:
        with self.stage("the centre comes in"):
            first = people.enters(self.house, "latihan.administrator", administrator)
            self.reviewers = [
                people.appointed(
                    first, name_of(n), f"latihan.tim.{n + 1}", Role.EVALUATION_TEAM, unit=UNITS[n % len(UNITS)]
                )
                for n in range(REVIEWERS)
            ]
            self.agencies = [
                people.appointed(
                    first, name_of(9 + n), f"latihan.anggota.{one.code}", Role.AGENCY_MEMBER, agency=str(one.pk)
                )
                for n, one in enumerate(Agency.objects.order_by("code"))
            ]
        coordinators = {f"latihan.koordinator.{one.code}".lower(): one for one in self.institutions}
        with self.stage("the list of people"):
            links = people.imported(
                self.ministry, [*coordinator_rows(coordinators), *lecturer_rows(len(self.institutions))]
            )
        came: dict[str, Person] = {}

        def enters(username: str, link: str) -> None:
            came[username] = people.enters(self.house, username, link)
            if username in coordinators:
                people.invites(came[username], coordinators[username])

        self.together("first log-ins", ({name: [partial(enters, name, link)] for name, link in links.items()}))
        self.lecturers = {name: person for name, person in came.items() if name not in coordinators}
        with self.stage("letters leave"):
            wait_for_letters()
        doors = people.invitations(self.mail)
        staff: dict[tuple[str, Role], Person] = {}

        def accepts(role: Role, at: Institution) -> None:
            staff[at.code, role] = people.accepts(self.house, role, at, doors[people.address_of(role, at)])

        self.together(
            "invitations accepted",
            {
                f"{role} {one.code}": [partial(accepts, role, one)]
                for one in self.institutions
                for role in people.INVITED
            },
        )
        self.players = [
            Player(
                one,
                part_of(one.code, list(self.questions), self.instrument, seed=self.seed, is_first=place == 0),
                came[username],
                staff[one.code, Role.DATA_ENTRY],
                staff[one.code, Role.PERSON_IN_CHARGE],
            )
            for place, (username, one) in enumerate(coordinators.items())
        ]
        for person in [*came.values(), *staff.values()]:
            person.lingers = lingers(person.username, seed=self.seed)

    @property
    def ministry(self) -> Person:
        return self.reviewers[0]

    def ministry_prepares(self) -> None:
        with self.stage("the period is prepared and opened"):
            self.slug = ministry.prepares_period(
                self.ministry,
                self.instrument,
                name=f"Latihan benih {self.seed}",
                seed=self.seed,
                votes=len(self.agencies),
            )
            ministry.uploads_locus(self.ministry, self.slug, self.institutions, monitored=monitored(self.institutions))
            ministry.proposes_teams(self.ministry, self.slug, seed=self.seed)
            ministry.opens_period(self.ministry, self.slug)
        self._find_evaluations()

    def _find_evaluations(self) -> None:
        """What everybody sees on their first page: whose sheet is whose, and who assesses it."""
        found = {one.institution_id: one for one in Evaluation.objects.filter(period__slug=self.slug)}
        teams: dict[int, list[Person]] = defaultdict(list)
        for seat in TeamMember.objects.select_related("user").order_by("-is_lead", "pk"):
            teams[seat.team_id].append(self.lecturers[seat.user.username])
        for player in self.players:
            row = found[player.institution.pk]
            player.evaluation, player.track = row.pk, Track(row.track)
            player.team = teams[row.team_id or 0]
            player.lead = player.team[0]

    # --- penilaian mandiri

    def institutions_assess_themselves(self) -> None:
        def fills(one: Player) -> None:
            way = institution.types_sheet if one.part.is_typed else institution.brings_workbook
            way(one.entry, one.evaluation, one.part, self.questions)

        self.each("sheets are filled", fills)
        self.each("evidence is brought", lambda one: institution.proves(one.entry, one.evaluation, one.part.proved))
        self.each("handed in and approved", lambda one: institution.hands_in(one.entry, one.in_charge, one.evaluation))
        self.each("papers are asked for", lambda one: institution.asks_for_papers(one.coordinator, one.evaluation))
        self.worker_makes("papers are made")
        self.each("signed and submitted", lambda one: institution.signs_and_submits(one.coordinator, one.evaluation))
        self.expect(self.players, Stage.DESK_REVIEW)

    # --- indeks instansi lain

    def indices_come_in(self) -> None:
        if not self.indices:
            return
        levels = [
            (one.institution.code, number, index_of(one.institution.code, number, self.instrument, seed=self.seed))
            for one in self.players
            for number in self.indices
        ]
        with self.stage("other agencies' indices come in"):
            ministry.brings_indices(self.ministry, self.slug, levels)

    # --- penilaian dokumen

    def assessors_judge(self) -> None:
        acts: dict[str, list[Act]] = defaultdict(list)
        for one in self.players:
            for place, assessor in enumerate(one.team):
                acts[assessor.username].append(
                    partial(assessors.judges, assessor, one.evaluation, one.part, self.questions, turn=min(place, 1))
                )
        self.together("documents are judged", acts)
        self.by_lead(
            "differences are settled", lambda one: assessors.settles_and_closes(one.lead, one.evaluation, one.part)
        )
        self.expect(self.evaluated, Stage.INTERVIEW)
        self.expect(self.monitored, Stage.CONSOLIDATION)

    # --- interviu

    def interviews_are_held(self) -> None:
        with self.stage("slots and visits"):
            ministry.offers_slots(self.ministry, self.slug)
            ministry.chooses_visits(self.ministry, self.slug, [one.evaluation for one in self.visited])
        marked = self._marked()

        def books(one: Player) -> None:
            institution.books_interview(one.coordinator, one.evaluation)

        def holds(one: Player) -> None:
            assessors.holds_interview(one.lead, one.evaluation)
            for number, indicator in marked[one.evaluation]:
                level = one.part.opinions[number].cleared
                assessors.clarifies(one.lead, one.evaluation, number, "" if level is None else f"{level:f}")
                if level is not None:
                    institution.agrees(one.coordinator, one.evaluation, number, indicator)
            one.lead.sends("interview:minutes", one.evaluation)

        self.by_lead("interviews are booked", books, self.evaluated)
        self.by_lead("interviews are held", holds, self.evaluated)
        self.worker_makes("minutes are made")
        self.minutes_are_signed("interview", self.evaluated)
        self.by_lead("interviews are closed", closes("interview:close"), self.evaluated)
        self.worker_makes("minutes are made anew")
        self.expect(self.visited, Stage.VISITATION)
        self.expect([one for one in self.evaluated if not one.part.is_visited], Stage.CONSOLIDATION)

    def minutes_are_signed(self, stage: str, players: Sequence[Player]) -> None:
        def signs(one: Player) -> None:
            for person in (one.lead, one.coordinator):
                institution.signs_minutes(person, one.evaluation, stage)

        self.by_lead(f"minutes are signed ({stage})", signs, players)

    # --- visitasi

    def visits_are_made(self) -> None:
        number, question = next(iter(self.questions.items()))
        # A day each, so that no assessor is expected at two.
        days = {one.evaluation: timezone.localdate() + timedelta(days=n) for n, one in enumerate(self.visited)}

        def visits(one: Player) -> None:
            assessors.plans_visit(one.lead, one.evaluation, question.pk, days[one.evaluation])
            assessors.visits(one.lead, one.evaluation, number)
            one.lead.sends("visitation:minutes", one.evaluation)

        self.by_lead("visits are made", visits, self.visited)
        self.worker_makes("minutes of visits")
        self.minutes_are_signed("visitation", self.visited)
        self.by_lead("visits are closed", closes("visitation:close"), self.visited)
        self.worker_makes("minutes of visits anew")
        self.expect(self.visited, Stage.CONSOLIDATION)

    # --- konsolidasi, reviu

    def teams_settle(self) -> None:
        parts = {part.pk: part.name for part in shape_of(self.instrument).leaves}
        are_drafted = any(one.criteria for one in self.questions.values())

        def hands_over(one: Player) -> None:
            assessors.hands_over(one.lead, one.evaluation, parts, are_drafted=are_drafted)

        self.by_lead("texts are written, handed over", hands_over)
        self.expect(self.players, Stage.REVIEW)
        acts: dict[str, list[Act]] = defaultdict(list)
        for place, one in enumerate(self.players):
            reviewer = self.reviewers[place % REVIEWERS]
            acts[reviewer.username].append(partial(ministry.accepts, reviewer, one.evaluation))
        self.together("reviewed and accepted", acts)
        self.expect(self.players, Stage.FINAL)

    # --- finalisasi, penetapan, publikasi

    def ministry_decides(self) -> None:
        with self.stage("finalisation"):
            ministry.finalises(self.ministry, self.slug)
        self.together(
            "the agencies vote", {one.username: [partial(ministry.votes, one, self.slug)] for one in self.agencies}
        )
        with self.stage("the decree"):
            self.decree = ministry.issues_decree(self.ministry, self.slug)
        with self.stage("publication"):
            ministry.publishes(self.ministry, self.decree)
            wait_for_jobs()
            visitor = Person(self.house, "the public", "")
            visitor.opens("portal:decrees")
            for one in self.players[:REVIEWERS]:
                visitor.opens("portal:result", self.slug, one.institution.slug)
        self.expect(self.players, Stage.PUBLISHED)

    # --- who

    @property
    def evaluated(self) -> list[Player]:
        return [one for one in self.players if one.is_evaluated]

    @property
    def monitored(self) -> list[Player]:
        return [one for one in self.players if not one.is_evaluated]

    @property
    def visited(self) -> list[Player]:
        return [one for one in self.evaluated if one.part.is_visited]

    def _marked(self) -> dict[int, list[tuple[int, int]]]:
        """Number and primary key of what is on the agenda of each interview."""
        found: dict[int, list[tuple[int, int]]] = defaultdict(list)
        rows = Mark.objects.filter(evaluation__period__slug=self.slug, stage=Stage.INTERVIEW)
        for evaluation, number, pk in rows.order_by("indicator__number").values_list(
            "evaluation_id", "indicator__number", "indicator_id"
        ):
            found[evaluation].append((number, pk))
        return found

    # --- how

    @contextmanager
    def stage(self, name: str) -> Iterator[StageCount]:
        """One stage that one person after the other does; what is refused stops the year."""
        with self.house.tally.stage(name) as count:
            try:
                yield count
            except (RefusedError, LookupError) as refusal:
                self.house.tally.failed(str(refusal))
        self._ended(count)

    def each(self, name: str, act: Callable[[Player], None]) -> None:
        """Every institution for itself."""
        self.together(name, {one.institution.code: [partial(act, one)] for one in self.players})

    def by_lead(self, name: str, act: Callable[[Player], None], players: Sequence[Player] | None = None) -> None:
        """Nobody leads in two rooms at once."""
        acts: dict[str, list[Act]] = defaultdict(list)
        for one in self.players if players is None else players:
            acts[one.lead.username].append(partial(act, one))
        self.together(name, acts)

    def together(self, name: str, acts: Mapping[str, Sequence[Act]]) -> None:
        """What each key stands for is done one after the other, the keys many at once."""

        def does(own: Iterable[Act]) -> None:
            for act in own:
                try:
                    act()
                except (RefusedError, LookupError) as refusal:
                    self.house.tally.failed(str(refusal))

        with self.house.tally.stage(name) as count, ThreadPoolExecutor(self.at_once) as hands:
            list(hands.map(does, acts.values()))
        self._ended(count)

    def worker_makes(self, name: str) -> None:
        with self.stage(name):
            wait_for_jobs()

    def expect(self, players: Sequence[Player], stage: Stage) -> None:
        """Everybody has come so far, whatever the pages have said."""
        there = Evaluation.objects.filter(pk__in=[one.evaluation for one in players], stage=stage).count()
        if there != len(players):
            self.house.tally.failed(f"{len(players) - there} of {len(players)} did not come to {stage}")
            self._ended(self.house.tally.stages[-1])

    def _ended(self, count: StageCount) -> None:
        self.say(f"{count.seconds:7.1f} s  {count.name}: {count.requests} requests, {len(count.failures)} failures")
        if count.failures:
            raise StoppedError
        with connection.cursor() as cursor:  # what autovacuum does within a minute of such a filling
            cursor.execute("ANALYZE")


def closes(page: str) -> Callable[[Player], None]:
    """The lead's button that ends a stage."""

    def close(one: Player) -> None:
        one.lead.sends(page, one.evaluation)

    return close


def cast(number: int, seed: int) -> list[Institution]:
    """Who plays, of all institutions that exist."""
    living = Institution.objects.filter(valid_to__isnull=True).select_related("province")
    return cast_of(list(living), number=number, seed=seed)
