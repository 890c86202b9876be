/** The API as the page sees it: JSON in and out, problems as errors with their code. */

export interface Problem {
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly fields?: readonly { readonly where: string; readonly expected: string }[];
}

export class ApiProblem extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.detail);
    this.problem = problem;
  }
}

export type Params = Readonly<Record<string, string | number | boolean | undefined>>;

/** Where answers come from: a server, or files beside the page (a dashboard taken away as a folder). */
export interface Source {
  /** Whether anything can be changed, and events come. */
  readonly live: boolean;
  request(method: string, path: string, body?: unknown): Promise<unknown>;
}

const server: Source = {
  live: true,
  async request(method, path, body) {
    const upload = body instanceof Blob;
    const init: RequestInit = { method, credentials: "same-origin" };
    if (body !== undefined) {
      init.body = upload ? body : JSON.stringify(body);
      init.headers = { "Content-Type": upload ? "application/octet-stream" : "application/json" };
    }
    let response: Response;
    try {
      response = await fetch(`/api/v1${path}`, init);
    } catch {
      throw new ApiProblem({
        code: "unreachable",
        title: "No answer",
        detail: "the server does not answer; is `crosscheck serve` still running?",
      });
    }
    if (response.status === 204) return null;
    const answer: unknown = await response.json().catch(() => null);
    if (!response.ok) throw new ApiProblem(asProblem(answer, response.status));
    return answer;
  },
};

const source: Source = server;

export function isLive(): boolean {
  return source.live;
}

export function pathWith(path: string, params: Params = {}): string {
  const filled = Object.entries(params)
    .filter(([, value]) => value !== undefined && value !== "" && value !== false)
    .map(([name, value]) => [name, String(value)]);
  return filled.length === 0 ? path : `${path}?${new URLSearchParams(filled).toString()}`;
}

export async function get<T>(path: string, params: Params = {}): Promise<T> {
  return (await source.request("GET", pathWith(path, params))) as T;
}

export async function send<T>(method: "POST" | "PUT" | "PATCH" | "DELETE", path: string, body?: unknown): Promise<T> {
  return (await source.request(method, path, body)) as T;
}

function asProblem(answer: unknown, status: number): Problem {
  if (typeof answer === "object" && answer !== null && "code" in answer) return answer as Problem;
  return { code: "internal", title: "Something went wrong", detail: `the server answered with status ${status}` };
}
