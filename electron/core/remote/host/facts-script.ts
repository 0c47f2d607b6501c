/**
 * Prints what is to be known of a server as sections, each begun by a line `@@name`. It only looks, changes
 * nothing, and gives up on what the user may not see.
 */
export const factsScript = `
LC_ALL=C; export LC_ALL
PATH=$PATH:/usr/sbin:/sbin
section() { printf '@@%s\\n' "$1"; }
has() { command -v "$1" >/dev/null 2>&1; }
sudo=
if [ "$(id -u)" != 0 ] && sudo -n true 2>/dev/null; then sudo='sudo -n'; fi
may_root() { [ "$(id -u)" = 0 ] || [ -n "$sudo" ]; }
section time; date +%s.%N
section os; head -c 4096 /etc/os-release
section kernel; uname -r
section arch; uname -m
section cpus; getconf _NPROCESSORS_ONLN
section memory; head -n 40 /proc/meminfo
section disks; df -Pkl 2>/dev/null | head -n 60
section dockerDisk; df -Pk /var/lib/docker 2>/dev/null
section uptime; cat /proc/uptime
section user; id -un; id -u; id -Gn
section sudo; if may_root; then echo yes; fi
section init; if [ -d /run/systemd/system ]; then echo systemd; fi
section sshd
if may_root && has sshd; then
  $sudo sshd -T 2>/dev/null | grep -E '^(port|permitrootlogin|passwordauthentication|kbdinteractiveauthentication|maxsessions|allowstreamlocalforwarding|x11forwarding) '
fi
section firewall
if [ -r /etc/ufw/ufw.conf ]; then
  if grep -qi '^ENABLED=yes' /etc/ufw/ufw.conf; then echo 'ufw active'; else echo 'ufw inactive'; fi
fi
if has systemctl; then
  for unit in firewalld nftables; do if systemctl is-active --quiet $unit 2>/dev/null; then echo "$unit active"; fi; done
fi
if may_root && has iptables; then
  if $sudo iptables -S INPUT 2>/dev/null | grep -qE -- '-P INPUT DROP|-j (DROP|REJECT)'; then echo 'iptables active'; else echo 'iptables inactive'; fi
fi
section docker
if has docker; then echo client; docker --version; fi
if [ -S /var/run/docker.sock ]; then echo socket; fi
if [ -r /var/run/docker.sock ] && [ -w /var/run/docker.sock ]; then echo usable; fi
section compose; if has docker; then docker compose version --short 2>/dev/null; fi
section buildx; if has docker; then docker buildx version 2>/dev/null; fi
section git; if has git; then git --version; fi
section ipvs
if [ -d /sys/module/ip_vs ] || { has modprobe && modprobe -n ip_vs 2>/dev/null; }; then echo yes; fi
exit 0
`;
