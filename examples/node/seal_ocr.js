// Reads the seals of a picture with the official Tencent Cloud SDK.
//
// npm install tencentcloud-sdk-nodejs-ocr
// node examples/node/seal_ocr.js contract.jpg
"use strict";

const { readFileSync } = require("fs");
const { ocr } = require("tencentcloud-sdk-nodejs-ocr");

const client = new ocr.v20181119.Client({
  credential: { secretId: "any", secretKey: "any" },
  region: "",
  profile: { language: "en-US", httpProfile: { endpoint: "127.0.0.1:8000", protocol: "http://" } },
});

const picture = readFileSync(process.argv[2]).toString("base64");
client.SealOCR({ ImageBase64: picture }).then(
  ({ SealInfos }) => {
    for (const seal of SealInfos) console.log(seal.SealBody, ...seal.OtherTexts);
  },
  (error) => {
    console.error(`${error.code}: ${error.message}`);
    process.exitCode = 1;
  },
);
