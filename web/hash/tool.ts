// The name under which the house knows what made a fingerprint: raised whenever the same file could come out otherwise.
export const TOOL = "haven-page 1";
