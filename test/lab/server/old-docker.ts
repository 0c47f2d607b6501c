import type { ArchiveEntry } from '../host/archive.ts';

const version = {
  Version: '17.03.2-ce',
  ApiVersion: '1.27',
  MinAPIVersion: '1.12',
  Os: 'linux',
  Arch: 'amd64',
  KernelVersion: '4.9.0',
};

// One connection each, as systemd's Accept=yes hands it over; answers until the client hangs up.
const responder = `#!/bin/bash
while read -r method target protocol; do
  while read -r header && [ "$header" != $'\\r' ]; do :; done
  status='200 OK' body='${JSON.stringify(version)}'
  case "$target" in
    */_ping) body=OK ;;
    */version) ;;
    */info) body='{"ServerVersion":"${version.Version}","Swarm":{"LocalNodeState":"inactive"},"Containers":0,"Images":0}' ;;
    /v1.[3-9]*) status='400 Bad Request' body='{"message":"client is newer than server (server API version: ${version.ApiVersion})"}' ;;
    *) status='404 Not Found' body='{"message":"page not found"}' ;;
  esac
  printf 'HTTP/1.1 %s\\r\\nApi-Version: ${version.ApiVersion}\\r\\nContent-Type: application/json\\r\\nContent-Length: %s\\r\\n\\r\\n' "$status" "\${#body}"
  [ "$method" = HEAD ] || printf '%s' "$body"
done
`;

const client = `#!/bin/sh
case "$1" in
  --version|-v) echo 'Docker version ${version.Version}, build f5ec1e2' ;;
  version) echo '${version.Version}' ;;
  *) echo "docker: '$1' is not a docker command." >&2; exit 1 ;;
esac
`;

/** A server whose Docker answers as 17.03 did (API 1.27): the real one can't be installed on Debian 13. */
export const oldDockerFiles = (): ArchiveEntry[] => [
  { path: 'usr/local/lib/old-docker', mode: 0o755, content: responder },
  { path: 'usr/bin/docker', mode: 0o755, content: client },
  {
    path: 'etc/systemd/system/docker.socket',
    content:
      '[Socket]\nListenStream=/run/docker.sock\nSocketMode=0660\nSocketUser=root\nSocketGroup=docker\nAccept=yes\n' +
      '[Install]\nWantedBy=sockets.target\n',
  },
  {
    path: 'etc/systemd/system/docker@.service',
    content: '[Service]\nExecStart=/usr/local/lib/old-docker\nStandardInput=socket\nStandardOutput=socket\n',
  },
  { path: 'etc/systemd/system/docker.service', linkTo: '/dev/null' },
  { path: 'etc/systemd/system/sockets.target.wants/', isFolder: true },
  {
    path: 'etc/systemd/system/sockets.target.wants/docker.socket',
    linkTo: '/etc/systemd/system/docker.socket',
  },
];
