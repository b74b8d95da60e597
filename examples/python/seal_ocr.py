"""Read the seals of a picture with the official Tencent Cloud SDK.

pip install tencentcloud-sdk-python-ocr
python examples/python/seal_ocr.py contract.jpg
"""

import base64
import sys
from pathlib import Path

from tencentcloud.common.credential import Credential
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException
from tencentcloud.common.profile.client_profile import ClientProfile
from tencentcloud.common.profile.http_profile import HttpProfile
from tencentcloud.ocr.v20181119 import models, ocr_client

[picture] = sys.argv[1:] or sys.exit("usage: seal_ocr.py PICTURE")
profile = ClientProfile(httpProfile=HttpProfile(protocol="http", endpoint="127.0.0.1:8000"), language="en-US")
client = ocr_client.OcrClient(Credential("any", "any"), "", profile)

request = models.SealOCRRequest()
request.ImageBase64 = base64.b64encode(Path(picture).read_bytes()).decode()
try:
    for seal in client.SealOCR(request).SealInfos:
        print(seal.SealBody, *seal.OtherTexts)
except TencentCloudSDKException as error:
    sys.exit(f"{error.code}: {error.message}")
