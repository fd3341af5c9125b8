import { expect, test } from "vitest";
import { keepStatus, keptStatus } from "./status";

function storage(): Storage {
  const values = new Map<string, string>();
  return {
    get length() {
      return values.size;
    },
    clear: () => values.clear(),
    getItem: (key) => values.get(key) ?? null,
    key: (n) => [...values.keys()][n] ?? null,
    removeItem: (key) => void values.delete(key),
    setItem: (key, value) => void values.set(key, value),
  };
}

test("a session appears as it did, at first as online, and never as something the server does not know", () => {
  const tab = storage();
  expect(keptStatus(tab)).toBe("online");
  keepStatus(tab, "invisible");
  expect(keptStatus(tab)).toBe("invisible");
  expect(keptStatus(storage())).toBe("online");
  tab.setItem("flamingo.status", "offline");
  expect(keptStatus(tab)).toBe("online");
});
