"""A tie to an institution is a tie to whoever carries it on."""

from apps.evaluations.actions.conflicts import carry_ties
from apps.institutions.successions import on_succession

on_succession(carry_ties)
