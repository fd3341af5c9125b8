import type { I18n } from "emoji-picker-element/shared";
import type { Language } from "./index";

/** The words of the emoji picker, and where its names of emoji are: on this server, nowhere else. */
export interface EmojiTexts {
  texts: I18n;
  dataSource: string;
}

/** Only the language of the reader is loaded. */
export async function loadEmojiTexts(language: Language): Promise<EmojiTexts> {
  if (language === "zh") {
    const [texts, data] = await Promise.all([import("emoji-picker-element/i18n/zh_CN"), import("emoji-picker-element-data/zh/emojibase/data.json?url")]);
    return { texts: texts.default, dataSource: data.default };
  }
  const [texts, data] = await Promise.all([import("emoji-picker-element/i18n/en"), import("emoji-picker-element-data/en/emojibase/data.json?url")]);
  return { texts: texts.default, dataSource: data.default };
}
