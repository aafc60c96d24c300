"""The payment SDKs. Imported when the backend starts, so that a missing package stops a release, not a payment."""

from importlib.metadata import version

import alipay
import cryptography
import wechatpayv3

# (package, its module): the module is named so that the import above cannot be removed as unused.
PACKAGES = {
    "wechatpayv3": wechatpayv3,
    "python-alipay-sdk": alipay,
    "cryptography": cryptography,
}

# Which package serves an online payment type (column zhifu_peizhi.zhifu_leixing); offline types need none.
PACKAGE_OF_TYPE = {"weixin": "wechatpayv3", "zhifubao": "python-alipay-sdk"}


def installed() -> dict[str, str]:
    """The installed version of each payment package."""
    return {package: version(package) for package in PACKAGES}


def sdk_of(payment_type: str) -> str | None:
    """The SDK that serves a payment type, such as "wechatpayv3 1.2.7", or None when it needs none."""
    package = PACKAGE_OF_TYPE.get(payment_type)
    return f"{package} {version(package)}" if package else None
