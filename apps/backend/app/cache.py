"""Answers that may be some seconds old, kept in Redis for all workers. The site never depends on it: where Redis does not
answer, the database does, and Redis is left alone for a while, so that an outage of it costs next to no time."""

import logging
import time
from collections.abc import Callable
from functools import lru_cache
from typing import Literal, TypeVar

from anyio import move_on_after, to_thread
from pydantic import BaseModel, ValidationError
from redis import Redis, RedisError
from redis.backoff import NoBackoff
from redis.retry import Retry

from .settings import get_settings

log = logging.getLogger("app.cache")

# For a question and its answer on a network of the same host; a name that is not resolved can hold a question up for longer.
DEADLINE_SECONDS = 0.5
PAUSE_SECONDS = 5

Answer = TypeVar("Answer", bound=BaseModel)
Result = TypeVar("Result")
# Where an answer came from, for the header X-Cache; "off": there is no Redis, or it does not answer.
Origin = Literal["hit", "miss", "off"]


class Cache:
    """One for each worker. Its client keeps connections open and may be used by several threads."""

    def __init__(self, client: Redis | None, version: str) -> None:
        self._client = client
        self._version = version
        self._asked_again_at = 0.0
        self._answers = True

    async def through(
        self, name: str, seconds: int, kind: type[Answer], read: Callable[[], Answer]
    ) -> tuple[Answer, Origin]:
        """The answer that Redis has under this name, else what `read` gives, which is then kept for some seconds."""
        # Two releases share one Redis while they change over: each has names of its own.
        key = f"{self._version}:{name}"
        known, text = await self._ask(lambda client: client.get(key))
        if text is not None:
            try:
                return kind.model_validate_json(text), "hit"
            except ValidationError:
                log.warning("what is kept as %s is not as expected; it is replaced", key)
        answer = await to_thread.run_sync(read)
        if known:
            known, _ = await self._ask(lambda client: client.set(key, answer.model_dump_json(), ex=seconds))
        return answer, "miss" if known else "off"

    async def _ask(self, question: Callable[[Redis], Result]) -> tuple[bool, Result | None]:
        """Whether Redis answered, and what."""
        client = self._client
        if client is None or time.monotonic() < self._asked_again_at:
            return False, None
        trouble = f"no answer within {DEADLINE_SECONDS} s"
        with move_on_after(DEADLINE_SECONDS):
            try:
                result = await to_thread.run_sync(question, client, abandon_on_cancel=True)
            except RedisError as error:
                trouble = type(error).__name__  # its text may hold what was sent
            else:
                self._note(None)
                return True, result
        self._note(trouble)
        return False, None

    def _note(self, trouble: str | None) -> None:
        """Logs an outage and its end, each once, and not every request of it."""
        if trouble:
            self._asked_again_at = time.monotonic() + PAUSE_SECONDS
        if self._answers and trouble:
            log.warning("Redis: %s; the database answers, and Redis is asked again every %s s", trouble, PAUSE_SECONDS)
        elif not self._answers and not trouble:
            log.warning("Redis answers again")
        self._answers = trouble is None


@lru_cache
def get_cache() -> Cache:
    settings = get_settings()
    # One more try at once: a connection from before Redis was replaced is found closed only when it is used.
    limits = {"socket_connect_timeout": DEADLINE_SECONDS, "socket_timeout": DEADLINE_SECONDS}
    client = Redis.from_url(settings.redis_url, **limits, retry=Retry(NoBackoff(), 1)) if settings.redis_url else None
    return Cache(client, settings.version)
