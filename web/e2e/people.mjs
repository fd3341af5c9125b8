// Friends and groups, with old clients among them: FEATURES 2.3, 3.1 to 3.3, 3.8, 3.10 to 3.21, 4.1 to 4.8, 4.10, 4.13, 4.14, 7.13.
import assert from "node:assert/strict";
import { desktop, entry, list, message, password, phone, register, sent, signIn, signOut, travel, write } from "./kit.mjs";
import { OldClient } from "./old.mjs";

/** @typedef {import("playwright-core").Page} Page */

/** An entry of the menu of a row. @param {Page} page @param {string} row @param {...string} path */
async function choose(page, row, ...path) {
  await page.getByRole("link", { name: row }).first().click({ button: "right" });
  for (const name of path.slice(0, -1)) {
    await page.getByRole("menuitem", { name, exact: true }).hover();
  }
  const last = path.at(-1) ?? "";
  await page.getByRole("menuitem", { name: last, exact: true }).or(page.getByRole("menuitemcheckbox", { name: last, exact: true })).click();
}

export const people = () =>
  travel("friends and groups", async (j) => {
    const ada = await j.person("ada", desktop);
    const ben = await j.person("ben", { ...phone, colorScheme: "dark" });
    const friends = ada.getByRole("navigation", { name: "Friends" });
    const groups = ada.getByRole("navigation", { name: "Groups" });

    await j.step("a friend is found by the beginning of the name, and asked", async () => {
      await register(ada, "ada", "Ada Lovelace");
      await register(ben, "ben", "Ben Okri");
      await ada.getByRole("button", { name: "Add", exact: true }).click();
      await ada.getByRole("menuitem", { name: "Find people or groups" }).click();
      await ada.getByLabel("Account, nickname or number").fill("be");
      await ada.getByRole("dialog").getByRole("button", { name: "Find", exact: true }).click();
      await ada.getByRole("dialog").getByRole("button", { name: "Add as friend" }).click();
      await ada.getByLabel("A word with it (optional)").fill("From the library");
      const told = ben.getByText("Ada Lovelace wants to be your friend").first().waitFor();
      await Promise.all([told, ada.getByRole("button", { name: "Send request" }).click()]);
      await ada.getByRole("dialog").getByText("Request sent").waitFor();
      await j.picture(ada, "find-light");
      await ada.keyboard.press("Escape");
    });

    await j.step("the other one accepts", async () => {
      await list(ben, "Friends").tap();
      await ben.getByRole("link", { name: "New friends" }).tap();
      await ben.getByText("From the library").first().waitFor();
      await j.picture(ben, "requests-phone-dark");
      await ben.getByRole("button", { name: "Accept" }).tap();
      await ada.getByText("Ben Okri is now your friend").waitFor();
      await list(ada, "Friends").click();
      await friends.getByRole("link", { name: /Ben Okri \(ben\)/ }).waitFor();
      await friends.getByText("1/1").waitFor();
    });

    await j.step("remark names and teams, by menu and by dragging", async () => {
      await choose(ada, "Ben Okri", "Remark name");
      await ada.getByLabel("Only you see it; empty for none").fill("Benny");
      await ada.getByRole("button", { name: "Save" }).click();
      const benny = friends.getByRole("link", { name: /Benny/ });
      await benny.waitFor();
      await ada.getByRole("button", { name: "Add", exact: true }).click();
      await ada.getByRole("menuitem", { name: "New team of friends" }).click();
      await ada.getByLabel("Name of the team").fill("Poets");
      await ada.getByRole("button", { name: "Create" }).click();
      const poets = friends.getByRole("group", { name: "Poets" });
      await poets.waitFor();
      await choose(ada, "Benny", "Move to team", "Poets");
      await poets.getByRole("link", { name: /Benny/ }).waitFor();
      await choose(ada, "Benny", "Move to team", "My Friends");
      await poets.getByRole("link", { name: /Benny/ }).waitFor({ state: "detached" });
      await benny.dragTo(poets);
      await poets.getByRole("link", { name: /Benny/ }).waitFor();
      await benny.focus();
      await ada.getByRole("tooltip").getByText("Ben Okri").waitFor();
      await j.picture(ada, "friends-light");
      await poets.getByRole("button", { name: "Options for the team Poets" }).click();
      await ada.getByRole("menuitem", { name: "Rename team" }).click();
      await ada.getByLabel("Name of the team").fill("Writers");
      await ada.getByRole("button", { name: "Save" }).click();
      await friends.getByRole("group", { name: "Writers" }).getByRole("link", { name: /Benny/ }).waitFor();
      await friends.getByRole("button", { name: "Options for the team Writers" }).click();
      await ada.getByRole("menuitem", { name: "Delete team" }).click();
      await ada.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
      await friends.getByRole("group", { name: "Writers" }).waitFor({ state: "detached" });
      await benny.waitFor();
    });

    await j.step("old clients among them: which device it is, and a list that follows what happens elsewhere", async () => {
      const benny = friends.getByRole("link", { name: /Benny/ });
      const [, adasId, bensId] = /d(\d+)-(\d+)/.exec((await benny.getAttribute("href")) ?? "") ?? [];
      await ben.goto("about:blank");
      await benny.getByText("Offline").waitFor();
      const mobile = await OldClient.logIn(j.server.chat, "android", "ben", password);
      await benny.getByText("phone").waitFor();
      const pc = await OldClient.logIn(j.server.chat, "pc", "ada", password);
      await pc.remark(Number(bensId), "Benjamin");
      await friends.getByRole("link", { name: /Benjamin/ }).waitFor();
      await pc.remark(Number(bensId), "Benny");
      await benny.click();
      await write(ada, "Are you on the train?");
      await mobile.told(1100, /Are you on the train\?/);
      mobile.say(Number(adasId), "In the last carriage");
      await message(ada, "In the last carriage").waitFor();
      await pc.told(1100, /In the last carriage/);
      pc.say(Number(bensId), "Mind the gap");
      await message(ada, "Mind the gap").waitFor();
      await mobile.told(1100, /Mind the gap/);
      await Promise.all([pc.leave(), mobile.leave()]);
      await benny.getByText("Offline").waitFor();
      await ben.goto(`${j.origin}/#/`);
      await list(ben, "Chats").tap();
      await entry(ben, "Ada Lovelace").getByText("Mind the gap").waitFor();
      await list(ben, "Friends").tap();
      await benny.getByText("Offline").waitFor({ state: "detached" });
    });

    await j.step("a request that came while away waits, is refused, and that is told", async () => {
      const dan = await j.person("dan", desktop);
      await register(dan, "dan", "Dan Brown");
      await signOut(dan);
      await dan.getByText("Welcome back").waitFor();
      await ada.getByRole("button", { name: "Add", exact: true }).click();
      await ada.getByRole("menuitem", { name: "Find people or groups" }).click();
      await ada.getByLabel("Account, nickname or number").fill("dan");
      await ada.getByRole("dialog").getByRole("button", { name: "Find", exact: true }).click();
      await ada.getByRole("dialog").getByRole("button", { name: "Add as friend" }).click();
      await ada.getByRole("button", { name: "Send request" }).click();
      await ada.getByRole("dialog").getByText("Request sent").waitFor();
      await ada.keyboard.press("Escape");
      await signIn(dan, "dan");
      await list(dan, "Friends").click();
      await dan.getByRole("link", { name: "New friends" }).click();
      await dan.getByRole("button", { name: "Refuse" }).click();
      await ada.getByText("Dan Brown did not accept your request").waitFor();
      await dan.getByRole("button", { name: "Refuse" }).waitFor({ state: "detached" });
      assert.equal(await friends.getByRole("link", { name: /Dan Brown/ }).count(), 0);
      await dan.context().close();
    });

    await j.step("the profile of a friend, and the own signature in place", async () => {
      await ben.goto(`${j.origin}/#/`);
      await ben.getByRole("button", { name: /Change your signature/ }).tap();
      await ben.getByLabel("Signature").fill("Reading by the river");
      await ben.getByLabel("Signature").press("Enter");
      await ben.getByText("Reading by the river").waitFor();
      await choose(ada, "Benny", "Profile");
      await ada.getByRole("region", { name: "Ben Okri" }).getByText("Reading by the river").waitFor();
      await j.picture(ada, "profile-light");
    });

    await j.step("a group is made, joined by its number, renamed, and told of it", async () => {
      await list(ada, "Groups").click();
      await ada.getByRole("button", { name: "New group" }).first().click();
      await ada.getByRole("textbox", { name: "Name of the group" }).fill("Book club");
      await ada.getByLabel("Benny").check();
      await j.picture(ada, "new-group-light");
      await ada.getByRole("dialog").getByRole("button", { name: "Create" }).click();
      await groups.getByRole("link", { name: /Book club/ }).waitFor();
      await write(ada, "Welcome to the club");
      await sent(ada, "Welcome to the club");
      await list(ben, "Chats").tap();
      await entry(ben, "Book club").waitFor();
      await entry(ben, "Book club").tap();
      await message(ben, "Welcome to the club").waitFor();
      await write(ben, "Glad to be here");
      await message(ada, "Glad to be here").waitFor();
      await j.picture(ada, "group-conversation-light");
      await ada.goto(`${j.origin}/#/`);
      await choose(ada, "Book club", "Group information");
      await ada.getByText("Members, 2 of 2 online").or(ada.getByText(/Members, \d of 2 online/)).first().waitFor();
      await ada.getByRole("button", { name: "More", exact: true }).click();
      await ada.getByRole("menuitem", { name: "Rename group" }).click();
      await ada.getByRole("textbox", { name: "Name of the group" }).fill("Reading circle");
      await ada.getByRole("button", { name: "Save" }).click();
      await groups.getByRole("link", { name: /Reading circle/ }).waitFor();
      await ben.getByRole("heading", { name: "Reading circle" }).waitFor();
      await j.picture(ada, "group-light");
    });

    await j.step("an invitation link brings a third one in; roles, silence and removal", async () => {
      await ada.getByRole("button", { name: "Invite people" }).click();
      await ada.getByRole("button", { name: "Make a link" }).click();
      const link = await ada.getByLabel("Invitation link").inputValue();
      await ada.keyboard.press("Escape");
      const cleo = await j.person("cleo", desktop);
      await register(cleo, "cleo", "Cleo");
      await cleo.goto(link);
      await cleo.getByText("Reading circle").first().waitFor();
      await cleo.getByRole("button", { name: "Join group" }).click();
      await message(cleo, "Glad to be here").or(cleo.getByText(/This is where your conversation/)).first().waitFor();
      const members = ada.getByRole("region", { name: "Reading circle" });
      await members.getByRole("link", { name: /Cleo/ }).waitFor();
      const options = members.getByRole("button", { name: "Options for Cleo" });
      await options.click();
      await ada.getByRole("menuitem", { name: "Make admin" }).click();
      await members.getByText(/admin · cleo/).waitFor();
      await options.click();
      await ada.getByRole("menuitem", { name: "Remove from the group" }).click();
      await ada.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
      await members.getByRole("link", { name: /Cleo/ }).waitFor({ state: "detached" });
      await cleo.context().close();
    });

    await j.step("somebody finds the group by its number and joins; the profile of a member, and a private message", async () => {
      const [number] = /\d{9}/.exec(ada.url()) ?? [];
      assert(number, "the page of the group is open");
      const members = ada.getByRole("region", { name: "Reading circle" });
      await members.getByLabel("You", { exact: true }).waitFor();
      const dan = await j.person("dan", desktop);
      await signIn(dan, "dan");
      await dan.getByRole("button", { name: "Add", exact: true }).click();
      await dan.getByRole("menuitem", { name: "Find people or groups" }).click();
      await dan.getByRole("radio", { name: "Group" }).check();
      await dan.getByLabel("Number or name of the group").fill(number);
      await dan.getByRole("dialog").getByRole("button", { name: "Find", exact: true }).click();
      await dan.getByRole("dialog").getByRole("button", { name: "Join group" }).click();
      await dan.getByRole("heading", { name: "Reading circle" }).waitFor();
      const options = members.getByRole("button", { name: "Options for Dan Brown" });
      await options.click();
      await ada.getByRole("menuitem", { name: "Profile" }).click();
      await ada.getByRole("region", { name: "Dan Brown" }).getByText("dan", { exact: true }).first().waitFor();
      await ada.goBack();
      await options.click();
      await ada.getByRole("menuitem", { name: "Send a message" }).click();
      await write(ada, "Welcome, Dan");
      await entry(dan, "Ada Lovelace").getByText("Welcome, Dan").waitFor();
      await ada.goBack();
      await options.waitFor();
      await dan.context().close();
    });

    await j.step("what waits is under the bell, and can be waved aside", async () => {
      await write(ben, "One more thing");
      await list(ada, "Chats").click();
      await entry(ada, "Reading circle").getByText("Unread: 1").waitFor({ state: "attached" });
      await ada.getByRole("button", { name: "Notices" }).click();
      await ada.getByRole("dialog").getByText(/One more thing/).waitFor();
      await j.picture(ada, "bell-light");
      await ada.getByRole("button", { name: "Show all" }).click();
      await message(ada, "One more thing").waitFor();
      await entry(ada, "Reading circle").getByText("Unread").waitFor({ state: "detached" });
      await ada.goto(`${j.origin}/#/`);
      await write(ben, "And another");
      await entry(ada, "Reading circle").getByText("Unread: 1").waitFor({ state: "attached" });
      await ada.getByRole("button", { name: "Notices" }).click();
      await ada.getByRole("button", { name: "Mark all as read" }).click();
      await entry(ada, "Reading circle").getByText("Unread").waitFor({ state: "detached" });
    });

    await j.step("a group is left, a friend is deleted on both sides", async () => {
      await ben.goto(`${j.origin}/#/`);
      await list(ben, "Groups").tap();
      const id = await ben.getByRole("navigation", { name: "Groups" }).getByRole("link", { name: /Reading circle/ }).getAttribute("href");
      await ben.goto(`${j.origin}/#/g/${(id ?? "").replace(/\D/g, "")}`);
      await ben.getByRole("button", { name: "More", exact: true }).tap();
      await ben.getByRole("menuitem", { name: "Leave group" }).tap();
      await ben.getByRole("dialog").getByRole("button", { name: "Leave", exact: true }).tap();
      await ben.getByText("No groups yet").waitFor();
      await list(ada, "Friends").click();
      await choose(ada, "Benny", "Delete friend");
      await ada.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
      await friends.getByRole("link", { name: /Benny/ }).waitFor({ state: "detached" });
      await list(ben, "Friends").tap();
      await ben.getByText("No friends yet").waitFor();
      assert.equal(await ben.getByRole("link", { name: /Ada Lovelace/ }).count(), 0);
    });
  });
