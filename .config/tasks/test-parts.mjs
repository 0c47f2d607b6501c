// The parts of `npm test` in their order, and how many minutes each may take on two cores before it is stuck. All of
// them together are less than what `.ci/run` waits for, so that a part that hangs is named and counted by us. One after
// another: with integration beside the others, two cores were late for what tests wait for (592 s for a file of 60).
export const parts = {
  setup: 5,
  types: 3,
  biome: 2,
  knip: 2,
  build: 2,
  unit: 12,
  integration: 27,
  e2e: 12,
  'e2e-lab': 9,
  electron: 4,
};

/** In which the parts are told at the end. */
export const order = Object.keys(parts);

export const timeoutMsOf = (part) => parts[part] * 60_000;
