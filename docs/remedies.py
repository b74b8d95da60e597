"""What to do about each error code, in English and Chinese; docs/errors.py writes it into its page."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Remedy:
    """What to do about a code.

    Attributes:
        english: what to do, in English.
        cause: when the code is answered, in Chinese; the catalogues of the dialects say it in English.
        chinese: what to do, in Chinese.
    """

    english: str
    cause: str
    chinese: str


TENCENT = {
    "AuthFailure.InvalidAuthorization": Remedy(
        "Give the client its SecretId and SecretKey; let the SDK sign.",
        "已有账号，而`Authorization`为`SKIP`或无法解析。",
        "为客户端配置SecretId和SecretKey，由SDK签名。",
    ),
    "AuthFailure.SecretIdNotFound": Remedy(
        "`sealstack account list` shows who there is; `sealstack account add` makes one.",
        "没有这个SecretId的账号，或账号已停用。",
        "用`sealstack account list`查看账号，用`sealstack account add`新建。",
    ),
    "AuthFailure.SignatureExpire": Remedy(
        "Set the clocks of both machines by NTP.",
        "时间戳与服务器时间相差超过300秒。",
        "用NTP校准两台机器的时间。",
    ),
    "AuthFailure.SignatureFailure": Remedy(
        "Check the SecretKey. Behind a proxy that changes `Host`, name the clients' host in "
        "`OCR_PUBLIC_HOSTS`. Sign every "
        "request anew.",
        "签名与请求或密钥不符，漏签了必须签名的部分，或一次性的签名已被使用。",
        "检查SecretKey；代理改写`Host`时，把客户端所用的域名写入`OCR_PUBLIC_HOSTS`；每次请求重新签名。",
    ),
    "FailedOperation.DownLoadError": Remedy(
        "Fetch the URL from the service's own machine. Private addresses need "
        "`OCR_ALLOW_PRIVATE_URLS=1`; or send base64.",
        "URL被拒绝、无法下载，或下载超过3秒。",
        "在服务所在机器上试取该URL；内网地址需要`OCR_ALLOW_PRIVATE_URLS=1`；或改用base64。",
    ),
    "FailedOperation.EngineRecognizeTimeout": Remedy(
        "Try again when fewer calls wait; raise `OCR_READING_SECONDS`, or add cores or machines.",
        "在`OCR_READING_SECONDS`之内（含排队）没有读完。",
        "稍后重试；调大`OCR_READING_SECONDS`，或增加核心、机器。",
    ),
    "FailedOperation.ImageDecodeFailed": Remedy(
        "Send a whole JPEG, PNG, BMP, WebP, TIFF or PDF as base64, without line breaks cut off; a PDF "
        "wants `EnablePdf` or `IsPdf`.",
        "base64无法解码，或内容不是完整的图片。",
        "发送完整的JPEG、PNG、BMP、WebP、TIFF或PDF的base64；PDF需要`EnablePdf`或`IsPdf`。",
    ),
    "FailedOperation.ImageNoText": Remedy(
        "Not a fault of the call: look at the picture in the console; send a larger or sharper one.",
        "没有找到印章（文字），或找到的都无法读出。",
        "调用本身没有错：在控制台中查看该图片，或发送更大、更清晰的图片。",
    ),
    "FailedOperation.LanguageNotSupport": Remedy(
        "Leave `LanguageType` out, or take one of those that the message lists.",
        "引擎不支持该`LanguageType`。",
        "去掉`LanguageType`，或使用支持的语言。",
    ),
    "FailedOperation.OcrFailed": Remedy(
        "The log has the cause under the RequestId; report it with the picture if you may.",
        "引擎处理该图片时出错。",
        "按RequestId查看日志；如可公开图片，请报告。",
    ),
    "FailedOperation.TemplateMismatch": Remedy(
        "Send the form of this template, or `auto` as its id; mark another template for another form.",
        "图片不是该模板的表单。",
        "发送该模板的表单，或以`auto`作为模板编号；另一种表单请另建模板。",
    ),
    "FailedOperation.UnKnowError": Remedy(
        "The log has it under the RequestId; report it.",
        "发生了未预料的错误。",
        "按RequestId查看日志并报告。",
    ),
    "FailedOperation.UnOpenError": Remedy(
        "`sealstack account set SECRET_ID --state active`.",
        "账号未开通。",
        "执行`sealstack account set SECRET_ID --state active`。",
    ),
    "InvalidAction": Remedy(
        "Take one of the Actions in [tencent.md](tencent.md); other papers are read by "
        "[templates](templates.md).",
        "本服务没有该Action。",
        "使用[tencent.md](tencent.md)所列的Action；其他单据用[模板](templates.md)读取。",
    ),
    "InvalidParameter": Remedy(
        "Send a JSON object, each parameter in its documented form.",
        "请求体不是JSON对象，或参数格式错误。",
        "发送JSON对象，参数按文档的格式。",
    ),
    "InvalidParameterValue": Remedy(
        "See which common parameter the message names.",
        "公共参数的值无效。",
        "按消息检查该公共参数。",
    ),
    "InvalidParameterValue.InvalidParameterValueLimit": Remedy(
        "See which parameter the message names, and its range in [compatibility.md](compatibility.md).",
        "接口参数的类型错误，或超出取值范围。",
        "按消息检查该参数，取值范围见[compatibility.md](compatibility.md)。",
    ),
    "InvalidRequest": Remedy(
        "Send multipart bodies whole, with the boundary that the header names.",
        "multipart请求体格式错误。",
        "完整发送multipart请求体，分隔符与请求头一致。",
    ),
    "LimitExceeded.TooLargeFileError": Remedy(
        "Send a smaller picture, or raise `OCR_MAX_IMAGE_BASE64` or `OCR_MAX_PIXELS`.",
        "图片的base64超过`OCR_MAX_IMAGE_BASE64`，或像素超过`OCR_MAX_PIXELS`。",
        "缩小图片，或调大`OCR_MAX_IMAGE_BASE64`、`OCR_MAX_PIXELS`。",
    ),
    "MissingParameter": Remedy(
        "Send the parameter that the message names.", "缺少必需的参数，或其值为空。", "补上消息所指的参数。"
    ),
    "NoSuchVersion": Remedy(
        "Send `X-TC-Version: 2018-11-19`.",
        "接口版本不是`2018-11-19`。",
        "使用`X-TC-Version: 2018-11-19`。",
    ),
    "RequestLimitExceeded": Remedy(
        "Call less often; raise `OCR_RATE_LIMIT` or the account's rate, `OCR_QUEUE`, or add machines.",
        "账号调用该接口过于频繁，或队列已满。",
        "降低频率；调大`OCR_RATE_LIMIT`或账号的频率、`OCR_QUEUE`，或增加机器。",
    ),
    "RequestSizeLimitExceeded": Remedy(
        "Send a smaller body, or the picture by URL.",
        "请求体超过10 MiB（调大`OCR_MAX_IMAGE_BASE64`时相应增大）。",
        "减小请求体，或改用图片URL。",
    ),
    "ResourceNotFound": Remedy(
        "`ListTemplates` shows the account's own; add it anew where it is another's.",
        "该账号没有这个编号的模板。",
        "用`ListTemplates`查看本账号的模板；属于其他账号的须重新添加。",
    ),
    "ResourceUnavailable.InArrears": Remedy(
        "`sealstack account set SECRET_ID --state active`.",
        "账号欠费。",
        "执行`sealstack account set SECRET_ID --state active`。",
    ),
    "ResourceUnavailable.ResourcePackageRunOut": Remedy(
        "`sealstack account set SECRET_ID --package N` gives more calls.",
        "账号的资源包已用完。",
        "用`sealstack account set SECRET_ID --package N`增加次数。",
    ),
    "ResourcesSoldOut.ChargeStatusException": Remedy(
        "`sealstack account set SECRET_ID --state active`.",
        "账号的计费状态异常。",
        "执行`sealstack account set SECRET_ID --state active`。",
    ),
    "ServiceUnavailable": Remedy(
        "`/readyz` and the log say which: see [reliability.md](reliability.md).",
        "数据库或计数所用的Redis暂时不可用。",
        "查看`/readyz`和日志，见[reliability.md](reliability.md)。",
    ),
    "UnauthorizedOperation": Remedy(
        "Add an account or `OCR_API_KEYS`; name the service's own host in `OCR_PUBLIC_HOSTS`.",
        "尚无账号，而其他网站的页面要修改或列出模板，或请求所用的域名不是本机的。",
        "新建账号或设置`OCR_API_KEYS`；把服务的域名写入`OCR_PUBLIC_HOSTS`。",
    ),
    "UnknownParameter": Remedy(
        "Leave it out, or set `OCR_STRICT_PARAMETERS=0`.",
        "发送了该接口没有的参数。",
        "去掉该参数，或设置`OCR_STRICT_PARAMETERS=0`。",
    ),
    "UnsupportedProtocol": Remedy("Use GET or POST.", "HTTP方法不是GET或POST。", "使用GET或POST。"),
}
"""By code, for every code of the Tencent Cloud API 3.0 that the service answers by itself."""

CUSTOM_OCR = {
    "InvalidRequest": Remedy(
        "Send a JSON object as the whole body.",
        "请求体不是JSON对象，或没有完整到达。",
        "以JSON对象作为完整的请求体发送。",
    ),
    "InvalidType": Remedy(
        "Send one of the types that the message lists.",
        "`type`缺失，或不是支持的类型。",
        "使用消息中列出的`type`。",
    ),
    "InvalidParameter": Remedy(
        "See which parameter the message names, and its form in [templates.md](templates.md).",
        "参数类型错误，或名称过长。",
        "按消息检查该参数，格式见[templates.md](templates.md)。",
    ),
    "MissingPicture": Remedy(
        "Send `url`, or `img` in base64.", "`url`和`img`都没有发送。", "发送`url`，或以base64发送`img`。"
    ),
    "InvalidPicture": Remedy(
        "Send a whole JPEG, PNG, BMP, WebP, TIFF or PDF of one page as base64; the pages of a document one "
        "by one.",
        "base64无法解码，或内容不是完整的单页图片。",
        "发送完整的单页JPEG、PNG、BMP、WebP、TIFF或PDF的base64；多页文件请逐页发送。",
    ),
    "DownloadFailed": Remedy(
        "Fetch the URL from the service's own machine. Private addresses need `OCR_ALLOW_PRIVATE_URLS=1`, "
        "buckets `OCR_S3_BUCKETS`; or send base64.",
        "URL被拒绝、无法下载，或下载超过10秒。",
        "在服务所在机器上试取该URL；内网地址需要`OCR_ALLOW_PRIVATE_URLS=1`，存储桶需要`OCR_S3_BUCKETS`；"
        "或改用base64。",
    ),
    "Unauthorized": Remedy(
        "Send a key as `X-Api-Key` or `Authorization: Bearer`.",
        "已设置`OCR_API_KEYS`，而请求没有携带其中的密钥。",
        "在`X-Api-Key`或`Authorization: Bearer`中发送密钥。",
    ),
    "Forbidden": Remedy(
        "Set `OCR_API_KEYS`; name the service's own host in `OCR_PUBLIC_HOSTS`.",
        "尚无密钥，而其他网站的页面要修改或列出模板，或请求所用的域名不是本机的。",
        "设置`OCR_API_KEYS`；把服务的域名写入`OCR_PUBLIC_HOSTS`。",
    ),
    "TemplateNotFound": Remedy(
        "`list` shows the key's own; add it anew where it belongs to another key.",
        "没有这个编号的模板，或它属于另一个密钥。",
        "用`list`查看本密钥的模板；属于其他密钥的须重新添加。",
    ),
    "MethodNotAllowed": Remedy("Use POST.", "HTTP方法不是POST或OPTIONS。", "使用POST。"),
    "PictureTooLarge": Remedy(
        "Send a picture of up to 4096 pixels a side, or raise `OCR_MAX_IMAGE_BASE64` or `OCR_MAX_PIXELS`.",
        "图片的base64超过`OCR_MAX_IMAGE_BASE64`，像素超过`OCR_MAX_PIXELS`，或边长超过4096像素。",
        "缩小图片，每边不超过4096像素；或调大`OCR_MAX_IMAGE_BASE64`、`OCR_MAX_PIXELS`。",
    ),
    "RequestTooLarge": Remedy(
        "Send a smaller body, or the picture by URL.",
        "请求体超过10 MiB（调大`OCR_MAX_IMAGE_BASE64`时相应增大）。",
        "减小请求体，或改用图片URL。",
    ),
    "TemplateInvalid": Remedy(
        "Mend the field that the message names: corners clockwise from the upper left, names that differ.",
        "模板格式错误；消息中给出字段的序号（从0开始）和原因。",
        "修改消息所指的字段：角点从左上起按顺时针，名称不得重复。",
    ),
    "TemplateMismatch": Remedy(
        "Send the form of this template, or `auto` as its id; mark another template for another form.",
        "图片不是该模板的表单（使用`auto`时：不是任何模板的表单）。",
        "发送该模板的表单，或以`auto`作为模板编号；另一种表单请另建模板。",
    ),
    "Overloaded": Remedy(
        "Wait as long as `Retry-After` says; raise `OCR_QUEUE`, or add cores or machines.",
        "队列已满；应答带有`Retry-After`。",
        "按`Retry-After`等待后重试；调大`OCR_QUEUE`，或增加核心、机器。",
    ),
    "RateLimitExceeded": Remedy(
        "Call less often, or raise `OCR_RATE_LIMIT`.",
        "密钥的调用频率超过`OCR_RATE_LIMIT`。",
        "降低频率，或调大`OCR_RATE_LIMIT`。",
    ),
    "ReadingFailed": Remedy(
        "The log has the cause under the request's id; report it with the picture if you may.",
        "引擎处理该图片时出错。",
        "按请求编号查看日志；如可公开图片，请报告。",
    ),
    "DatabaseUnavailable": Remedy(
        "`/readyz` and the log say why: see [reliability.md](reliability.md).",
        "数据库暂时不可用。",
        "查看`/readyz`和日志，见[reliability.md](reliability.md)。",
    ),
    "InternalError": Remedy(
        "The log has it under the request's id; report it.",
        "发生了未预料的错误。",
        "按请求编号查看日志并报告。",
    ),
    "ServiceUnavailable": Remedy(
        "Make room on the disk of the service's temporary files.",
        "磁盘空间不足，无法接收请求体。",
        "清理服务临时文件所在的磁盘。",
    ),
    "ReadingTimeout": Remedy(
        "Try again when fewer calls wait; raise `OCR_READING_SECONDS`, or add cores or machines.",
        "在`OCR_READING_SECONDS`之内（含排队）没有读完。",
        "稍后重试；调大`OCR_READING_SECONDS`，或增加核心、机器。",
    ),
}
"""By code, for every code of Custom OCR."""

SERVING = {
    400: Remedy(
        "Send the request anew, whole, with the length or the boundary that its headers name.",
        "请求没有完整到达，或请求体格式错误。",
        "重新完整发送请求，长度或分隔符与请求头一致。",
    ),
    401: Remedy(
        "Send a key as `X-Api-Key` or `Authorization: Bearer`.",
        "已设置`OCR_API_KEYS`，而请求没有携带其中的密钥。",
        "在`X-Api-Key`或`Authorization: Bearer`中发送密钥。",
    ),
    403: Remedy(
        "Set `OCR_API_KEYS`; name the service's own host in `OCR_PUBLIC_HOSTS`.",
        "尚无密钥，而请求所用的域名不是本机的。",
        "设置`OCR_API_KEYS`；把服务的域名写入`OCR_PUBLIC_HOSTS`。",
    ),
    404: Remedy(
        "Send to `/seal-recognition`, `/document-preprocessing` or `/ocr`.",
        "没有这个路径。",
        "使用`/seal-recognition`、`/document-preprocessing`或`/ocr`。",
    ),
    405: Remedy("Use POST.", "HTTP方法不是POST。", "使用POST。"),
    413: Remedy(
        "Send a smaller file, or raise `OCR_MAX_UPLOAD`.",
        "请求体超过`OCR_MAX_UPLOAD`。",
        "减小文件，或调大`OCR_MAX_UPLOAD`。",
    ),
    422: Remedy(
        "Mend what the message names. Private addresses need `OCR_ALLOW_PRIVATE_URLS=1`.",
        "参数缺失或无效，或文件损坏、被拒绝、过大、无法下载。",
        "按消息修改；内网地址需要`OCR_ALLOW_PRIVATE_URLS=1`。",
    ),
    429: Remedy(
        "Call less often, or raise `OCR_RATE_LIMIT`.",
        "密钥的调用频率超过`OCR_RATE_LIMIT`；应答带有`Retry-After`。",
        "降低频率，或调大`OCR_RATE_LIMIT`。",
    ),
    500: Remedy(
        "The log has the cause under the request's id (`logId`); report it.",
        "发生了未预料的错误。",
        "按请求编号（`logId`）查看日志并报告。",
    ),
    503: Remedy(
        "Wait as long as `Retry-After` says; raise `OCR_QUEUE`, add cores or machines, or see `/readyz`.",
        "队列已满，磁盘空间不足以接收请求体，或暂时无法计数；应答带有`Retry-After`。",
        "按`Retry-After`等待后重试；调大`OCR_QUEUE`，增加核心、机器，或查看`/readyz`。",
    ),
    504: Remedy(
        "Try again when fewer calls wait; raise `OCR_READING_SECONDS`, or add cores or machines.",
        "在`OCR_READING_SECONDS`之内（含排队）没有读完。",
        "稍后重试；调大`OCR_READING_SECONDS`，或增加核心、机器。",
    ),
}
"""By status, for every refusal of PaddleX's, PaddleOCR's and rapidocr_api's dialects."""
