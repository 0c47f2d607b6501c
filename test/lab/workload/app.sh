#!/bin/sh
# The HTTP app of every workload image on port 8080 (or $PORT): / answers the version, /health ok, /env the
# container's environment as it is (NUL after each), /hostname its name. app.conf says which variant it is.
. /etc/app.conf
mkdir -p /www
cp /proc/1/environ /www/env
hostname >/www/hostname
printf '%s' "$version" >/www/index.html
[ "$health" = ok ] && printf ok >/www/health
# As many connections may wait as there are letters. With httpd's own listener nine do; each one beyond has its SYN
# dropped, and is answered a second later at the earliest.
waiting=$(printf 'l%.0s' $(seq 255))
nc "-$waiting" -p "${PORT:-8080}" -e httpd -i -vv -h /www &
server=$!
main=$server
echo "app $version listening on ${PORT:-8080}"
if [ -n "$program" ]; then
  "$program" &
  main=$!
fi
# Takes no new requests, lets those under way end.
trap 'echo "app $version stopping"; kill "$server"; sleep 0.2; exit 0' TERM INT
wait "$main"
