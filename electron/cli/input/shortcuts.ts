interface Shortcut {
  readonly stands: readonly string[];
  readonly summary: string;
}

/** The commands that people type most, in one word. */
export const shortcuts: Readonly<Record<string, Shortcut>> = {
  deploy: {
    stands: ['deployment', 'create', '--wait'],
    summary:
      'deploys a service and waits for the end; --follow prints the log, --dry-run the plan, --folder DIR sends that folder first',
  },
  logs: { stands: ['service', 'logs'], summary: 'follows the output of a service' },
  stats: {
    stands: ['monitoring', 'follow'],
    summary: 'follows CPU, memory and health of an organization, or with --node of a place in it',
  },
};

/** The same command line without a shortcut: `deploy PATH` is `deployment create --wait PATH`. */
export function expandShortcut(argv: readonly string[]): readonly string[] {
  const [first = '', ...rest] = argv;
  return Object.hasOwn(shortcuts, first) ? [...(shortcuts[first]?.stands ?? []), ...rest] : argv;
}
