import type { FilesApi } from "../api/files";

/** Has the browser save a file. */
export async function saveFile(files: FilesApi, file: string, name: string): Promise<void> {
  const link = document.createElement("a");
  link.href = await files.saveAddress(file, name);
  link.download = name;
  link.click();
}
