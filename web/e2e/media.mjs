// Pictures, files, voice, emoticons and shakes: FEATURES 5.7, 5.9, 5.10, 5.12, 5.26, 5.27, 6.1, 6.2, 6.6.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { desktop, entry, glimpse, message, register, sent, travel, write } from "./kit.mjs";

const picture = join(dirname(fileURLToPath(import.meta.url)), "../public/icon-512.png");
const notes = Buffer.from("Dots and dashes, and what they mean.\n".repeat(2_000));

export const media = () =>
  travel("pictures, files, emoticons and shakes", async (j) => {
    const ada = await j.person("ada", { ...desktop, acceptDownloads: true });
    const ben = await j.person("ben", { ...desktop, acceptDownloads: true, colorScheme: "dark" });

    await j.step("two people meet", async () => {
      await register(ada, "ada", "Ada Lovelace");
      await register(ben, "ben", "Ben Okri");
      await ada.goto(`${j.origin}/#/u/ben`);
      await write(ada, "I have something for you");
      await sent(ada, "I have something for you");
      await entry(ben, "Ada Lovelace").click();
    });

    await j.step("pictures are chosen, looked over and sent", async () => {
      await ada.locator("input[type=file][accept]").setInputFiles([picture, join(dirname(picture), "icon-192.png")]);
      await ada.getByRole("list", { name: "To be sent" }).getByRole("img", { name: "icon-512.png" }).waitFor();
      await ada.getByRole("button", { name: "Take icon-192.png out" }).click();
      await ada.getByRole("button", { name: "Send", exact: true }).click();
      const small = ben.getByRole("log").getByRole("button", { name: "Show icon-512.png" });
      await small.locator("img").waitFor();
      assert.match((await small.locator("img").getAttribute("src")) ?? "", /^blob:/);
      assert.equal(await ben.getByRole("log").getByRole("button", { name: "Show icon-192.png" }).count(), 0);
    });

    await j.step("a picture is pasted", async () => {
      const bytes = readFileSync(join(dirname(picture), "icon-192.png")).toString("base64");
      await ben.getByPlaceholder("Write a message").evaluate((field, data) => {
        const raw = Uint8Array.from(atob(data), (c) => c.charCodeAt(0));
        const clipboard = new DataTransfer();
        clipboard.items.add(new File([raw], "pasted.png", { type: "image/png" }));
        field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: clipboard, bubbles: true, cancelable: true }));
      }, bytes);
      await ben.getByRole("button", { name: "Send", exact: true }).click();
      await ada.getByRole("log").getByRole("button", { name: "Show pasted.png" }).locator("img").waitFor();
      await j.picture(ada, "pictures-light");
    });

    await j.step("a click shows it in full, turned, enlarged, and the next one", async () => {
      await ben.getByRole("button", { name: "Show icon-512.png" }).click();
      const box = ben.getByRole("dialog");
      const shown = box.getByRole("img", { name: "icon-512.png" });
      await shown.waitFor();
      await box.getByRole("button", { name: "Turn" }).click();
      await box.getByRole("button", { name: "Larger" }).click();
      assert.match((await shown.getAttribute("style")) ?? "", /rotate\(90deg\) scale\(1\.25\)/);
      await j.picture(ben, "light-box");
      const [saved] = await Promise.all([ben.waitForEvent("download"), box.getByRole("button", { name: "Save" }).click()]);
      assert.equal(saved.suggestedFilename(), "icon-512.png");
      await box.getByRole("button", { name: "Next picture" }).click();
      await box.getByRole("img", { name: "pasted.png" }).waitFor();
      await ben.keyboard.press("Escape");
      await box.waitFor({ state: "detached" });
    });

    await j.step("a file arrives byte for byte", async () => {
      await ada.locator("input[type=file]:not([accept])").setInputFiles({ name: "morse code.txt", mimeType: "text/plain", buffer: notes });
      await ada.getByRole("button", { name: "Send", exact: true }).click();
      const [download] = await Promise.all([ben.waitForEvent("download"), message(ben, "morse code.txt").getByRole("button", { name: "Save morse code.txt" }).click()]);
      assert.equal(download.suggestedFilename(), "morse code.txt");
      assert.deepEqual(readFileSync(await download.path()), notes);
    });

    await j.step("an emoticon is picked and goes by its number", async () => {
      await ada.getByRole("button", { name: "Emoticons" }).click();
      await ada.getByRole("group", { name: "Emoticons" }).getByRole("button", { name: "rose", exact: true }).click();
      const field = ada.getByPlaceholder("Write a message");
      assert.equal(await field.inputValue(), "🌹");
      await ada.getByRole("button", { name: "Send", exact: true }).click();
      await message(ben, "🌹").locator(".face").last().waitFor();
    });

    await j.step("a shake moves the other window, and not again at once", async () => {
      await Promise.all([glimpse(ben, "section.shaking"), ada.getByRole("button", { name: "Shake the window" }).click()]);
      assert.equal(await ada.getByRole("button", { name: "Shake the window" }).isDisabled(), true);
      await message(ben, "[shake]").waitFor();
    });

    await j.step("a message that is written anew keeps its emoticons", async () => {
      await message(ada, "🌹").locator(".bubble").click({ button: "right" });
      await ada.getByRole("menuitem", { name: "Edit", exact: true }).click();
      await ada.getByPlaceholder("Write a message").press("End");
      await ada.getByPlaceholder("Write a message").pressSequentially(" for you");
      await ada.keyboard.press("Enter");
      const edited = message(ben, "for you");
      await edited.locator(".face").getByText("🌹").waitFor();
      await edited.getByText("edited").waitFor();
    });

    await j.step("any emoji is found by its name, from this server alone", async () => {
      /** @type {string[]} */ const foreign = [];
      ada.on("request", (r) => void (r.url().startsWith(j.origin) || r.url().startsWith("blob:") || foreign.push(r.url())));
      await ada.getByRole("button", { name: "Emoticons", exact: true }).click();
      await ada.getByRole("button", { name: "Emoji", exact: true }).click();
      await ada.getByRole("combobox", { name: "Search" }).fill("flamingo");
      await ada.getByRole("option", { name: /flamingo/ }).first().waitFor();
      await j.picture(ada, "emoji-light");
      await ada.getByRole("option", { name: /flamingo/ }).first().click();
      await ada.waitForFunction(() => document.querySelector("textarea")?.value === "🦩");
      await ada.keyboard.press("Enter");
      await message(ben, "🦩").waitFor();
      await message(ben, "🦩").locator(".bubble").click({ button: "right" });
      await ben.getByRole("menuitem", { name: "React with another emoji" }).click();
      await ben.getByRole("combobox", { name: "Search" }).fill("shrimp");
      await ben.getByRole("option", { name: /shrimp/ }).first().click();
      await message(ada, "🦩").getByRole("button", { name: /^(🦐|🍤), 1$/u }).waitFor();
      assert.deepEqual(foreign, []);
    });

    await j.step("a voice message is recorded, sent and played", async () => {
      await ada.getByRole("button", { name: "Voice message" }).click();
      const recorder = ada.getByRole("group", { name: "Voice message" });
      await recorder.getByRole("timer").getByText(/0:0[2-9]/).waitFor();
      await j.picture(ada, "recording-light");
      await recorder.getByRole("button", { name: "Send voice message" }).click();
      const play = ben.getByRole("log").getByRole("button", { name: /^Play voice message, 0:\d\d/ });
      await play.waitFor();
      await j.picture(ben, "voice-dark");
      await play.click();
      await ben.waitForFunction(() => (document.querySelector("audio")?.currentTime ?? 0) > 0.5);
      await entry(ben, "Ada Lovelace").getByText("[voice]").waitFor();
      await ada.getByRole("button", { name: "Voice message", exact: true }).click();
      await recorder.getByRole("timer").getByText(/0:0[1-9]/).waitFor();
      await ada.keyboard.press("Escape");
      await ada.getByPlaceholder("Write a message").waitFor();
    });

    await j.step("a part of the screen is taken and sent", async () => {
      await ada.getByRole("button", { name: "Picture of the screen" }).click();
      const dialog = ada.getByRole("dialog");
      await dialog.locator("cropper-selection").waitFor();
      await j.watch.checkAccessibility(ada, "screenshot");
      await dialog.getByRole("application").focus();
      await ada.keyboard.press("Enter");
      await ada.getByRole("list", { name: "To be sent" }).getByRole("img", { name: "screenshot.png" }).waitFor();
      await ada.getByRole("button", { name: "Send", exact: true }).click();
      await ben.getByRole("log").getByRole("button", { name: "Show screenshot.png" }).locator("img").waitFor();
    });
  });
