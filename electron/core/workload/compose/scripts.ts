/**
 * The shell texts of compose services. All are constants for POSIX sh; what varies is read from files in the job's `in/`:
 * dir (the service's folder), project (Compose's name for it), release (the deployment), compose.yaml, env, over, fence,
 * file.N with path.N. In the service's folder: project, current (deployment and fence), releases/<deployment>.yaml, .env
 * and .before, content/<digest>, data/.
 */
const common = `
umask 077
LC_ALL=C; export LC_ALL
value() { if [ -f "in/$1" ]; then cat "in/$1"; fi; }
dir=$(value dir) release=$(value release)
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
`;

/**
 * Writes a release down, takes away what neither it nor the one that runs needs any more, and builds what is to be built;
 * its other images are there.
 */
export const getScript = `${common}
mkdir -p "$dir/releases" "$dir/content" "$dir/data" || exit 30
chmod 711 "$dir" "$dir/content" "$dir/data"
[ -s "$dir/project" ] || put "$dir/project" "$(value project)" || exit 30
remove() { rm -rf -- "$1" 2>/dev/null || sudo -n rm -rf -- "$1"; }
for digest in $(value digests); do
  if [ ! -f "$dir/content/$digest.ok" ]; then remove "$dir/content/$digest" || exit 30; fi
done
umask 022
n=0
while [ -f "in/path.$n" ]; do
  path=$(cat "in/path.$n")
  if [ ! -f "$dir/content/\${path%%/*}.ok" ]; then
    mkdir -p "$dir/content/$(dirname -- "$path")" && cp "in/file.$n" "$dir/content/$path" || exit 30
    chmod 644 "$dir/content/$path"
    if [ "$(head -c 2 "in/file.$n")" = '#!' ]; then chmod 755 "$dir/content/$path"; fi
  fi
  n=$((n+1))
done
for digest in $(value digests); do : >"$dir/content/$digest.ok"; done
umask 077
cp in/env "$dir/releases/$release.env" && cp in/compose.yaml "$dir/releases/$release.yaml" || exit 30
current=
if [ -f "$dir/current" ]; then read -r current _ <"$dir/current"; fi
for file in "$dir"/releases/*.yaml; do
  name=$(basename "$file" .yaml)
  case $name in "$release"|"$current") ;; *) rm -f "$file" "$dir/releases/$name.env" "$dir/releases/$name.before";; esac
done
for file in "$dir"/content/*.ok; do
  digest=$(basename "$file" .ok)
  if [ -f "$file" ] && ! grep -qF "/content/$digest/" "$dir"/releases/*.yaml; then
    rm -f "$file"; remove "$dir/content/$digest" || echo "Old files stay in $dir/content/$digest." >&2
  fi
done
if [ -f in/build ]; then compose "$release" build || exit 32; fi
exit 0
`;

/** Puts a release in the place of the one that was seen; 75 where another one is there since. */
export const upScript = `${common}
current=
if [ -f "$dir/current" ]; then read -r current _ <"$dir/current"; fi
if [ "$current" != "$release" ]; then
  [ "$current" = "$(value over)" ] || { echo 'Somebody else deployed over it.' >&2; exit 75; }
  put "$dir/releases/$release.before" "$current"
  put "$dir/current" "$release $(value fence)"
fi
compose "$release" up -d --no-build --remove-orphans
`;

/** Brings the release before back, whose files lie there still. */
export const backScript = `${common}
current= fence=0
if [ -f "$dir/current" ]; then read -r current fence <"$dir/current"; fi
before=$(cat "$dir/releases/$release.before" 2>/dev/null)
if [ "$current" = "$release" ]; then
  [ -n "$before" ] && [ -f "$dir/releases/$before.yaml" ] || { echo 'The files of the version before are gone.' >&2; exit 33; }
  put "$dir/current" "$before $fence"
fi
[ "$(cut -d ' ' -f 1 <"$dir/current")" = "$before" ] || exit 0
compose "$before" up -d --no-build --remove-orphans
`;

/** $1 the folder. Prints its project and what is current there, one a line. */
export const lookScript = `
cd "$1" 2>/dev/null || exit 0
if [ -f project ]; then cat project; else echo; fi
if [ -f current ]; then cat current; else echo; fi
`;

/** $1 the folder, $2 the deployment: what is current becomes nothing where it is this one. */
export const forgetScript = `
cd "$1" 2>/dev/null || exit 0
current=
if [ -f current ]; then read -r current _ <current; fi
if [ "$current" = "$2" ]; then rm -f current; fi
`;

/** $1 the folder. Removes all of it; what containers wrote there as root may need sudo. */
export const removeScript = `
[ -d "$1" ] || exit 0
rm -rf -- "$1" 2>/dev/null || sudo -n rm -rf -- "$1"
`;
