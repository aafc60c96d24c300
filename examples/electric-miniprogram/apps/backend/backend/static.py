"""Where collected static files go: a folder that Nginx serves while releases write into it."""

import os
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.core.files.storage import FileSystemStorage


class PublishedStaticFiles(ManifestStaticFilesStorage):
    """
    Names with a hash of their content, in a folder that only grows: pages of the release before still find their files. A file
    is exchanged whole, so that no request meets a half-written or a missing one.
    """

    def __init__(self, *args, **kwargs):
        # Which name has which hash is part of a release, and so of its image.
        super().__init__(*args, manifest_storage=FileSystemStorage(settings.STATIC_MANIFEST), **kwargs)

    def get_available_name(self, name, max_length=None):
        return name

    def delete(self, name):
        """What replaces it is written over it."""

    def _save(self, name, content):
        path = Path(self.path(name))
        path.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as file:
            for chunk in content.chunks():
                file.write(chunk)
        os.chmod(file.name, 0o644)
        os.replace(file.name, path)
        return name
