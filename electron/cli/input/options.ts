/** Options of every command; a field of the operation with the same name goes first. */
export const globalOptions = {
  json: { isFlag: true, help: 'print JSON (streams: one line an event)' },
  'dry-run': {
    isFlag: true,
    help: 'print the request that would be sent; for deployments and moves, the plan',
  },
  url: { isFlag: false, help: 'address of the host (or QUAYSIDE_URL)' },
  token: { isFlag: false, help: 'its token or an API key, better given as QUAYSIDE_TOKEN or --token-file' },
  'token-file': { isFlag: false, help: 'a file that holds the token or the API key' },
  data: { isFlag: false, help: 'data folder of a host on this machine (or QUAYSIDE_DATA)' },
  timeout: { isFlag: false, help: 'seconds to wait for an answer (default 600; streams: no limit)' },
  'idempotency-key': { isFlag: false, help: 'makes a repeated request safe (create and start)' },
  wait: { isFlag: true, help: 'wait for the deployment or set-up to end; exit by its outcome' },
  follow: { isFlag: true, help: 'the same, and print its log' },
  folder: { isFlag: false, help: 'a folder of this machine that is sent before, as what is built' },
  help: { isFlag: true, help: 'show help' },
  version: { isFlag: true, help: 'show the version' },
} as const;

export type GlobalOption = keyof typeof globalOptions;

export const isGlobalOption = (name: string): name is GlobalOption => Object.hasOwn(globalOptions, name);
