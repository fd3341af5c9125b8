// Notifications: asked for by a button, shown by the service worker, and a way into the conversation.
import assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";
import { desktop, eventually, register, sent, travel, write } from "./kit.mjs";

export const push = () =>
  travel("notifications of somebody who looks elsewhere", async (j) => {
    const ada = await j.person("ada", desktop);
    const ben = await j.person("ben", { ...desktop, permissions: ["notifications"] });
    /** The notifications that this browser shows. */
    const shown = () =>
      ben.evaluate(async () => {
        const list = await (await navigator.serviceWorker.ready).getNotifications();
        return list.map(({ title, body, tag }) => ({ title, body, tag }));
      });

    await j.step("notifications are allowed by a button, and taken back by another", async () => {
      await register(ada, "ada", "Ada Lovelace");
      await register(ben, "ben", "Ben Okri", { stay: true });
      await ada.goto(`${j.origin}/#/u/ben`);
      await write(ada, "Hello");
      await sent(ada, "Hello");
      const bell = ben.getByRole("button", { name: /^Notices/ });
      await bell.click();
      await ben.getByRole("button", { name: "Notify me when I look elsewhere" }).click();
      await ben.getByRole("button", { name: "No more notifications here" }).click();
      await ben.getByRole("button", { name: "Notify me when I look elsewhere" }).click();
      await ben.getByRole("button", { name: "No more notifications here" }).waitFor();
      await ben.keyboard.press("Escape");
    });

    await j.step("what the push service delivers is shown, one for each conversation", async () => {
      await ben.evaluate(() => navigator.serviceWorker.ready.then(() => {}));
      const devtools = await ben.context().newCDPSession(ben);
      /** @type {Promise<string>} */
      const registration = new Promise((resolve) => {
        devtools.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => {
          const [first] = registrations;
          if (first !== undefined) resolve(first.registrationId);
        });
      });
      await devtools.send("ServiceWorker.enable");
      const registrationId = await registration;
      /** @param {object} notice */
      const deliver = (notice) =>
        devtools.send("ServiceWorker.deliverPushMessage", { origin: j.origin, registrationId, data: JSON.stringify(notice) });
      await deliver({ user: "2", c: "d1-2", seq: 1, from: "1", n: 1, title: "Ada Lovelace", text: "Hello" });
      await deliver({ user: "2", c: "d1-2", seq: 2, from: "1", n: 1, title: "Ada Lovelace", text: "Are you there?" });
      await deliver({ user: "2", n: 1 }); // as much as somebody wants who wants nothing to leave the server
      const want = [
        { title: "Ada Lovelace", body: "Are you there?", tag: "d1-2" },
        { title: "flamingo", body: "New message", tag: "news" },
      ];
      await eventually(async () => isDeepStrictEqual(await shown(), want), "both notices are shown, the newer of two about one conversation");
    });

    await j.step("a click opens the conversation", async () => {
      const [worker] = ben.context().serviceWorkers();
      assert(worker, "the service worker runs");
      await worker.evaluate(async () => {
        /** @type {any} */
        const scope = globalThis;
        const [notification] = await scope.registration.getNotifications({ tag: "d1-2" });
        const click = new scope.NotificationEvent("notificationclick", { notification });
        click.waitUntil = () => {}; // which only clicks of people have
        scope.dispatchEvent(click);
      });
      await ben.waitForURL(/#\/c\/d1-2$/);
      await ben.getByRole("log").getByText("Hello").first().waitFor();
      assert.deepEqual((await shown()).map((n) => n.tag), ["news"]);
    });
  });
