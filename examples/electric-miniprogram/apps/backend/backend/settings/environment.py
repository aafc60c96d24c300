"""The environment of a container, read once. Everything that is wrong with it is said at once, and never a value."""

import os

from django.core.exceptions import ImproperlyConfigured


class Environment:
    def __init__(self) -> None:
        self.problems: list[str] = []

    def text(self, name: str) -> str:
        value = os.environ.get(name, "")
        if not value:
            self.problems.append(f"{name} is missing")
        return value

    def list(self, name: str) -> list[str]:
        return [item.strip() for item in self.text(name).split(",") if item.strip()]

    def number(self, name: str, default: int) -> int:
        value = os.environ.get(name) or str(default)
        if not value.isascii() or not value.isdigit():
            self.problems.append(f"{name} must be a whole number")
            return default
        return int(value)

    def switch(self, name: str) -> bool:
        value = self.text(name).lower()
        if value not in ("true", "false", ""):
            self.problems.append(f"{name} must be true or false")
        return value == "true"

    def folder(self, name: str, default: str) -> str:
        """A folder of the host. It may be missing, but not be there and unreadable."""
        path = os.environ.get(name, default)
        if os.path.isdir(path) and not os.access(path, os.R_OK | os.X_OK):
            self.problems.append(f"{name}: {path} cannot be read by user {os.getuid()}; on the host: chown {os.getuid()}")
        return path

    def check(self) -> None:
        if self.problems:
            raise ImproperlyConfigured("The environment: " + "; ".join(self.problems))
