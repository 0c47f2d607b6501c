#!/bin/sh
# What is depended on of the official image: a server is run as the user redis, in /data, which is that user's.
set -eu
if [ "$1" = redis-server ] && [ "$(id -u)" = 0 ]; then
  chown redis:redis .
  exec setpriv --reuid=redis --regid=redis --init-groups "$0" "$@"
fi
exec "$@"
