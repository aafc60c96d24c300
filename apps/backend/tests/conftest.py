"""Settings that the tests run under; DATABASE_URL, when given, names a migrated database for test_api.py."""

import os

os.environ.setdefault("DATABASE_URL", "postgresql://nobody:unused@127.0.0.1:1/none")
os.environ.setdefault("SECRET_KEY", "a key of the tests, of sufficient length")
