/**
 * Tells the requests by which the keeper and the workers of a Sleigh wait for tasks from those of programs, by the names of FARM.md.
 * @module
 */

const RIDE_OVER = 'Sleigh ride over';
const OF_REST = /^(Sleigh ride over|joined|left|jobs|over|stop|task|task#.*|(task|will|leave)@[0-9]+)$/;

/**
 * @param {Array<{workspace: string, variables: string[]}>} waits all blocked requests
 * @returns {(wait: object) => boolean} whether a request is one by which a Sleigh waits when nothing is wrong
 */
export function restOfSleighs(waits) {
  // Every worker waits for this all its life, and nobody else does: it marks the workspace as that of a Sleigh whatever its name.
  const sleighs = new Set(waits.filter(({ variables }) => variables.length === 1 && variables[0] === RIDE_OVER).map(({ workspace }) => workspace));
  return ({ workspace, variables }) => sleighs.has(workspace) && variables.every((variable) => OF_REST.test(variable));
}
