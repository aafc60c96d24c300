"""The stations that the business began with."""

from django.db import migrations

STATIONS = [
    ("QX-001", "清溪北门充电站", "清溪路 18 号", 8, "0.98"),
    ("QX-002", "体育中心充电站", "体育东路 2 号", 12, "1.05"),
    ("QX-003", "高铁站停车场", "站前大道 1 号", 24, "1.20"),
]


def add(apps, schema_editor):
    stations = apps.get_model("charging", "Station").objects
    for code, name, address, connectors, price in STATIONS:
        values = {"name": name, "address": address, "connectors": connectors, "price": price}
        stations.get_or_create(code=code, defaults=values)


class Migration(migrations.Migration):
    dependencies = [("charging", "0001_initial")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
