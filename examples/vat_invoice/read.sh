#!/usr/bin/env bash
# Registers this folder's invoice as a template and reads another invoice by it, over HTTP, with curl and jq:
# bash examples/vat_invoice/read.sh [PICTURE]
set -euo pipefail
service=http://127.0.0.1:8000/custom_ocr
here=$(dirname "${BASH_SOURCE[0]}")
picture=${1:-$here/another_invoice.jpg}

id=$({ printf '{"type": "add", "template": '; cat "$here/template.json"
       printf ', "img": "'; base64 < "$here/invoice.jpg" | tr -d '\n'; printf '"}'; } |
    curl -sS "$service" --data-binary @- | jq -r '.template_id // halt_error(1)')

{ printf '{"template_id": "%s", "img": "' "$id"; base64 < "$picture" | tr -d '\n'; printf '"}'; } |
    curl -sS "$service" --data-binary @- |
    jq -r 'if type == "array" then .[] | "\(.key)\t\(.value)" else "\(.error.code): \(.error.message)\n" | halt_error(1) end'
