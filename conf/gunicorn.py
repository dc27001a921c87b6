"""How the web server works, wherever it runs. What differs between machines (address, workers) is said at the start."""

# Threads: while one request waits for the database to flush, another is computed. Connections stay open between
# requests, so that neither the proxy nor a browser connects anew for each save.
worker_class = "gthread"
threads = 4
keepalive = 20
control_socket_disable = True
