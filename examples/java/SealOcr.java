import com.tencentcloudapi.common.Credential;
import com.tencentcloudapi.common.exception.TencentCloudSDKException;
import com.tencentcloudapi.common.profile.ClientProfile;
import com.tencentcloudapi.common.profile.HttpProfile;
import com.tencentcloudapi.common.profile.Language;
import com.tencentcloudapi.ocr.v20181119.OcrClient;
import com.tencentcloudapi.ocr.v20181119.models.SealInfo;
import com.tencentcloudapi.ocr.v20181119.models.SealOCRRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/**
 * Reads the seals of a picture with the official Tencent Cloud SDK.
 *
 * <p>mvn -q compile exec:java -Dexec.args=contract.jpg
 */
public class SealOcr {
    public static void main(String[] arguments) throws IOException {
        HttpProfile http = new HttpProfile();
        http.setEndpoint("127.0.0.1:8000");
        http.setProtocol(HttpProfile.REQ_HTTP);
        ClientProfile profile = new ClientProfile();
        profile.setHttpProfile(http);
        profile.setLanguage(Language.EN_US);
        OcrClient client = new OcrClient(new Credential("any", "any"), "", profile);

        SealOCRRequest request = new SealOCRRequest();
        byte[] picture = Files.readAllBytes(Path.of(arguments[0]));
        request.setImageBase64(Base64.getEncoder().encodeToString(picture));
        try {
            for (SealInfo seal : client.SealOCR(request).getSealInfos()) {
                System.out.println(seal.getSealBody() + " " + String.join(" ", seal.getOtherTexts()));
            }
        } catch (TencentCloudSDKException error) {
            System.err.println(error.getErrorCode() + ": " + error.getMessage());
            System.exit(1);
        }
    }
}
