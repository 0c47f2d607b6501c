const looksSecret =
  /(?:^|_)(?:PASS(?:WORD|WD|PHRASE)?|SECRET|TOKEN|PRIVATE_KEY|API_?KEY|ACCESS_KEY|CREDENTIALS?)(?:_|$)/i;

/**
 * Whether a variable is a secret by its name, which secrets usually have. A value that is a reference alone holds none
 * itself: what it refers to decides whether it is shown, and each copy of an environment takes it along.
 */
export function isSecretByName(name: string, value: string): boolean {
  return looksSecret.test(name) && !/^\$\{\{[^{}]*\}\}$/.test(value);
}
