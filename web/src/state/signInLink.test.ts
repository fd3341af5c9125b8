import { expect, test } from "vitest";
import { isSignInLink, takeSignInLink } from "./signInLink";

const token = "4YHX3VKDTW6C2ZQJ7MNBR5SFGA";

test.each([
  [`#/sign-in/${token}`, token],
  ["#/sign-in/", undefined],
  [`#/sign-in/${token}/more`, undefined],
  [`#/u/sign-in`, undefined],
  ["", undefined],
])("%s has the token %s", (hash, want) => {
  expect(isSignInLink(hash)).toBe(want !== undefined);
  const places: unknown[] = [];
  const past = { replaceState: (_: unknown, __: string, to: unknown) => void places.push(to) } as unknown as History;
  expect(takeSignInLink({ hash } as Location, past)).toBe(want);
  // Neither the address bar nor the history keeps it.
  expect(places).toEqual(want === undefined ? [] : ["#/"]);
});
