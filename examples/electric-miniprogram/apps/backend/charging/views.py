"""The API that the merchant frontend and the mini-program ask."""

from pathlib import Path

from django.conf import settings
from django.db.models import Q
from rest_framework import mixins, viewsets
from rest_framework.decorators import api_view, permission_classes
from rest_framework.permissions import AllowAny, IsAdminUser
from rest_framework.response import Response

from .models import Order, Station
from .serializers import OrderSerializer, StationSerializer


@api_view()
@permission_classes([AllowAny])
def root(request):
    return Response({"name": "electric-miniprogram", "version": settings.VERSION})


@api_view()
def system(request):
    """What an administrator wants to know of the installation; no secret."""
    folder = Path(settings.WECHAT_CERTIFICATES)
    certificates = sorted(file.name for file in folder.iterdir() if file.is_file()) if folder.is_dir() else []
    return Response(
        {
            "version": settings.VERSION,
            "environment": settings.DJANGO_ENV,
            "wechat_appid": settings.WECHAT_APPID,
            "wechat_certificates": certificates,
            "payment_timeout_minutes": settings.ORDER_PAYMENT_TIMEOUT.total_seconds() / 60,
        }
    )


class StationViewSet(viewsets.ModelViewSet):
    """Stations: everybody reads them, as the mini-program does; staff changes them."""

    queryset = Station.objects.all()
    serializer_class = StationSerializer

    def get_permissions(self):
        return [AllowAny() if self.action in ("list", "retrieve") else IsAdminUser()]


class OrderViewSet(
    mixins.CreateModelMixin, mixins.RetrieveModelMixin, mixins.ListModelMixin, viewsets.GenericViewSet
):
    """Orders, for staff; `?search=` by number or customer, `?status=`. Payment comes by callback."""

    queryset = Order.objects.select_related("station")
    serializer_class = OrderSerializer
    lookup_field = "number"

    def get_queryset(self):
        Order.objects.cancel_overdue()
        orders = super().get_queryset()
        if search := self.request.query_params.get("search"):
            orders = orders.filter(Q(number=search) | Q(customer__icontains=search))
        if status := self.request.query_params.get("status"):
            orders = orders.filter(status=status)
        return orders
