"""All routes of the backend. `/healthz` is backend/health.py's."""

from django.contrib import admin
from django.urls import include, path
from rest_framework.routers import SimpleRouter
from rest_framework_simplejwt.views import TokenObtainPairView, TokenRefreshView

from charging.callbacks import ylh_callback
from charging.views import OrderViewSet, StationViewSet, root, system

router = SimpleRouter()
router.register("stations", StationViewSet)
router.register("orders", OrderViewSet)

urlpatterns = [
    path("api/", root),
    path("api/", include(router.urls)),
    path("api/system/", system),
    path("api/auth/login/", TokenObtainPairView.as_view()),
    path("api/auth/refresh/", TokenRefreshView.as_view()),
    path("api/ylh/callback/", ylh_callback),
    # Below /api/, because /admin is a page of the merchant frontend.
    path("api/admin/", admin.site.urls),
]
