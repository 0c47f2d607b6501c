import type { ComposeProject } from '../schema/project.ts';
import { isHostPath } from './paths.ts';
import type { Found } from './rules.ts';

/** What the networks, volumes, configs and secrets of a project ask for. */
export function* resourceFindings(project: ComposeProject): Generator<Found> {
  for (const [name, { driver, driver_opts: options }] of Object.entries(project.networks)) {
    if (driver !== undefined && driver !== 'bridge' && driver !== 'overlay')
      yield { rule: 'host-network', path: ['networks', name, 'driver'], what: driver };
    else if (options && Object.keys(options).length > 0)
      yield { rule: 'host-network', path: ['networks', name, 'driver_opts'], what: JSON.stringify(options) };
  }
  for (const [name, { driver, driver_opts: options }] of Object.entries(project.volumes)) {
    if (driver !== undefined && driver !== 'local')
      yield { rule: 'host-program', path: ['volumes', name, 'driver'], what: driver };
    if (options && Object.keys(options).some((key) => key !== 'size'))
      yield { rule: 'host-path', path: ['volumes', name, 'driver_opts'], what: JSON.stringify(options) };
  }
  for (const kind of ['networks', 'volumes', 'configs', 'secrets'] as const)
    for (const [name, { external, name: given }] of Object.entries(project[kind]))
      if (external || given !== undefined)
        yield { rule: 'shared-resource', path: [kind, name], what: given ?? name };
  for (const kind of ['configs', 'secrets'] as const)
    for (const [name, { file }] of Object.entries(project[kind]))
      if (file !== undefined && isHostPath(file))
        yield { rule: 'host-path', path: [kind, name, 'file'], what: file };
}
