// The parts of `npm test` in their order, and how many minutes each may take on two cores before it is stuck. All of
// them together are less than what `.ci/run` waits for, so that a part that hangs is named and counted by us.
export const parts = {
  setup: 5,
  types: 3,
  biome: 2,
  knip: 2,
  build: 2,
  unit: 12,
  integration: 28,
  e2e: 20,
  electron: 4,
};

export const timeoutMsOf = (part) => parts[part] * 60_000;
