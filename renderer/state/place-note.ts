/** Where a person is in an organization, as the address says it. */
export interface Place {
  readonly organizationId: string;
  readonly place: string;
}

export interface PlaceNote {
  /** Takes note of a place; it is written once the person stayed for a moment, or went to another organization. */
  readonly take: (place: Place) => void;
  /** Writes now what would be written in a moment, as before a sign-out; done once it is written. */
  readonly settle: () => Promise<void>;
}

const isInside = ({ organizationId, place }: Place): boolean =>
  `${place}/`.startsWith(`/o/${organizationId}/`) || place.startsWith(`/o/${organizationId}?`);

/** The last place of the person that is not written yet. `write` never rejects. */
export const createPlaceNote = (write: (place: Place) => Promise<void>, afterMs: number): PlaceNote => {
  let waiting: Place | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let written = Promise.resolve();

  const settle = (): Promise<void> => {
    clearTimeout(timer);
    const place = waiting;
    waiting = undefined;
    if (place) written = written.then(() => write(place));
    return written;
  };

  return {
    settle,
    take: (place) => {
      // On the way to another organization its address is known before the window around it is drawn anew.
      if (!isInside(place)) return;
      if (waiting && waiting.organizationId !== place.organizationId) void settle();
      clearTimeout(timer);
      waiting = place;
      timer = setTimeout(() => void settle(), afterMs);
    },
  };
};
