/** What the server can say has changed (event `changed` of the namespace /console). */
export const TOPICS = ['kiosks', 'report', 'faults', 'incidents', 'quarantine', 'payments'] as const;
export type Topic = (typeof TOPICS)[number];

/** The known topics in a frame of the server; a topic of a newer server is passed over. */
export function readTopics(frame: unknown): ReadonlySet<Topic> {
  const told = typeof frame === 'object' && frame !== null && 'topics' in frame ? frame.topics : [];
  return new Set(TOPICS.filter((topic) => Array.isArray(told) && told.includes(topic)));
}
