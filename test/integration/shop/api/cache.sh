# cache WORD…: one command to Redis, by its own protocol; prints the last line of what comes back.
cache() {
  exec 3<>"/dev/tcp/$CACHE_HOST/6379"
  words AUTH "$CACHE_USER" "$CACHE_PASSWORD" >&3
  words "$@" >&3
  words QUIT >&3
  tr -d '\r' <&3 | grep -v '^[+*$]'
  exec 3>&-
}

# Each word with its length in front, so that any text arrives as it is.
words() {
  printf '*%d\r\n' "$#"
  local word LC_ALL=C
  for word in "$@"; do printf '$%d\r\n%s\r\n' "${#word}" "$word"; done
}
