/**
 * The shell texts of stacks: functions for the jobs of compose services (`compose/shell.ts`), in which `dir`, `sudo`, `compose`
 * and `put` are set. A release that runs as a stack has a file `releases/<deployment>.stack`, with the folders that it mounts.
 */
export const stackTool = `
is_stack() { [ -f "$dir/releases/$1.stack" ]; }
in_stack() { echo "label=com.docker.stack.namespace=$(cat "$dir/project")"; }
# ends what Swarm runs of the project, and waits until nothing holds its names and ports; volumes stay
end_stack() {
  left() {
    $sudo docker service ls --quiet --filter "$(in_stack)"
    for kind in secret config network; do $sudo docker $kind ls --quiet --filter "$(in_stack)"; done
    $sudo docker ps --all --quiet --filter "$(in_stack)"
  }
  [ -s "$dir/project" ] && [ -n "$(left)" ] || return 0
  is_ours_alone || return 1
  $sudo docker stack rm "$(cat "$dir/project")" || return 1
  n=0
  while [ -n "$(left)" ]; do
    n=$((n+1))
    [ $n -lt 240 ] || { echo 'Swarm does not end what it ran.' >&2; return 1; }
    # a network is let go of only after the tasks in it; asked too early, Swarm does not try again
    if [ $((n % 8)) = 0 ]; then $sudo docker stack rm "$(cat "$dir/project")" >/dev/null 2>&1; fi
    sleep 0.25
  done
}
# no stack of somebody else bears the name of the project
is_ours_alone() {
  all=$($sudo docker service ls --quiet --filter "$(in_stack)" | sort)
  ours=$($sudo docker service ls --quiet --filter "$(in_stack)" --filter label=quayside.part | sort)
  [ "$all" = "$ours" ] || { echo 'Somebody else has a stack of this name on this server.' >&2; return 1; }
}
# ends what Compose runs of the project; volumes stay
end_compose() {
  of="label=com.docker.compose.project=$(cat "$dir/project")"
  containers=$($sudo docker ps --all --quiet --filter "$of")
  if [ -n "$containers" ]; then
    $sudo docker stop $containers >/dev/null
    $sudo docker rm --force $containers >/dev/null || return 1
  fi
  for network in $($sudo docker network ls --quiet --filter "$of"); do
    $sudo docker network rm "$network" >/dev/null || return 1
  done
}
start_stack() {
  node=$($sudo docker info --format '{{.Swarm.NodeID}}') && [ -n "$node" ] &&
    [ "$($sudo docker info --format '{{.Swarm.ControlAvailable}}')" = true ] ||
    { echo 'This server is no manager of a Swarm.' >&2; return 1; }
  is_ours_alone || return 1
  while read -r folder; do
    [ -e "$folder" ] || mkdir -p "$folder" || return 1
  done <"$dir/releases/$1.stack"
  set -- "$1" QUAYSIDE_NODE="$node"
  if [ -f "$dir/releases/$1.places" ]; then
    while read -r place; do set -- "$@" "$place"; done <"$dir/releases/$1.places"
  fi
  release_of=$1; shift
  detach=
  if $sudo docker stack deploy --help | grep -q -e --detach; then detach=--detach=true; fi
  $sudo env "$@" docker stack deploy --prune --resolve-image never $detach -c "$dir/releases/$release_of.yaml" \\
    "$(cat "$dir/project")" || return 1
  # contents that no release has any more; what is still in use stays
  for kind in secret config; do
    for name in $($sudo docker $kind ls --filter "$(in_stack)" --format '{{.Name}}'); do
      grep -qF -- "$name" "$dir"/releases/*.yaml || $sudo docker $kind rm "$name" >/dev/null 2>&1
    done
  done
  return 0
}
# brings a release up by the engine that it is for; what the other one ran of the project ends first
bring_up() {
  if is_stack "$1"; then end_compose && start_stack "$1"
  else end_stack && compose "$1" up -d --no-build --remove-orphans; fi
}
`;
