#!/bin/sh
# Decodes one Firstbeat variable with `ergodrome decode vector`, which is for series: a
# number alone is its own value.
number=$(sed -n 's/^.*"value": *\(-\{0,1\}[0-9][-+.0-9eE]*\).*$/\1/p' "$2")
if [ -n "$number" ]; then
  echo "$number"
else
  exec "$1" decode vector <"$2"
fi
