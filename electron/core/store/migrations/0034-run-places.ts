/** The servers beside its own on which a run takes a place, as a JSON list: one that builds, one that a move leaves. */
export const runPlaces = `
ALTER TABLE run ADD COLUMN also_on TEXT NOT NULL DEFAULT '[]';
`;
