import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import type { NewApiKey } from '#shared/contract/api-key.ts';
import type { InputIssue } from '#shared/model/errors.ts';
import type { Permission } from '#shared/model/permissions.ts';
import { useFormDraft } from '../../lib/drafts/use-form-draft.ts';
import { applyIssues, fieldIssues } from '../../lib/errors.ts';
import { rpc } from '../../lib/host/rpc.ts';
import { checkKey, checkToken, emptyKey, type KeyChoice, type KeyForm, keyFields } from './key-form.ts';

const create = (
  organizationId: string,
  form: KeyForm,
  choice: KeyChoice,
): Promise<NewApiKey> | InputIssue[] => {
  if (choice.isToken) {
    const checked = checkToken(form, choice);
    return 'input' in checked
      ? rpc.apiKey.createToken({ organizationId, ...checked.input })
      : [...checked.issues];
  }
  const checked = checkKey(form, choice);
  return 'input' in checked ? rpc.apiKey.create({ organizationId, ...checked.input }) : [...checked.issues];
};

const issueOf = (issues: readonly InputIssue[], field: string): string | undefined =>
  issues.find(({ path }) => path === field || path.startsWith(`${field}.`))?.message;

const nothingYet: ReadonlySet<Permission> = new Set();

/** What is picked beside the fields; undefined for all that the holder may, and wherever they may. */
interface Chosen {
  readonly isToken: boolean;
  readonly permissions: readonly Permission[] | undefined;
  readonly scopes: readonly string[] | undefined;
}

const firstChoice: Chosen = { isToken: false, permissions: [], scopes: undefined };

/** The form of a new key: its fields, what is picked, and how it is sent. */
export const useKeyForm = (organizationId: string, onCreated: (made: NewApiKey) => void) => {
  const form = useForm<KeyForm>({ defaultValues: emptyKey });
  const [isToken, setToken] = useState(false);
  const [permissions, setPermissions] = useState<ReadonlySet<Permission> | undefined>(nothingYet);
  const [scopes, setScopes] = useState<ReadonlySet<string>>();
  const draft = useFormDraft(`api-key:${organizationId}`, form, {
    rest: {
      value: { isToken, permissions: permissions && [...permissions], scopes: scopes && [...scopes] },
      first: firstChoice,
      put: (chosen: Chosen) => {
        setToken(chosen.isToken);
        setPermissions(chosen.permissions && new Set(chosen.permissions));
        setScopes(chosen.scopes && new Set(chosen.scopes));
      },
    },
  });
  const [issues, setIssues] = useState<readonly InputIssue[]>([]);
  const tell = (told: readonly InputIssue[]): void => {
    setIssues(told);
    for (const { path, message } of told) {
      const field = keyFields.find((each) => each === path);
      if (field) form.setError(field, { message });
      else if (path === 'requestCap') form.setError('requestCap.refillEverySeconds', { message });
    }
  };
  const send = useMutation({
    mutationFn: (work: Promise<NewApiKey>) => work,
    onSuccess: (made) => {
      draft.drop();
      onCreated(made);
    },
    onError: (error) => {
      applyIssues(error, keyFields, form.setError);
      setIssues(fieldIssues(error));
    },
  });
  const submit = (): void => {
    form.clearErrors();
    setIssues([]);
    send.reset();
    const choice = {
      isToken,
      permissions: permissions && [...permissions],
      nodeIds: scopes && [...scopes],
    };
    const work = create(organizationId, form.getValues(), choice);
    if (Array.isArray(work)) tell(work);
    else send.mutate(work);
  };
  const isTold = fieldIssues(send.error).length > 0;
  return {
    form,
    draftNotice: draft.notice,
    isToken,
    setToken,
    permissions,
    setPermissions,
    scopes,
    setScopes,
    permissionIssue: issueOf(issues, 'permissions') && 'Choose at least one permission.',
    scopeIssue: issueOf(issues, 'nodeIds') && 'Choose at least one place.',
    submit,
    isBusy: send.isPending,
    error: isTold ? undefined : send.error,
  };
};
