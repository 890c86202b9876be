/** What the operating system refuses, in words. */

const SENTENCES: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EISDIR: "expected a file, found a folder",
  EACCES: "no permission to read this file",
  ENOTDIR: "a part of this path is no folder",
};

/** The sentence for an error of the system while a file is read; any other error is a defect of ours, thrown again. */
export function systemSentence(error: unknown): string {
  if (!(error instanceof Error) || !("syscall" in error) || !("code" in error)) throw error;
  return SENTENCES[String(error.code)] ?? `this file cannot be read (${String(error.code)})`;
}
