import { SleighIllegalValueException } from '../exceptions.mjs';

/** What tags consist of. */
export const TAG = /^[A-Za-z0-9_.-]+$/;

/**
 * Whether a worker has all tags that a job demands.
 * @param {{tags?: string[]}} member as it introduced itself
 * @param {string[]} tags
 * @returns {boolean}
 */
export function fits({ tags: own = [] }, tags) {
  return tags.every((tag) => own?.includes(tag));
}

/**
 * Where the tasks of a job hang that any worker may take, if it has what they demand.
 * @param {string[]} [tags]
 * @returns {string}
 */
export function taskVariable(tags = []) {
  return tags.length > 0 ? `task#${sorted(tags).join()}` : 'task';
}

/**
 * @param {string[]} tags
 * @returns {string[]} each once, in the order of the wire
 */
export function sorted(tags) {
  return [...new Set(tags)].sort();
}

/**
 * The error of a job that demands what no worker has.
 * @param {string[]} tags
 * @param {Array<{tags?: string[]}>} members
 * @returns {SleighIllegalValueException}
 */
export function noWorkerHas(tags, members) {
  const sets = new Map();
  for (const { tags: own } of members) {
    if (own?.length > 0) sets.set(sorted(own).join(', '), (sets.get(sorted(own).join(', ')) ?? 0) + 1);
  }
  const there = [...sets].sort(byName).map(([set, count]) => `${set} (${workers(count)})`).join('; ');
  const demanded = tags.length === 1 ? `the tag '${tags[0]}'` : `all of the tags '${tags.join("', '")}'`;
  return new SleighIllegalValueException(`none of the ${workers(members.length)} has ${demanded}. `
    + (there ? `The tags there are: ${there}` : 'None has a tag: give workers some by the option workerTags'));
}

function workers(count) {
  return count === 1 ? '1 worker' : `${count} workers`;
}

function byName([one], [other]) {
  return one < other ? -1 : 1;
}
