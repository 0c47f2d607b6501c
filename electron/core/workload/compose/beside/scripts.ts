import { common, tool } from '../shell.ts';

/**
 * $1 the folder, $2 the release, $3 the one that it is to follow. Prints, each line behind a word, what a release is and was
 * made by, where the parts of the other one are, and what is left of one that was never finished.
 */
export const besideLookScript = `
umask 077
LC_ALL=C; export LC_ALL
dir=$1 release=$2
${tool}
stay_in_place "$3"
hashes=$(compose "$release" config --hash '*') || exit 34
printf '%s\\n' "$hashes" | sed 's/^/hash /'
sed 's/^/parts /' "$dir/releases/$release.parts" || exit 30
if [ -f "$dir/releases/$3.places" ]; then sed 's/^/place /' "$dir/releases/$3.places"; fi
next=
if [ -f "$dir/next" ]; then read -r next _ <"$dir/next"; fi
case $next in
  ''|"$release"|"$3") ;;
  *) if [ -f "$dir/releases/$next.beside" ]; then sed 's/^/left /' "$dir/releases/$next.beside"; fi;;
esac
`;

/**
 * Starts a release beside the one that was seen, which stays the current one; 75 where another one is there since. What is
 * to stand beside is made as a whole, with all that it waits for (Compose 2 counts that as a change of it), and only then
 * started one after the other: so nothing that ended well runs twice. In in/: now (parts that Compose brings up by itself),
 * later (parts with what each waits for), scales, places, beside.
 */
export const besideScript = `${common}
current=
if [ -f "$dir/current" ]; then read -r current _ <"$dir/current"; fi
[ "$current" = "$(value over)" ] || { echo 'Somebody else deployed over it.' >&2; exit 75; }
put "$dir/releases/$release.before" "$current" || exit 30
keep() { cp "in/$1" "$dir/releases/$release.$1.new" && mv -f "$dir/releases/$release.$1.new" "$dir/releases/$release.$1" || exit 30; }
keep places; keep beside
env_anew
put "$dir/next" "$release $(value fence)" || exit 30
if [ ! -s in/later ]; then
  compose "$release" up -d --no-build --remove-orphans
  exit
fi
now=$(value now) scales=
for each in $(value scales); do scales="$scales --scale $each"; done
if [ -n "$now" ]; then compose "$release" up -d --no-build --remove-orphans -- $now || exit; fi
compose "$release" up --no-start --no-build --no-recreate --remove-orphans $scales -- $(cut -d ' ' -f 1 in/later) || exit
until_healthy() {
  while :; do
    case $($sudo docker inspect --format '{{.State.Status}} {{if .State.Health}}{{.State.Health.Status}}{{end}}' "$2") in
      'running healthy') return;;
      'running starting'|'created '*) sleep 1;;
      *) echo "$1 is not healthy." >&2; exit 35;;
    esac
  done
}
await() {
  for id in $(containers_of "$2"); do
    if is_old "$2" "$id"; then continue; fi
    case $1 in
      healthy) until_healthy "$2" "$id";;
      completed) [ "$($sudo docker wait "$id")" = 0 ] || { echo "$2 did not end well." >&2; exit 35; };;
    esac
  done
}
while read -r part waits <&3; do
  for each in $waits; do await "\${each%%:*}" "\${each#*:}"; done
  compose "$release" up -d --no-deps --no-build --no-recreate $scales -- "$part" || exit
done 3<in/later
`;

/** Makes a release that stands beside another one the current one, and ends the containers that it took the place of. */
export const retireScript = `${common}
current= fence=0
if [ -f "$dir/current" ]; then read -r current _ <"$dir/current"; fi
if [ "$current" != "$release" ]; then
  [ "$current" = "$(cat "$dir/releases/$release.before")" ] || { echo 'Somebody else deployed over it.' >&2; exit 75; }
  if [ -f "$dir/next" ]; then read -r _ fence <"$dir/next"; fi
  put "$dir/current" "$release $fence" || exit 30
fi
olds=
for part in $(parts_beside); do
  for id in $(containers_of "$part"); do
    if is_old "$part" "$id"; then olds="$olds $id"; fi
  done
done
if [ -n "$olds" ]; then
  $sudo docker stop $olds >/dev/null
  $sudo docker rm --force --volumes $olds >/dev/null || exit 36
fi
rm -f "$dir/next"
`;
