const secretFields: ReadonlySet<string> = new Set([
  'password',
  'currentPassword',
  'newPassword',
  'sessionToken',
  'accessToken',
  'passphrase',
  'privateKey',
]);

/** Whether a field of an input holds a secret by its name. */
export const isSecretField = (name: string): boolean => secretFields.has(name);

const isSecretVariable = (value: object): boolean => 'isSecret' in value && value.isSecret === true;

/** The same input with `•••` for every secret in it. */
export const maskSecrets = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(maskSecrets);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => {
      const isSecret = isSecretField(name) || (name === 'value' && isSecretVariable(value));
      return [name, isSecret && inner !== undefined ? '•••' : maskSecrets(inner)];
    }),
  );
};
