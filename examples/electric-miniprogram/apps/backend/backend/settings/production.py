"""Servers, preprod too: everything that differs comes from the environment (the keys of the external env file)."""

import os
from datetime import timedelta

from .base import *  # noqa: F403
from .environment import Environment

env = Environment()

DJANGO_ENV = env.text("DJANGO_ENV")
SECRET_KEY = env.text("SECRET_KEY")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
CORS_ALLOWED_ORIGINS = env.list("CORS_ALLOWED_ORIGINS")
CSRF_TRUSTED_ORIGINS = CORS_ALLOWED_ORIGINS

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": env.text("POSTGRES_DB"),
        "USER": env.text("POSTGRES_USER"),
        "PASSWORD": env.text("POSTGRES_PASSWORD"),
        "HOST": env.text("POSTGRES_HOST"),
        "PORT": env.number("POSTGRES_PORT", 5432),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        # A migration that waits longer for a lock fails, instead of holding up everybody behind it.
        "OPTIONS": {"connect_timeout": 3, "options": "-c lock_timeout=5000"},
    }
}

WECHAT_APPID = env.text("WECHAT_APPID")
WECHAT_SECRET = env.text("WECHAT_SECRET")
WECHAT_CERTIFICATES = env.folder("WECHAT_CERTIFICATES", "/etc/wechat")
YLH_CLIENT_ID = env.text("YLH_CLIENT_ID")
YLH_CLIENT_SECRET = env.text("YLH_CLIENT_SECRET")
YLH_CALLBACK_APP_KEY = env.text("YLH_CALLBACK_APP_KEY")
YLH_CALLBACK_SECRET = env.text("YLH_CALLBACK_SECRET")
ORDER_PAYMENT_TIMEOUT = timedelta(minutes=env.number("ORDER_PAYMENT_TIMEOUT_MINUTES", 10))
VERSION = os.environ.get("VERSION", "dev")

# TLS ends at Nginx, which says by this header how a client came; HSTS is its to send.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = env.switch("SECURE_SSL_REDIRECT")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT

SIMPLE_JWT = {
    "ACCESS_TOKEN_LIFETIME": timedelta(minutes=30),
    "REFRESH_TOKEN_LIFETIME": timedelta(days=7),
    "UPDATE_LAST_LOGIN": True,
}

env.check()
