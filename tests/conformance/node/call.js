"use strict";
// Calls one Action with the official Node SDK, as told by a JSON object on the standard input, and prints what
// came of it: {"answer": …} or {"error": {"code", "message", "requestId", "traceId"}}.

const { ocr } = require("tencentcloud-sdk-nodejs-ocr");

async function main() {
  let input = "";
  for await (const part of process.stdin) input += part;
  const told = JSON.parse(input);
  const client = new ocr.v20181119.Client({
    credential: { secretId: told.secretId, secretKey: told.secretKey },
    region: told.region,
    profile: {
      signMethod: told.signMethod,
      language: told.language,
      httpProfile: { endpoint: told.endpoint, protocol: "http://", reqMethod: told.method },
    },
  });
  try {
    console.log(JSON.stringify({ answer: await client[told.action](told.parameters) }));
  } catch (error) {
    const { code, message, requestId, traceId } = error;
    console.log(JSON.stringify({ error: { code, message, requestId, traceId } }));
  }
}

main();
