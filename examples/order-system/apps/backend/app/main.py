"""The application that each worker serves."""

import logging

from fastapi_offline import FastAPIOffline

from . import failures
from .routes import auth, health, orders, products
from .settings import get_settings

settings = get_settings()
logging.basicConfig(
    level=logging.DEBUG if settings.debug else logging.INFO, format="%(levelname)s: %(name)s: %(message)s"
)

# Everything of the interactive pages stands below /docs, so that one route of Nginx is enough for it.
app = FastAPIOffline(
    title="order-system",
    version=settings.version,
    debug=settings.debug,
    docs_url="/docs",
    redoc_url=None,
    static_url="/docs/static",
    swagger_ui_oauth2_redirect_url="/docs/oauth2-redirect",
    redirect_slashes=False,
)
failures.install(app)
for routes in (health, auth, products, orders):
    app.include_router(routes.router)
