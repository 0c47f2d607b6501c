import type { Mount } from '#shared/contract/mount.ts';

/** A mount as it is typed: what every type needs side by side, so that choosing another type loses nothing. */
export interface MountForm {
  type: Mount['type'];
  name: string;
  source: string;
  target: string;
  readOnly: boolean;
  sizeMiB: string;
  content: string;
  mode: string;
}

export const emptyMount: MountForm = {
  type: 'volume',
  name: '',
  source: '',
  target: '',
  readOnly: false,
  sizeMiB: '64',
  content: '',
  mode: '444',
};

/** The mount that the schema reads, with the fields of its type alone. */
export function mountOf(form: MountForm, sizeMiB: unknown): unknown {
  const { type, readOnly, content, mode } = form;
  const target = form.target.trim();
  switch (type) {
    case 'volume':
      return { type, name: form.name.trim(), target, readOnly };
    case 'bind':
      return { type, source: form.source.trim(), target, readOnly };
    case 'tmpfs':
      return { type, target, ...(sizeMiB === undefined ? {} : { sizeMiB }) };
    case 'file':
      return { type, target, content, ...(mode.trim() ? { mode: mode.trim() } : {}) };
  }
}

/** The form of a mount. */
export function mountFormOf(mount: Mount): MountForm {
  return {
    ...emptyMount,
    ...mount,
    sizeMiB: mount.type === 'tmpfs' ? String(mount.sizeMiB) : emptyMount.sizeMiB,
  };
}
