"""The worker that tests may ask for."""

from spbe_eval.celery import app


def test_a_worker_hears_this_process_and_no_other(celery_worker_process):
    replies = app.control.ping(timeout=3)

    assert [list(reply.values()) for reply in replies] == [[{"ok": "pong"}]]
