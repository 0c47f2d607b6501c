// The parts of `npm test` in their order, and how many minutes each may take on two cores before it is stuck. All of
// them together are less than what `.ci/run` waits for, so that a part that hangs is named and counted by us. One after
// another: with integration beside the others, two cores were late for what tests wait for (592 s for a file of 60).
export const parts = {
  setup: 1.5,
  types: 1.5,
  biome: 0.5,
  knip: 0.5,
  build: 0.5,
  unit: 7,
  integration: 45,
  e2e: 18,
  'e2e-lab': 12,
  electron: 1,
};

/** In which the parts are told at the end. */
export const order = Object.keys(parts);

export const timeoutMsOf = (part) => parts[part] * 60_000;
