import { stackTool } from '../stack/shell.ts';

/**
 * The shell texts of compose services. All are constants for POSIX sh; what varies is read from files in the job's `in/`:
 * dir (the service's folder), project (Compose's name for it), release (the deployment), compose.yaml, env, parts, over,
 * fence, file.N, blob.N or tree.N (of `repository`) with path.N. In the service's folder: project, current (deployment and
 * fence), next (the same of one that starts beside it), content/<digest>, repository (bare, of one that is read from git),
 * data/, and in releases/<deployment> .yaml, .env (made of .given and .places, where each part is behind a proxy), .parts
 * (as JSON), .before (the one before), .stack (of one that Swarm runs) and .beside (what its old containers are told by).
 */
/** What finds Docker and runs Compose; `dir` and `release` are set. */
export const tool = `
if docker version >/dev/null 2>&1; then sudo=
elif sudo -n docker version >/dev/null 2>&1; then sudo='sudo -n'
else echo 'Docker does not answer this user on this server.' >&2; exit 26; fi
compose() {
  file=$1; shift
  $sudo docker compose --ansi never --progress plain -p "$(cat "$dir/project")" --project-directory "$dir" \\
    --env-file "$dir/releases/$file.env" -f "$dir/releases/$file.yaml" "$@"
}
$sudo docker compose version >/dev/null 2>&1 || { echo 'docker compose is not installed on this server.' >&2; exit 27; }
put() { printf '%s\\n' "$2" >"$1.new" && mv -f "$1.new" "$1"; }
env_anew() {
  [ -f "$dir/releases/$release.given" ] || return 0
  cat "$dir/releases/$release.given" >"$dir/releases/$release.env.new" || exit 30
  if [ -f "$dir/releases/$release.places" ]; then cat "$dir/releases/$release.places" >>"$dir/releases/$release.env.new"; fi
  mv -f "$dir/releases/$release.env.new" "$dir/releases/$release.env" || exit 30
}
# the places of the release that this one follows, unless it has its own already
stay_in_place() {
  if [ -f "$dir/releases/$release.places" ]; then return 0; fi
  if [ ! -f "$dir/releases/$1.places" ]; then return 0; fi
  cp "$dir/releases/$1.places" "$dir/releases/$release.places.new" || exit 30
  mv -f "$dir/releases/$release.places.new" "$dir/releases/$release.places" || exit 30
  env_anew
}
containers_of() {
  $sudo docker ps --all --quiet --no-trunc --filter "label=com.docker.compose.project=$(cat "$dir/project")" \\
    --filter "label=com.docker.compose.service=$1" --filter label=com.docker.compose.oneoff=False
}
# whether the container $2 of the part $1 is one that the release takes the place of
is_old() {
  hash=$($sudo docker inspect --format '{{index .Config.Labels "com.docker.compose.config-hash"}}' "$2") || return 1
  grep -qxF -- "$1 $hash" "$dir/releases/$release.beside"
}
${stackTool}
parts_beside() { grep -v ' -$' "$dir/releases/$release.beside" 2>/dev/null | cut -d ' ' -f 1 | sort -u; }
`;

/** The beginning of a job. */
export const common = `
umask 077
LC_ALL=C; export LC_ALL
value() { if [ -f "in/$1" ]; then cat "in/$1"; fi; }
dir=$(value dir) release=$(value release)
${tool}
`;
