#!/bin/sh
sleep 5
echo 'fatal: cannot reach the database' >&2
exit 1
