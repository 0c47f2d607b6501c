import type { Ejection } from '#shared/contract/ejection.ts';
import type { Unit } from './gather.ts';

interface Told extends Pick<Ejection, 'files' | 'notes'> {
  readonly missing: readonly { readonly file: string; readonly name: string }[];
  readonly title: string;
  readonly units: readonly Unit[];
  /** The folders in which Compose is to be started, in order; the empty one is the folder itself. */
  readonly folders: readonly string[];
  /** A network that has to be made first. */
  readonly network: string | undefined;
  readonly volumes: readonly string[];
}

/** Says in plain words how a folder is run without Quayside. */
export function readmeOf({ title, units, files, missing, notes, folders, network, volumes }: Told): string {
  const parts = [
    `# ${inline(title)}`,
    'Written by Quayside. Docker Compose 2.20 or later runs what is in this folder; nothing of Quayside is needed.',
    section('Start', [
      'On the server where it runs now, first end it in Quayside (Stop), so that no two write to the same data.',
      ...(missing.length > 0 ? ['Fill in what is missing, see below; Compose refuses to start before.'] : []),
      code([
        ...(network === undefined ? [] : [`docker network create ${network}`]),
        ...folders.map((folder) =>
          folder === '' ? 'docker compose up -d' : `docker compose --project-directory ${folder} up -d`,
        ),
      ]),
    ]),
    section('What is in here', [list(units.map(unitLine)), list(files.map(({ path }) => word(path)))]),
    ...(missing.length > 0
      ? [
          section('Fill in', [
            'Secret values were left out. Each of these has to be written where it says:',
            list(missing.map(({ file, name }) => `${word(name)} in ${word(file)}`)),
          ]),
        ]
      : []),
    ...(volumes.length > 0
      ? [
          section('Data', [
            'These volumes are there already, and are used as they are. On another server make them first, and copy the data into them:',
            code(volumes.map((name) => `docker volume create ${name}`)),
          ]),
        ]
      : []),
    section('Images', [
      'Images from a registry are named by their digest: exactly what ran. A private registry wants `docker login` first. ' +
        'Images that were built on the server bear names that begin with `quayside.local/`; they are on that server alone, ' +
        'and elsewhere Compose builds again from its repository what has a `build` in compose.yaml.',
    ]),
    ...(notes.length > 0 ? [section('Worth knowing', [list(notes.map(inline))])] : []),
  ];
  return `${parts.join('\n\n')}\n`;
}

function unitLine({ view, alias, spec, number }: Unit): string {
  const of = { application: 'an application', compose: 'a compose project', database: 'a database' }[
    spec.type
  ];
  const ran = number === undefined ? 'never deployed' : `as deployment ${number} ran it`;
  return `${inline(view.names.service)}: ${of}, reached by the others as \`${alias}\`, ${ran}`;
}

const section = (title: string, texts: readonly string[]): string => [`## ${title}`, ...texts].join('\n\n');
const list = (lines: readonly string[]): string => lines.map((line) => `- ${line}`).join('\n');
const code = (lines: readonly string[]): string => ['```sh', ...lines, '```'].join('\n');

/** A name as code. */
const word = (text: string): string => `\`${text.replaceAll(/[`\s]+/g, ' ')}\``;

/** Text that begins no markup of its own. */
const inline = (text: string): string =>
  text.replaceAll(/\s+/g, ' ').replaceAll(/[\\`*_{}[\]<>#|!]/g, (char) => `\\${char}`);
