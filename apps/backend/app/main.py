"""The application that each worker serves."""

import logging

from fastapi import FastAPI

from . import failures
from .routes import auth, contract_payment_methods, health, office, payment_configs
from .settings import get_settings

logging.basicConfig(level=logging.INFO, format="%(levelname)s: %(name)s: %(message)s")


def create_app() -> FastAPI:
    application = FastAPI(
        title="proxy-system",
        version=get_settings().version,
        openapi_url="/api/openapi.json",
        docs_url=None,  # the interactive pages load scripts from a public CDN
        redoc_url=None,
        redirect_slashes=False,
    )
    failures.install(application)
    for routes in (health, payment_configs, contract_payment_methods, office, auth):
        application.include_router(routes.router)
    return application


app = create_app()
