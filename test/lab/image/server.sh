# Runs in a container of the base image. Arguments: the packages to add from its offline repository.
set -eu
export DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8
apt-get install -qq -y --no-install-recommends "$@" >/dev/null
usermod -aG docker dockhand
rm -rf /var/cache/apt/*.bin /var/lib/docker/* /var/log/*.log
