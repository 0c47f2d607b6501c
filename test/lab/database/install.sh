# Runs in a container of the lab's plain Debian. Arguments: the packages of one database.
set -eu
export DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8
printf '#!/bin/sh\nexit 101\n' >/usr/sbin/policy-rc.d
chmod 0755 /usr/sbin/policy-rc.d
mkdir -p /etc/postgresql-common
echo 'create_main_cluster = false' >/etc/postgresql-common/createcluster.conf
apt-get update -qq
apt-get install -qq -y --no-install-recommends -o Dpkg::Options::=--force-unsafe-io "$@" >/dev/null
rm -rf /var/lib/mysql /usr/share/man/* /usr/share/doc/* /usr/share/locale/* /var/cache/apt/* /var/lib/apt/lists/* /var/log/*.log
cat >/usr/local/bin/entrypoint
chmod 0755 /usr/local/bin/entrypoint
