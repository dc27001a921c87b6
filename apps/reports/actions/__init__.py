from apps.reports.actions.batches import ask_batch, make, pack, try_again
from apps.reports.actions.single import KIND, render, request_report

__all__ = ["KIND", "ask_batch", "make", "pack", "render", "request_report", "try_again"]
