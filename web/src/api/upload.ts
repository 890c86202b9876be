/** Sending a file while saying how far it is: fetch cannot tell, XMLHttpRequest can. */

import { ApiProblem, pathWith, type Params, type Problem } from "./client.ts";

/** @param onProgress share of the bytes that have left, from 0 to 1 */
export function upload<T>(path: string, params: Params, file: Blob, onProgress: (share: number) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", `/api/v1${pathWith(path, params)}`);
    request.responseType = "json";
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.upload.addEventListener("progress", ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0));
    request.addEventListener("load", () => {
      if (request.status >= 200 && request.status < 300) resolve(request.response as T);
      else reject(new ApiProblem(problemIn(request.response, request.status)));
    });
    request.addEventListener("error", () => {
      reject(
        new ApiProblem({
          code: "unreachable",
          title: "No answer",
          detail: "the file did not arrive; is the server still running?",
        }),
      );
    });
    request.send(file);
  });
}

function problemIn(answer: unknown, status: number): Problem {
  if (typeof answer === "object" && answer !== null && "code" in answer) return answer as Problem;
  return { code: "internal", title: "Something went wrong", detail: `the server answered with status ${status}` };
}
