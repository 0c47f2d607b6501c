/** The steps in their order: what the script calls them, and what people read. */
export const setupSteps = [
  ['system', 'Operating system'],
  ['docker', 'Docker'],
  ['tools', 'Build tools'],
  ['rights', 'Rights to Docker'],
  ['swarm', 'Swarm'],
  ['network', 'Network of the proxy'],
  ['folders', 'Folders'],
] as const;

export type SetupStepId = (typeof setupSteps)[number][0];

/**
 * The one script that sets a server up, shown before it runs. It is constant: nothing is ever put into it.
 * Each step looks first and acts only where something is missing, so that it may be run at any time. Lines
 * that begin with `::quayside` tell how the steps go.
 */
export const setupScript = `#!/bin/sh
# Sets this server up for deployments by Quayside: sh setup.sh [plan]
# It may be run again at any time. What is there is left as it is, and nothing that runs is restarted.
# With "plan" it only looks and says what it would do.
set -u
LC_ALL=C PATH=$PATH:/usr/sbin:/sbin DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1
export LC_ALL PATH DEBIAN_FRONTEND NEEDRESTART_SUSPEND
mode=\${1:-apply}
user=\${SUDO_USER:-$(stat -c %U .)}
why=

has() { command -v "$1" >/dev/null 2>&1; }
is_root() { [ "$(id -u)" = 0 ]; }
tell() { printf '::quayside %s %s %s\\n' "$1" "$2" "$3"; }

# A step looks (look_NAME prints what it finds, and fails where something is to be done) and acts (do_NAME).
step() {
  if [ "$mode" != plan ]; then tell running "$1" ''; fi
  if found=$("look_$1"); then tell unchanged "$1" "$found"; return; fi
  if [ "$mode" = plan ]; then tell needed "$1" "$found"; return; fi
  if "do_$1" && found=$("look_$1"); then tell done "$1" "$found"; return; fi
  tell failed "$1" "\${why:-$found}"
  exit 1
}

need_root() {
  if is_root; then return 0; fi
  why="$1 needs root, or sudo without a password"
  return 1
}

# The distribution's own packages, those of the names that it has.
is_offered() {
  if has apt-cache; then apt-cache show "$1" 2>/dev/null | grep -q '^Package:'
  elif has dnf; then dnf -q list "$1" >/dev/null 2>&1
  elif has apk; then apk info -q "$1" >/dev/null 2>&1 || [ -n "$(apk search -q -e "$1")" ]
  else return 1; fi
}
refresh() {
  if has apt-get; then apt-get -o DPkg::Lock::Timeout=600 update
  elif has apk; then apk update; fi
}
install() {
  wanted=
  for name in "$@"; do if is_offered "$name"; then wanted="$wanted $name"; fi; done
  if [ -z "$wanted" ]; then why="this distribution has no package of $*; install it yourself"; return 1; fi
  echo "Installing:$wanted"
  if has apt-get; then apt-get -o DPkg::Lock::Timeout=600 install -y --no-install-recommends $wanted
  elif has dnf; then dnf install -y $wanted
  else apk add $wanted; fi || { why="the packages could not be installed; the log says why"; return 1; }
}

look_system() {
  name=$(sed -n 's/^PRETTY_NAME="\\{0,1\\}\\([^"]*\\)"\\{0,1\\}$/\\1/p' /etc/os-release)
  free=$(df -Pk /var/lib | awk 'NR == 2 { print int($4 / 1024) }')
  if ! has docker && [ "$free" -lt 1024 ]; then
    echo "$name, only $free MiB free on /var/lib: Docker needs 1024 MiB"; return 1
  fi
  echo "$name, $free MiB free on /var/lib"
}
do_system() { false; }

look_docker() {
  if ! has docker; then echo 'Not installed'; return 1; fi
  if ! version=$(docker version --format '{{.Server.Version}}' 2>&1); then
    case $version in
      *'permission denied'*) echo "$user may not use Docker" ;;
      *'too new'* | *'newer than server'*) echo 'Docker is too old: 20.10 is needed' ;;
      *) echo 'Installed, but it does not run' ;;
    esac
    return 1
  fi
  case $version in
    [0-9].*|1[0-9].*|20.0*) echo "Version $version is too old: 20.10 is needed"; return 1 ;;
  esac
  echo "Version $version"
}
do_docker() {
  case $found in *'too old'*) why="$found. Update it yourself: what runs would be restarted"; return 1 ;; esac
  need_root 'Installing and starting Docker' || return 1
  if ! has docker; then
    if ! has apt-get && ! has dnf && ! has apk; then why='no apt, dnf or apk; install Docker yourself'; return 1; fi
    refresh || { why='the package lists could not be read; the log says why'; return 1; }
    if has apt-get; then install docker.io docker-cli docker-buildx git ca-certificates
    elif has dnf; then install moby-engine docker-cli docker-buildx git ca-certificates
    else install docker docker-cli-buildx git ca-certificates; fi || return 1
    if ! has docker; then why='this distribution has no package of Docker; install it yourself'; return 1; fi
  fi
  if [ -d /run/systemd/system ]; then systemctl enable --now docker
  elif has rc-service; then rc-update add docker default; rc-service docker start
  else service docker start; fi
  tries=0
  until docker version >/dev/null 2>&1; do
    tries=$((tries + 1))
    if [ "$tries" -ge 60 ]; then why='Docker was started and does not answer; journalctl -u docker says why'; return 1; fi
    sleep 0.5
  done
}

buildx_package() { if has apk; then echo docker-cli-buildx; else echo docker-buildx; fi; }
look_tools() {
  missing=
  if ! has git; then missing=git; fi
  if ! docker buildx version >/dev/null 2>&1 && { [ -n "$missing" ] || is_offered "$(buildx_package)"; }; then
    missing="$missing \${missing:+and }docker buildx"
  fi
  if [ -z "$missing" ]; then echo "$(git --version), $(docker buildx version 2>/dev/null || echo 'no docker buildx')"; return; fi
  echo "Not installed: $missing"
  # deploying from an image needs neither
  ! is_root
}
do_tools() {
  need_root 'Installing packages' && refresh && install git ca-certificates "$(buildx_package)"
}

look_rights() {
  if [ "$user" = root ]; then echo 'root'; return; fi
  if ! is_root; then echo "$user may use Docker"; return; fi
  case " $(id -nG "$user") " in
    *' docker '*) echo "$user is in the group docker" ;;
    *) echo "$user reaches Docker through sudo only, which is slower"; return 1 ;;
  esac
}
do_rights() {
  if has groupadd; then groupadd -f docker; fi
  if has usermod; then usermod -aG docker "$user"; else addgroup "$user" docker; fi
}

look_swarm() {
  if ! has docker; then echo 'Docker has to be there first'; return 1; fi
  state=$(docker info --format '{{.Swarm.LocalNodeState}} {{.Swarm.ControlAvailable}}')
  case $state in
    'active true') echo "Manager of $(docker info --format '{{.Swarm.Nodes}}') node(s)" ;;
    'active false') echo 'Only a worker of a Swarm that another machine manages'; return 1 ;;
    inactive*) echo 'Not in a Swarm'; return 1 ;;
    *) echo "The Swarm is in the state \${state%% *}"; return 1 ;;
  esac
}
own_address() {
  address=$(ip -o route get 1.1.1.1 2>/dev/null | sed -n 's/.* src \\([0-9.]*\\).*/\\1/p')
  echo "\${address:-127.0.0.1}"
}
do_swarm() {
  case $found in 'Not in a Swarm') ;; *) why="$found: take it out (docker swarm leave), or add its manager"; return 1 ;; esac
  docker swarm init --advertise-addr "$(own_address)" >/dev/null
}

# Swarm tells the driver of a new network a moment after it made it; until then there is none.
network_driver() {
  tries=0
  while driver=$(docker network inspect --format '{{.Driver}}' quayside-proxy 2>/dev/null); do
    if [ -n "$driver" ] || [ "$tries" -ge 20 ]; then echo "$driver"; return; fi
    tries=$((tries + 1))
    sleep 1
  done
  return 1
}
look_network() {
  driver=$(network_driver) || { echo 'Not there'; return 1; }
  if [ -z "$driver" ]; then echo 'Swarm has not made it ready yet'; return 1; fi
  if [ "$driver" != overlay ]; then echo "quayside-proxy is a network of type $driver, not overlay"; return 1; fi
  echo 'quayside-proxy'
}
do_network() {
  case $found in 'Not there') ;; *) why="$found: remove or rename it"; return 1 ;; esac
  docker network create --driver overlay --attachable --label quayside.network=proxy quayside-proxy >/dev/null
}

folder() { if is_root; then echo /var/lib/quayside; else echo "$HOME/.local/state/quayside"; fi; }
look_folders() {
  if [ -d "$(folder)/proxy" ]; then folder; else echo "$(folder) is not there"; return 1; fi
}
do_folders() {
  mkdir -p "$(folder)/proxy" && chmod 750 "$(folder)" "$(folder)/proxy" || return 1
  if is_root; then chown "$user" "$(folder)" "$(folder)/proxy"; fi
}

${setupSteps.map(([id]) => `step ${id}`).join('\n')}
`;
