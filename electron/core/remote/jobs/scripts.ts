/**
 * The shell texts of detached jobs. All are constants for POSIX sh; what varies reaches them as arguments or
 * as files in the job's folder:
 *   run.sh script.sh   the runner below and the job's own script
 *   in/ out/           what the job was given, what it leaves
 *   status             one line, replaced atomically: queued | running PID START BOOT BEGAN |
 *                      exited CODE BEGAN ENDED | cancelled BEGAN ENDED | lost BEGAN   (epoch seconds);
 *                      lost is a job that somebody else ended, such as a server that shuts down
 *   log                both outputs, up to the limit
 */
const jobsRoot = `
if [ "$(id -u)" = 0 ]; then root=/var/lib/quayside/jobs; else root=\${HOME:?}/.local/state/quayside/jobs; fi
`;

/** proc(5): the 3rd word of a process's stat is its condition (Z: ended, not yet reaped), the 22nd its start time. */
const beforeStartTime = `_ _ condition ${Array(18).fill('_').join(' ')}`;

/** Makes the job's folder and prints its path; on the second line the status where the job is known already. */
export const prepareScript = `${jobsRoot}
umask 077
dir=$root/$1
mkdir -p "$dir/in" "$dir/out" || exit 1
printf '%s\\n' "$dir"
if [ -f "$dir/status" ]; then head -n 1 "$dir/status"; fi
`;

/** $1 folder, $2 id, $3 log limit in bytes, $4 time limit in seconds, $5 yes when it must run as root. */
export const startScript = `
dir=$1 unit=quayside-job-$2 limit=$3 seconds=$4 wants_root=$5
cd "$dir" || exit 1
umask 022
: >>log
echo queued >status.$$ || exit 1
ln status.$$ status 2>/dev/null
rm -f status.$$
if [ -d claimed ]; then exit 0; fi
user=$(id -u) group=$(id -g)
may_sudo() { sudo -n true 2>/dev/null; }
in_unit() {
  "$@" --quiet --collect --unit "$unit" --setenv HOME="$HOME" --property TimeoutStopSec=10 -- \\
    /bin/sh "$dir/run.sh" "$dir" "$limit" "$seconds" || systemctl is-active --quiet "$unit"
}
in_session() {
  "$@" /bin/sh "$dir/run.sh" "$dir" "$limit" "$seconds" </dev/null >/dev/null 2>&1 &
}
if [ "$wants_root" = yes ] && [ "$user" != 0 ] && ! may_sudo; then
  echo 'sudo is not allowed without a password' >&2; exit 77
fi
has_systemd=no
if [ -d /run/systemd/system ] && command -v systemd-run >/dev/null 2>&1; then has_systemd=yes; fi
if [ "$user" = 0 ]; then
  if [ $has_systemd = yes ]; then in_unit systemd-run; else in_session setsid; fi
elif [ "$wants_root" = yes ]; then
  if [ $has_systemd = yes ]; then in_unit sudo -n systemd-run; else in_session sudo -n setsid; fi
elif [ $has_systemd = yes ] && may_sudo; then
  in_unit sudo -n systemd-run --uid "$user" --gid "$group"
else
  in_session setsid
fi
`;

/** $1 folder, $2 log limit in bytes, $3 time limit in seconds. Claims the job, so that it runs only once. */
export const runnerScript = `#!/bin/sh
cd "$1" || exit 1
limit=$2 seconds=$3
umask 022
mkdir claimed 2>/dev/null || exit 0
put() { printf '%s\\n' "$*" >status.$$ && mv -f status.$$ status; }
read -r boot </proc/sys/kernel/random/boot_id
read -r ${beforeStartTime} start _ </proc/$$/stat
began=$(date +%s)
put running $$ "$start" "$boot" "$began"
rm -f pipe && mkfifo -m 600 pipe || { put exited 1 "$began" "$(date +%s)"; exit 1; }
keep() {
  if command -v stdbuf >/dev/null 2>&1; then stdbuf -o0 head -c "$limit"; else head -c "$limit"; fi
  if [ "$(head -c 1 | wc -c)" -gt 0 ]; then
    printf '\\n… truncated: the output is longer than %s bytes\\n' "$limit"
    cat >/dev/null
  fi
}
told=
trap 'told=yes' TERM INT HUP
( trap '' TERM INT HUP; keep <pipe >>log 2>/dev/null ) &
keeper=$!
( sleep "$seconds"; : >timedout; trap '' TERM; kill -TERM 0; sleep 10
  put exited 124 "$began" "$(date +%s)"; kill -KILL 0 ) >/dev/null 2>&1 &
/bin/sh ./script.sh >pipe 2>&1 </dev/null &
child=$!
while :; do
  wait "$child"; code=$?
  kill -0 "$child" 2>/dev/null || break
done
asked=$told
kill -TERM 0
while kill -0 "$keeper" 2>/dev/null; do wait "$keeper"; done
if [ -e timedout ]; then code=124 asked=; fi
if [ -e cancel ]; then put cancelled "$began" "$(date +%s)"
elif [ -n "$asked" ]; then put lost "$began"
else put exited "$code" "$began" "$(date +%s)"; fi
rm -rf pipe in
`;

/** $1 id. Prints the status line ("absent" is said here only, "lost" also when the process is gone), then the log's size. */
export const statusScript = `${jobsRoot}
cd "$root/$1" 2>/dev/null && [ -f status ] || { echo absent; echo 0; exit 0; }
line() { read -r line <status; set -- $line; state=$1 pid=\${2-} start=\${3-} boot=\${4-}; }
is_alive() {
  read -r now </proc/sys/kernel/random/boot_id
  [ "$now" = "$boot" ] || return 1
  read -r ${beforeStartTime} found _ <"/proc/$pid/stat" || return 1
  [ "$found" = "$start" ] && [ "$condition" != Z ]
} 2>/dev/null
line
if [ "$state" = running ] && ! is_alive; then
  line
  if [ "$state" = running ]; then set -- $line; line="lost $5"; fi
fi
printf '%s\\n' "$line"
wc -c <log 2>/dev/null || echo 0
`;

/** $1 id. Ends the whole job, then says so in its status. */
export const cancelScript = `${jobsRoot}
cd "$root/$1" 2>/dev/null && [ -f status ] || exit 0
unit=quayside-job-$1
read -r state pid start boot began <status
case $state in exited|cancelled|lost) exit 0;; esac
: >cancel
put() { printf '%s\\n' "$*" >status.$$ && mv -f status.$$ status; }
if [ "$state" = queued ] && mkdir claimed 2>/dev/null; then put cancelled "$(date +%s)" "$(date +%s)"; exit 0; fi
sudo=
if [ "$(id -u)" != 0 ] && sudo -n true 2>/dev/null; then sudo='sudo -n'; fi
if [ -d /run/systemd/system ] && systemctl is-active --quiet "$unit" 2>/dev/null; then
  $sudo systemctl stop "$unit"
else
  read -r ${beforeStartTime} found _ <"/proc/$pid/stat"
  if [ "$state" = running ] && [ "$found" = "$start" ]; then
    $sudo kill -TERM "-$pid" 2>/dev/null
    n=0
    while $sudo kill -0 "-$pid" 2>/dev/null && [ $n -lt 50 ]; do sleep 0.1; n=$((n+1)); done
    $sudo kill -KILL "-$pid" 2>/dev/null
  fi
fi
read -r state _ <status
if [ "$state" = running ] || [ "$state" = queued ]; then put cancelled "\${began:-0}" "$(date +%s)"; fi
$sudo rm -rf in pipe
exit 0
`;

/** $1 id. Removes the folder of a job, with sudo where the job ran as root. */
export const removeScript = `${jobsRoot}
dir=$root/$1
[ -d "$dir" ] || exit 0
rm -rf "$dir" 2>/dev/null || sudo -n rm -rf "$dir"
`;

/** Prints the ids of the jobs this user has on the server. */
export const listScript = `${jobsRoot}
cd "$root" 2>/dev/null || exit 0
for dir in *; do if [ -f "$dir/status" ]; then printf '%s\\n' "$dir"; fi; done
`;

/** Prints the folder jobs are kept in. */
export const rootScript = `${jobsRoot}
printf '%s\\n' "$root"
`;
