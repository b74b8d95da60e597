#!/usr/bin/env bash
# Reads the seals of a picture with curl and jq, without an SDK: bash examples/curl/seal_ocr.sh contract.jpg
# Nothing needs to be signed until there is an account. A picture is too long for a command line: the body goes by a pipe.
set -euo pipefail

{ printf '{"ImageBase64": "'; base64 < "$1" | tr -d '\n'; printf '"}'; } |
    curl -sS http://127.0.0.1:8000/ -H 'X-TC-Action: SealOCR' -H 'X-TC-Version: 2018-11-19' \
        -H 'X-TC-Language: en-US' -H 'Content-Type: application/json' --data-binary @- |
    jq -r '.Response | if .Error then "\(.Error.Code): \(.Error.Message)\n" | halt_error(1)
        else .SealInfos[] | [.SealBody, .OtherTexts[]] | join(" ") end'
