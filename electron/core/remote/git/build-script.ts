/** What every job with git begins with: how values are read, how git signs in, and what its failures mean. */
export const gitSetUp = `
QUAYSIDE_JOB=$(pwd -P); export QUAYSIDE_JOB
LC_ALL=C; export LC_ALL
umask 077
phase() { printf '::quayside phase %s\\n' "$1"; }
value() { if [ -f "in/$1" ]; then cat "in/$1"; fi; }
fail() { code=$1; shift; printf '%s\\n' "$*" >&2; exit "$code"; }

phase preparing
kind=$(value kind)
if [ "$kind" != archive ]; then command -v git >/dev/null 2>&1 || fail 27 'git is not installed on this server.'; fi
GIT_TERMINAL_PROMPT=0 GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_SYSTEM=/dev/null
GIT_ALLOW_PROTOCOL=$(value protocols) GIT_ADVICE=0
export GIT_TERMINAL_PROMPT GIT_CONFIG_NOSYSTEM GIT_CONFIG_GLOBAL GIT_CONFIG_SYSTEM GIT_ALLOW_PROTOCOL GIT_ADVICE
ssh_options='-F /dev/null -o BatchMode=yes -o ConnectTimeout=15 -o ServerAliveInterval=15 -o IdentitiesOnly=yes -o IdentityAgent=none -o GlobalKnownHostsFile=/dev/null'
if [ -f in/key.0 ]; then
  for file in in/key.*; do ssh_options="$ssh_options"' -i "$QUAYSIDE_JOB/'"$file"'"'; done
else ssh_options="$ssh_options -o PubkeyAuthentication=no"; fi
if [ -f in/known_hosts ]; then ssh_options="$ssh_options"' -o StrictHostKeyChecking=yes -o UserKnownHostsFile="$QUAYSIDE_JOB/in/known_hosts"'
else ssh_options="$ssh_options"' -o StrictHostKeyChecking=accept-new -o HashKnownHosts=no -o UserKnownHostsFile="$QUAYSIDE_JOB/out/known_hosts"'; fi
GIT_SSH_COMMAND="ssh $ssh_options"; export GIT_SSH_COMMAND
if [ -f in/askpass ]; then GIT_ASKPASS=$QUAYSIDE_JOB/in/askpass; else GIT_ASKPASS=/bin/false; fi
SSH_ASKPASS=/bin/false
export GIT_ASKPASS SSH_ASKPASS

explain() {
  text=$(tail -c 4000 out/git-output)
  case $text in
    *'No space left'*|*'unable to write file'*|*'Disk quota'*) exit 30;;
    *'Host key verification failed'*|*'REMOTE HOST IDENTIFICATION'*) exit 28;;
    *'Permission denied (publickey'*|*'Permission denied, please'*|*'Authentication failed'*|*'could not read Username'*|*'could not read Password'*|*'Access denied'*|*'error: 403'*|*'error: 401'*) exit 21;;
    *"couldn't find remote ref"*|*'not our ref'*|*'unadvertised object'*|*'no such remote ref'*|*'unable to read tree'*) exit 22;;
    *'Could not resolve'*|*'Connection refused'*|*'Connection timed out'*|*'Operation timed out'*|*'Failed to connect'*|*'No route to host'*|*'Network is unreachable'*|*'Connection reset'*|*'early EOF'*|*'hung up unexpectedly'*|*'SSL'*|*'certificate'*|*'gnutls'*) exit 29;;
    *'not found'*|*'does not appear to be a git repository'*|*'does not exist'*|*'not exported'*|*'Could not read from remote'*) exit 20;;
  esac
  exit 32
}
git_or_explain() {
  { git "$@" 2>&1; echo $? >out/git-code; } | tee out/git-output
  if [ "$(cat out/git-code)" != 0 ]; then explain; fi
}

`;

/**
 * Fetches a source with git and builds its image. A constant for POSIX sh; every value is read from files in
 * `in/`, results go to `out/`: commit, image-id, known_hosts. Exit codes are in build-failure.ts.
 */
export const buildScript = `${gitSetUp}
if docker version >/dev/null 2>&1; then sudo=
elif sudo -n docker version >/dev/null 2>&1; then sudo='sudo -n'
else fail 26 'Docker does not answer this user on this server.'; fi
docker() {
  if [ -z "$sudo" ]; then command docker "$@"
  else sudo -n env DOCKER_BUILDKIT="$DOCKER_BUILDKIT" \${DOCKER_CONFIG:+"DOCKER_CONFIG=$DOCKER_CONFIG"} docker "$@"; fi
}
if [ -f in/docker-config ]; then
  # sign-ins for base images are in this job's folder alone; plugins and builders of the user stay
  mkdir -p in/docker && cp in/docker-config in/docker/config.json || fail 30 'The sign-in could not be written.'
  for each in cli-plugins contexts buildx; do
    if [ -e "$HOME/.docker/$each" ]; then ln -sfn "$HOME/.docker/$each" "in/docker/$each"; fi
  done
  DOCKER_CONFIG=$QUAYSIDE_JOB/in/docker; export DOCKER_CONFIG
fi
DOCKER_BUILDKIT=1; export DOCKER_BUILDKIT

phase fetching
url=$(value url) ref=$(value ref)
rm -rf source
unpack() {
  sha256sum in/archive | cut -d ' ' -f 1 >out/commit
  [ "$(cat out/commit)" = "$ref" ] || fail 35 'The folder did not arrive as it was sent.'
  mkdir source || fail 30 'The folder for the source could not be made.'
  umask 022
  if ! tar -xzof in/archive -C source 2>out/tar-errors; then
    tail -c 2000 out/tar-errors >&2
    if grep -Eq 'No space left|Disk quota' out/tar-errors; then exit 30; fi
    exit 35
  fi
  umask 077
  rm -f in/archive out/tar-errors
  printf 'folder %s\\n' "$ref"
}
if [ "$kind" = archive ]; then unpack; else
git init -q source || fail 30 'The folder for the source could not be made.'
git -C source config remote.origin.url "$url"
git -C source config gc.auto 0
git -C source config core.symlinks true
fetch() { git_or_explain -C source fetch --quiet --no-tags --depth 1 -- "$url" "$1"; }
case $kind in
  branch) fetch "+refs/heads/$ref:refs/quayside/target";;
  tag) fetch "+refs/tags/$ref:refs/quayside/target";;
  commit)
    # a server need not hand out a single commit; then everything is fetched and looked through
    if [ "\${#ref}" = 40 ] && git -C source fetch --quiet --no-tags --depth 1 -- "$url" "$ref" 2>/dev/null; then
      git -C source update-ref refs/quayside/target FETCH_HEAD
    else
      git_or_explain -C source fetch --quiet -- "$url" '+refs/heads/*:refs/quayside/heads/*' '+refs/tags/*:refs/quayside/tags/*'
      found=$(git -C source rev-parse --verify --quiet "$ref^{commit}") || fail 22 'This commit is not in the repository.'
      git -C source update-ref refs/quayside/target "$found"
    fi;;
  *) fail 22 'Neither a branch, a tag nor a commit was named.';;
esac
# an image keeps these modes: whoever runs in it has to be able to read them; the job's folder lets nobody else in
umask 022
git_or_explain -C source checkout --quiet --detach refs/quayside/target
if [ -f in/submodules ] && [ -f source/.gitmodules ]; then
  git_or_explain -C source submodule --quiet update --init --recursive --depth 1
fi
umask 077
git -C source rev-parse HEAD >out/commit
printf 'commit %s\\n' "$(cat out/commit)"
fi

base=$QUAYSIDE_JOB/source directory=$(value directory)
folder=$(cd "$base" && cd -- "./$directory" 2>/dev/null && pwd -P) || fail 23 'This folder is not in the repository.'
case $folder/ in "$base"/*) ;; *) fail 23 'This folder leads out of the repository.';; esac
if [ -f in/generated ]; then
  # what is served is a tree of files: git's own are none of it
  find "$folder" -name .git -prune -exec rm -rf -- {} +
  if [ -f in/required ] && [ ! -f "$folder/$(value required)" ]; then fail 33 "There is no $(value required) in this folder."; fi
  dockerfile=$QUAYSIDE_JOB/in/generated
else
  dockerfile=$(readlink -f -- "$folder/$(value dockerfile)") || fail 24 'There is no such Dockerfile in this folder.'
  [ -f "$dockerfile" ] || fail 24 'There is no such Dockerfile in this folder.'
  case $dockerfile in "$base"/*) ;; *) fail 24 'The Dockerfile leads out of the repository.';; esac
fi

phase building
set --
for file in in/arg.*; do
  [ -f "$file" ] || continue
  text=$(cat "$file"; printf x)
  set -- "$@" --build-arg "\${file#in/arg.}=\${text%x}"
done
for file in in/label.*; do [ -f "$file" ] && set -- "$@" --label "\${file#in/label.}=$(cat "$file")"; done
secrets=
for file in in/secret.*; do [ -f "$file" ] && secrets=yes && set -- "$@" --secret "id=\${file#in/secret.},src=$QUAYSIDE_JOB/$file"; done
if [ -f in/target ]; then set -- "$@" --target "$(value target)"; fi
if docker build --help 2>/dev/null | grep -q -- '--secret'; then set -- --progress plain "$@"
elif [ -n "$secrets" ]; then fail 26 'BuildKit (docker buildx) is not installed on this server; secrets need it.'
else DOCKER_BUILDKIT=0; fi
tag=$(value tag)
{ docker build "$@" --tag "$tag" --file "$dockerfile" -- "$folder" 2>&1; echo $? >out/build-code; } | tee out/build-output
if [ "$(cat out/build-code)" != 0 ]; then
  if tail -c 4000 out/build-output | grep -q 'no space left on device'; then exit 30; fi
  if tail -c 4000 out/build-output | grep -Eq 'pull access denied|failed to authorize|authorization failed|no basic auth credentials|unexpected status.* 40[13]'; then exit 34; fi
  exit 25
fi
rm -f out/build-output out/git-output
docker image inspect --format '{{.Id}}' "$tag" >out/image-id || exit 25
rm -rf source
phase done
`;

/**
 * Answers git's question for a user name or password from files, so that neither is in an argument or a URL. Only for the
 * one origin: a submodule's address, or one that a repository is moved to, may be anybody's. Source: git's credential.c.
 */
export const askpassScript = `#!/bin/sh
origin=$(cat "$QUAYSIDE_JOB/in/http-origin") user=$(cat "$QUAYSIDE_JOB/in/http-user")
encoded=$(printf '%s' "$user" | sed 's/@/%40/g')
case "$1" in
  "Username for '$origin': ") cat "$QUAYSIDE_JOB/in/http-user";;
  "Password for '\${origin%%://*}://$user@\${origin#*://}': ") cat "$QUAYSIDE_JOB/in/http-password";;
  "Password for '\${origin%%://*}://$encoded@\${origin#*://}': ") cat "$QUAYSIDE_JOB/in/http-password";;
  *) exit 1;;
esac
`;
