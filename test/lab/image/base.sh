# Runs in the chroot that debootstrap made. Arguments: the packages of the offline repository.
set -eu
export DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8

# People: root; deploy has passwordless sudo; dockhand joins the docker group with Docker; guest may do nothing;
# git serves repositories. All have the password quayside-lab, which sshd takes only where a test turns it on.
useradd --create-home --uid 1000 --shell /bin/bash deploy
useradd --create-home --uid 1001 --shell /bin/bash dockhand
useradd --create-home --uid 1002 --shell /bin/bash guest
useradd --create-home --uid 1003 --shell /usr/bin/git-shell git
for user in root deploy dockhand guest git; do echo "$user:quayside-lab"; done | chpasswd
echo 'deploy ALL=(ALL:ALL) NOPASSWD: ALL' >/etc/sudoers.d/deploy
chmod 0440 /etc/sudoers.d/deploy

# sshd: its defaults, but for the back-off after failed sign-ins, since every test comes from one address.
rm -f /etc/ssh/ssh_host_*
cat >/etc/ssh/sshd_config.d/50-lab.conf <<'CONF'
PermitRootLogin prohibit-password
PasswordAuthentication no
PerSourcePenalties no
CONF
sed -i '/^PermitRootLogin\|^PasswordAuthentication/d' /etc/ssh/sshd_config

# systemd: nothing that cannot work in a container, nothing that wakes up by itself.
for unit in systemd-modules-load.service getty.target apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer; do
  ln -sf /dev/null "/etc/systemd/system/$unit"
done
mkdir -p /etc/systemd/journald.conf.d
printf '[Journal]\nStorage=volatile\nRuntimeMaxUse=16M\n' >/etc/systemd/journald.conf.d/lab.conf

# Docker's packages as a local repository: a server without Docker installs it with apt-get and without a network.
apt-get update -qq
apt-get install -qq -y --no-install-recommends --download-only "$@" >/dev/null
mkdir -p /opt/lab-packages
cd /opt/lab-packages
for archive in /var/cache/apt/archives/*.deb; do
  deb="$(dpkg-deb -f "$archive" Package).deb"
  mv "$archive" "$deb"
  dpkg-deb -f "$deb"
  printf 'Filename: ./%s\nSize: %s\nSHA256: %s\n\n' "$deb" "$(stat -c %s "$deb")" "$(sha256sum "$deb" | cut -d' ' -f1)"
done >Packages
rm -rf /var/lib/apt/lists/* /etc/apt/sources.list.d/*
echo 'Acquire::Languages "none";' >/etc/apt/apt.conf.d/lab
echo 'deb [trusted=yes] file:/opt/lab-packages ./' >/etc/apt/sources.list
apt-get update -qq

rm -rf /usr/share/man/* /usr/share/locale/* /var/log/*.log /var/cache/apt/*.bin /etc/machine-id
: >/etc/machine-id
