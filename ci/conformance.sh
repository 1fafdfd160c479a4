#!/usr/bin/env bash
# Judges a client in a CI system, and leaves the reports in a folder.
#
#   ci/conformance.sh -- python3 adapter/adapter.py
#
# All that it is told comes from the environment, so that it is the same everywhere:
#
#   SUBJECT    the program and its arguments, one a line; or say them behind --
#   WAY        run (the default), observe or decode: how the program is judged
#   FLAGS      further flags of ergodrome check, one a line: --profile=firstbeat-read
#   OUT        folder for the reports (default out)
#   VERSION    of ergodrome (default latest); the go command builds it
#   ERGODROME  a program to use instead, which needs no Go
#
# Its exit code is that of ergodrome check; its last line is the path of junit.xml.
set -euo pipefail

module=github.com/ergodrome/ergodrome
out=${OUT:-out}

lines() { # the lines of $1 that are not empty, in the array $2
	local -n into=$2
	local line
	while IFS= read -r line; do
		[[ -z ${line//[[:space:]]/} ]] || into+=("$line")
	done <<<"$1"
}

subject=()
if [[ ${1-} == -- ]]; then
	shift
	subject=("$@")
elif (($#)); then
	echo "conformance.sh: the program stands behind --, or in SUBJECT" >&2
	exit 2
else
	lines "${SUBJECT-}" subject
fi
if ! ((${#subject[@]})); then
	echo "conformance.sh: which program? SUBJECT is empty, and nothing stands behind --" >&2
	exit 2
fi
flags=()
lines "${FLAGS-}" flags

ergodrome=${ERGODROME-}
if [[ -z $ergodrome ]]; then
	# Not go run, which turns every exit code into 1.
	bin=$(mktemp -d)
	trap 'rm -rf "$bin"' EXIT
	GOBIN=$bin go install "$module/cmd/ergodrome@${VERSION:-latest}" >&2 || {
		echo "conformance.sh: go install $module/cmd/ergodrome@${VERSION:-latest} failed" >&2
		exit 3
	}
	ergodrome=$bin/ergodrome
fi

status=0
"$ergodrome" check "${WAY:-run}" --out "$out" "${flags[@]}" -- "${subject[@]}" || status=$?
if [[ -n ${GITHUB_STEP_SUMMARY-} && -f $out/summary.md ]]; then
	cat "$out/summary.md" >>"$GITHUB_STEP_SUMMARY"
fi
if [[ -f $out/junit.xml ]]; then
	echo "$out/junit.xml"
fi
exit "$status"
