import { stringify } from 'yaml';

/** What became of a `docker run` line: a compose file, or the first thing that stands against it. */
export type FromDockerRun =
  | { readonly text: string; readonly problem?: undefined }
  | { readonly text?: undefined; readonly problem: string };

type Entry = (service: Service, value: string) => void;
type Service = Record<string, unknown>;

const add =
  (field: string): Entry =>
  (service, value) => {
    service[field] = [...((service[field] as unknown[] | undefined) ?? []), value];
  };
const set =
  (field: string): Entry =>
  (service, value) => {
    service[field] = value;
  };
const check =
  (field: string): Entry =>
  (service, value) => {
    service.healthcheck = {
      ...(service.healthcheck as object | undefined),
      [field]: field === 'retries' ? Number(value) : value,
    };
  };
const on =
  (field: string): Entry =>
  (service) => {
    service[field] = true;
  };
const nothing: Entry = () => undefined;

/** What each option that takes a value stands for. Source: docker run's reference. */
const valued: Readonly<Record<string, Entry>> = {
  '-p': add('ports'),
  '--publish': add('ports'),
  '-v': add('volumes'),
  '--volume': add('volumes'),
  '-e': add('environment'),
  '--env': add('environment'),
  '--env-file': add('env_file'),
  '-l': add('labels'),
  '--label': add('labels'),
  '--name': set('container_name'),
  '--restart': set('restart'),
  '-u': set('user'),
  '--user': set('user'),
  '-w': set('working_dir'),
  '--workdir': set('working_dir'),
  '-h': set('hostname'),
  '--hostname': set('hostname'),
  '--entrypoint': set('entrypoint'),
  '-m': set('mem_limit'),
  '--memory': set('mem_limit'),
  '--cpus': set('cpus'),
  '--shm-size': set('shm_size'),
  '--platform': set('platform'),
  '--pull': set('pull_policy'),
  '--pid': set('pid'),
  '--ipc': set('ipc'),
  '--runtime': set('runtime'),
  '--gpus': set('gpus'),
  '--stop-signal': set('stop_signal'),
  '--cap-add': add('cap_add'),
  '--cap-drop': add('cap_drop'),
  '--device': add('devices'),
  '--dns': add('dns'),
  '--expose': add('expose'),
  '--tmpfs': add('tmpfs'),
  '--security-opt': add('security_opt'),
  '--sysctl': add('sysctls'),
  '--add-host': add('extra_hosts'),
  '--group-add': add('group_add'),
  '--health-cmd': check('test'),
  '--health-interval': check('interval'),
  '--health-timeout': check('timeout'),
  '--health-retries': check('retries'),
  '--health-start-period': check('start_period'),
  '--network': set('network_mode'),
  '--net': set('network_mode'),
};

const flags: Readonly<Record<string, Entry>> = {
  '-d': nothing,
  '--detach': nothing,
  '--rm': nothing,
  '-i': on('stdin_open'),
  '--interactive': on('stdin_open'),
  '-t': on('tty'),
  '--tty': on('tty'),
  '--privileged': on('privileged'),
  '--init': on('init'),
  '--read-only': on('read_only'),
};

/**
 * Makes a compose file of a `docker run` line. What it cannot say in a compose file is a problem, never left out. Own
 * code, since composerize (1.7) parses with an old yargs and leaves out what it does not know.
 */
export function fromDockerRun(line: string): FromDockerRun {
  const words = wordsOf(line.replaceAll(/\\\r?\n/g, ' '));
  if (!words) return { problem: 'a quote is not closed' };
  const begin = words.indexOf('run') + 1;
  const service: Service = {};
  let at = begin;
  for (; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (!word.startsWith('-')) break;
    const [name = '', inline] = splitOption(word);
    const value = valued[name];
    if (value) {
      const text = inline ?? words[++at];
      if (text === undefined) return { problem: `${name} lacks its value` };
      value(service, text);
      continue;
    }
    const letters = /^-[a-zA-Z]{2,}$/.test(word) ? [...word.slice(1)].map((letter) => `-${letter}`) : [name];
    for (const letter of letters) {
      const flag = flags[letter];
      if (!flag) return { problem: `${letter} is an option that is not known here` };
      if (inline !== 'false') flag(service, '');
    }
  }
  const [image, ...command] = words.slice(at);
  if (image === undefined) return { problem: 'no image is named' };
  return { text: fileOf(image, service, command) };
}

function fileOf(
  image: string,
  { container_name: given, network_mode: network, ...service }: Service,
  command: string[],
): string {
  const name = (
    typeof given === 'string'
      ? given
      : (image
          .replace(/[:@][^/]*$/, '')
          .split('/')
          .at(-1) ?? '')
  ).toLowerCase();
  const part = /^[a-z0-9][a-z0-9._-]*$/.test(name) ? name : 'app';
  const isOwn = typeof network === 'string' && !/^(?:host|none|container:.*|bridge|default)$/.test(network);
  const volumes = ((service.volumes as string[] | undefined) ?? []).flatMap((volume) => {
    const [source = '', target] = volume.split(':');
    return target !== undefined && /^[\w.-]+$/.test(source) && !source.startsWith('.') ? [source] : [];
  });
  return stringify(
    {
      services: {
        [part]: {
          image,
          ...(command.length > 0 && { command }),
          ...service,
          ...(network !== undefined &&
            !isOwn &&
            !/^(?:bridge|default)$/.test(String(network)) && { network_mode: network }),
          ...(isOwn && { networks: [network] }),
        },
      },
      ...(volumes.length > 0 && { volumes: Object.fromEntries(volumes.map((volume) => [volume, {}])) }),
      ...(isOwn && { networks: { [network as string]: {} } }),
    },
    { lineWidth: 0 },
  ).replaceAll('$', '$$$$');
}

const splitOption = (word: string): [string, string | undefined] => {
  const equals = word.startsWith('--') ? word.indexOf('=') : -1;
  if (equals > 0) return [word.slice(0, equals), word.slice(equals + 1)];
  if (/^-[pveluwhm]./.test(word) && !word.startsWith('--')) return [word.slice(0, 2), word.slice(2)];
  return [word, undefined];
};

/** The words of a shell line: quotes and backslashes, and nothing that a shell would do beyond; undefined for an open quote. */
function wordsOf(line: string): string[] | undefined {
  const words: string[] = [];
  const word = /(?:[^\s"'\\]|\\[\s\S]|"(?:[^"\\]|\\[\s\S])*"|'[^']*')+/gy;
  const gap = /\s*/y;
  for (let at = 0; at < line.length; ) {
    gap.lastIndex = at;
    at += gap.exec(line)?.[0].length ?? 0;
    if (at >= line.length) break;
    word.lastIndex = at;
    const found = word.exec(line)?.[0];
    if (found === undefined) return undefined;
    words.push(unquoted(found));
    at += found.length;
  }
  return words;
}

const unquoted = (word: string): string =>
  word.replaceAll(
    /"((?:[^"\\]|\\[\s\S])*)"|'([^']*)'|\\([\s\S])/g,
    (_, double?: string, single?: string, escaped?: string) =>
      double !== undefined ? double.replaceAll(/\\(["\\$`])/g, '$1') : (single ?? escaped ?? ''),
  );
