"""Settings for tools that read the code and serve nothing (mypy): production's, with values nobody can use."""

import os

os.environ.setdefault("SECRET_KEY", "for reading the code only " * 2)
os.environ.setdefault("DATABASE_URL", "postgresql://nobody@localhost/none")
os.environ.setdefault("PUBLIC_URL", "https://localhost")
os.environ.setdefault("CACHE_URL", "redis://localhost")
os.environ.setdefault("CELERY_BROKER_URL", "memory://")

from creansys.settings import *  # noqa: F403
