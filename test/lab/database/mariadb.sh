#!/bin/sh
# What is depended on of the official image: a first start makes the passwords, user and database of MARIADB_*, and nobody
# comes over the network before it is done.
set -eu
data=/var/lib/mysql
socket=/run/mysqld/mysqld.sock
if [ "$(id -u)" = 0 ]; then
  mkdir -p "$data" /run/mysqld
  chown mysql:mysql "$data" /run/mysqld
  exec setpriv --reuid=mysql --regid=mysql --init-groups "$0" "$@"
fi
quoted() { printf '%s' "$1" | sed "s/[\\\\']/\\\\&/g"; }
if [ ! -d "$data/mysql" ]; then
  : "${MARIADB_ROOT_PASSWORD:?must be given}"
  mariadb-install-db --datadir="$data" --auth-root-authentication-method=normal --skip-test-db >/dev/null
  mariadbd --skip-networking --socket="$socket" &
  until mariadb-admin --user=root ping >/dev/null 2>&1; do sleep 0.1; done
  mariadb --user=root <<SQL
CREATE DATABASE \`$MARIADB_DATABASE\`;
CREATE USER '$(quoted "$MARIADB_USER")'@'%' IDENTIFIED BY '$(quoted "$MARIADB_PASSWORD")';
GRANT ALL ON \`$MARIADB_DATABASE\`.* TO '$(quoted "$MARIADB_USER")'@'%';
DROP USER IF EXISTS ''@'localhost', ''@'$(hostname)';
ALTER USER 'root'@'localhost' IDENTIFIED BY '$(quoted "$MARIADB_ROOT_PASSWORD")';
SQL
  MYSQL_PWD="$MARIADB_ROOT_PASSWORD" mariadb-admin --user=root shutdown
  wait
fi
exec "$@" --socket="$socket" --bind-address=0.0.0.0
