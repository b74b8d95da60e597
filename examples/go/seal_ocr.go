// Reads the seals of a picture with the official Tencent Cloud SDK.
//
//	go mod init example && go get github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/ocr
//	go run seal_ocr.go contract.jpg
package main

import (
	"encoding/base64"
	"fmt"
	"log"
	"os"

	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common"
	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/profile"
	ocr "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/ocr/v20181119"
)

func main() {
	settings := profile.NewClientProfile()
	settings.Language = "en-US"
	settings.HttpProfile.Endpoint = "127.0.0.1:8000"
	settings.HttpProfile.Scheme = "HTTP"
	client, err := ocr.NewClient(common.NewCredential("any", "any"), "", settings)
	if err != nil {
		log.Fatal(err)
	}

	picture, err := os.ReadFile(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	request := ocr.NewSealOCRRequest()
	request.ImageBase64 = common.StringPtr(base64.StdEncoding.EncodeToString(picture))
	response, err := client.SealOCR(request)
	if err != nil {
		log.Fatal(err)
	}
	for _, seal := range response.Response.SealInfos {
		fmt.Println(*seal.SealBody, common.StringValues(seal.OtherTexts))
	}
}
