import { Document, isScalar, visit } from 'yaml';
import type { ComposeProject } from './schema/project.ts';

/**
 * Writes a project as one file that Compose reads exactly so: nothing left to interpolate, and every text quoted that
 * Go's YAML could take for something else.
 */
export function finalText(project: ComposeProject): string {
  const document = new Document(withoutEmpty(project), { aliasDuplicateObjects: false });
  visit(document, {
    Scalar(key, node) {
      if (key === 'key' || typeof node.value !== 'string') return;
      node.value = node.value.replaceAll('$', '$$$$');
      node.type = isPlain(String(node.value)) ? 'PLAIN' : 'QUOTE_DOUBLE';
    },
    Pair(_, { key }) {
      if (isScalar(key) && typeof key.value === 'string' && !isPlain(key.value)) key.type = 'QUOTE_DOUBLE';
    },
  });
  return document.toString({ lineWidth: 0 });
}

/** Text that no YAML takes for a number, a date, a switch or null. */
const isPlain = (text: string): boolean =>
  /^[A-Za-z/][\w./@-]*(?::[\w./@-]+)*$/.test(text) && !/^(?:y|n|yes|no|on|off|true|false|null)$/i.test(text);

const withoutEmpty = ({ networks, volumes, configs, secrets, ...rest }: ComposeProject): object => ({
  ...rest,
  ...Object.fromEntries(
    Object.entries({ networks, volumes, configs, secrets }).filter(
      ([, each]) => Object.keys(each).length > 0,
    ),
  ),
});
