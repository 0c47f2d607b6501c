import { describe, expect, it } from 'vitest';
import { routeOf } from '../test-routes.ts';
import { caddyConfig } from './config.ts';
import { caddyFile } from './service-file.ts';
import { canKeepStreams, keepingStreams } from './streams.ts';

describe('the sockets of Caddy', () => {
  it.each([
    ['2.6.2', false],
    ['v2.6.4 h1:2hwYqiRwk1tf3VruhMpLcYTg+11fCdr8S3jhNAdnPy8=', false],
    ['v2.7.0 h1:x=', true],
    ['v2.10.0 h1:x=\n', true],
    ['v3.0.0', true],
    ['v1.20.9', false],
    ['(devel)', false],
  ])('are kept over a change of the configuration by %j: %s', (version, isKept) => {
    expect(canKeepStreams(version)).toBe(isKept);
  });

  it('are kept by each proxy of a configuration, and nothing else of it changes', () => {
    const shares = [{ serviceId: 'svc_2', port: 81, percent: 10 }];
    const file = caddyFile({ serviceId: 'svc_1', routes: [routeOf({ shares }), routeOf({ path: '/a' })] });
    const config = caddyConfig([file], { email: null, directory: null, roots: null });
    const text = JSON.stringify(keepingStreams(config));
    const proxies = text.match(/"handler":"reverse_proxy"/g) ?? [];
    expect(proxies).toHaveLength(12);
    expect(text.match(/"stream_close_delay":"24h"/g)).toHaveLength(proxies.length);
    expect(text.replaceAll(',"stream_close_delay":"24h"', '')).toBe(JSON.stringify(config));
  });
});
