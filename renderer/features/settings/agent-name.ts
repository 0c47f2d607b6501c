import type { OpenSession } from '#shared/contract/session.ts';

const browsers = [
  ['Edg/', 'Edge'],
  ['OPR/', 'Opera'],
  ['Firefox/', 'Firefox'],
  ['Electron/', 'Quayside'],
  ['Chrome/', 'Chrome'],
  ['Safari/', 'Safari'],
] as const;

const systems = [
  ['Android', 'Android'],
  ['iPhone', 'iPhone'],
  ['iPad', 'iPad'],
  ['Windows', 'Windows'],
  ['Mac OS X', 'macOS'],
  ['Linux', 'Linux'],
] as const;

const firstIn = (agent: string, names: readonly (readonly [string, string])[]): string | undefined =>
  names.find(([mark]) => agent.includes(mark))?.[1];

/** What a client says that it is, in words: “Firefox on Linux”. Only a hint, since it may say anything. */
export const agentName = ({ agent, transport }: Pick<OpenSession, 'agent' | 'transport'>): string => {
  if (transport === 'port') return 'Quayside on this computer';
  if (transport === 'http') return 'Command line or script';
  const system = firstIn(agent, systems);
  return [firstIn(agent, browsers) ?? 'A browser', system && `on ${system}`].filter(Boolean).join(' ');
};
