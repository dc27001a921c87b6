"""The codes that stand on the papers of a sheet, and the way back from a code to the paper."""

import re

from django.db.models import Exists, OuterRef

from apps.evaluations.models import Evaluation
from apps.evaluations.reopenings import replaced
from apps.rules.stages import Stage
from apps.self_assessment.models import DocumentKind, ReplacedDocument, SheetDocument, Submission
from apps.self_assessment.queries.submission import standing_submissions

PREFIXES = {"BA": DocumentKind.MINUTES, "PP": DocumentKind.CONSENT}
CODE = re.compile(r"(BA|PP)-([0-9A-F]{4})-([0-9A-F]{4})-([0-9A-F]{4})")


def paper_code(kind: DocumentKind, sheet_sha256: str) -> str:
    """The code of a paper: its kind and the beginning of the sheet's hash, in groups that can be read out."""
    prefix = next(prefix for prefix, of_kind in PREFIXES.items() if of_kind == kind)
    letters = sheet_sha256[:12].upper()
    return "-".join((prefix, letters[:4], letters[4:8], letters[8:]))


def paper_of(code: str) -> SheetDocument | ReplacedDocument | Submission | None:
    """The document or receipt that a code stands for; None for an unknown code or one that no longer holds.

    A document that was replaced when its sheet was opened again is found where no present one has the code.
    """
    code = code.strip().upper()
    if found := CODE.fullmatch(code):
        prefix, *groups = found.groups()
        of_the_sheet = {"kind": PREFIXES[prefix], "sheet_sha256__startswith": "".join(groups).lower()}
        around = ("evaluation__institution", "evaluation__period")
        return (
            SheetDocument.objects.filter(**of_the_sheet).select_related(*around).first()
            or ReplacedDocument.objects.filter(**of_the_sheet).select_related(*around).last()
        )
    return (
        Submission.objects.filter(code=code)
        .annotate(is_replaced=replaced(Stage.SELF_ASSESSMENT))
        .select_related("evaluation__institution", "evaluation__period", "paper__file", "paper__seal")
        .first()
    )


def agreed_to_publication(evaluation: Evaluation) -> bool:
    """Whether the institution has signed, for the very sheet it handed in, that more than index and predikat is public.

    Silence is no consent: a sheet that passed unsigned, or whose paper was signed for other words, opens nothing.
    """
    handed_in = standing_submissions().filter(evaluation=OuterRef("evaluation"), sheet_sha256=OuterRef("sheet_sha256"))
    return SheetDocument.objects.filter(
        Exists(handed_in),
        evaluation=evaluation,
        kind=DocumentKind.CONSENT,
        agrees_to_publication=True,
        signed__isnull=False,
    ).exists()
