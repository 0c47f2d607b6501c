import { describe, expect, it } from 'vitest';
import { ApplicationSpec } from '#shared/contract/application-spec.ts';
import { portConflicts, replicaConflict } from './held-ports.ts';
import { parseListening } from './listening-ports.ts';

const spec = (fields: object): ApplicationSpec =>
  ApplicationSpec.parse({ source: { type: 'image', image: 'nginx' }, ...fields });

const procNet = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:0019 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1 1 0
   1: 0A4D000A:0016 0A4D0001:D2F0 01 00000000:00000000 00:00000000 00000000     0        0 1 1 0
  sl  local_address                         remote_address                        st
   0: 00000000000000000000000000000000:1F90 00000000000000000000000000000000:0000 0A 00000000:00000000
  sl  local_address rem_address   st
  12: 00000000:0035 00000000:0000 07 00000000:00000000
nonsense
`;

describe('ports of a server', () => {
  it('are read from /proc/net: listeners of both address families, no connections', () => {
    const found = parseListening(procNet).map(({ port, protocol }) => `${port}/${protocol}`);
    expect(found).toEqual(['25/tcp', '8080/tcp', '53/udp']);
  });

  it('are a conflict only for the same number and protocol', () => {
    const wanted = spec({ ports: [{ containerPort: 53, hostPort: 53, protocol: 'tcp' }] });
    const by = 'another program';
    expect(portConflicts(wanted, [{ port: 53, protocol: 'udp', by }])).toEqual([]);
    expect(portConflicts(wanted, [{ port: 53, protocol: 'tcp', by }])[0]).toContain('another program');
  });

  it('cannot be shared by two replicas', () => {
    expect(replicaConflict(spec({ replicas: 2, ports: [{ containerPort: 80, hostPort: 80 }] }))).toHaveLength(
      1,
    );
    expect(replicaConflict(spec({ replicas: 2, ports: [{ containerPort: 80 }] }))).toEqual([]);
  });
});
