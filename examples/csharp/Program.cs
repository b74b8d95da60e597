// Reads the seals of a picture with the official Tencent Cloud SDK.
//
// dotnet run contract.jpg
using System;
using System.IO;
using TencentCloud.Common;
using TencentCloud.Common.Profile;
using TencentCloud.Ocr.V20181119;
using TencentCloud.Ocr.V20181119.Models;

var http = new HttpProfile { Endpoint = "127.0.0.1:8000", Protocol = HttpProfile.REQ_HTTP };
var keys = new Credential { SecretId = "any", SecretKey = "any" };
var client = new OcrClient(keys, "", new ClientProfile { HttpProfile = http });

var picture = Convert.ToBase64String(File.ReadAllBytes(args[0]));
try
{
    var response = client.SealOCRSync(new SealOCRRequest { ImageBase64 = picture });
    foreach (var seal in response.SealInfos)
    {
        Console.WriteLine($"{seal.SealBody} {string.Join(" ", seal.OtherTexts)}");
    }
    return 0;
}
catch (TencentCloudSDKException error)
{
    Console.Error.WriteLine($"{error.ErrorCode}: {error.Message}");
    return 1;
}
