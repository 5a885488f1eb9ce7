/** Programs that are timed as a whole: they import an entry, or redeem once. */
import { run } from "../../contracts/process.ts"
import type { SuccessExample } from "./examples.ts"
import { peers } from "./peers.ts"
import { shuffled } from "./spread.ts"

export interface Program {
  readonly name: string
  readonly code: string
  /** The folder in which its imports are resolved. */
  readonly cwd: string
  /** The time of each round, in milliseconds. */
  readonly times: Array<number>
}

export const program = (name: string, code: string, cwd = peers): Program => ({ name, code, cwd, times: [] })

/** Every program once per round, in random order. A first start, which fills caches, is not counted. */
export const timed = async (programs: ReadonlyArray<Program>, rounds: number, tell: (round: number) => void) => {
  for (const one of programs) await start(one)
  for (let round = 0; round < rounds; round++) {
    tell(round + 1)
    for (const next of shuffled(programs)) next.times.push(await start(next))
  }
}

const start = async ({ name, code, cwd }: Program): Promise<number> => {
  const since = performance.now()
  const { code: exit, output } = await run([process.execPath, "--input-type=module", "--eval", code], { cwd })
  const took = performance.now() - since
  if (exit !== 0) throw new Error(`the program of ${name} failed:\n${output}`)
  return took
}

/**
 * Creates a client, redeems once with a mocked transport, and ends. `client` is an expression for the provider's
 * client.
 */
export const firstRedemption = (
  imports: string,
  client: string,
  { operationId, call, answer, mediaType }: SuccessExample,
) => `
${imports}
const answer = ${JSON.stringify(JSON.stringify(answer))}
const fetch = async () => new Response(answer, { headers: { "content-type": ${JSON.stringify(mediaType)} } })
const credentials = ${JSON.stringify(call.credentials)}
const { error } = await (${client}).${operationId}(${JSON.stringify(call.input)})
if (error) throw error
`
