import { expect, test } from "vitest";
import { startedElsewhere } from "./startedSession";

const own = "01OWN";

test("a session that began on another device is told of", () => {
  const d = { action: "started", session: "01OTHER", name: "Phone", by: "1" };
  for (const how of ["web", "pc", "android"]) expect(startedElsewhere({ ...d, class: how }, own)).toEqual({ kind: "device", name: "Phone" });
  expect(startedElsewhere(d, own), "of a server that does not say the class").toEqual({ kind: "device", name: "Phone" });
});

test("an API token is called one, and only elsewhere than where it was made", () => {
  const d = { action: "started", session: "01TOKEN", class: "api", name: "Backup", maker: "01OTHER" };
  expect(startedElsewhere(d, own)).toEqual({ kind: "token", name: "Backup" });
  expect(startedElsewhere({ ...d, maker: own }, own)).toBeUndefined();
});

test("nothing is said of one's own session, nor of one that ended", () => {
  expect(startedElsewhere({ action: "started", session: own, class: "web", name: "web" }, own)).toBeUndefined();
  expect(startedElsewhere({ action: "ended", session: "01OTHER" }, own)).toBeUndefined();
});
