#!/bin/sh
# What is depended on of the official image: a first start makes user, password and database of POSTGRES_*, who comes over
# the network needs the password, and who is in the container does not.
set -eu
export PATH="/usr/lib/postgresql/17/bin:$PATH" PGDATA="${PGDATA:-/var/lib/postgresql/data}"
if [ "$(id -u)" = 0 ]; then
  mkdir -p "$PGDATA" /var/run/postgresql
  chown postgres:postgres "$PGDATA" /var/run/postgresql
  chmod 0700 "$PGDATA"
  exec setpriv --reuid=postgres --regid=postgres --init-groups "$0" "$@"
fi
if [ ! -s "$PGDATA/PG_VERSION" ]; then
  : "${POSTGRES_PASSWORD:?must be given}"
  printf '%s\n' "$POSTGRES_PASSWORD" >/tmp/password
  initdb --username="${POSTGRES_USER:=postgres}" --pwfile=/tmp/password --no-sync >/dev/null
  rm /tmp/password
  echo 'host all all all scram-sha-256' >>"$PGDATA/pg_hba.conf"
  pg_ctl --silent --wait -o "-c listen_addresses=''" start
  if [ "${POSTGRES_DB:=$POSTGRES_USER}" != postgres ]; then
    echo 'CREATE DATABASE :"name";' | psql --no-psqlrc --quiet --username="$POSTGRES_USER" --dbname=postgres --set=name="$POSTGRES_DB"
  fi
  pg_ctl --silent --wait --mode=fast stop
fi
exec "$@" -c "listen_addresses=*"
