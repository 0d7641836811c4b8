import { userInfo } from 'node:os';

/** Where a launcher wants the worker's command. */
export const PLACEHOLDER = '{command}';

const PLAIN = /^[A-Za-z0-9_./:=@%+,-]+$/;

/**
 * A command as one text that a POSIX shell takes apart into the same words.
 * @param {string[]} words
 * @returns {string}
 */
export function quoted(words) {
  return words.map((word) => PLAIN.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`).join(' ');
}

/**
 * Puts node and command into their places: a word `{command}` becomes the words of the command, inside a word it
 * becomes their text, quoted for a shell. Without any, the command's words follow.
 * @param {string[]} template
 * @param {{host: string, user?: string}} node
 * @param {string[]} command
 * @returns {string[]}
 */
export function filled(template, { host, user }, command) {
  const words = template.flatMap((word) => word === PLACEHOLDER ? command : [word
    .replaceAll('{host}', () => host)
    .replaceAll('{user}', () => user ?? userInfo().username)
    .replaceAll(PLACEHOLDER, () => quoted(command))]);
  return template.some((word) => word.includes(PLACEHOLDER)) ? words : [...words, ...command];
}
