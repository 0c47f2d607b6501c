import { create } from 'zustand';

interface TypedEmail {
  readonly email: string;
}

/** What somebody types to sign in: providers of its domain show beside the password. */
export const useTypedEmail = create<TypedEmail>()(() => ({ email: '' }));

/** Kept once it could be an address, so that nobody is asked at each letter. */
export function noteTypedEmail(text: string): void {
  const email = text.trim();
  useTypedEmail.setState({ email: /^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/.test(email) ? email : '' });
}
