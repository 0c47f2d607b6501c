import { oldLooks } from './scripts.ts';

/**
 * Has docker compose read a project as its author wrote it, and once more as we wrote it down; both come out in one form.
 * A constant for POSIX sh: in/ holds path.N with file.N, compose.N, profile.N, home, env-file, variables, ours. Starts nothing.
 * Takes away what earlier looks left that were cut off.
 * Leaves out/theirs and out/ours; 27 where docker compose is not there, 28 and 29 where it does not read the one or the other.
 */
export const opinionScript = `
umask 077
LC_ALL=C; export LC_ALL
(cd .. && ${oldLooks})
value() { if [ -f "in/$1" ]; then cat "in/$1"; fi; }
docker compose version >/dev/null 2>&1 || exit 27
root=$PWD/project home=$PWD/project/$(value home) job=$PWD
mkdir -p "$home" || exit 30
n=0
while [ -f "in/path.$n" ]; do
  to=$root/$(cat "in/path.$n")
  mkdir -p "$(dirname -- "$to")" && cp "in/file.$n" "$to" || exit 30
  n=$((n+1))
done
config() { docker compose --ansi never -p quayside "$@" config --format json; }
set -- --project-directory "$home"
if [ -f "$root/$(value env-file)" ]; then set -- "$@" --env-file "$root/$(value env-file)"; fi
set -- "$@" --env-file "$job/in/variables"
n=0
while [ -f "in/compose.$n" ]; do set -- "$@" -f "$root/$(cat "in/compose.$n")"; n=$((n+1)); done
n=0
while [ -f "in/profile.$n" ]; do set -- "$@" --profile "$(cat "in/profile.$n")"; n=$((n+1)); done
config "$@" >out/theirs 2>/dev/null </dev/null || exit 28
config --project-directory "$root" --env-file /dev/null -f "$job/in/ours" >out/ours 2>/dev/null </dev/null || exit 29
`;
