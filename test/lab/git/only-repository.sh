#!/bin/bash
# The forced command of a deploy key: git may fetch from and push to the repository that is named in authorized_keys.
set -eu
read -r verb path <<<"${SSH_ORIGINAL_COMMAND:-}"
path=${path//\'/}
path=${path#/}
case "$verb" in git-upload-pack | git-receive-pack) ;; *) echo 'only git is served here' >&2; exit 1 ;; esac
if [ "$path" != "$1" ]; then echo "this key does not open $path" >&2; exit 1; fi
for folder in git private; do
  if [ -d "/srv/$folder/$1" ]; then exec "$verb" "/srv/$folder/$1"; fi
done
echo "$1 does not exist" >&2
exit 1
