const looksSecret =
  /(?:^|_)(?:PASS(?:WORD|WD|PHRASE)?|SECRET|TOKEN|PRIVATE_KEY|API_?KEY|ACCESS_KEY|CREDENTIALS?)(?:_|$)/i;

/** Whether a name is one that secrets usually have. */
export function isSecretName(name: string): boolean {
  return looksSecret.test(name);
}
