"""The safe in Redis, for several boxes."""

from gateway.settings.schema import Settings
from privacy.keys.redis import RedisShelf
from privacy.store.redis import RedisStore
from privacy.store.redis_link import RedisSettings


async def open_shared(settings: Settings) -> tuple[RedisStore, RedisShelf]:
    """Rows and keys behind one Redis. Raises `StoreError`."""
    told = settings.privacy
    where = RedisSettings(told.redis_url, told.redis_user, told.redis_password, told.redis_ca)
    store = await RedisStore.open(where)
    try:
        return store, await RedisShelf.open(where)
    except BaseException:
        await store.aclose()
        raise
