/**
 * What changes without an event (or whose event was lost) is asked for again this often, ms. Changes that the server
 * tells of come at once.
 */
export const CHECK_EVERY_MS = 30_000;
