/** The tables of docs/command-line.md: what the commands have, from their own data. */
import { fieldsOf } from "../../src/cli/redeem/values.ts"
import { addresses } from "../../src/cli/simulate/control.ts"
import { scenarios } from "../../src/cli/simulate/scenarios.ts"
import { registry } from "../registry.ts"
import { table } from "../table.ts"

const code = (word: string) => `\`${word}\``

/** Every table by the name of its place. */
export const commandLineTables = {
  scenarios: () =>
    table(
      ["`--scenario`", "every provider", "the client says", "and that means"],
      Object.entries(scenarios).map(([name, { does, tag, means }]) => [code(name), does, code(tag), means]),
      "texts",
    ),

  addresses: () =>
    table(
      ["address", "does", "body, for example"],
      Object.entries(addresses).map(([address, { does, example }]) => [
        code(address),
        does,
        example === undefined ? "" : code(JSON.stringify(example)),
      ]),
      "texts",
    ),

  variables: () =>
    table(
      ["`redeem`", "reads", "which a success spends, or may"],
      [...registry].flatMap(([provider, { operations }]) =>
        Object.entries(operations).map(([name, operation]) => {
          const fields = fieldsOf(operation)
          const read = fields.map(({ variable, isRequired }) => `${code(variable)}${isRequired ? "" : " if set"}`)
          const spent = fields.filter(({ isOneTime }) => isOneTime).map(({ variable }) => code(variable))
          return [code(`${provider} ${name}`), read.join(", "), spent.join(", ")]
        }),
      ),
      "texts",
    ),
}
