import { expect, test, vi } from "vitest";
import { Pictures } from "./pictures";

function counted() {
  let n = 0;
  const made = vi.spyOn(URL, "createObjectURL").mockImplementation(() => `blob:${++n}`);
  const revoked = vi.spyOn(URL, "revokeObjectURL").mockImplementation(() => {});
  const read = vi.fn(() => Promise.resolve(new Blob()));
  return { made, revoked, read, pictures: new Pictures(read) };
}

test("a picture is read once for all that show it", async () => {
  const { pictures, read } = counted();
  expect(await pictures.take("a", 256)).toBe(await pictures.take("a", 256));
  expect(read).toHaveBeenCalledTimes(1);
});

test("what nobody shows is revoked when there are many, what is shown stays", async () => {
  const { pictures, made, revoked } = counted();
  const shown = await pictures.take("shown", 256);
  for (let i = 0; i < 300; i++) {
    await pictures.take(`${i}`, 256);
    pictures.letGo(`${i}`, 256);
  }
  await vi.waitFor(() => expect(made.mock.calls.length - revoked.mock.calls.length).toBe(120));
  expect(revoked.mock.calls.flat()).not.toContain(shown);
});

test("a picture in full is revoked when it is let go", async () => {
  const { pictures, revoked } = counted();
  const url = await pictures.take("a", 0);
  pictures.letGo("a", 0);
  await vi.waitFor(() => expect(revoked).toHaveBeenCalledWith(url));
});

test("after a failure it is asked for again", async () => {
  const { pictures, read } = counted();
  read.mockRejectedValueOnce(new Error("away"));
  await expect(pictures.take("a", 256)).rejects.toThrow("away");
  await expect(pictures.take("a", 256)).resolves.toMatch(/^blob:/u);
});
