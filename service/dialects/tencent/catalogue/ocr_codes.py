"""The codes of the OCR product: what its parameters, the account and the reading come to."""

from __future__ import annotations

from sealstack.service.dialects.tencent.catalogue.entries import REASON, Entry, injected
from sealstack.service.texts import Text

_PARAMETERS: dict[str, Entry] = {
    "InvalidParameterValue.InvalidParameterValueLimit": Entry(
        Text("参数值错误。`{parameter}`：{reason}", "Incorrect parameter value. `{parameter}`: {reason}"),
        "A parameter of the Action has the wrong type or a value outside its range.",
        example={"parameter": "PdfPageNumber", "reason": REASON},
    ),
}

_ACCOUNT: dict[str, Entry] = {
    "FailedOperation.UnOpenError": Entry(
        Text("服务未开通。", "The service is not activated."), "The account's state is not activated."
    ),
    "ResourceUnavailable.InArrears": Entry(
        Text("账号已欠费。", "Your account is in arrears."), "The account's state is in arrears."
    ),
    "ResourceUnavailable.ResourcePackageRunOut": Entry(
        Text("账号资源包耗尽。", "The resource package of your account is used up."),
        "The account had a package of calls and has made them all.",
    ),
    "ResourcesSoldOut.ChargeStatusException": Entry(
        Text("计费状态异常。", "Exceptional billing status."), "The account's billing state is abnormal."
    ),
    "FailedOperation.ArrearsError": injected(
        "账号已欠费。",
        "Your account is in arrears.",
        "Answered as `ResourceUnavailable.InArrears`, as SealOCR's page has it.",
    ),
    "FailedOperation.CountLimitError": injected(
        "今日次数达到限制。",
        "The limit of calls per day is reached.",
        "There is no limit of calls per day.",
    ),
}

_READING: dict[str, Entry] = {
    "FailedOperation.DownLoadError": Entry(
        Text("文件下载失败。{reason}", "File download failed. {reason}"),
        "The URL was refused, could not be fetched, or took longer than 3 seconds.",
        example={"reason": REASON},
    ),
    "FailedOperation.ImageDecodeFailed": Entry(
        Text("图片解码失败。{reason}", "Image decoding failed. {reason}"),
        "The base64 does not decode, or the bytes are no whole picture.",
        example={"reason": REASON},
    ),
    "FailedOperation.EngineRecognizeTimeout": Entry(
        Text("引擎识别超时。", "The engine timed out."),
        "The picture was not read within `OCR_READING_SECONDS`, waiting included.",
    ),
    "FailedOperation.ImageNoText": Entry(
        Text("图片中未检测到文本。", "No text is detected in the image."),
        "No seal (no text) was found, or none that could be read.",
    ),
    "FailedOperation.LanguageNotSupport": Entry(
        Text("输入的Language不支持。{reason}", "The language is not supported. {reason}"),
        "The `LanguageType` is not one that the engine reads.",
        example={"reason": REASON},
    ),
    "FailedOperation.OcrFailed": Entry(
        Text("OCR识别失败。", "OCR failed."), "The engine failed on this picture."
    ),
    "FailedOperation.UnKnowError": Entry(
        Text("未知错误。", "Unknown error."),
        "Something unforeseen went wrong; the log has it under the RequestId.",
    ),
    "LimitExceeded.TooLargeFileError": Entry(
        Text("文件内容太大。{reason}", "The file is too large. {reason}"),
        "The picture has more base64 than `OCR_MAX_IMAGE_BASE64` or more pixels than `OCR_MAX_PIXELS`.",
        example={"reason": REASON},
    ),
    "FailedOperation.DetectFailed": injected(
        "检测失败。", "Detection failed.", "Answered as `FailedOperation.OcrFailed`."
    ),
    "FailedOperation.EmptyImageError": injected(
        "图片内容为空。", "The image is empty.", "Answered as `FailedOperation.ImageDecodeFailed`."
    ),
    "FailedOperation.FileDecodeFailed": injected(
        "文件解码失败。", "File decoding failed.", "Answered as `FailedOperation.ImageDecodeFailed`."
    ),
    "FailedOperation.ImageBlur": injected("图片模糊。", "The image is blurred.", "Blur is not judged."),
    "FailedOperation.ImageSizeTooLarge": injected(
        "图片尺寸过大，请参考输入参数中关于图片大小限制的说明。",
        "The image's dimensions are too large.",
        "Answered as `LimitExceeded.TooLargeFileError`.",
    ),
    "FailedOperation.PDFParseFailed": injected(
        "PDF解析失败。", "The PDF could not be parsed.", "Answered as `FailedOperation.ImageDecodeFailed`."
    ),
    "FailedOperation.ResponseParseFailed": injected(
        "结果解析失败。", "The result could not be parsed.", "There is no answer of another service to parse."
    ),
    "FailedOperation.UnKnowFileTypeError": injected(
        "未知的文件类型。", "Unknown file type.", "Answered as `FailedOperation.ImageDecodeFailed`."
    ),
    "InvalidParameter.EngineImageDecodeFailed": injected(
        "图片解码失败。", "Image decoding failed.", "Answered as `FailedOperation.ImageDecodeFailed`."
    ),
}

_TEMPLATES: dict[str, Entry] = {
    "FailedOperation.TemplateMismatch": Entry(
        Text("模板不匹配。{reason}", "Template mismatch. {reason}"),
        "The picture does not show the form of the template; of our own, for the templates' Actions.",
        example={"reason": REASON},
    ),
    "ResourceNotFound": Entry(
        Text("资源`{resource}`不存在。", "The resource `{resource}` does not exist."),
        "The account has no template with this id.",
        example={"resource": "0123456789abcdef0123456789abcdef01234567"},
    ),
}

OCR_CODES: dict[str, Entry] = {**_PARAMETERS, **_ACCOUNT, **_READING, **_TEMPLATES}
"""Every code of the OCR product, by name."""
