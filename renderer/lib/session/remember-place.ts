import { createPlaceNote } from '../../state/place-note.ts';
import { errorCode } from '../errors.ts';
import { rpc } from '../host/rpc.ts';

const rememberAfterMs = 1_000;

/** Whoever left, was removed, locked or signed out meanwhile, or deleted the organization, has no place in it. */
const goneCodes: readonly unknown[] = ['NOT_FOUND', 'UNAUTHENTICATED'];

/** Tells the host where the person is, once they have stayed there for a moment, and before they leave. */
export const placeNote = createPlaceNote(async (place) => {
  try {
    await rpc.session.rememberPlace(place);
  } catch (error) {
    if (!goneCodes.includes(errorCode(error))) console.error('the place was not remembered', error);
  }
}, rememberAfterMs);
