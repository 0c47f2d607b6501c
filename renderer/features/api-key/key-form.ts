import type * as z from 'zod';
import { NewKeyFields, NewTokenFields } from '#shared/contract/api-key.ts';
import type { InputIssue } from '#shared/model/errors.ts';
import type { Permission } from '#shared/model/permissions.ts';

/** What the form holds; empty text for what is not given. */
export interface KeyForm {
  readonly name: string;
  readonly expiresInDays: string;
  readonly minutes: string;
  readonly rateLimit: { readonly count: string; readonly windowSeconds: string };
  readonly requestCap: {
    readonly cap: string;
    readonly refillAmount: string;
    readonly refillEverySeconds: string;
  };
}

export const emptyKey: KeyForm = {
  name: '',
  expiresInDays: '30',
  minutes: '15',
  rateLimit: { count: '', windowSeconds: '60' },
  requestCap: { cap: '', refillAmount: '', refillEverySeconds: '' },
};

/** Every field by the path that a failure names it with. */
export const keyFields = [
  'name',
  'expiresInDays',
  'minutes',
  'rateLimit.count',
  'rateLimit.windowSeconds',
  'requestCap.cap',
  'requestCap.refillAmount',
  'requestCap.refillEverySeconds',
] as const;

/** What is chosen besides the fields. */
export interface KeyChoice {
  readonly isToken: boolean;
  /** Undefined for all that the holder may. */
  readonly permissions: readonly Permission[] | undefined;
  /** Undefined for wherever the holder may. */
  readonly nodeIds: readonly string[] | undefined;
}

const numberOf = (text: string): number | undefined => (text.trim() === '' ? undefined : Number(text));

type Limits = Pick<KeyForm, 'rateLimit' | 'requestCap'>;

/** The limits of a form as the contract has them; a limit without its number is none. */
export const limitsOf = ({ rateLimit, requestCap }: Limits) => ({
  rateLimit:
    rateLimit.count.trim() === ''
      ? undefined
      : { count: numberOf(rateLimit.count), windowSeconds: numberOf(rateLimit.windowSeconds) },
  requestCap:
    requestCap.cap.trim() === ''
      ? undefined
      : {
          cap: numberOf(requestCap.cap),
          refillAmount: numberOf(requestCap.refillAmount),
          refillEverySeconds: numberOf(requestCap.refillEverySeconds),
        },
});

const fieldsOf = (form: KeyForm, { permissions, nodeIds }: KeyChoice) => ({
  name: form.name.trim() === '' ? undefined : form.name,
  permissions,
  nodeIds,
  ...limitsOf(form),
});

type Checked<S extends z.ZodType> =
  | { readonly input: z.output<S> }
  | { readonly issues: readonly InputIssue[] };

/** The value as a schema of the contract has it, or its issues by field. */
export const checkedBy = <S extends z.ZodType>(schema: S, value: unknown): Checked<S> => {
  const parsed = schema.safeParse(value);
  if (parsed.success) return { input: parsed.data };
  return { issues: parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message })) };
};

/** The input that a form makes, checked by the contract itself. */
export const checkKey = (form: KeyForm, choice: KeyChoice): Checked<typeof NewKeyFields> =>
  checkedBy(NewKeyFields, { ...fieldsOf(form, choice), expiresInDays: form.expiresInDays });

/** The same for a token. */
export const checkToken = (form: KeyForm, choice: KeyChoice): Checked<typeof NewTokenFields> =>
  checkedBy(NewTokenFields, { ...fieldsOf(form, choice), minutes: numberOf(form.minutes) });
