from apps.reports.actions.batches import ask_batch, make, pack, try_again
from apps.reports.actions.national import render_nation, request_national
from apps.reports.actions.single import KIND, render, request_report

__all__ = [
    "KIND",
    "ask_batch",
    "make",
    "pack",
    "render",
    "render_nation",
    "request_national",
    "request_report",
    "try_again",
]
