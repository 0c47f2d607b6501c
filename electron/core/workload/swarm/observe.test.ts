import { describe, expect, it } from 'vitest';
import type { DockerEvent } from '../../remote/docker/events.ts';
import { toRuntimeEvent } from './observe.ts';

const docker = (type: 'container' | 'service', action: string, attributes: Record<string, string> = {}) =>
  ({ type, action, id: 'x1', attributes, cursor: '1.0', at: '' }) satisfies DockerEvent;

describe('an event of Docker’s', () => {
  it('tells of a container what happened to it, and whose it is', () => {
    const mine = { 'quayside.service': 'svc_1', exitCode: '137' };
    expect(toRuntimeEvent(docker('container', 'die', mine))).toEqual({
      type: 'container',
      serviceId: 'svc_1',
      containerId: 'x1',
      what: 'ended',
      exitCode: 137,
    });
    const whatOf = (action: string) => toRuntimeEvent(docker('container', action));
    expect(whatOf('start')).toMatchObject({ what: 'started', serviceId: undefined, exitCode: 0 });
    expect(whatOf('destroy')).toMatchObject({ what: 'removed' });
    expect(whatOf('health_status: healthy')).toMatchObject({ what: 'healthy' });
    expect(whatOf('health_status: unhealthy')).toMatchObject({ what: 'unhealthy' });
    expect(whatOf('pause')).toMatchObject({ what: 'other' });
  });

  it('names a service as Swarm does, says when it begins to be told, and leaves health checks out', () => {
    expect(toRuntimeEvent(docker('service', 'update'))).toEqual({ type: 'service', engineId: 'x1' });
    expect(toRuntimeEvent({ type: 'open', cursor: undefined })).toEqual({ type: 'open' });
    expect(toRuntimeEvent(docker('container', 'exec_start: sh -c true'))).toBeNull();
  });
});
