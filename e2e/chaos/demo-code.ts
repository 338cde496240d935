/** A code for that demonstration kiosk, or for one more; null while the server is out of reach. */
export async function demoCode(serverUrl: string, kiosk?: string): Promise<string | null> {
  const again = kiosk === undefined ? '' : `?kiosk=${kiosk}`;
  try {
    const made = await fetch(`${serverUrl}/api/v1/demo/enrolment${again}`, { method: 'POST' });
    if (!made.ok) return null;
    const answer: unknown = await made.json();
    const code = typeof answer === 'object' && answer !== null && 'code' in answer ? answer.code : null;
    return typeof code === 'string' ? code : null;
  } catch {
    return null;
  }
}
