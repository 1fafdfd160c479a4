#!/bin/sh
# Fetches the account, the training sessions and the sleeps of the last days with curl,
# as people do. The tokens stand in POLAR_TOKEN and POLAR_REFRESH, the app in POLAR_APP
# (id:secret).
set -eu

token=$POLAR_TOKEN

renew() {
	token=$(curl -sS --fail -u "$POLAR_APP" -d grant_type=refresh_token -d "refresh_token=$POLAR_REFRESH" \
		https://auth.polar.com/oauth/token | sed 's/.*"access_token" *: *"\([^"]*\)".*/\1/')
}

# fetch PATH: prints the answer; renews the token once.
fetch() {
	answer=$(curl -sS -w '\n%{http_code}' --retry 3 -H "Authorization: Bearer $token" "https://www.polaraccesslink.com$1")
	status=${answer##*
}
	if [ "$status" = 401 ] && [ "${2:-}" != again ]; then
		renew
		fetch "$1" again
		return
	fi
	[ "$status" = 200 ] || { echo "$1: $status" >&2; exit 1; }
	printf '%s\n' "${answer%?????}"
}

from=$(date -u -d '-3 days' +%Y-%m-%d)
to=$(date -u +%Y-%m-%d)
fetch /v4/data/user/account-data | wc -c
fetch "/v4/data/training-sessions/list?from=${from}T00:00:00&to=${to}T00:00:00" | wc -c
fetch "/v4/data/sleeps?from=$from&to=$to" | wc -c
