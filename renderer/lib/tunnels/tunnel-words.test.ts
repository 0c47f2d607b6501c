import { describe, expect, it } from 'vitest';
import type { Tunnel } from '#shared/contract/tunnel.ts';
import { forwardCommand, placeWords, portOf, trafficWords } from './tunnel-words.ts';

const tunnel: Tunnel = {
  id: 'tun_1',
  serviceId: 'svc_1',
  path: 'shop/production/db',
  port: 5432,
  localHost: '127.0.0.1',
  localPort: 40_123,
  url: null,
  openedBy: 'Ada',
  isOwn: true,
  openedAt: '2026-01-01T00:00:00Z',
  expiresAt: '2026-01-01T08:00:00Z',
  connections: 0,
  connectionsSoFar: 3,
  sentBytes: 2_048,
  receivedBytes: 0,
  problem: null,
};

describe('a tunnel in words', () => {
  it('tells what goes through it', () => {
    expect(trafficWords(tunnel)).toBe('No connection open · 2.0 KiB sent · 0 B received');
    expect(trafficWords({ ...tunnel, connections: 1 })).toContain('1 connection open');
  });

  it('says on which machine its port is', () => {
    expect(placeWords(true, 'quayside')).toBe('On this computer alone.');
    expect(placeWords(false, '127.0.0.1')).toContain('the machine that Quayside runs on');
    expect(placeWords(false, 'jump.example.com')).toContain('On jump.example.com');
  });

  it('names ssh only where the port is on another machine for sure, and its name holds no shell text', () => {
    expect(forwardCommand(tunnel, false, 'jump.example.com')).toBe(
      'ssh -N -L 40123:127.0.0.1:40123 jump.example.com',
    );
    expect(forwardCommand(tunnel, true, 'quayside')).toBeUndefined();
    expect(forwardCommand(tunnel, false, 'localhost')).toBeUndefined();
    expect(forwardCommand(tunnel, false, 'a;b')).toBeUndefined();
  });

  it('takes a port as it is typed, or none', () => {
    expect(['', ' 80 ', '0', '65535', '65536', 'x', '8e1'].map((typed) => portOf(typed))).toEqual([
      null,
      80,
      undefined,
      65_535,
      undefined,
      undefined,
      undefined,
    ]);
    expect(portOf('80', 1_024)).toBeUndefined();
  });
});
