#!/bin/sh
# 10,000 lines a second, held to the clock: each round writes what is due since the start, in hundredths of a second.
clock() { IFS=' .' read -r seconds hundredths _ </proc/uptime; now="$seconds$hundredths"; }
clock
start=$now
written=0
while :; do
  clock
  due=$(((now - start) * 100))
  while [ "$written" -lt "$due" ]; do
    written=$((written + 1))
    echo "line $written of a chatty service, which says a lot and means little"
  done
  sleep 0.05
done
