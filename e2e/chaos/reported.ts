/** Number of applications of a period as staff see it: signs in and asks for the report. */
export async function applicationsReported(
  serverUrl: string,
  password: string,
  from: string,
  to: string,
): Promise<number> {
  const headers = { 'content-type': 'application/json', 'x-requested-with': 'chaos' };
  const signedIn = await fetch(`${serverUrl}/api/v1/sign-in`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ name: 'admin', password }),
  });
  const [cookie = ''] = signedIn.headers.getSetCookie();
  if (!signedIn.ok || cookie === '') throw new Error(`not signed in: ${signedIn.status}`);
  const answer = await fetch(`${serverUrl}/api/v1/report?from=${from}&to=${to}`, {
    headers: { ...headers, cookie: cookie.slice(0, cookie.indexOf(';')) },
  });
  if (!answer.ok) throw new Error(`no report: ${answer.status} ${await answer.text()}`);
  const report = (await answer.json()) as { total: { applications: { value: number | null } } };
  const { value } = report.total.applications;
  if (value === null) throw new Error('the report has no figure of applications');
  return value;
}
