import type { ComposeProject } from '../schema/project.ts';
import { type Mapping, pathText, type Spot, spotAt } from '../tree.ts';
import { resourceFindings } from './resources.ts';
import type { FindingRule } from './rules.ts';
import { serviceFindings } from './services.ts';

/** One thing that only somebody with root on the server may allow. */
export interface Finding extends Spot {
  /**
   * The same for as long as the same service asks for the same thing and runs the same with it: whoever accepted it knew
   * that image and command, and nobody else puts another one in their place. What is accepted is kept by it.
   */
  readonly id: string;
  readonly rule: FindingRule;
  readonly path: string;
  /** What it asks for, such as the path or the capability. */
  readonly what: string;
}

/**
 * Names what a normalised project asks for that is root on its server, or reaches what belongs to others. It judges what
 * will run, after variables, `extends` and `include`. Source: security.md, "Compose policy"; the Compose Specification.
 */
export function judgeCompose(project: ComposeProject, tree: Mapping): Finding[] {
  const found = [...serviceFindings(project), ...resourceFindings(project)];
  return found.map(({ rule, path, what }) => ({
    ...spotAt(tree, path),
    id: [rule, ...path.slice(0, 2), what, runsWith(project, path)].join(' '),
    rule,
    path: pathText(path),
    what,
  }));
}

/** What may differ without changing what runs with the server in its hands; variables are judged by what they are put into. */
const harmless: ReadonlySet<string> = new Set([
  ...['ports', 'expose', 'networks', 'hostname', 'container_name', 'depends_on', 'profiles'],
  ...['environment', 'labels', 'annotations', 'logging', 'deploy', 'scale', 'restart', 'pull_policy'],
  ...['mem_limit', 'mem_reservation', 'cpus', 'cpu_shares', 'init', 'stop_grace_period', 'stop_signal'],
]);

/** What of a project runs with the thing at a path: the service that asks for it; of what stands beside the services, all. */
function runsWith({ services }: ComposeProject, [kind, name]: readonly (string | number)[]): string {
  const running = Object.entries(services).filter(([each]) => kind !== 'services' || each === name);
  return JSON.stringify(
    running.map(([each, service]) => [
      each,
      Object.entries(service)
        .filter(([field]) => !harmless.has(field))
        .toSorted(([one], [other]) => (one < other ? -1 : 1)),
    ]),
  );
}
