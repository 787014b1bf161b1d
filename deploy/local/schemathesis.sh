#!/bin/sh
# Every operation of the API, with made-up requests, against a running server: no 5xx, nothing undocumented.
#   KEY=ck_… deploy/local/schemathesis.sh http://127.0.0.1:8000 [options of schemathesis]
# Use a database that may be filled with rubbish, and a server with API_REQUESTS_A_MINUTE=1000000.
set -eu
cd "$(dirname "$0")/../.."
URL=${1:?the address of a running server}
: "${KEY:?a key of a creditor with every scope}"
shift
VENV=var/schemathesis
[ -x "$VENV/bin/schemathesis" ] || {
  .venv/bin/python -m venv "$VENV"
  "$VENV/bin/pip" install -q schemathesis==4.32.5
}
exec "$VENV/bin/schemathesis" --config-file deploy/local/schemathesis.toml run "$URL/api/v1/schema/" \
  --url "$URL" -H "Authorization: Bearer $KEY" --header "Accept-Language: en" "$@"
