const [shortest, longest] = [8, 128];

/**
 * Why a password that somebody chose is not taken, as the end of a sentence; undefined where it is. Only what every engine
 * and every client reads back as it was typed: printable ASCII, without spaces at its ends.
 */
export function passwordProblem(password: string): string | undefined {
  if (password.length < shortest) return `must have at least ${shortest} characters`;
  if (password.length > longest) return `must have at most ${longest} characters`;
  if (!/^[\x20-\x7e]+$/.test(password)) {
    return 'must be of letters, digits and signs of ASCII alone: other characters are not read alike by all clients';
  }
  return password.trim() === password ? undefined : 'must not begin or end with a space';
}

const alphabet = 'abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';

/**
 * A password of 32 letters and digits (about 186 bits) from so many random bytes or more: none of them means anything in a
 * URL, a shell or a file. Bytes beyond the last whole round of the alphabet are passed over, so each sign is as likely.
 */
export function passwordFrom(random: () => Uint8Array): string {
  const whole = 256 - (256 % alphabet.length);
  let text = '';
  while (text.length < 32) {
    for (const byte of random())
      if (byte < whole && text.length < 32) text += alphabet[byte % alphabet.length];
  }
  return text;
}
