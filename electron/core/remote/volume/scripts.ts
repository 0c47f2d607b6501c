/**
 * Runs a script with nothing in sight but one volume, at `/volume`, and the server's own programs, read only: whatever a
 * link in the volume says, nothing else of the server is there to be found. As root it makes that room in a mount
 * namespace of its own; a user of the docker group without sudo lets Docker make it, from any image that is there, of
 * which nothing runs. Arguments: where the volume is, its name or nothing for a folder of the server, the script, and its
 * arguments. It goes there first, since what is below `/mnt` is hidden by the room.
 */
export const inRoomScript = `
mountpoint=$1; volume=$2; script=$3; shift 3
room='
set -e
where=$1; script=$2; shift 2
[ -e "$where" ] || exit 40
[ -d "$where" ] || exit 51
cd "$where"
mount -t tmpfs -o size=1m,mode=755 tmpfs /mnt
for each in bin sbin lib lib32 lib64 libx32 usr; do
  if [ -L "/$each" ]; then cp -P "/$each" "/mnt/$each"
  elif [ -d "/$each" ]; then mkdir "/mnt/$each"; mount --bind "/$each" "/mnt/$each"; mount -o remount,bind,ro "/mnt/$each"
  fi
done
mkdir /mnt/dev /mnt/volume
: > /mnt/dev/null
mount --bind /dev/null /mnt/dev/null
mount --no-canonicalize --bind . /mnt/volume
exec timeout -k 5 60 chroot /mnt /bin/sh -c "$script" sh "$@"
'
if [ "$(id -u)" = 0 ]; then
  exec unshare --mount --propagation private sh -c "$room" sh "$mountpoint" "$script" "$@"
elif sudo -n true 2>/dev/null; then
  exec sudo -n -- unshare --mount --propagation private sh -c "$room" sh "$mountpoint" "$script" "$@"
fi
image=$(docker image ls -q --no-trunc | head -n 1)
[ -n "$image" ] || { echo 'no image is on the server' >&2; exit 50; }
set -- "$image" -c "$script" sh "$@"
for each in bin sbin lib lib32 lib64 libx32 usr; do
  [ -d "/$each" ] && set -- --mount "type=bind,src=/$each,dst=/$each,readonly" "$@"
done
if [ -n "$volume" ]; then mounted="type=volume,src=$volume,dst=/volume,volume-nocopy"
else mounted="type=bind,\\"src=$(printf '%s' "$mountpoint" | sed 's/"/""/g')\\",dst=/volume"; fi
exec docker run --rm -i --pull never --network none --read-only --user 0:0 --cap-drop ALL \\
  --cap-add DAC_OVERRIDE --cap-add CHOWN --cap-add FOWNER --security-opt no-new-privileges \\
  --label quayside.helper=volume --stop-timeout 60 --workdir / --entrypoint /bin/sh \\
  --mount "$mounted" "$@"
`;

/** How a script says that something is not as it was asked for. */
export const exitCodes = {
  missing: 40,
  link: 41,
  notFolder: 42,
  changed: 43,
  exists: 44,
  notEmpty: 45,
  noTools: 46,
  isFolder: 47,
  notFile: 48,
  cut: 49,
  noImage: 50,
  notOpened: 51,
} as const;

/**
 * Goes into the folder of `$1`, name by name, and leaves the last name in `$name` where `$2` says so. Each name is an
 * octal text of its bytes. No link is followed: where the way led is asked of the kernel after each step.
 */
const enter = `
export LC_ALL=C
umask 022
[ -d /volume ] || exit 51
cd /volume || exit 40
at=/volume
walk() {
  [ -L "./$1" ] && exit 41
  [ -e "./$1" ] || exit 40
  [ -d "./$1" ] || exit 42
  cd -P "./$1" 2>/dev/null || exit 42
  at=$at/$1
  here=$(pwd -P; printf x)
  [ "\${here%??}" = "$at" ] || exit 41
}
rest=$1; name=
while [ -n "$rest" ]; do
  part=\${rest%%/*}
  case $rest in */*) rest=\${rest#*/} ;; *) rest= ;; esac
  text=$(printf '%bx' "$part"); text=\${text%x}
  if [ -z "$rest" ] && [ "$2" = last ]; then name=$text; else walk "$text"; fi
done
version() { stat -c '%i %s %.9Y %.9Z' "./$1"; }
`;

/** The entries of a folder, three texts each that end in NUL; what is being uploaded is none. */
export const listScript = `${enter}
find . -maxdepth 0 -printf '' 2>/dev/null || exit 46
find . -mindepth 1 -maxdepth 1 ! -name '.quayside-upload-*' -printf '%y\\t%s\\t%T@\\t%m\\t%U\\t%G\\0%f\\0%l\\0' | head -c "$3"
`;

/** A part of a file: a line with its version, and its bytes from `$3` on, `$4` at most. */
export const readScript = `${enter}
[ -L "./$name" ] && exit 41
[ -e "./$name" ] || exit 40
[ -d "./$name" ] && exit 47
[ -f "./$name" ] || exit 48
before=$(version "$name")
printf '%s\\n' "$before"
dd "if=./$name" iflag=nofollow,nonblock,skip_bytes,count_bytes,fullblock "skip=$3" "count=$4" bs=65536 status=none || exit 43
[ "$(version "$name")" = "$before" ] || exit 43
`;

/**
 * Adds what comes by standard input, `$5` bytes, to the upload `$3` at `$4`. What was cut off is taken back, so that it can
 * be sent again; an upload that cannot be written, as on a full disk, is taken back whole.
 */
export const uploadScript = `${enter}
part=.quayside-upload-$3
if [ "$4" = 0 ]; then
  find . -maxdepth 1 -name '.quayside-upload-*' -type f -mmin +1440 -delete 2>/dev/null
  rm -f "./$part"
  (set -C; : > "./$part") || exit 44
fi
[ -L "./$part" ] && exit 41
[ -f "./$part" ] || exit 40
[ "$(stat -c %s "./$part")" = "$4" ] || exit 43
dd "of=./$part" oflag=append,nofollow conv=notrunc iflag=fullblock bs=65536 status=none
wrote=$?
if [ "$(stat -c %s "./$part")" != $(($4 + $5)) ]; then
  if [ "$wrote" = 0 ]; then truncate -s "$4" "./$part"; else rm -f "./$part"; fi
  exit 49
fi
`;

/**
 * Puts the upload `$3` of `$4` bytes in the place of a file, with the mode and owner of the one that was there, or the owner
 * of its folder. `$5`: the version that has to be there, `new` for none, `any` for whatever. A new name is given by the
 * kernel to one alone; of two that replace a version the second finds another one, or
 * that the first is not done yet. What is refused keeps no upload.
 */
export const finishScript = `${enter}
part=.quayside-upload-$3
[ -L "./$part" ] && exit 41
[ -f "./$part" ] || exit 40
[ "$(stat -c %s "./$part")" = "$4" ] || exit 43
trap 'rm -f "./$part"' EXIT
if command -v flock >/dev/null; then { exec 9<. && flock -w 20 9; } || exit 43; fi
[ -L "./$name" ] && exit 41
[ -d "./$name" ] && exit 47
if [ -e "./$name" ]; then
  [ -f "./$name" ] || exit 48
  [ "$5" = new ] && exit 44
  [ "$5" = any ] || [ "$(version "$name")" = "$5" ] || exit 43
  chown -h --reference="./$name" "./$part"
  chmod --reference="./$name" "./$part"
else
  [ "$5" = any ] || [ "$5" = new ] || exit 43
  chown -h --reference=. "./$part"
fi
sync "./$part" 2>/dev/null
if [ "$5" = new ]; then
  # where a file system has no second names, mv leaves the upload where something is there
  if ln -T "./$part" "./$name" 2>/dev/null; then
    rm -f "./$part"
  else
    mv -nT "./$part" "./$name" 2>/dev/null
    [ -e "./$part" ] && exit 44
  fi
else
  mv -fT "./$part" "./$name" || exit 47
fi
version "$name"
`;

/** Makes a folder of the owner of the one that it is in. */
export const makeFolderScript = `${enter}
{ [ -e "./$name" ] || [ -L "./$name" ]; } && exit 44
mkdir "./$name" || exit 44
chown -h --reference=. "./$name"
`;

/** Removes a file, a link itself, or an empty folder. */
export const removeScript = `${enter}
{ [ -e "./$name" ] || [ -L "./$name" ]; } || exit 40
if [ -d "./$name" ] && [ ! -L "./$name" ]; then rmdir "./$name" 2>/dev/null || exit 45; else rm -f "./$name" || exit 43; fi
`;
