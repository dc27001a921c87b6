"""Small, real rows. Everything stands behind the same triggers and constraints as in the application."""

from tests.factories.evaluations import (
    EvaluationFactory,
    PeriodFactory,
    TeamFactory,
    answer_all,
    assessors_of,
    bring_to,
    correct,
    corrector,
    hand_over,
    lead_of,
    move_window,
    proposed,
    speak,
)
from tests.factories.institutions import (
    AgencyFactory,
    InstitutionFactory,
    ProvinceFactory,
    UniversityFactory,
    succeed,
)
from tests.factories.instruments import real_instrument, small_file, small_instrument, wide_instrument
from tests.factories.people import PASSWORD, UserFactory, member, user_with

__all__ = [
    "PASSWORD",
    "AgencyFactory",
    "EvaluationFactory",
    "InstitutionFactory",
    "PeriodFactory",
    "ProvinceFactory",
    "TeamFactory",
    "UniversityFactory",
    "UserFactory",
    "answer_all",
    "assessors_of",
    "bring_to",
    "correct",
    "corrector",
    "hand_over",
    "lead_of",
    "member",
    "move_window",
    "proposed",
    "real_instrument",
    "small_file",
    "small_instrument",
    "speak",
    "succeed",
    "user_with",
    "wide_instrument",
]
