"""A developer's machine: as on a server, but errors are shown in the browser."""

from .production import *  # noqa: F403

DEBUG = True
