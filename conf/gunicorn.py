"""How the web server works, wherever it runs. What differs between machines (address, workers) is said at the start."""

import gc

# Threads: while one request waits for the database to flush, another is computed. Connections stay open between
# requests, so that neither the proxy nor a browser connects anew for each save.
worker_class = "gthread"
threads = 4
keepalive = 20
control_socket_disable = True


def post_worker_init(_: object) -> None:
    """What a worker has read by now it keeps for good, so nothing of it is searched for garbage again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 10, 10)
