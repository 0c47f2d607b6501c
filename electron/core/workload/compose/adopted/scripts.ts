import { oldLooks } from '../scripts.ts';

/*
 * The shell texts of adopting. All are constants for POSIX sh; what varies is in files of the job's `in/`, or an argument.
 */

const asDocker = `
umask 077
LC_ALL=C; export LC_ALL
(cd .. && ${oldLooks})
if docker version >/dev/null 2>&1; then sudo=
elif sudo -n docker version >/dev/null 2>&1; then sudo='sudo -n'
else echo 'Docker does not answer this user on this server.' >&2; exit 26; fi
$sudo docker compose version >/dev/null 2>&1 || { echo 'docker compose is not installed on this server.' >&2; exit 27; }
`;

/** Prints into out/hashes what Compose would tell each part of in/compose.yaml by; starts nothing. */
export const hashScript = `${asDocker}
$sudo docker compose --ansi never -p "$(cat in/project)" --project-directory "$PWD" --env-file "$PWD/in/env" \\
  -f "$PWD/in/compose.yaml" config --hash '*' >out/hashes 2>/dev/null </dev/null || exit 28
`;

/**
 * Writes down in the service's folder (in/dir) what runs as its current release, in the form of a deployment's. What runs
 * is not touched.
 */
export const adoptScript = `
umask 077
dir=$(cat in/dir) release=$(cat in/release)
mkdir -p "$dir/releases" "$dir/content" "$dir/data" || exit 30
chmod 711 "$dir" "$dir/content" "$dir/data"
put() { printf '%s\\n' "$2" >"$1.new" && mv -f "$1.new" "$1"; }
cp in/env "$dir/releases/$release.env" && cp in/compose.yaml "$dir/releases/$release.yaml" || exit 30
put "$dir/project" "$(cat in/project)" && put "$dir/current" "$release 0" || exit 30
`;

/*
 * $1 a folder, then paths in it: prints a line for each, `absent`, `special`, `outside`, `unreadable`, `large` or `file`, and
 * after `file` its bytes in base 64 on a line. A file is opened first and then looked at, by what is open: where a link
 * leads is no question any more. Opening a pipe would wait for its writer: what is no file is not opened, and ten seconds
 * end it where one comes in between.
 */
const readEach = `
LC_ALL=C; export LC_ALL
home=$(cd -P -- "$1" 2>/dev/null && pwd -P) || exit 40
[ "$home" != / ] || exit 41
shift
take() {
  real=$(readlink /proc/self/fd/3)
  case $real in "$home"/*) ;; *) echo outside; return;; esac
  [ -f /proc/self/fd/3 ] || { echo special; return; }
  size=$(stat -L -c %s /proc/self/fd/3) || { echo unreadable; return; }
  [ "$size" -le 1048576 ] || { echo large; return; }
  echo file
  head -c 1048576 <&3 | base64 -w 0
  echo
}
for path in "$@"; do
  file=$home/$path
  if [ ! -e "$file" ]; then echo absent
  elif [ ! -f "$file" ]; then echo special
  elif [ ! -r "$file" ]; then echo unreadable
  else take 3<"$file"; fi
done
`;

/** The same, as root where the user may be that without a password. */
export const readScript = `
if [ "$(id -u)" != 0 ] && sudo -n true 2>/dev/null; then exec sudo -n timeout 10 sh -c '${readEach}' sh "$@"; fi
exec timeout 10 sh -c '${readEach}' sh "$@"
`;
