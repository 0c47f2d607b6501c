import type { ComposeProject } from '../schema/project.ts';
import { type Mapping, pathText, type Spot, spotAt } from '../tree.ts';
import { resourceFindings } from './resources.ts';
import type { FindingRule } from './rules.ts';
import { serviceFindings } from './services.ts';

/** One thing that only somebody with root on the server may allow. */
export interface Finding extends Spot {
  /** The same for as long as the same service asks for the same thing; what is accepted is kept by it. */
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
    id: [rule, ...path.slice(0, 2), what].join(' '),
    rule,
    path: pathText(path),
    what,
  }));
}
