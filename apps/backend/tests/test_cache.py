"""The cache over a Redis that is there, is gone, or is silent."""

import asyncio
import time

import pytest
from pydantic import BaseModel
from redis import ConnectionError as RedisConnectionError

from app.cache import DEADLINE_SECONDS, PAUSE_SECONDS, Cache


class Count(BaseModel):
    rows: int


class Kept:
    """A Redis in memory."""

    def __init__(self):
        self.values, self.asked = {}, 0

    def get(self, name):
        self.asked += 1
        return self.values.get(name)

    def set(self, name, value, ex):
        self.asked += 1
        self.values[name] = value
        return ex > 0


class Gone(Kept):
    def get(self, name):
        self.asked += 1
        raise RedisConnectionError("Error connecting with hidden-password")


class Silent(Kept):
    def get(self, name):
        self.asked += 1
        time.sleep(3 * DEADLINE_SECONDS)


def ask(cache, rows=1):
    answer, origin = asyncio.run(cache.through("count", 10, Count, lambda: Count(rows=rows)))
    return answer.rows, origin


def test_the_second_answer_comes_from_redis():
    cache = Cache(Kept(), "1")
    assert [ask(cache, 1), ask(cache, 2)] == [(1, "miss"), (1, "hit")]


def test_releases_do_not_share_answers_and_one_of_another_shape_is_replaced():
    redis = Kept()
    assert ask(Cache(redis, "1"), 1) == (1, "miss")
    assert ask(Cache(redis, "2"), 2) == (2, "miss")
    redis.values["2:count"] = b'{"columns": 3}'
    assert [ask(Cache(redis, "2"), 4), ask(Cache(redis, "2"), 5)] == [(4, "miss"), (4, "hit")]


def test_without_redis_every_answer_is_read():
    cache = Cache(None, "1")
    assert [ask(cache, 1), ask(cache, 2)] == [(1, "off"), (2, "off")]


@pytest.mark.parametrize("kind", [Gone, Silent])
def test_one_that_does_not_answer_is_left_alone_for_a_while_and_logged_once(kind, caplog):
    redis = kind()
    cache = Cache(redis, "1")
    begun = time.monotonic()
    assert [ask(cache, rows) for rows in range(20)] == [(rows, "off") for rows in range(20)]
    # asyncio.run waits for the thread that was left behind.
    assert time.monotonic() - begun < 4 * DEADLINE_SECONDS
    assert redis.asked == 1
    assert len(caplog.records) == 1 and "hidden" not in caplog.text


def test_it_is_asked_again_later(monkeypatch, caplog):
    redis = Gone()
    cache = Cache(redis, "1")
    ask(cache)
    later = time.monotonic() + PAUSE_SECONDS
    monkeypatch.setattr("app.cache.time.monotonic", lambda: later)
    monkeypatch.setattr(Gone, "get", Kept.get)
    assert [ask(cache), ask(cache)] == [(1, "miss"), (1, "hit")]
    assert [record.message for record in caplog.records][-1] == "Redis answers again"


def test_an_error_of_what_is_read_is_not_taken_for_one_of_redis():
    def fail():
        raise RuntimeError("the database")

    cache = Cache(Kept(), "1")
    with pytest.raises(RuntimeError):
        asyncio.run(cache.through("count", 10, Count, fail))
    assert ask(cache) == (1, "miss")
