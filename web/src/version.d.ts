/** Of package.json; the build puts it in. */
declare const __VERSION__: string;
