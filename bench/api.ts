/** A call of the API as the installation's first user. */
export type Call = (method: string, path: string, body?: unknown) => Promise<unknown>;

/** @throws on a refusal, as every call of it does */
export async function logIn(url: string, password: string): Promise<Call> {
  const request = async (method: string, path: string, body?: unknown, token?: string) => {
    const reply = await fetch(url + path, {
      method,
      headers: { 'content-type': 'application/json', ...(token ? { authorization: `Token ${token}` } : {}) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer: unknown = await reply.json();
    if (!reply.ok) throw new Error(`${method} ${path}: ${reply.status} ${JSON.stringify(answer)}`);
    return answer;
  };
  const { token } = (await request('POST', '/api-token-auth/', { username: 'admin', password })) as { token: string };
  return (method, path, body) => request(method, path, body, token);
}
