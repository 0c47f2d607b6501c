import type { HostRight } from '#shared/model/host-rights.ts';

/** The rights of a host as its operator reads them. */
export const rightWords: Readonly<Record<HostRight, { readonly label: string; readonly hint: string }>> = {
  operate: {
    label: 'Operate this host',
    hint: 'Everything below, and this page: give and take these rights.',
  },
  'use-keys': {
    label: 'Use this host’s keys and network',
    hint: 'Its key files, ssh-agent, ~/.ssh/config, known_hosts, and servers at private addresses. Taking it cuts the servers that were added by it.',
  },
  'found-organizations': {
    label: 'Found organizations',
    hint: 'Of their own, in which they are Owner. It gives nothing of the others.',
  },
};
