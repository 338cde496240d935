/** A code for one more demonstration kiosk; null while the server is out of reach. */
export async function demoCode(serverUrl: string): Promise<string | null> {
  try {
    const made = await fetch(`${serverUrl}/api/v1/demo/enrolment`, { method: 'POST' });
    if (!made.ok) return null;
    const answer: unknown = await made.json();
    const code = typeof answer === 'object' && answer !== null && 'code' in answer ? answer.code : null;
    return typeof code === 'string' ? code : null;
  } catch {
    return null;
  }
}
