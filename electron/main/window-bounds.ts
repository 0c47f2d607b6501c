/** A rectangle in display-independent pixels. */
export interface Bounds {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface WindowState {
  /** Absent until the window was placed once; the system chooses then. */
  readonly bounds?: Bounds;
  readonly isMaximized: boolean;
}

export const defaultSize = { width: 1280, height: 820 } as const;
export const smallestSize = { width: 720, height: 480 } as const;
/** So much of the title bar has to be on a display for a person to be able to grab the window. */
const grabbable = 80;

const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);

const boundsOf = (value: unknown): Bounds | undefined => {
  if (typeof value !== 'object' || value === null) return undefined;
  const { x, y, width, height } = value as Partial<Record<keyof Bounds, unknown>>;
  if (!isNumber(x) || !isNumber(y) || !isNumber(width) || !isNumber(height)) return undefined;
  return { x: Math.round(x), y: Math.round(y), width: Math.round(width), height: Math.round(height) };
};

/** Reads what an earlier run left; anything unreadable is as if there were nothing. */
export const parseWindowState = (text: string): WindowState => {
  try {
    const { bounds, isMaximized } = JSON.parse(text) as { bounds?: unknown; isMaximized?: unknown };
    const parsed = boundsOf(bounds);
    return { ...(parsed && { bounds: parsed }), isMaximized: isMaximized === true };
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return { isMaximized: false };
    throw error;
  }
};

const overlap = (start: number, length: number, otherStart: number, otherLength: number): number =>
  Math.min(start + length, otherStart + otherLength) - Math.max(start, otherStart);

const canBeGrabbed = (bounds: Bounds, area: Bounds): boolean =>
  overlap(bounds.x, bounds.width, area.x, area.width) >= grabbable &&
  bounds.y >= area.y &&
  bounds.y <= area.y + area.height - grabbable;

const clamp = (value: number, least: number, most: number): number => Math.max(least, Math.min(value, most));

/**
 * Where to put the window: the saved bounds when a person can still reach them on one of today's displays
 * (no larger than it), else only a size, and the system chooses the place.
 */
export const fittedBounds = (
  state: WindowState,
  workAreas: readonly Bounds[],
): Partial<Bounds> & { width: number; height: number } => {
  const { bounds } = state;
  const area = bounds && workAreas.find((candidate) => canBeGrabbed(bounds, candidate));
  if (!bounds || !area) return { ...defaultSize };
  return {
    x: bounds.x,
    y: bounds.y,
    width: clamp(bounds.width, smallestSize.width, Math.max(smallestSize.width, area.width)),
    height: clamp(bounds.height, smallestSize.height, Math.max(smallestSize.height, area.height)),
  };
};
