<?php
// Reads the seals of a picture with the official Tencent Cloud SDK.
//
// composer require tencentcloud/ocr
// php seal_ocr.php contract.jpg
require "vendor/autoload.php";

use TencentCloud\Common\Credential;
use TencentCloud\Common\Exception\TencentCloudSDKException;
use TencentCloud\Common\Profile\ClientProfile;
use TencentCloud\Common\Profile\HttpProfile;
use TencentCloud\Ocr\V20181119\Models\SealOCRRequest;
use TencentCloud\Ocr\V20181119\OcrClient;

$http = new HttpProfile();
$http->setEndpoint("127.0.0.1:8000");
$http->setProtocol("http://");
$profile = new ClientProfile();
$profile->setHttpProfile($http);
$client = new OcrClient(new Credential("any", "any"), "", $profile);

$request = new SealOCRRequest();
$request->setImageBase64(base64_encode(file_get_contents($argv[1])));
try {
    foreach ($client->SealOCR($request)->getSealInfos() as $seal) {
        echo implode(" ", [$seal->getSealBody(), ...$seal->getOtherTexts()]), "\n";
    }
} catch (TencentCloudSDKException $error) {
    fwrite(STDERR, $error->getErrorCode() . ": " . $error->getMessage() . "\n");
    exit(1);
}
