"""How gunicorn serves the application; read by it from the folder that it starts in."""

import os

wsgi_app = "backend.wsgi"
bind = "0.0.0.0:8000"
workers = int(os.environ.get("WORKERS", "3"))
timeout = 120
graceful_timeout = 25
# An application that cannot be imported ends the container at once, with its reason.
preload_app = True
# The root file system is read-only.
worker_tmp_dir = "/tmp"
control_socket_disable = True
# Only Nginx reaches this port.
forwarded_allow_ips = "*"
