// The parts of `npm test`, and how many minutes each may take on two cores before it is stuck, the parts that run
// beside it included. The longest way through them is shorter than what `.ci/run` waits for, so that a part that hangs is
// named and counted by us.
export const first = { setup: 5, build: 3 };
/** These run one after another, beside integration. */
export const besides = { types: 4, biome: 3, knip: 3, unit: 16, e2e: 28, electron: 4 };
export const parts = { ...first, ...besides, integration: 40 };

/** In which the parts are told at the end, whenever each of them ended. */
export const order = Object.keys(parts);

export const timeoutMsOf = (part) => parts[part] * 60_000;
