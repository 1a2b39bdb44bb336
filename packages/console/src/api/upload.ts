import { currentKey } from "../session/key.ts";
import { ApiProblem, NotReached, type StoreRefused, storeRefusal } from "./problem.ts";

/** Where a file is posted to, as the API says: a form's address, and fields that go before the file. */
export interface UploadForm {
  url: string;
  fields: Readonly<Record<string, string>>;
}

/**
 * Posts a file as the form asks. `XMLHttpRequest`: `fetch` tells nothing about how far an upload is.
 *
 * @param input.onProgress - told the share that was sent, 0 to 1
 * @throws ApiProblem where the API refuses it, such as for its size
 * @throws StoreRefused where another store does
 * @throws NotReached where it does not answer
 */
export function upload(input: {
  form: UploadForm;
  file: File;
  onProgress: (share: number) => void;
  signal?: AbortSignal;
}): Promise<void> {
  const { form, file, onProgress, signal } = input;
  return new Promise((resolve, reject) => {
    const target = new URL(form.url, location.href);
    const request = new XMLHttpRequest();
    request.open("POST", target);
    const key = currentKey();
    // Elsewhere, such as at S3, the form's own fields are the permission: the key is nobody else's business.
    if (target.origin === location.origin && key !== null)
      request.setRequestHeader("Authorization", `Bearer ${key}`);
    request.upload.addEventListener("progress", ({ loaded, total }) =>
      onProgress(total > 0 ? loaded / total : 0),
    );
    request.addEventListener("load", () => {
      const isDone = request.status >= 200 && request.status < 300;
      if (isDone) resolve();
      else reject(refusalOf(request));
    });
    request.addEventListener("error", () => reject(new NotReached(`status ${request.status}`)));
    request.addEventListener("abort", () => reject(new DOMException("The upload was ended", "AbortError")));
    signal?.addEventListener("abort", () => request.abort());
    const body = new FormData();
    for (const [name, value] of Object.entries(form.fields)) body.append(name, value);
    // S3 ignores what comes behind the file.
    body.append("file", file, file.name);
    request.send(body);
  });
}

/** A problem of the API, or what S3 says in its XML. */
function refusalOf({ status, responseText: text }: XMLHttpRequest): ApiProblem | StoreRefused {
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body === "object" && body !== null) return new ApiProblem(status, body);
  } catch {
    // No JSON.
  }
  return storeRefusal({ status, text });
}
