"""The codes that all services behind the Tencent Cloud API 3.0 share: who calls, what is called, and how."""

from __future__ import annotations

from sealstack.service.dialects.tencent.catalogue.entries import REASON, Entry, injected
from sealstack.service.texts import Text

_AUTHENTICATION: dict[str, Entry] = {
    "AuthFailure.InvalidAuthorization": Entry(
        Text(
            "请求头部的`Authorization`不符合腾讯云标准：{reason}",
            "The request `Authorization` header does not conform to tencentcloud standards: {reason}",
        ),
        "The `Authorization` header is `SKIP` or cannot be parsed, and accounts exist.",
        example={"reason": REASON},
    ),
    "AuthFailure.SecretIdNotFound": Entry(
        Text(
            "SecretId不存在，请输入正确的密钥。",
            "The SecretId is not found, please ensure that your SecretId is correct.",
        ),
        "No account has this SecretId, or the account is disabled.",
    ),
    "AuthFailure.SignatureExpire": Entry(
        Text(
            "签名过期。Timestamp和服务器时间{now}相差过大，请使用本地时间并注意开启NTP服务进行时间同步",
            "Signature expired. Please use local time and enable NTP service for time synchronization to "
            "avoid a deviation between `Timestamp` and the server time {now}.",
        ),
        "The timestamp is more than 300 seconds away from the server's clock.",
        example={"now": 1706406788},
    ),
    "AuthFailure.SignatureFailure": Entry(
        Text(
            "请求签名验证失败，请检查您的签名计算是否正确。",
            "The provided credentials could not be validated. Please check your signature is correct.",
        ),
        "The signature does not belong to this request and this key, leaves out what it must cover, or was "
        "used already for what may happen once.",
        variants={
            "used": Text(
                "该签名已被使用，请重新签名后再发送请求。",
                "This signature has been used already: sign the request anew.",
            ),
            "unsigned body": Text(
                "该接口的请求体必须签名，不能使用`UNSIGNED-PAYLOAD`。",
                "The body of this Action's requests must be signed: `UNSIGNED-PAYLOAD` will not do.",
            ),
        },
    ),
    "AuthFailure.InvalidSecretId": injected(
        "密钥非法（不是云API密钥类型）。",
        "The SecretId is not a cloud API key.",
        "Every SecretId here is of the one kind there is.",
    ),
    "AuthFailure.MFAFailure": injected(
        "MFA验证失败。", "MFA verification failed.", "There is no second factor here."
    ),
    "AuthFailure.TokenFailure": injected(
        "临时凭证Token无效或已过期。",
        "The token is invalid or has expired.",
        "There are no temporary keys here; a token is taken and not looked at.",
    ),
    "AuthFailure.UnauthorizedOperation": injected(
        "操作未授权，请检查CAM策略。",
        "You are not authorized to perform this operation. Check your CAM policies, and ensure that you are "
        "using the correct access keys.",
        "An account may call every Action.",
    ),
    "UnauthorizedOperation": Entry(
        Text("未授权操作：{reason}", "The operation is not authorized: {reason}"),
        "There is no account yet, and a page of another site requests what changes or lists templates, or "
        "the request names a host that this machine is not.",
        example={"reason": REASON},
    ),
}

_DISPATCH: dict[str, Entry] = {
    "InvalidAction": Entry(
        Text(
            "请求的action=`{action}`无效，或在service=`ocr`、version=`{version}`中不存在。",
            "The request action=`{action}` is invalid or not found in service=`ocr` and version=`{version}`.",
        ),
        "The Action is not one that this server has.",
        example={"action": "DescribeInstances", "version": "2018-11-19"},
    ),
    "NoSuchVersion": Entry(
        Text(
            "service=`ocr`中不存在指定的接口版本version=`{version}`。",
            "The specified api version=`{version}` does not exist in service=`ocr`.",
        ),
        "The Version is not `2018-11-19`.",
        example={"version": "2017-03-12"},
    ),
    "UnsupportedProtocol": Entry(
        Text(
            "不支持的HTTP请求方法`{method}`，仅支持GET和POST。",
            "The request method `{method}` is not supported: only GET and POST are.",
        ),
        "The HTTP method is neither GET nor POST.",
        example={"method": "PUT"},
    ),
    "InvalidRequest": Entry(
        Text(
            "multipart/form-data格式的请求体无法解析：{reason}",
            "The multipart/form-data body of the request could not be parsed: {reason}",
        ),
        "The body of a multipart request is malformed.",
        example={"reason": REASON},
    ),
    "RequestSizeLimitExceeded": Entry(
        Text(
            "请求包大小超过限制：上限为{limit}字节。",
            "The request is too large: its body may have at most {limit} bytes.",
        ),
        "The body has more bytes than 10 MiB (more when `OCR_MAX_IMAGE_BASE64` is raised).",
        example={"limit": 10485760},
    ),
    "RequestLimitExceeded": Entry(
        Text(
            "您当前每秒请求 `{calls}` 次，超过了每秒频率限制 `{limit}` 次。请降低请求频率。",
            "Your current request times equals to `{calls}` in a second, which exceeds the frequency limit "
            "`{limit}` for a second. Please reduce the frequency of calls.",
        ),
        "The account calls this Action more often than its rate allows, or every place in the machine's "
        "queue is taken.",
        example={"calls": 6, "limit": 5},
        variants={
            "overload": Text(
                "服务器繁忙：排队等待识别的请求已达上限`{limit}`个，请稍后重试。",
                "The server is busy: `{limit}` requests wait to be read already. Please try again later.",
            ),
            "bodies": Text(
                "服务器繁忙：正在接收的表单过多，请稍后重试。",
                "The server is busy: it receives too many forms at this moment. Please try again later.",
            ),
        },
    ),
    "RequestLimitExceeded.GlobalRegionUinLimitExceeded": injected(
        "主账号超过频率限制。",
        "The account exceeds its rate limit over all regions.",
        "There are no regions here: see `RequestLimitExceeded`.",
    ),
    "RequestLimitExceeded.IPLimitExceeded": injected(
        "IP限频。",
        "The address exceeds its rate limit.",
        "Accounts are limited, not addresses: see `RequestLimitExceeded`.",
    ),
    "RequestLimitExceeded.UinLimitExceeded": injected(
        "主账号限频。",
        "The account exceeds its rate limit.",
        "An account is limited by Action: see `RequestLimitExceeded`.",
    ),
    "ActionOffline": injected(
        "接口已下线。",
        "The action has been taken offline.",
        "An Action that is not served is an `InvalidAction`.",
    ),
    "InternalError": injected(
        "内部错误。", "Internal error.", "Anything unforeseen is answered as `FailedOperation.UnKnowError`."
    ),
    "ServiceUnavailable": Entry(
        Text("当前服务暂时不可用：{reason}", "The service is temporarily unavailable: {reason}"),
        "The database, or where calls are counted, cannot be used at present: `/readyz` says why.",
        example={"reason": REASON},
    ),
    "UnsupportedRegion": injected(
        "接口不支持所传地域。", "The region is not supported.", "The region is taken and not looked at."
    ),
    "UnsupportedOperation": injected(
        "操作不支持。", "The operation is not supported.", "What is not supported is named by its parameter."
    ),
}

_PARAMETERS: dict[str, Entry] = {
    "MissingParameter": Entry(
        Text("缺少必要参数`{parameter}`。", "The request is missing a required parameter `{parameter}`."),
        "A required parameter was not sent, or was empty.",
        example={"parameter": "Timestamp"},
    ),
    "UnknownParameter": Entry(
        Text("无法识别的参数`{parameter}`。", "The parameter `{parameter}` is not recognized."),
        "A parameter was sent that the Action does not have (`OCR_STRICT_PARAMETERS=0` ignores it).",
        example={"parameter": "$schema"},
    ),
    "InvalidParameter": Entry(
        Text("{reason}", "{reason}"),
        "The body is no JSON object, or a parameter has the wrong form.",
        example={"reason": REASON},
    ),
    "InvalidParameterValue": Entry(
        Text(
            "参数`{parameter}`的取值`{value}`无效。",
            "The value `{value}` specified in the parameter `{parameter}` is not valid.",
        ),
        "A common parameter has an invalid value.",
        example={"parameter": "Timestamp", "value": "yesterday"},
    ),
}

COMMON_CODES: dict[str, Entry] = {**_AUTHENTICATION, **_DISPATCH, **_PARAMETERS}
"""Every common code, by name."""
