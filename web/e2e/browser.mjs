// A browser whose pages are watched: whatever goes wrong in one fails the journey.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { once } from "node:events";
import { createServer } from "node:net";
import { chromium } from "playwright-core";

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What a page may say while the server is away, or about an answer that the journey provokes. */
const networkNoise = /WebSocket connection to .* failed|Failed to load resource: (net::ERR_|the server responded with a status of 4)/;

/** Parts of the API that a server may not have yet: the client asks once and does without. */
const notThere = /\/api\/v1\/conversations\/[dg][\d-]+(\/changes\?after=\d+)?$/;

/** An answer that the client asks for: not found means that the bytes have to be sent. */
const sendTheBytes = /\/api\/v1\/files\/instant$/;

/** The browsers of the journeys are private ones, which have no push service. */
const noPush = /does not support the Push API in incognito mode/;

/** How long something on a page may take. */
export const PATIENCE_MS = 15_000;

/**
 * What a browser with a window has and no page here needs: above all the list below its address field, which is a page of
 * its own in every window, and half of what a window costs. Of two such flags the last one counts, so that those that
 * Playwright turns off stand here again.
 */
const withoutFeatures = [
  "WebUIOmniboxPopup",
  "WebUIOmniboxAimPopup",
  "WebUIOmniboxFullPopup",
  "AimEnabled",
  "AvoidCorsURLLoaderRestartOnRedirect",
  "AvoidUnnecessaryBeforeUnloadCheckSync",
  "DestroyProfileOnBrowserClose",
  "HttpsFirstBalancedModeAutoEnable",
  "HttpsUpgrades",
  "LensOverlay",
  "MediaRouter",
  "NetworkTimeServiceQuerying",
  "OptimizationHints",
  "PaintHolding",
  "PreconnectToSearch",
  "TcpPortRandomizationWin",
  "ThirdPartyStoragePartitioning",
];

/** @param {string[]} [more] flags */
export function launch(more = []) {
  return chromium.launch({
    executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      `--disable-features=${withoutFeatures.join(",")}`,
      // A microphone that hums and a screen that anybody may see.
      "--use-fake-device-for-media-stream",
      "--use-fake-ui-for-media-stream",
      "--auto-accept-this-tab-capture",
      "--autoplay-policy=no-user-gesture-required",
      ...more,
    ],
  });
}

/** A port of the loopback that nobody listens on. @returns {Promise<number>} */
export async function freePort() {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (probe.address());
  probe.close();
  await once(probe, "close");
  return port;
}

/** Collects what goes wrong in the pages of a journey. */
export class Watch {
  /** @type {string[]} */
  troubles = [];
  /** Whether network errors are expected right now. */
  noisy = false;
  /** The message of an error of the page that is made on purpose. */
  wanted = "";

  /** @param {import("playwright-core").BrowserContext} context @param {string} name */
  async follow(context, name) {
    context.setDefaultTimeout(PATIENCE_MS);
    await context.addInitScript(() => {
      addEventListener("securitypolicyviolation", (e) => console.error(`CSP: ${e.violatedDirective} ${e.blockedURI}`));
    });
    context.on("weberror", (e) => e.error().message === this.wanted || this.troubles.push(`${name}: ${e.error().stack ?? e.error().message}`));
    context.on("console", (message) => {
      if (message.type() !== "error") return;
      if (this.noisy && networkNoise.test(message.text())) return;
      if (sendTheBytes.test(message.location().url) || notThere.test(message.location().url) || noPush.test(message.text())) return;
      this.troubles.push(`${name}: ${message.text()} ${message.location().url}`);
    });
  }

  /** Runs what makes network errors on purpose. @template T @param {() => Promise<T>} run */
  async expectNoise(run) {
    this.noisy = true;
    try {
      return await run();
    } finally {
      this.noisy = false;
    }
  }

  /** Looks for barriers to people who cannot see, or use no mouse. @param {import("playwright-core").Page} page @param {string} where */
  async checkAccessibility(page, where) {
    if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axeSource); // not a script tag: the policy of the page forbids those
    const violations = await page.evaluate(async () => {
      /** @type {{ run(options: { resultTypes: string[] }): Promise<{ violations: { id: string, nodes: { html: string, failureSummary?: string }[] }[] }> }} */
      const axe = Reflect.get(window, "axe");
      for (let left = 5; ; left--) {
        // What fades in or out is half transparent, and nobody reads it then. A spinner never ends.
        const passing = document.getAnimations().filter((a) => Number(a.effect?.getComputedTiming().endTime) < Infinity && a.playState === "running");
        await Promise.allSettled(passing.map((a) => a.finished));
        let faded = false; // while it was looked at
        const noteFading = () => (faded = true);
        document.addEventListener("transitionrun", noteFading);
        document.addEventListener("animationstart", noteFading);
        const result = await axe.run({ resultTypes: ["violations"] });
        document.removeEventListener("transitionrun", noteFading);
        document.removeEventListener("animationstart", noteFading);
        if (result.violations.length > 0 && faded && left > 0) continue;
        return result.violations.map((v) => `${v.id}: ${v.nodes.map((n) => `${n.html} ${n.failureSummary ?? ""}`).join("; ")}`);
      }
    });
    for (const violation of violations) this.troubles.push(`${where}: ${violation}`);
  }
}
