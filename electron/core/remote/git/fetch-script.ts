import { gitSetUp } from './build-script.ts';

/**
 * Brings one commit into a bare repository: the one that `in/repository` names, where it stays for the way back, or one
 * of the job's own. A commit that is there is not asked for again. Leaves `out/commit`, `out/repository`, `out/known_hosts`.
 * No two jobs work on one repository at once, so that a lock in it is of one that was killed.
 */
export const fetchScript = `${gitSetUp}
phase fetching
url=$(value url) kind=$(value kind) ref=$(value ref) repository=$(value repository)
[ -n "$repository" ] || repository=$QUAYSIDE_JOB/repository
mkdir -p "$(dirname -- "$repository")" || fail 30 'The folder for the repository could not be made.'
[ ! -d "$repository" ] || find "$repository" -type f -name '*.lock' -delete
git init -q --bare "$repository" || fail 30 'The repository could not be made.'
git -C "$repository" config gc.auto 0
fetch() { git_or_explain -C "$repository" fetch --quiet --no-tags --depth 1 -- "$url" "$1"; }
case $kind in
  branch) fetch "+refs/heads/$ref:refs/quayside/target";;
  tag) fetch "+refs/tags/$ref:refs/quayside/target";;
  commit)
    if [ "\${#ref}" = 40 ] && git -C "$repository" rev-parse --verify --quiet "refs/quayside/kept/$ref^{commit}" >/dev/null; then
      git -C "$repository" update-ref refs/quayside/target "$ref"
    elif [ "\${#ref}" = 40 ] && git -C "$repository" fetch --quiet --no-tags --depth 1 -- "$url" "$ref" 2>/dev/null; then
      git -C "$repository" update-ref refs/quayside/target "$ref"
    else
      # what an earlier fetch left out is below its boundary, and else never asked for
      if [ -f "$repository/shallow" ]; then whole=--unshallow; else whole=; fi
      git_or_explain -C "$repository" fetch --quiet $whole -- "$url" '+refs/heads/*:refs/quayside/heads/*' '+refs/tags/*:refs/quayside/tags/*'
      found=$(git -C "$repository" rev-parse --verify --quiet "$ref^{commit}") || found=
      git -C "$repository" for-each-ref --format='delete %(refname)' refs/quayside/heads refs/quayside/tags | git -C "$repository" update-ref --stdin
      [ -n "$found" ] || fail 22 'This commit is not in the repository.'
      git -C "$repository" update-ref refs/quayside/target "$found"
    fi;;
  *) fail 22 'Neither a branch, a tag nor a commit was named.';;
esac
commit=$(git -C "$repository" rev-parse --verify --quiet 'refs/quayside/target^{commit}') || fail 22 'It leads to no commit.'
git -C "$repository" update-ref "refs/quayside/kept/$commit" "$commit"
# git's own tidying goes on when the job has ended; a pack weighs as much as a hundred files
untidy=$(git -C "$repository" count-objects -v | awk '/^count:/ { n += $2 } /^packs:/ { n += 100 * $2 } END { print n }')
if [ "\${untidy:-0}" -gt 2000 ]; then git -C "$repository" gc --quiet --prune=now >/dev/null 2>&1 || :; fi
printf '%s\\n' "$repository" >out/repository
printf '%s\\n' "$commit" >out/commit
printf 'commit %s\\n' "$commit"
phase done
`;
