/** A first redemption in a fresh process, for each provider, with this build and, if given, with another. */
import { pathToFileURL } from "node:url"
import { table } from "../table.ts"
import type { Options } from "./calls.ts"
import { type SuccessExample, successExamples } from "./examples.ts"
import { target, withSpread } from "./figures.ts"
import { shipped } from "./peers.ts"
import { firstRedemption, type Program, program, timed } from "./programs.ts"
import { differences, median, ratios, type Spread } from "./spread.ts"

/** The programs of one provider. */
interface Provided {
  readonly provider: string
  readonly whole: Program
  /** With the provider's own entry. */
  readonly alone: Program
  readonly older: Program | undefined
}

export const firstRedemptions = async ({ rounds, say }: Options, against: string | undefined): Promise<string> => {
  const empty = program("an empty program", "")
  const all = (await successExamples()).map(
    (example): Provided => ({
      provider: example.provider,
      whole: program("`token-exchange`", whole(example, shipped("token-exchange"))),
      alone: program(`\`token-exchange/${example.provider}\``, alone(example)),
      older:
        against === undefined
          ? undefined
          : program("`token-exchange`, the other build", whole(example, shipped("token-exchange", against))),
    }),
  )
  const programs = all.flatMap(({ whole, alone, older }) => [whole, alone, ...(older === undefined ? [] : [older])])
  await timed([empty, ...programs], rounds, (round) => say(`first redemption: round ${round} of ${rounds} …`))

  const rows = all.flatMap(({ provider, whole, alone, older }) =>
    [whole, alone, ...(older === undefined ? [] : [older])].map(({ name, times }) => [
      `${provider}: ${name}`,
      withSpread(differences(times, empty.times), 0),
      ...(older === undefined ? [] : [withSpread(ratios(times, older.times))]),
    ]),
  )
  const compared = all.flatMap(({ provider, whole, older }) =>
    older === undefined ? [] : [verdict(provider, ratios(whole.times, older.times))],
  )
  return [
    "## First redemption",
    `Time of a whole Node process that makes a client, redeems once with a mocked transport, and ends. ${rounds} rounds of all
programs, in an order that is drawn each time. Ratios and differences are taken within a round.`,
    ...(compared.length === 0 ? [] : [compared.join("\n")]),
    table(["", "ms more than empty", ...(against === undefined ? [] : ["× the other build"])], rows),
    `The empty program takes ${median(empty.times).toFixed(0)} ms.`,
  ].join("\n\n")
}

const verdict = (provider: string, ratio: Spread) =>
  target(`first redemption at ${provider}: not slower than the other build`, ratio.median <= 1, withSpread(ratio))

const importFrom = (names: string, file: string) => `import ${names} from ${JSON.stringify(pathToFileURL(file).href)}`

const whole = (example: SuccessExample, file: string) =>
  firstRedemption(
    importFrom("{ createTokenExchange }", file),
    `createTokenExchange({ ${example.provider}: credentials, fetch }).${example.provider}`,
    example,
  )

/** The entry has one `create…` function. */
const alone = (example: SuccessExample) =>
  firstRedemption(
    importFrom("* as entry", shipped(`token-exchange/${example.provider}`)),
    `Object.entries(entry).find(([name]) => name.startsWith("create"))[1]({ ...credentials, fetch })`,
    example,
  )
