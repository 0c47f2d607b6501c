import { bulkLimit, type Member } from '#shared/contract/member.ts';

export type MemberFilter = 'all' | 'active' | 'suspended';

const textOf = ({ name, email, role, teams }: Member): string =>
  [name, email, role.name, ...teams.map(({ name: team }) => team)].join(' ').toLowerCase();

/** Members whose name, address, role or team holds every word of the filter. */
export const filterMembers = (
  members: readonly Member[],
  text: string,
  state: MemberFilter = 'all',
): readonly Member[] => {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return members.filter((member) => {
    if (state !== 'all' && (member.suspendedAt !== undefined) !== (state === 'suspended')) return false;
    if (words.length === 0) return true;
    const all = textOf(member);
    return words.every((word) => all.includes(word));
  });
};

/** `3`, or `3 + 2 by teams`. */
export const grantWords = ({ grantCount, teamGrantCount }: Member): string => {
  if (teamGrantCount === 0) return String(grantCount);
  return grantCount === 0 ? `${teamGrantCount} by teams` : `${grantCount} + ${teamGrantCount} by teams`;
};

/** Those whom the caller may change: what is offered to be selected all at once. */
export const touchable = (members: readonly Member[]): readonly Member[] =>
  members.filter(({ refusal }) => refusal === undefined);

/** Why what the bulk bar offers would not reach everybody that is selected. */
export const untouchableWords = (members: readonly Member[]): string | undefined => {
  if (members.length > bulkLimit)
    return `At most ${bulkLimit.toLocaleString('en')} can be changed at once; filter the list, and select fewer.`;
  const refused = members.filter(({ refusal }) => refusal !== undefined);
  const [first] = refused;
  if (!first) return undefined;
  return refused.length === 1
    ? `${first.name} is among them: ${first.refusal}`
    : `${refused.length} of them cannot be changed by you, such as ${first.name}: ${first.refusal}`;
};
