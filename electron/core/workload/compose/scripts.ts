import { common, tool } from './shell.ts';

/** In the folder of jobs: removes those that look at a project, which takes two minutes, and lie there for ten. */
export const oldLooks = `
for each in ./*-opinion-* ./*-look-*; do
  if [ -d "$each" ] && [ -n "$(find "$each" -prune -mmin +10)" ]; then rm -rf -- "$each"; fi
done
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
repository=$(value repository)
git_in() { GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null git --git-dir="$repository" "$@"; }
lay_tree() {
  rm -f index index.lock
  GIT_INDEX_FILE=$PWD/index git_in read-tree "$1" &&
    GIT_INDEX_FILE=$PWD/index git_in -c core.bare=false -c core.symlinks=true --work-tree="$2" checkout-index -a -f
}
umask 022
n=0
while [ -f "in/path.$n" ]; do
  path=$(cat "in/path.$n")
  if [ ! -f "$dir/content/\${path%%/*}.ok" ]; then
    to=$dir/content/$path
    mkdir -p "$(dirname -- "$to")" || exit 30
    if [ -f "in/tree.$n" ]; then
      mkdir -p "$to" && lay_tree "$(cat "in/tree.$n")" "$to" || exit 30
    else
      if [ -f "in/blob.$n" ]; then git_in cat-file blob "$(cat "in/blob.$n")" >"$to" || exit 30
      else cp "in/file.$n" "$to" || exit 30; fi
      chmod 644 "$to"
      if [ "$(head -c 2 "$to" | tr -d '\\0')" = '#!' ]; then chmod 755 "$to"; fi
    fi
  fi
  n=$((n+1))
done
for digest in $(value digests); do : >"$dir/content/$digest.ok"; done
umask 077
cp in/env "$dir/releases/$release.given" && cp in/compose.yaml "$dir/releases/$release.yaml" || exit 30
cp in/parts "$dir/releases/$release.parts" || exit 30
rm -f "$dir/releases/$release.stack"
if [ -f in/stack ]; then cp in/stack "$dir/releases/$release.stack" || exit 30; fi
env_anew
current= next=
if [ -f "$dir/current" ]; then read -r current _ <"$dir/current"; fi
if [ -f "$dir/next" ]; then read -r next _ <"$dir/next"; fi
for file in "$dir"/releases/*.yaml; do
  name=$(basename "$file" .yaml)
  case $name in "$release"|"$current"|"$next") ;;
  *) for kind in yaml given places env parts before beside stack; do rm -f "$dir/releases/$name.$kind"; done;;
  esac
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
  stay_in_place "$current"
  put "$dir/current" "$release $(value fence)"
fi
bring_up "$release"
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
if [ -f "$dir/releases/$release.beside" ]; then
  for part in $(parts_beside); do
    for id in $(containers_of "$part"); do
      is_old "$part" "$id" || $sudo docker rm --force --volumes "$id" >/dev/null || exit 36
    done
  done
  rm -f "$dir/next"
fi
bring_up "$before"
`;

/**
 * $1 the folder, $2 a release, the current one where it is empty. Prints the project and what is current there, one a line,
 * then of that release each line of its places and of what it stands beside, each behind a word.
 */
export const lookScript = `
cd "$1" 2>/dev/null || exit 0
if [ -f project ]; then cat project; else echo; fi
release=$2
if [ -f current ]; then cat current; [ -n "$release" ] || read -r release _ <current; else echo; fi
if [ -f "releases/$release.stack" ]; then echo 'is stack'; fi
if [ -f "releases/$release.places" ]; then sed 's/^/place /' "releases/$release.places"; fi
if [ -f "releases/$release.beside" ]; then echo 'is beside'; sed 's/^/beside /' "releases/$release.beside"; fi
`;

/** $1 the folder, $2 the deployment: what is current becomes nothing where it is this one. */
export const forgetScript = `
cd "$1" 2>/dev/null || exit 0
current=
if [ -f current ]; then read -r current _ <current; fi
if [ "$current" = "$2" ]; then rm -f current; fi
`;

/** $1 the folder: ends the stack of a service, whatever release it is at; its volumes stay. */
export const endStackScript = `
umask 077
LC_ALL=C; export LC_ALL
dir=$1
${tool}
end_stack
`;

/** $1 the folder of jobs. */
export const oldLooksScript = `
cd "$1" 2>/dev/null || exit 0
${oldLooks}
`;

/**
 * $1 the folder, then names of folders in its `data`. Removes those and all that is no data; what is empty goes too. What
 * containers wrote there as root may need sudo.
 */
export const removeScript = `
[ -d "$1" ] || exit 0
cd "$1" || exit 1
remove() { rm -rf -- "$1" 2>/dev/null || sudo -n rm -rf -- "$1"; }
for each in ./* ./.[!.]*; do
  [ "$each" = ./data ] || [ ! -e "$each" ] || remove "$each" || exit 1
done
folder=$1; shift
for each in "$@"; do
  case $each in */*|.|..|'') exit 1;; esac
  remove "./data/$each" || exit 1
done
for each in ./data/* ./data/.[!.]*; do
  [ -L "$each" ] || rmdir "$each" 2>/dev/null || sudo -n rmdir "$each" 2>/dev/null
done
cd /
rmdir "$folder/data" 2>/dev/null
rmdir "$folder" 2>/dev/null || [ -d "$folder/data" ]
`;
