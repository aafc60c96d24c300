"""
Callbacks of the charging platform: `POST /api/ylh/callback/` with headers X-App-Key and X-Signature, which is the HMAC-SHA256 of the body
under YLH_CALLBACK_SECRET, in hexadecimal.
"""

import hmac
import json
from decimal import Decimal, InvalidOperation

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from .models import Order


@csrf_exempt
@require_POST
def ylh_callback(request: HttpRequest) -> JsonResponse:
    if not is_signed(request):
        return JsonResponse({"detail": "not signed by the platform"}, status=403)
    try:
        body = json.loads(request.body)
        number, kwh = str(body["order"]), Decimal(str(body["kwh"]))
    except (ValueError, KeyError, TypeError, InvalidOperation):
        return JsonResponse({"detail": "expected order and kwh"}, status=400)
    if not kwh.is_finite() or not 0 < kwh < 1000:
        return JsonResponse({"detail": "kwh: more than 0 and less than 1000"}, status=400)
    return settle(number, kwh)


def is_signed(request: HttpRequest) -> bool:
    key = request.headers.get("X-App-Key", "").encode()
    signature = request.headers.get("X-Signature", "").encode()
    expected = hmac.new(settings.YLH_CALLBACK_SECRET.encode(), request.body, "sha256").hexdigest()
    same_key = hmac.compare_digest(key, settings.YLH_CALLBACK_APP_KEY.encode())
    return hmac.compare_digest(signature, expected.encode()) and same_key


@transaction.atomic
def settle(number: str, kwh: Decimal) -> JsonResponse:
    """Marks an order as paid, once: the platform repeats a callback until it is answered."""
    Order.objects.cancel_overdue()
    order = Order.objects.select_for_update(of=["self"]).select_related("station").filter(number=number).first()
    if order is None:
        return JsonResponse({"detail": "no such order"}, status=404)
    if order.status == Order.Status.CANCELLED:
        return JsonResponse({"detail": "the order was cancelled: it was not paid in time"}, status=409)
    if order.status == Order.Status.UNPAID:
        order.kwh, order.amount = kwh, round(kwh * order.station.price, 2)
        order.status, order.paid_at = Order.Status.PAID, timezone.now()
        order.save()
    return JsonResponse({"order": order.number, "status": order.status, "amount": str(order.amount)})
