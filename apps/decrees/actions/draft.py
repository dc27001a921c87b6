"""Writing a decree: a draft from the usual wording, edited by the ministry."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import count

from django.db import transaction
from django.db.models import F, Q

from apps.accounts.models import User
from apps.common.codes import new_code
from apps.common.exceptions import DomainError, StaleVersionError
from apps.common.paper import band_ranges
from apps.decrees import wording
from apps.decrees.actions.blocks import change_words
from apps.decrees.models import BlockKind, Decree, DecreeBlock, DecreeLine, DecreeState
from apps.decrees.queries import name_of, texts_of
from apps.decrees.sheets import Clause
from apps.institutions.models import Category
from apps.results.models import FinalisationRun, Result, RunState
from apps.results.queries import living_run

# Which list of the annex a category stands in: regional governments below the province share one.
LIST_OF_CATEGORY = {category: category.value for category in Category} | {
    Category.REGENCY: "kabupaten_kota",
    Category.CITY: "kabupaten_kota",
}


@transaction.atomic
def draft_decree(run: FinalisationRun, *, by: User | None) -> Decree:
    """A draft on a computation, with the usual wording and one line for each result. One draft a run; the decree that
    was issued on it, if there is one.

    Where a decree was issued on an earlier computation of the period, the draft is its correction.
    """
    run = FinalisationRun.objects.select_for_update().select_related("period__instrument").get(pk=run.pk)
    if run.state != RunState.COMPUTED:
        raise DomainError("Keputusan disusun setelah hitungan selesai. Belum ada draf yang dibuat.")
    if standing := run.decrees.filter(Q(corrects=None) | Q(state=DecreeState.ISSUED)).first():
        return standing
    issued = Decree.objects.filter(run__period=run.period_id, state=DecreeState.ISSUED).exclude(run=run)
    if former := issued.filter(Q(corrected_by=None) | ~Q(corrected_by__state=DecreeState.ISSUED)).first():
        return draft_correction(former, by=by)
    matter = matter_of(run)
    decree = Decree.objects.create(
        run=run,
        year=run.period.year + 1,
        title="\n".join(wording.usual_about(matter)),
        code=new_code("KM"),
    )
    write_blocks(decree, _usual_blocks(run, matter), by=by)
    DecreeLine.objects.bulk_create(_lines(decree))
    return decree


@transaction.atomic
def draft_correction(former: Decree, *, by: User | None) -> Decree:
    """A draft that takes the place of an issued decree: its words, what is corrected, the present results.

    One correction a decree; a second error is corrected by a correction of that one.
    """
    former = Decree.objects.select_for_update(of=["self"]).select_related("run__period__instrument").get(pk=former.pk)
    if former.state != DecreeState.ISSUED:
        raise DomainError("Yang diperbaiki hanya keputusan yang sudah ditetapkan. Draf cukup diubah.")
    run = living_run(former.run.period)
    standing = Decree.objects.filter(corrects=former).first()
    if standing and (standing.state == DecreeState.ISSUED or run is None or standing.run_id == run.pk):
        return standing
    if run is None or run.state != RunState.COMPUTED:
        raise DomainError("Hitungan periode ini belum selesai. Perbaikan belum disusun.")
    if standing:
        return _on_another_run(standing, run)
    decree = Decree.objects.create(
        run=run, corrects=former, year=former.year, title=former.title, place=former.place, code=new_code("KM")
    )
    write_blocks(decree, _correcting_blocks(former), by=by)
    DecreeLine.objects.bulk_create(_lines(decree))
    return decree


@transaction.atomic
def edit_head(
    decree: Decree, *, head_version: int, number: str, year: int, title: str, place: str, dated: date | None,
    signatory: str,
) -> None:  # fmt: skip
    """Number, date, signatory and title of a draft; refused if they are no longer those that were read."""
    change_words(decree)
    read = Decree.objects.filter(pk=decree.pk, head_version=head_version)
    if not read.update(
        number=number,
        year=year,
        title=title,
        place=place,
        dated=dated,
        signatory=signatory,
        head_version=F("head_version") + 1,
    ):
        raise StaleVersionError("Kepala keputusan diubah orang lain sejak Anda membukanya. Belum ada yang disimpan.")
    decree.refresh_from_db()


def write_blocks(decree: Decree, blocks: Mapping[BlockKind, Sequence[str]], *, by: User | None) -> None:
    """The paragraphs of a new draft."""
    DecreeBlock.objects.bulk_create(
        [
            DecreeBlock(decree=decree, kind=kind, position=position, text=text, by=by)
            for kind, texts in blocks.items()
            for position, text in enumerate(texts, start=1)
        ]
    )


def matter_of(run: FinalisationRun) -> wording.Matter:
    """What the decree is about, from the instrument of the period."""
    instrument = run.period.instrument
    return wording.Matter(
        full_name=instrument.subject_name,
        short_name=instrument.subject_short,
        year=run.period.year,
        regulation=instrument.regulation_title,
        ministry=wording.MINISTRY,
        decree=wording.DECREE,
    )


def clause_text(clause: Clause) -> str:
    """A clause as the editor shows it: its points on lines of their own."""
    return "\n".join([clause.text, *clause.points])


def _usual_blocks(run: FinalisationRun, matter: wording.Matter) -> dict[BlockKind, Sequence[str]]:
    instrument = run.period.instrument
    bands = band_ranges(list(instrument.bands.values_list("name", "floor")), instrument.scale_max)
    dictum = wording.usual_dictum(matter, bands)
    return {
        BlockKind.CONSIDERATION: wording.usual_considerations(matter),
        BlockKind.BASIS: wording.usual_legal_basis(instrument.regulation_title, instrument.regulation_gazette),
        BlockKind.DICTUM: [clause_text(clause) for clause in dictum],
        BlockKind.COPY: wording.usual_copies(matter),
    }


def _on_another_run(decree: Decree, run: FinalisationRun) -> Decree:
    """The same draft, its words kept, with the results of a later computation."""
    change_words(decree)
    decree.lines.all().delete()
    Decree.objects.filter(pk=decree.pk).update(run=run)
    decree.refresh_from_db()
    DecreeLine.objects.bulk_create(_lines(decree))
    return decree


def _correcting_blocks(former: Decree) -> dict[BlockKind, Sequence[str]]:
    """The words of the former decree, with why it is corrected and that it no longer holds."""
    texts = texts_of(former)
    corrected = name_of(former)
    *dictum, entry_into_force = texts[BlockKind.DICTUM] or [""]
    return {
        BlockKind.CONSIDERATION: wording.usual_considerations(matter_of(former.run), corrected),
        BlockKind.BASIS: texts[BlockKind.BASIS],
        BlockKind.DICTUM: [*dictum, wording.revocation(corrected), entry_into_force],
        BlockKind.COPY: texts[BlockKind.COPY],
    }


def _lines(decree: Decree) -> list[DecreeLine]:
    results = Result.objects.filter(run=decree.run_id).select_related("evaluation__institution", "predikat")
    numbers: dict[str, count[int]] = {}
    lines = []
    for result in results.order_by("evaluation__institution__code"):
        institution = result.evaluation.institution
        list_name = f"{result.evaluation.track}:{LIST_OF_CATEGORY[Category(institution.category)]}"
        lines.append(
            DecreeLine(
                decree=decree,
                result=result,
                list_name=list_name,
                position=next(numbers.setdefault(list_name, count(1))),
                name=institution.name,
                stated=result.stated,
                predikat=result.predikat.name,
            )
        )
    return lines
